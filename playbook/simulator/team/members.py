"""Who is a member, of which level, with how many points?

The unit is one buyer. Equations: a buyer without membership joins with a chance at each checkout;
level = the highest whose threshold the paid amount so far reaches (nobody falls); points of a
completed order = floor(yuan paid and not refunded x rate of the level x effects), which expire
after a year. Redeeming: a member with enough points redeems with a chance, at most a share of the
order; 100 points are worth 1 yuan.

Targets: "points_issued" (level) scales points issued; "points_redeemed" (level) by f lets sqrt(f)
times as many members redeem, each up to sqrt(f) times the share of the order and sqrt(f) times the
balance: a rule that forgets to check them (E20). It refuses to price orders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece
from playbook.simulator.team.members_points import PointsBook

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]

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
        self.frame = world.customers.frame
        self._open_book()
        self.book = PointsBook(world, self.constants)

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
        factor = day.effects.apply("points_redeemed", np.ones(len(at)), level=level[at])
        balance = self.frame.get("points", rows)
        u = self.world.draws.uniform("members.redeem", self.frame.get("_key", rows), day.index)
        share = np.minimum(told["redeem_share"] * np.sqrt(factor), MOST_CHANCE)
        most = np.minimum(told["redeem_most"] * np.sqrt(factor), told["redeem_most_ever"])
        worth = balance * told["cents_per_point"] * np.sqrt(factor)
        enough = (balance >= told["least"]) & (u < share)
        off[at] = np.where(enough, np.minimum(worth, most * goods_cents[at]), 0).astype(np.int64)
        return off

    # The day.

    def record(self, day: Day) -> None:
        """Let people join and rise, book points."""
        self.book.record(day)
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
