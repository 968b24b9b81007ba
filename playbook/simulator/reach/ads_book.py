"""What did the ads bring, and what did they cost?

Writes `ads`: one row a keyword or plan for the day, and one row a plan and hour (money and clicks
only; never add the two). Clicks are the paid visits that really came, less those that the platform
judged to be machines; every click has a price of its own, so spend, clicks and visits agree to the
cent. Sales are attributed to the click: on the same day at once; later, from people who come back
by themselves within 15 days, by restating the click day's row. This module refuses to invent an
order: every attributed order is one of the shop's.

Equations: price of a click = the plan's price x the keyword's x lognormal(0.25); chance of a
keyword ~ share x quality among those who looked round, share x (2 - quality) among those who left
at once; a click that looked round and bought nothing comes back with chance `late_share` after
1 + geometric days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.draws import geometric, normal
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece
from playbook.simulator.reach.ads_hours import Hours

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RESULTS = ("orders", "buyers", "new_buyers", "attributed_amount")


class AdBook(Piece):
    """Writes the ad report; stands after the flow.

    Attributes
    ----------
    starts : int array, shape (attribution_days + 1,)
        First row of each of the last days, by day index modulo its length; -1 when unknown.
    attributed : int array, shape (plans,)
        Paid orders attributed today, on whatever day they were clicked.
    """

    name = "ad_book"
    state = ("starts",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.told = world.profile.section("ads")
        self.days = int(self.told["attribution_days"])
        self.starts = np.full(self.days + 1, -1)
        self.attributed = np.zeros(len(world.ads.plans), np.int64)
        cells, plans = world.ads.cells, world.ads.plans
        self._hours = Hours(world)
        self._steps = [np.cumsum(_chances(cells.share, cells.quality, left)) for left in (0, 1)]
        self._fixed = {
            "ad_platform": plans.accounts[plans.platform[cells.plan]],
            "campaign_id": plans.code[cells.plan],
            "campaign_name": plans.text[cells.plan],
            "form": plans.form[cells.plan],
            "keyword": cells.keyword,
            "match_type": cells.match,
            "attribution_days": np.full(len(cells), self.days),
        }

    def record(self, day: Day) -> None:
        """Write the day's rows, restate earlier ones, and remember who comes back."""
        visits, ads = day.visits, self.world.ads
        at = np.flatnonzero(visits.plan >= 0)
        u = self.world.draws.uniforms(self.draw("click"), visits.key[at])
        cell = np.full(len(visits), -1)
        cell[at] = self._cell(visits.plan[at], visits.bounced[at], u[0])
        today = visits.plan_day[at] == day.index
        valid = today & (~visits.bot[at] | (u[2] >= float(self.told["bots_filtered"])))
        cents = self._prices(cell[at], u[1])
        self._come_back(day, at[valid], u[3][valid])
        results = self._results(day, cell)
        clicks = np.bincount(cell[at][valid], minlength=len(ads.cells))
        spend = np.bincount(cell[at][valid], cents[valid], len(ads.cells)).astype(np.int64)
        spend = spend + self._commission(results)
        before = ads.balance.copy()
        ads.balance = before - self._by_account(spend)
        self._enter(day, ads.cells.plan, spend)
        shown = self._shown(day, clicks)
        rows = self.world.frame("ads").append(
            date=np.full(len(clicks), day.number),
            hour=np.full(len(clicks), NULL),
            **self._fixed,
            sku=np.full(len(clicks), -1, np.int32),
            impressions=shown,
            clicks=clicks,
            invalid_clicks=np.bincount(cell[at][today & ~valid], minlength=len(clicks)),
            spend=spend,
            cart_adds=np.bincount(cell[at][today & visits.carted[at]], minlength=len(clicks)),
            **{name: results[name] for name in RESULTS},
            budget=self._money(ads.budget),
            bid=self._money(ads.bid),
            balance=self._balances(ads.balance),
        )
        self.starts[day.index % len(self.starts)] = rows[0]
        second = visits.second[at][valid]
        self._hours.write(day, (visits.plan[at][valid], second, cents[valid]), shown, before)

    def _cell(self, plan: Ints, bounced: NDArray[np.bool_], u: Floats) -> Ints:
        """Return the keyword (or whole plan) behind each visit."""
        cells = self.world.ads.cells
        first, last = cells.first[plan], cells.first[plan] + cells.count[plan] - 1
        found = np.empty(len(plan), np.int64)
        for left, steps in enumerate(self._steps):
            of = bounced == bool(left)
            start = np.where(first[of] > 0, steps[first[of] - 1], 0.0)
            aim = start + u[of] * (steps[last[of]] - start)
            found[of] = np.searchsorted(steps, aim, side="right")
        return np.clip(found, first, last)

    def _prices(self, cell: Ints, u: Floats) -> Ints:
        """Return the cents of each click; 0 in plans that pay commission."""
        ads, sd = self.world.ads, float(self.told["click_price_sd"])
        mean = ads.price[ads.cells.plan[cell]] * ads.cells.price[cell]
        cents = np.rint(mean * np.exp(sd * normal(u) - sd * sd / 2))
        return np.where(mean > 0, np.maximum(cents, 1), 0).astype(np.int64)

    def _come_back(self, day: Day, at: Ints, u: Floats) -> None:
        """Send some who looked round and bought nothing back on a later day."""
        visits = day.visits
        looked = ~visits.bounced[at] & ~visits.checkout[at] & ~visits.bot[at]
        share = float(self.told["late_share"])
        comes = looked & (u < share)
        back = at[comes]
        # What is below the share is uniform below it: one draw decides who and when.
        lag = geometric(u[comes] / share, float(self.told["late_mean_days"]))
        lag = 1 + np.minimum(lag, self.days - 2)
        self.world.agenda.put(
            "late_ad",
            day.index + lag,
            person=visits.person[back],
            customer=visits.customer[back],
            product=visits.product[back],
            sku=visits.sku[back],
            plan=visits.plan[back],
            plan_day=np.full(len(back), day.index),
        )

    def _results(self, day: Day, cell: Ints) -> dict[str, Ints]:
        """Return the sales of today's clicks by cell; restate the rows of earlier clicks."""
        orders, visits = day.orders, day.visits
        paid = np.flatnonzero(orders.paid & orders.fresh)
        paid = paid[visits.plan[orders.visit[paid]] >= 0]
        of = orders.visit[paid]
        clicked = visits.plan_day[of]
        self.attributed = np.bincount(visits.plan[of], minlength=len(self.attributed))
        now = clicked == day.index
        told = {
            "orders": np.ones(len(paid), np.int64),
            "buyers": _first_of(cell[of], orders.customer[paid], clicked),
            "new_buyers": orders.first_order[paid].astype(np.int64),
            "attributed_amount": orders.paid_cents[paid],
        }
        known = ~now & (day.index - clicked <= self.days)
        start = np.where(known, self.starts[clicked % len(self.starts)], -1)
        late = start >= 0
        if late.any():
            more = {name: values[late] for name, values in told.items()}
            share = self.world.ads.plans.commission[visits.plan[of[late]]]
            more["spend"] = np.rint(more["attributed_amount"] * share).astype(np.int64)
            self.world.frame("ads").add((start + cell[of])[late], **more)
            self._enter(day, visits.plan[of[late]], more["spend"])
        count = len(self.world.ads.cells)
        return {
            name: np.bincount(cell[of[now]], values[now], count).astype(np.int64)
            for name, values in told.items()
        }

    def _enter(self, day: Day, plan: Ints, cents: Ints) -> None:
        """Enter what plans cost into the ledger of the truth, which has no name for cells."""
        ledger: Any = self.world.pieces.get("ledger")
        if ledger is not None:
            total = np.bincount(plan, cents, len(self.world.ads.plans)).astype(np.int64)
            held = np.flatnonzero(total)
            ledger.spend(day.index, held, total[held])

    def _commission(self, results: dict[str, Ints]) -> Ints:
        share = self.world.ads.plans.commission[self.world.ads.cells.plan]
        cents: Ints = np.rint(results["attributed_amount"] * share).astype(np.int64)
        return cents

    def _shown(self, day: Day, clicks: Ints) -> Ints:
        """Return impressions: half follows the clicks that came, half those to expect."""
        ads = self.world.ads
        plan = ads.cells.plan
        mean = 0.5 * clicks + 0.5 * ads.clicks[plan] * ads.cells.share
        number = np.arange(len(clicks))
        z = normal(self.world.draws.uniform(self.draw("shown"), number, time=day.index))
        rate = ads.plans.click_rate[plan] * np.sqrt(ads.cells.quality)
        shown = mean / rate * np.exp(float(self.told["impression_sd"]) * z)
        impressions: Ints = np.maximum(np.rint(shown), clicks).astype(np.int64)
        return impressions

    def _by_account(self, spend: Ints) -> Ints:
        """Add up by account what is paid from its balance."""
        plans = self.world.ads.plans
        plan = self.world.ads.cells.plan
        paid = np.where(plans.price[plan] > 0, spend, 0)
        total = np.bincount(plans.platform[plan], paid, len(plans.accounts))
        return total.astype(np.int64)

    def _money(self, cents: Ints) -> Ints:
        """Repeat a plan's money for its cells; unknown where the plan pays commission."""
        plan = self.world.ads.cells.plan
        return np.where(self.world.ads.plans.price[plan] > 0, cents[plan], NULL)

    def _balances(self, balance: Ints) -> Ints:
        plan = self.world.ads.cells.plan
        own = balance[self.world.ads.plans.platform[plan]]
        return np.where(self.world.ads.plans.price[plan] > 0, own, NULL)


def _chances(share: Floats, quality: Floats, left: int) -> Floats:
    chances: Floats = share * np.maximum(2 - quality if left else quality, 0.02)
    return chances


def _first_of(cell: Ints, customer: Ints, clicked: Ints) -> Ints:
    """Return 1 for the first order of each buyer in a cell and click day, 0 for further ones."""
    one = (cell * np.int64(2**16) + clicked % 2**16) * np.int64(2**32) + customer
    _each, first = np.unique(one, return_index=True)
    result = np.zeros(len(cell), np.int64)
    result[first] = 1
    return result
