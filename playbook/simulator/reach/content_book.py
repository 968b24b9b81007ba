"""What came of each item of content today?

Writes `content_days`: one row a post or live session and day. Clicks, orders, buyers and money are
those of the visits that the item really brought, so they agree with the shop's own; plays, likes
and the like follow from the clicks. A refund stands on the day it is closed, with the item that
sold the order. This module refuses to count a person twice within an item and day.

Equations: plays = clicks x plays per click x lognormal(0.1); full plays, likes, … = plays x rate;
viewers of a session = clicks x viewers per click; commission = the host's share of sales.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.draws import normal
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece
from playbook.simulator.reach.content import LIVE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

PLAYS_SD = 0.10


class ContentBook(Piece):
    """Writes the content report; stands after the refunds.

    The item that sold an order stands in the private column ``_content`` of the frame "orders".
    """

    name = "content_book"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.content = world.content

    def record(self, day: Day) -> None:
        """Write the day's rows."""
        visits, content = day.visits, self.content
        at = np.flatnonzero(visits.plan < 0)
        item = np.full(len(visits), -1)
        item[at] = content.item_of(visits.channel[at], visits.product[at], visits.key[at])
        clicks = np.bincount(item[item >= 0], minlength=len(content.kind))
        carts = np.bincount(item[(item >= 0) & visits.carted], minlength=len(clicks))
        watched = self._watched(day, clicks)
        sold = self._sold(day, item)
        content.plays = content.plays + watched["plays"]
        told: dict[str, NDArray[Any]] = {
            **{name: np.rint(values).astype(np.int64) for name, values in watched.items()},
            "dwell_s": watched["dwell_s"],
            "sku_clicks": clicks,
            "goal_completions": carts,
            "goal_value": sold["paid_amount"],
            **sold,
            "commission_amount": np.rint(sold["paid_amount"] * self._commission()).astype(np.int64),
        }
        self._as_known(told)
        self._write(day, told, (clicks > 0) | (content.kind == LIVE))

    def _write(self, day: Day, told: dict[str, NDArray[Any]], seen: NDArray[np.bool_]) -> None:
        """Write items that were seen, and items of earlier days whose orders came back."""
        numbers, (refunded, cents) = self.content.number, self._refunded(day)
        kept = np.flatnonzero(seen)
        own = np.isin(refunded, numbers[kept])
        back = np.zeros(len(kept), np.int64)
        if own.any():
            order = np.argsort(numbers[kept], kind="stable")
            place = np.searchsorted(numbers[kept], refunded[own], sorter=order)
            back[order[place]] = cents[own]
        frame = self.world.frame("content_days")
        frame.append(
            date=np.full(len(kept), day.number),
            content_id=numbers[kept],
            refund_amount=back,
            **{name: values[kept] for name, values in told.items()},
        )
        frame.append(
            date=np.full(int((~own).sum()), day.number),
            content_id=refunded[~own],
            refund_amount=cents[~own],
        )

    def _sold(self, day: Day, item: Ints) -> dict[str, Ints]:
        """Return the sales of today's visits by item, and remember who sold each order."""
        orders, count = day.orders, len(self.content.kind)
        fresh = np.flatnonzero(orders.fresh)
        fresh = fresh[item[orders.visit[fresh]] >= 0]
        of = item[orders.visit[fresh]]
        if len(fresh):
            told, live = self.world.frame("orders"), self.content.kind[of] == LIVE
            told.set(orders.row[fresh], _content=self.content.number[of])
            told.set(orders.row[fresh[live]], live_session_id=self.content.number[of[live]])
        paid = orders.paid[fresh]
        fresh, of = fresh[paid], of[paid]
        line_item = np.full(len(orders), -1)
        line_item[fresh] = of
        line_item = line_item[orders.line_order]
        sold = line_item >= 0
        pairs = np.unique(of * np.int64(2**40) + orders.customer[fresh]) // np.int64(2**40)
        units = np.bincount(line_item[sold], orders.line_quantity[sold], count)
        money = np.bincount(of, orders.paid_cents[fresh], count)
        return {
            "orders": np.bincount(of, minlength=count),
            "buyers": np.bincount(pairs, minlength=count),
            "units": units.astype(np.int64),
            "paid_amount": np.rint(money).astype(np.int64),
        }

    def _refunded(self, day: Day) -> tuple[Ints, Ints]:
        """Return the numbers of items whose orders were refunded today, and the cents."""
        refunds, orders = self.world.frame("refunds"), self.world.frame("orders")
        nothing = np.zeros(0, np.int64)
        if "closed_at" not in refunds.columns or "_content" not in orders.columns:
            return nothing, nothing
        closed, done = refunds.get("closed_at"), self.world.texts.code("completed")
        today = (closed >= day.start_at) & (closed < day.start_at + DAY_S)
        rows = np.flatnonzero(today & (refunds.get("status") == done))
        item = orders.get("_content", refunds.get("_order")[rows])
        rows, item = rows[item != NULL], item[item != NULL]
        number, of = np.unique(item, return_inverse=True)
        cents = np.bincount(of, refunds.get("amount")[rows], len(number))
        return number, np.rint(cents).astype(np.int64)

    def _commission(self) -> Floats:
        hosts = self.content.hosts
        return np.where(self.content.host >= 0, hosts.commission[self.content.host], 0.0)

    def _watched(self, day: Day, clicks: Ints) -> dict[str, Floats]:
        """Return plays, viewers and what they did, by item; nan where it has no meaning."""
        content = self.content
        z = normal(self.world.draws.uniform(self.draw("plays"), content.number, time=day.index))
        luck = np.exp(PLAYS_SD * z)
        kind = np.maximum(content.kind, 0)
        is_live = content.kind == LIVE
        rate = {name: values[kind] for name, values in content.kinds.rates.items()}
        live = content.kinds.live_rates
        for name in ("likes", "comments", "shares", "followers"):
            rate[name] = np.where(is_live, live[name], rate[name])
        a_click = np.where(is_live, live["viewers_per_click"], rate["plays_per_click"])
        plays = clicks * a_click * luck
        length = np.where(np.isnan(content.kinds.length[kind]), 75.0, content.kinds.length[kind])
        stay = np.where(is_live, live["watch_s"], length * rate["watch_share"])
        return {
            "uv": plays * np.where(is_live, 1.0, 0.86),
            "pv": plays * np.where(is_live, 1.4, 1.0),
            "plays": plays,
            "dwell_s": np.rint(plays * stay),
            "full_plays": plays * rate["finish"],
            "exits": plays * 0.78,
            "peak_viewers": plays * live["peak_share"],
            "rec_impressions": plays * 5.5 * luck,
            "rec_clicks": plays * 0.7,
            "likes": plays * rate["likes"] * luck,
            "comments": plays * rate["comments"],
            "shares": plays * rate["shares"],
            "new_followers": plays * rate["followers"],
            "sku_impressions": plays * np.where(is_live, 3.2, 1.0),
        }

    def _as_known(self, told: dict[str, NDArray[Any]]) -> None:
        """Blank what a session or a post does not have; people who buy were there."""
        is_live = self.content.kind == LIVE
        for name in ("plays", "full_plays", "rec_impressions", "rec_clicks", "exits"):
            told[name] = np.where(is_live, NULL, told[name])
        told["peak_viewers"] = np.where(is_live, told["peak_viewers"], NULL)
        told["commission_amount"] = np.where(is_live, told["commission_amount"], NULL)
        told["uv"] = np.maximum(told["uv"], told["sku_clicks"])
        told["pv"] = np.maximum(told["pv"], told["uv"])
