"""What does the shop mean to sell, and was that known beforehand?

The unit is one metric's target for one month or one day. Targets are set on the first day of each
month (and on the shop's first day for the month in progress), from what was known then. Equation:
``target = level x ambition x exp(spread z) x sum over the month's days of appetite ** power``, with
one power above an average day and another below, and level = sales of the last 28 days / the same
sum over those days; before there is a history, the level that the shop was built for. Targets of
rates are constants: wishes. It refuses to look at any day that has not happened.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import EPOCH
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]

SUMS = ("gmv_paid", "orders_paid", "buyers", "uv")
OWNERS = {
    "gmv_paid": "manager",
    "orders_paid": "product",
    "net_sales": "manager",
    "uv": "marketing",
    "cvr_pay": "product",
    "aov_order": "product",
    "new_buyers": "marketing",
    "roas": "ads",
    "refund_rate_amt": "service",
    "first_resp": "service",
    "ship_48h": "warehouse",
    "neg_rate": "product",
}
RATES = ("cvr_pay", "roas", "refund_rate_amt", "first_resp", "ship_48h", "neg_rate")
DIGITS = {"gmv_paid": -2, "net_sales": -2, "uv": -2, "orders_paid": 0, "new_buyers": 0,
          "aov_order": 1, "first_resp": 0, "roas": 1}  # fmt: skip


class Goals(Piece):
    """Writes `targets`.

    Attributes
    ----------
    past : array, shape (days remembered, 4)
        Paid yuan, paid orders, buyers, visitors of the last days; the newest last.
    """

    name = "goals"
    state = ("past",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants: dict[str, Any] = world.profile.section("finance")["targets"]
        self.past: Floats = np.zeros((0, len(SUMS)))

    def plan(self, day: Day) -> None:
        """Set the month's targets before its first day begins."""
        if day.index == 0 or day.date.day == 1:
            self._set(day)

    def record(self, day: Day) -> None:
        """Remember the day."""
        orders = day.orders
        paid = orders.paid
        buyers = len(np.unique(orders.customer[paid]))
        visitors = len(self.world.traffic.seen.keys)
        today = [orders.paid_cents[paid].sum() / 100, paid.sum(), buyers, visitors]
        keep = int(self.constants["memory_days"])
        self.past = np.concatenate([self.past, np.array([today], float)])[-keep:]

    def weight(self, date: dt.date) -> float:
        """Return how much a day is expected to sell, 1 on an average day."""
        demand = self.world.calendar.demand(date)
        power = self.constants["promotion_power" if demand > 1 else "lull_power"]
        return float(demand**power)

    def _level(self, day: Day) -> Floats:
        """Return sums to expect of a day of weight 1."""
        if len(self.past) >= 7:
            dates = [day.date - dt.timedelta(days=n) for n in range(len(self.past), 0, -1)]
            return np.asarray(self.past.sum(axis=0) / sum(self.weight(date) for date in dates))
        orders = self.world.orders_per_day
        return np.array([orders * self._usual_order(), orders, 0.97 * orders,
                         orders / self.constants["cvr_pay"]])  # fmt: skip

    def _usual_order(self) -> float:
        """Return yuan an order before there is a history: usual lines and units, a tenth off."""
        catalogue, told = self.world.catalogue, self.world.profile.section("flow")["order"]
        weight = catalogue.appeal[catalogue.sku_product] * catalogue.variant_share
        price = float((weight * catalogue.list_cents).sum() / weight.sum() / 100)
        return price * 0.9 * (1 + float(told["extra_lines"])) * (1 + float(told["extra_units"]))

    def _set(self, day: Day) -> None:
        told = self.constants
        first = day.date.replace(day=1)
        days = [first + dt.timedelta(days=n) for n in range(31)]
        days = [date for date in days if date.month == first.month]
        weights = np.array([self.weight(date) for date in days])
        luck = self.world.draws.normal("goals.error", np.arange(len(OWNERS)), day.index)
        level = dict(zip(SUMS, self._level(day).tolist(), strict=True))
        month = {name: value * told["ambition"] * weights.sum() for name, value in level.items()}
        month["net_sales"] = month["gmv_paid"] * told["net_share"]
        month["aov_order"] = level["gmv_paid"] / max(level["orders_paid"], 1e-9)
        month["new_buyers"] = month["buyers"] * told["new_buyer_share"]
        month |= {name: float(told[name]) for name in RATES}
        names = list(OWNERS)
        error = np.exp(told["spread"] * luck) * np.array([name not in RATES for name in names])
        error += np.array([name in RATES for name in names])
        values = {name: month[name] * error[n] for n, name in enumerate(names)}
        self._write(first, "month", values)
        for date, weight in zip(days, weights, strict=True):
            if date >= day.date:
                share = weight / weights.sum()
                self._write(date, "day", {n: values[n] * share for n in told["day_metrics"]})

    def _write(self, date: dt.date, grain: str, values: dict[str, float]) -> None:
        world, count = self.world, len(values)
        told = [round(value, DIGITS.get(name, 3)) for name, value in values.items()]
        if grain == "day":
            told = [round(value, 0) for value in values.values()]
        world.frame("targets").append(
            date=np.full(count, (date - EPOCH).days),
            grain=np.full(count, world.texts.code(grain), np.int32),
            metric=world.texts.codes(values),
            target=np.array(told, float),
            owner=np.array([world.office.person(OWNERS[name]) for name in values], np.int32),
        )
