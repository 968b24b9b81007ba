"""Which points are issued, used and expire today?

The unit is one booking. Points are positive for each kind; the balance of a member is issued less
redeemed less expired, and stands in `customers` too. Balances of before the first day are brought
forward, so that the ledger is whole. This module refuses to decide who is a member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.ids import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]

ISSUED, REDEEMED, EXPIRED = range(3)
KINDS = ("issued", "redeemed", "expired")
COMPLETED = 3


class PointsBook:
    """Keeps the ledger of points."""

    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.constants = world, told
        self.frame = world.customers.frame
        self._rate = np.array([0.0, *(level["rate"] for level in told["level"])])
        self._rules = {
            ISSUED: world.say("points for a completed order", "订单完成赠送积分"),
            REDEEMED: world.say("points used on an order", "下单抵扣积分"),
            EXPIRED: world.say("points expire after a year", "积分到期失效"),
        }
        self._opening = world.say("balance brought forward", "期初结转积分")

    def record(self, day: Day) -> None:
        """Book the day."""
        if day.index == 0:
            self._bring_forward(day)
        self._redeemed(day)
        self._issued(day)
        self._expired(day)

    def _bring_forward(self, day: Day) -> None:
        """Book the opening balances, so that the ledger is whole; they expire over a year."""
        rows = np.flatnonzero(self.frame.get("points") > 0) + self.frame.first
        points = self.frame.get("points", rows)
        days = self.constants["points"]["expire_days"]
        u = self.world.draws.uniform("members.opening", self.frame.get("_key", rows))
        due = day.index + 1 + (u * days).astype(np.int64)
        until = (due - day.index) * DAY_S + day.start_at
        book(self.world, day, ISSUED, rows, points, self._opening, expires_at=until)
        self.world.agenda.put("points_expire", due, customer=rows, points=points)

    def _redeemed(self, day: Day) -> None:
        """Book the points of orders paid today."""
        sales, orders = self.world.sales, day.orders
        rows = orders.row[orders.paid]
        points = sales.orders.get("points_amount", rows)
        at = np.flatnonzero(points > 0)
        rows, points = rows[at], points[at] // self.constants["points"]["cents_per_point"]
        customer = sales.orders.get("_customer", rows)
        second = orders.paid_second[orders.paid][at]
        book(self.world, day, REDEEMED, customer, points, self._rules[REDEEMED], rows, second)
        self.frame.add(customer, points=-points)

    def _issued(self, day: Day) -> None:
        """Book the points of orders completed today."""
        told, sales = self.constants["points"], self.world.sales
        rows = completed(self.world, day)
        customer = sales.orders.get("_customer", rows)
        level = self.world.members.level_of(customer)
        rows, customer, level = rows[level > 0], customer[level > 0], level[level > 0]
        kept = sales.orders.get("paid_amount", rows) - sales.orders.get("refunded_amount", rows)
        points = np.maximum(kept, 0) / 100 * told["points_per_unit"] * self._rate[level]
        points = np.floor(day.effects.apply("points_issued", points, level=level))
        points = points.astype(np.int64)
        at = np.flatnonzero(points > 0)
        rows, customer, points = rows[at], customer[at], points[at]
        second = sales.orders.get("completed_at", rows) - day.start_at
        days = int(told["expire_days"])
        until = day.start_at + np.full(len(rows), days * DAY_S)
        book(self.world, day, ISSUED, customer, points, self._rules[ISSUED], rows, second, until)
        self.frame.add(customer, points=points)
        due = np.full(len(rows), day.index + days)
        self.world.agenda.put("points_expire", due, customer=customer, points=points)

    def _expired(self, day: Day) -> None:
        """Book what nobody used in a year; what was redeemed counts against the oldest points."""
        told = self.world.agenda.take("points_expire", day.index)
        if not told:
            return
        customer, inverse = np.unique(told["customer"], return_inverse=True)
        due = np.bincount(inverse, told["points"], len(customer)).astype(np.int64)
        points = np.minimum(due, np.maximum(self.frame.get("points", customer), 0))
        customer, points = customer[points > 0], points[points > 0]
        second = np.full(len(customer), 60)
        book(self.world, day, EXPIRED, customer, points, self._rules[EXPIRED], None, second)
        self.frame.add(customer, points=-points)


def completed(world: World, day: Day) -> NDArray[np.int64]:
    """Return the rows of the orders completed today."""
    orders = world.sales.orders
    if not len(orders):
        return np.zeros(0, np.int64)
    done = orders.get("completed_at")
    held = (done >= day.start_at) & (done < day.start_at + DAY_S)
    held &= orders.get("_stage") == COMPLETED
    return np.asarray(np.flatnonzero(held) + orders.first, np.int64)


def book(
    world: World,
    day: Day,
    kind: int,
    customer: Array,
    points: Array,
    rule: int,
    order: Array | None = None,
    second: Array | None = None,
    expires_at: Array | None = None,
) -> None:
    """Write bookings.

    Parameters
    ----------
    kind : int
        `ISSUED`, `REDEEMED` or `EXPIRED`.
    customer : int array, shape (n,)
        Rows of the customers frame.
    points : int array, shape (n,)
        Positive.
    rule : int
        Text code of the rule.
    order : int array, optional
        Rows of the frame "orders".
    second : int array, optional
        Second of the day; the first of the day when not given.
    expires_at : int array, optional
        When points issued expire.
    """
    count = len(customer)
    if not count:
        return
    frame, orders = world.customers.frame, world.sales.orders
    about = frame.get("_key", customer) if order is None else orders.get("_key", order)
    worth = world.profile.section("members")["points"]["cents_per_point"] / 100
    null = np.full(count, NULL)
    world.frame("points").append(
        entry_id=numbers(day.number, about ^ (np.uint64(kind) << np.uint64(61))),
        booked_at=day.start_at + (np.zeros(count, np.int64) if second is None else second),
        customer_id=frame.get("customer_id", customer),
        kind=np.full(count, world.texts.code(KINDS[kind]), np.int32),
        points=points,
        unit_value=np.full(count, worth),
        rule=np.full(count, rule, np.int32),
        order_id=null if order is None else orders.get("order_id", order),
        expires_at=null if expires_at is None else expires_at,
    )
