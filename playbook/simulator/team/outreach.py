"""Which messages go out to buyers, and what do they do?

The unit is one message to one buyer; buyers held out as control are listed too, and get none.
Birthdays, win-backs of buyers silent for exactly 90 days, a weekly offer to members, reminders of
full carts and unpaid orders. Only buyers who agreed are written to, but for reminders of their own
unpaid order. Equations: opened ~ rate of the kind; clicked ~ share of the opened; of those who
click, most come back within days as a visit of their own (agenda "return_visit"): so the effect
against the control group is real, and known to the ledger.

Targets: "outreach" (kind) scales how many are written to. It refuses to write to anybody twice a
day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.ids import numbers
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]

KINDS = ("birthday", "win_back", "offer", "cart_reminder", "payment_reminder")
BIRTHDAY, WIN_BACK, OFFER, CART, PAYMENT = range(5)
CHANNELS = ("sms", "sms", "push", "in_app", "sms")
CALLS_FROM_S = (10 * 3600, 11 * 3600, 19 * 3600, 0, 0)
"""Second of the day at which each kind goes out; reminders follow what they remind of."""
AFTER_S = 1800
TEMPLATES = (
    ("Happy birthday: a coupon for you", "生日快乐，专属礼券请查收"),
    ("We miss you: come and see what is new", "好久不见，回来看看新品"),
    ("Member's day: this week's offer", "会员日福利，本周专享"),
    ("Your cart is waiting", "您的购物车还有宝贝待结算"),
    ("Your order is not paid yet", "您的订单尚未付款"),
)
SEGMENTS = (
    ("birthday this month", "当月生日会员"),
    ("silent for 90 days", "90天未购"),
    ("active members", "活跃会员"),
    ("full cart", "加购未付"),
    ("unpaid order", "下单未付"),
)


class Outreach(Piece):
    """Writes `outreach`; takes consent back from those who unsubscribe.

    Attributes
    ----------
    sent : int
        Messages sent today.
    """

    name = "outreach"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = told = world.profile.section("members")["outreach"]
        code = world.texts.codes
        self._kind, self._channel = code(KINDS), code(CHANNELS)
        self._template = np.array([world.say(*pair) for pair in TEMPLATES], np.int32)
        self._segment = np.array([world.say(*pair) for pair in SEGMENTS], np.int32)
        self._group = code(("treated", "control"))
        reminder = told["reminder_open"]
        self._open = np.array([told["birthday_open"], told["win_back_open"], told["offer_open"],
                               reminder, reminder])  # fmt: skip
        self.sent = 0

    def record(self, day: Day) -> None:
        """Choose who is written to, and write."""
        parts = [self._birthdays(day), self._silent(day), self._offer(day), self._carts(day)]
        parts.append(self._unpaid(day))
        rows = np.concatenate([rows for rows, _second in parts])
        second = np.concatenate([second for _rows, second in parts])
        kind = np.repeat(np.arange(len(KINDS)), [len(rows) for rows, _second in parts])
        rows, first = np.unique(rows, return_index=True)
        self._send(day, rows, kind[first], second[first])

    def _members(self, mask: Array) -> tuple[Array, Array]:
        """Return rows and keys of buyers who agreed to messages."""
        frame = self.world.customers.frame
        rows = np.flatnonzero(mask & (frame.get("_consent") == 1)) + frame.first
        return rows, frame.get("_key", rows)

    def _birthdays(self, day: Day) -> tuple[Array, Array]:
        frame = self.world.customers.frame
        rows, key = self._members(frame.get("birthday_month") == day.date.month)
        # A key is a hash already: its rest gives the day of the month.
        rows = rows[(key % np.uint64(28)).astype(np.int64) + 1 == day.date.day]
        rows = rows[self.world.members.level_of(rows) > 0]
        return self._at(BIRTHDAY, rows)

    def _silent(self, day: Day) -> tuple[Array, Array]:
        last = self.world.customers.frame.get("_last")
        rows, _key = self._members(last == day.index - self.constants["win_back_days"])
        return self._at(WIN_BACK, rows)

    def _offer(self, day: Day) -> tuple[Array, Array]:
        told = self.constants
        if day.weekday != told["offer_weekday"]:
            return self._at(OFFER, np.empty(0, np.int64))
        last = self.world.customers.frame.get("_last")
        rows, key = self._members(last > day.index - told["offer_recent_days"])
        u = self.world.draws.uniform("outreach.offer", key, day.index)
        rows = rows[u < told["offer_share"]]
        return self._at(OFFER, rows[self.world.members.level_of(rows) > 0])

    def _carts(self, day: Day) -> tuple[Array, Array]:
        visits, frame = day.visits, self.world.customers.frame
        at = np.flatnonzero(visits.carted & (visits.ordered < 0) & (visits.customer >= 0))
        at = at[frame.get("_consent", visits.customer[at]) == 1]
        return visits.customer[at], np.minimum(visits.second[at] + 4 * AFTER_S, 86_000)

    def _unpaid(self, day: Day) -> tuple[Array, Array]:
        orders = day.orders
        at = np.flatnonzero(orders.fresh & ~orders.paid & ~day.visits.deposit[orders.visit])
        return orders.customer[at], np.minimum(orders.second[at] + AFTER_S, 86_000)

    def _at(self, kind: int, rows: Array) -> tuple[Array, Array]:
        return rows, CALLS_FROM_S[kind] + np.arange(len(rows)) % 600

    def _send(self, day: Day, rows: Array, kind: Array, second: Array) -> None:
        told, frame, count = self.constants, self.world.customers.frame, len(rows)
        key = frame.get("_key", rows) ^ (kind.astype(np.uint64) << np.uint64(56))
        u = self.world.draws.uniforms("outreach.send", key, day.index)
        v = self.world.draws.uniforms("outreach.then", key, day.index)
        share = day.effects.apply("outreach", np.ones(count), kind=kind)
        chosen = v[3] < share
        held_out = (kind <= OFFER) & (u[0] < told["control"])
        treated = chosen & ~held_out
        delivered = treated & (u[1] < told["delivered"])
        opened = delivered & (u[2] < self._open[kind])
        clicked = opened & (u[3] < told["click"])
        refuse = told["unsubscribe"] * np.where(kind == WIN_BACK, 3.0, 1.0)
        stopped = delivered & (v[0] < refuse)
        complained = delivered & (v[1] < told["complain"])
        cost = np.where(treated & (self._channel[kind] == self._channel[BIRTHDAY]),
                        told["sms_cents"], 0)  # fmt: skip
        columns = {
            "message_id": numbers(day.number, key ^ np.uint64(0x0B70)),
            "sent_at": day.start_at + second,
            "customer_id": frame.get("customer_id", rows),
            "kind": self._kind[kind],
            "channel": self._channel[kind],
            "template": self._template[kind],
            "segment": self._segment[kind],
            "test_group": self._group[held_out.astype(np.int64)],
            "delivered": delivered,
            "opened": opened,
            "clicked": clicked,
            "unsubscribed": stopped,
            "complained": complained,
            "cost": cost,
        }
        if chosen.any():
            told_rows = {name: values[chosen] for name, values in columns.items()}
            self.world.frame("outreach").append(**told_rows)
        self.sent = int(treated.sum())
        self._come_back(day, rows[clicked], v[2][clicked])
        self._stop(day, rows[stopped], second[stopped])

    def _come_back(self, day: Day, rows: Array, uniform: Array) -> None:
        told = self.constants
        comes = uniform < told["visits"]
        wait = chance.geometric(uniform[comes] / told["visits"], told["back_days"] - 1.0 + 0.5)
        self.world.agenda.put("return_visit", day.index + 1 + wait, customer=rows[comes])

    def _stop(self, day: Day, rows: Array, second: Array) -> None:
        self.world.customers.frame.set(
            rows,
            consent_marketing=np.zeros(len(rows), bool),
            consent_at=day.start_at + second,
            _consent=np.zeros(len(rows), bool),
        )
