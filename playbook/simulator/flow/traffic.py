"""What does the platform's traffic report say of the day?

One row a scope and a grain: the shop by hour, day, week and month; channels, pages, regions,
devices and app versions by day. People over a week or a month are counted from the people
themselves: visitors cannot be added.

Targets: "track" (product, channel, region, device, version, second) is the share of visits that
the tracking sees; it changes what is counted and nothing else.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece
from playbook.simulator.flow.traffic_counts import (
    different,
    few,
    nothing_seen,
    order_counts,
    seen_visits,
    visit_counts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day
    from playbook.simulator.flow.traffic_counts import Counts
    from playbook.simulator.world import World

GRAINS = ("week", "month")
SUMS = ("pv", "sessions", "bot_sessions", "bounces", "exits", "dwell_s", "orders", "units")
MONEY = ("placed_amount", "paid_amount", "refund_amount")


class Traffic(Piece):
    """Writes `traffic`.

    Attributes
    ----------
    tracked : bool array, shape (n,)
        Which of today's visits the tracking saw (for `events` and `product_days`).
    seen : Seen
        Those visits, people numbered.
    """

    name = "traffic"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        text = world.texts.code
        self._grain = {grain: text(grain) for grain in ("hour", "day", *GRAINS)}
        self._scope = {scope: text(scope) for scope in ("shop", "channel", "page")}
        self._item = text("item")
        self.tracked: Array = np.empty(0, bool)
        self.seen = nothing_seen()
        self._running: dict[str, dict[str, Any]] = {grain: _nothing() for grain in GRAINS}

    def record(self, day: Day) -> None:
        """Count the day and write its rows."""
        self._track(day)
        self._slices(day)
        shop = self._shop(day)
        for grain in GRAINS:
            self._gather(day, grain, shop)

    def _track(self, day: Day) -> None:
        visits = day.visits
        self.tracked = np.ones(len(visits), bool)
        if day.effects.of("track"):
            names = ("product", "channel", "region", "device", "version", "second")
            dims = {name: getattr(visits, name) for name in names}
            share = day.effects.apply("track", 1.0, **dims)
            self.tracked = self.world.draws.uniform("traffic.track", visits.key) < share
        self.seen = seen_visits(day, self.tracked)

    def _slices(self, day: Day) -> None:
        visits, world = day.visits, self.world
        labels = world.channels.labels(visits.channel, visits.person).astype(np.int32)
        text, channel = few(labels)
        self._write(day, "channel", channel, len(text), channel=text.astype(np.int32))
        pages = world.catalogue.page_code.astype(np.int32)
        item = np.full(len(pages), self._item, np.int32)
        self._write(day, "page", visits.product, len(pages), page_id=pages, page_type=item)
        people = world.people
        self._write(day, "shop", visits.region, people.regions, region=people.region_text)
        self._write(day, "shop", visits.device, people.devices, device=people.device_text)
        codes, version = few(visits.version)
        texts = people.version_text(codes)
        self._write(day, "shop", version, len(codes), app_version=texts)

    def _write(self, day: Day, scope: str, group: Array, groups: int, **labels: Array) -> None:
        """Write the day's rows of one slicing, but for groups nobody visited."""
        of_order = group[day.orders.visit]
        # Who somebody is decides the shop's slices; where they went decides channel and page.
        counts = visit_counts(self.seen, group, groups, of_person=scope == "shop")
        counts |= order_counts(day.orders, of_order, of_order, groups)
        held = np.flatnonzero((counts["uv"] > 0) | (counts["orders"] > 0))
        rows = {name: values[held] for name, values in (counts | labels).items()}
        self._append(day, "day", scope, len(held), **rows)

    def _append(self, day: Day, grain: str, scope: str, count: int, **columns: Array) -> None:
        blank = {
            name: np.full(count, -1, np.int32)
            for name in ("channel", "page_type", "page_id", "device", "region", "app_version")
        }
        empty = {name: np.full(count, NULL) for name in ("hour", "refund_amount")}
        date = np.full(count, day.number)
        self.world.frame("traffic").append(
            **{
                "date": date,
                "grain": np.full(count, self._grain[grain], np.int32),
                "scope": np.full(count, self._scope[scope], np.int32),
                **empty,
                **blank,
                **columns,
            }
        )

    def _shop(self, day: Day) -> Counts:
        """Write the shop's hours and its day; return the day's counts."""
        visits, orders = day.visits, day.orders
        hour = visits.second // 3600
        counts = visit_counts(self.seen, hour, 24)
        paid_hour = np.maximum(orders.paid_second, 0) // 3600
        counts |= order_counts(orders, orders.second // 3600, paid_hour, 24)
        self._append(day, "hour", "shop", 24, hour=np.arange(24), **counts)
        one, none = np.zeros(len(visits), np.int64), np.zeros(len(orders), np.int64)
        shop = visit_counts(self.seen, one, 1, of_person=True) | order_counts(orders, none, none, 1)
        refunds = self.world.pieces.get("refunds")
        shop["refund_amount"] = np.array([getattr(refunds, "closed_cents", 0)])
        self._append(day, "day", "shop", 1, **shop)
        return shop

    def _gather(self, day: Day, grain: str, shop: Counts) -> None:
        """Add the day to its week and month; write them when they end."""
        running = self._running[grain]
        if not running["people"]:
            running["start"] = day.number
        for name in (*SUMS, *MONEY):
            running["sums"][name] = running["sums"].get(name, 0) + float(shop[name][0])
        visits, orders = day.visits, day.orders
        running["people"].append(self.seen.keys)
        at = self.seen.at
        running["carters"].append(visits.person[at][visits.carted[at]])
        running["new"].append(visits.person[at][visits.new[at]])
        running["buyers"].append(orders.customer[orders.paid])
        running["first"].append(orders.customer[orders.paid & orders.first_order])
        if _ends(day.date, grain):
            self._write_period(day, grain, running)
            self._running[grain] = _nothing()

    def _write_period(self, day: Day, grain: str, running: dict[str, Any]) -> None:
        # A shop that opened in the middle of a week has no count of that week.
        if running["start"] != _start(day.date, grain):
            return
        counts = {name: np.array([round(value)]) for name, value in running["sums"].items()}
        counts["dwell_s"] = counts["dwell_s"].astype(float)
        for column, held in (("uv", "people"), ("new_uv", "new"), ("cart_users", "carters"),
                             ("buyers", "buyers"), ("new_buyers", "first")):  # fmt: skip
            counts[column] = np.array([len(different(np.concatenate(running[held])))])
        counts["date"] = np.array([running["start"]])
        self._append(day, grain, "shop", 1, **counts)

    def saved(self) -> dict[str, Any]:
        """Return the running weeks and months."""
        told: dict[str, Any] = {}
        for grain, running in self._running.items():
            told[f"{grain}.sums"] = dict(running["sums"])
            told[f"{grain}.start"] = running["start"]
            for name in ("people", "carters", "new", "buyers", "first"):
                kind = np.int64 if name in ("buyers", "first") else np.uint64
                parts = running[name] or [np.empty(0, kind)]
                told[f"{grain}.{name}"] = np.concatenate(parts)
        return told

    def restore(self, told: Mapping[str, Any]) -> None:
        """Take over what `saved` returned."""
        for grain in GRAINS:
            running = _nothing()
            running["sums"], running["start"] = told[f"{grain}.sums"], told[f"{grain}.start"]
            if running["start"]:
                for name in ("people", "carters", "new", "buyers", "first"):
                    running[name] = [told[f"{grain}.{name}"]]
            self._running[grain] = running


def _nothing() -> dict[str, Any]:
    return {"sums": {}, "start": 0, "people": [], "carters": [], "new": [], "buyers": [],
            "first": []}  # fmt: skip


def _ends(date: dt.date, grain: str) -> bool:
    if grain == "week":
        return date.weekday() == 6
    return (date + dt.timedelta(days=1)).day == 1


def _start(date: dt.date, grain: str) -> int:
    first = date - dt.timedelta(days=date.weekday()) if grain == "week" else date.replace(day=1)
    return (first - dt.date(1970, 1, 1)).days
