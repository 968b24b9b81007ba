"""When does the money of an order arrive, less what?

The unit is one line of the platform's bill. An order settles 1 to 3 days after it is completed:
+ paid amount, - refunds up to then, - platform fee, - freight insurance. Refunds granted later are
taken back the day after. Equation, to the cent, over an order's lines due up to a day:
``sum(expected) = paid - refunded - fee - insurance``. A few lines arrive days after they were due:
until then their amount and time are empty. What lies in the account is withdrawn every Monday.

Targets: "settle_late" (kind of line is always the sale): scales the share of late lines; "fee"
scales the fee rate. It refuses to change orders, but for the amount they have brought in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.simulator.core.ids import numbers
from playbook.simulator.core.piece import Piece
from playbook.simulator.team.members_points import completed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]

KINDS = ("sale", "refund", "platform_fee", "insurance", "withdrawal")
SALE, REFUND, FEE, INSURANCE, WITHDRAWAL = range(5)
SETTLE, ARRIVE = "settle", "settle_arrive"
PAYOUT_S = 4 * 3600
MONDAY = 0


class Settlements(Piece):
    """Writes `settlements`; keeps ``_settled`` (cents refunded when last looked at, null before the
    order settled) of `orders`.

    Attributes
    ----------
    account_cents : int
        Money in the platform's account.
    """  # noqa: D205

    name = "settlements"
    state = ("account_cents",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("finance")["settlement"]
        self.frame = world.frame("settlements")
        self._kind = world.texts.codes(KINDS)
        self._notes = {
            SALE: world.say("order completed", "交易完成结算"),
            REFUND: world.say("refund to the buyer", "退款给买家"),
            FEE: world.say("platform fee", "平台技术服务费"),
            INSURANCE: world.say("freight insurance", "运费险保费"),
            WITHDRAWAL: world.say("withdrawal to the bank", "提现至银行"),
        }
        self.account_cents = 0

    def record(self, day: Day) -> None:
        """Bill what is due, pay out what arrives, withdraw on Mondays."""
        self._book(day)
        self._settle(day)
        self._take_back(day)
        self._arrive(day)
        if day.weekday == MONDAY:
            self._withdraw(day)

    def _book(self, day: Day) -> None:
        """Put the orders completed today down for their settlement."""
        rows = completed(self.world, day)
        key = self.world.sales.orders.get("_key", rows)
        u = self.world.draws.uniform("settlements.days", key)
        steps = np.cumsum(self.constants["days_share"])
        due = day.index + 1 + np.minimum(np.searchsorted(steps, u * steps[-1]), len(steps) - 1)
        self.world.agenda.put(SETTLE, due, order=rows)

    def _settle(self, day: Day) -> None:
        """Bill the orders due today."""
        told = self.world.agenda.take(SETTLE, day.index)
        if not told:
            return
        rows, orders, world = told["order"], self.world.sales.orders, self.world
        paid, back = orders.get("paid_amount", rows), orders.get("refunded_amount", rows)
        key = orders.get("_key", rows)
        u = world.draws.uniform("settlements.order", key)
        rate = day.effects.apply("fee", self.constants["fee_rate"] * np.ones(len(rows)),
                                 channel=orders.get("_channel", rows))  # fmt: skip
        fee = np.round((paid - back) * rate).astype(np.int64)
        premium = np.where(self._insured(key), self.constants["premium_cents"], 0)
        late = u < day.effects.apply(
            "settle_late", self.constants["late_share"], channel=orders.get("_channel", rows)
        )
        orders.set(rows, _settled=back, received_amount=np.maximum(paid - back - fee - premium, 0))
        self._bill(day, SALE, rows, paid, late)
        self._bill(day, REFUND, rows[back > 0], -back[back > 0])
        self._bill(day, FEE, rows[fee > 0], -fee[fee > 0])
        self._bill(day, INSURANCE, rows[premium > 0], -premium[premium > 0])

    def _insured(self, key: Array) -> NDArray[np.bool_]:
        """Return which orders carry freight insurance: the same that refunds find insured."""
        refunds = self.world.refunds
        share = refunds.constants["money"]["insured"]
        return np.asarray(self.world.draws.uniform(refunds.draw("insured"), key) < share)

    def _take_back(self, day: Day) -> None:
        """Bill refunds that were granted after the order had settled."""
        orders = self.world.sales.orders
        if "_settled" not in orders.columns:
            return
        seen, back = orders.get("_settled"), orders.get("refunded_amount")
        at = np.flatnonzero((seen >= 0) & (back > seen))
        rows, more = at + orders.first, back[at] - seen[at]
        if len(rows):
            received = np.maximum(orders.get("received_amount", rows) - more, 0)
            orders.set(rows, _settled=back[at], received_amount=received)
            self._bill(day, REFUND, rows, -more)

    def _bill(
        self, day: Day, kind: int, rows: Array, cents: Array, late: Array | None = None
    ) -> None:
        """Write lines; those that are late say neither amount nor time yet."""
        if not len(rows):
            return
        world, orders = self.world, self.world.sales.orders
        key = orders.get("_key", rows) ^ (np.uint64(kind) << np.uint64(61))
        due = np.full(len(rows), day.start_at + PAYOUT_S) + (key % np.uint64(3600)).astype(np.int64)
        late = np.zeros(len(rows), bool) if late is None else late
        lines = self.frame.append(
            settlement_id=numbers(day.number, key),
            settled_at=np.where(late, NULL, due),
            due_at=due,
            kind=np.full(len(rows), self._kind[kind], np.int32),
            order_id=orders.get("order_id", rows),
            amount=np.where(late, NULL, cents),
            expected_amount=cents,
            payment_method=world.people.method_text[orders.get("_method", rows)],
            note=np.full(len(rows), self._notes[kind], np.int32),
        )
        self.account_cents += int(cents[~late].sum())
        if late.any():
            u = world.draws.uniform("settlements.late", key[late])
            days = 2 + (u * self.constants["late_days"]).astype(np.int64)
            world.agenda.put(ARRIVE, day.index + days, line=lines[late])

    def _arrive(self, day: Day) -> None:
        """Pay out what was late."""
        told = self.world.agenda.take(ARRIVE, day.index)
        if not told:
            return
        lines = told["line"]
        cents = self.frame.get("expected_amount", lines)
        at = np.full(len(lines), day.start_at + 2 * PAYOUT_S)
        self.frame.set(lines, amount=cents, settled_at=at)
        self.account_cents += int(cents.sum())

    def _withdraw(self, day: Day) -> None:
        """Move the account's whole yuan to the bank."""
        cents = self.account_cents // 100 * 100
        if cents <= 0:
            return
        at = np.array([day.start_at + 10 * 3600])
        self.frame.append(
            settlement_id=numbers(day.number, np.array([WITHDRAWAL], np.uint64)),
            settled_at=at,
            due_at=at,
            kind=self._kind[[WITHDRAWAL]],
            order_id=np.array([NULL]),
            amount=np.array([-cents]),
            expected_amount=np.array([-cents]),
            payment_method=np.array([-1], np.int32),
            note=np.array([self._notes[WITHDRAWAL]], np.int32),
        )
        self.account_cents -= cents
