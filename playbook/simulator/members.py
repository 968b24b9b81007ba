"""Who is a member, of which level, with how many points?

The unit is one buyer. Equations: a buyer without membership joins with a chance at each checkout;
level = the highest whose threshold the paid amount so far reaches (nobody falls); points of a
completed order = floor(yuan paid and not refunded x rate of the level x effects on "points"); they
expire after a year. Redeeming: a member with enough points redeems with a chance, at most a share
of the order; 100 points are worth 1 yuan.

Targets: "points" (kind, level): `ISSUE` scales points issued; `REDEEM` by f lets sqrt(f) times as
many members redeem, up to sqrt(f) times the share of the order, and f times their balance: a rule
that forgets to check it (E20). It refuses to price orders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator import draws as chance
from playbook.simulator.day import DAY_S
from playbook.simulator.frames import NULL
from playbook.simulator.members_points import EXPIRED, ISSUED, REDEEMED, book
from playbook.simulator.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]

ISSUE, REDEEM = 0, 1
"""Codes of the dimension `kind` of the target "points"."""
COMPLETED = 3
MOST_CHANCE = 0.95


class Members(Piece):
    """Levels and points.

    Writes `points`; keeps ``member_level``, ``member_since_at`` and ``points`` of `customers`, and
    there ``_level`` (0 none) and ``_worth`` (cents that count for the level).

    Attributes
    ----------
    levels : int32 array, shape (L + 1,)
        Text codes; 0 is no member.
    """

    name = "members"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("members")
        told = self.constants["level"]
        self.levels = np.array([-1, *(world.say(t["en"], t["zh"]) for t in told)], np.int32)
        self._from = np.array([t["from_cents"] for t in told])
        self._rate = np.array([0.0, *(t["rate"] for t in told)])
        self._rules = {
            ISSUED: world.say("points for a completed order", "订单完成赠送积分"),
            REDEEMED: world.say("points used on an order", "下单抵扣积分"),
            EXPIRED: world.say("points expire after a year", "积分到期失效"),
        }
        self._opening = world.say("balance brought forward", "期初结转积分")
        self.frame = world.customers.frame
        self._open_book()

    # Asked by the flow.

    def level_of(self, customer: Array) -> NDArray[np.int64]:
        """Return the level of buyers, 0 for no member.

        Parameters
        ----------
        customer : int array, shape (n,)
            Rows of the customers frame.
        """
        if "_level" not in self.frame.columns:
            return np.zeros(len(customer), np.int64)
        return np.asarray(np.maximum(self.frame.get("_level", customer), 0), np.int64)

    def redeem(self, day: Day, customer: Array, goods_cents: Array) -> NDArray[np.int64]:
        """Return what buyers take off their orders by points, in cents; some join here.

        The checkout calls this once a day, with all orders that are placed.

        Parameters
        ----------
        customer : int array, shape (m,)
            Rows of the customers frame; a buyer redeems on one order a day.
        goods_cents : int array, shape (m,)
            Due before points.
        """
        self._join(day, customer)
        off = np.zeros(len(customer), np.int64)
        level = self.level_of(customer)
        first = np.zeros(len(customer), bool)
        first[np.unique(customer, return_index=True)[1]] = True
        at = np.flatnonzero(first & (level > 0))
        told, rows = self.constants["points"], customer[at]
        kind = np.full(len(at), REDEEM)
        factor = day.effects.apply("points", np.ones(len(at)), kind=kind, level=level[at])
        balance = self.frame.get("points", rows)
        u = self.world.draws.uniform("members.redeem", self.frame.get("_key", rows), day.index)
        share = np.minimum(told["redeem_share"] * np.sqrt(factor), MOST_CHANCE)
        most = np.minimum(told["redeem_most"] * np.sqrt(factor), told["redeem_most_ever"])
        worth = balance * told["cents_per_point"] * factor
        enough = (balance >= told["least"]) & (u < share)
        off[at] = np.where(enough, np.minimum(worth, most * goods_cents[at]), 0).astype(np.int64)
        return off

    # The day.

    def record(self, day: Day) -> None:
        """Let people join and rise, book points."""
        if day.index == 0:
            self._bring_forward(day)
        self._redeemed(day)
        self._issued(day)
        self._expired(day)
        self._rise(day)

    def _open_book(self) -> None:
        """Make members of a share of the buyers of the past."""
        told, frame, world = self.constants, self.frame, self.world
        rows = np.arange(frame.size) + frame.first
        key = frame.get("_key")
        u = world.draws.uniforms("members.past", key)
        worth = frame.get("_orders") * told["past_order_cents"] * (0.4 + 1.2 * u[1])
        level = np.where(u[0] < told["start_share"], self._level(worth), 0)
        has = (level > 0) & (u[2] < told["points"]["start_share"])
        mean = told["points"]["start_mean"] * level
        points = np.where(has, chance.exponential(u[3], 1.0) * mean, 0).astype(np.int64)
        frame.set(
            rows,
            member_level=self.levels[level],
            member_since_at=np.where(level > 0, frame.get("registered_at"), NULL),
            points=points,
            _level=level,
            _worth=worth.astype(np.int64),
        )

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
        level = self.level_of(customer)
        rows, customer, level = rows[level > 0], customer[level > 0], level[level > 0]
        kept = sales.orders.get("paid_amount", rows) - sales.orders.get("refunded_amount", rows)
        points = np.maximum(kept, 0) / 100 * told["points_per_unit"] * self._rate[level]
        kind = np.full(len(rows), ISSUE)
        points = np.floor(day.effects.apply("points", points, kind=kind, level=level))
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

    def _join(self, day: Day, customer: Array) -> None:
        """Let buyers join at the checkout."""
        told, frame = self.constants, self.frame
        rows = np.unique(customer)
        rows = rows[self.level_of(rows) == 0]
        u = self.world.draws.uniform("members.join", frame.get("_key", rows), day.index)
        share = np.where(frame.get("_orders", rows) == 0, told["join_first"], told["join_later"])
        rows = rows[u < share]
        worth = np.maximum(frame.get("_worth", rows), 0)
        since = np.maximum(frame.get("registered_at", rows), day.start_at)
        level = self._level(worth + frame.get("_spend", rows))
        frame.set(rows, member_level=self.levels[level], member_since_at=since, _level=level,
                  _worth=worth)  # fmt: skip

    def _rise(self, day: Day) -> None:
        """Let members who paid today rise."""
        frame = self.frame
        rows = np.unique(day.orders.customer[day.orders.paid])
        level = self.level_of(rows)
        rows, level = rows[level > 0], level[level > 0]
        now = np.maximum(level, self._level(frame.get("_worth", rows) + frame.get("_spend", rows)))
        rows, now = rows[now > level], now[now > level]
        frame.set(rows, member_level=self.levels[now], _level=now)

    def _level(self, worth: Array) -> NDArray[np.int64]:
        return np.asarray(np.searchsorted(self._from, worth, side="right"), np.int64)


def completed(world: World, day: Day) -> NDArray[np.int64]:
    """Return the rows of the orders completed today."""
    orders = world.sales.orders
    if not len(orders):
        return np.zeros(0, np.int64)
    done = orders.get("completed_at")
    held = (done >= day.start_at) & (done < day.start_at + DAY_S)
    held &= orders.get("_stage") == COMPLETED
    return np.asarray(np.flatnonzero(held) + orders.first, np.int64)
