"""Who wants money back today, why, and when does it go back?

The unit is one refund request for one order line. Four ways lead to it:

* a buyer changes their mind before the parcel is packed: asked ~ chance x effects on "cancel",
  half of them at once, the others over hours; `logistics` knows when it is too late
* an order waits too long, lacks stock, or the shop will not fulfil it: hazards a day
* an order was sent twice: found on the next day
* a parcel is signed for (or lost): reasons compete (`refunds_reasons`), requests come
  exp(log median + sigma z) days later, money goes back some days after that

Targets: "cancel" (product, channel, region) scales the first; "cancel_waiting" (product, channel,
region) adds a chance a day that the shop cancels what still waits; "refund" and "refund_only"
(product, sku, batch, reason, channel, region, price_band), see `refunds_reasons`; "insured"
(price_band, product) scales the share of orders with return freight insurance; "resale" (product).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.piece import Piece
from playbook.simulator.goods.logistics_queue import NEVER
from playbook.simulator.goods.refunds_book import REFUND_ONLY, Book
from playbook.simulator.goods.refunds_reasons import (
    REASONS,
    Lines,
    chances,
    choose,
    refund_only_shares,
)
from playbook.simulator.goods.refunds_requests import Requests

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]

PAID, SHIPPED = 1, 2
TWIN_S = 60
EARLY = {"changed_mind": 0.62, "price": 0.12, "other": 0.26}
"""Reasons given before shipping, with their shares."""


class Refunds(Piece):
    """Cancellations and refunds.

    Attributes
    ----------
    requests : Requests
        What was asked for; ``requests.asked`` and ``requests.closed`` are today's rows in the frame
        "refunds".
    signed : (Lines, array, array) or None
        Lines signed for today, when (seconds since 1970), and the reason for which each will be
        sent back, -1 when it is kept.
    """

    name = "refunds"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("refunds")
        self.book = Book(world)
        self.requests = Requests(world, self.book, self.constants)
        self._asked_back = world.say("cancelled by the buyer", "买家取消")
        self._given_up = world.say("cancelled by the shop", "卖家取消")
        self._twice = world.say("duplicate order", "重复下单")
        self.signed: tuple[Lines, Array, Array] | None = None
        self._early = np.array([REASONS.index(reason) for reason in EARLY])

    def reason(self, name: str) -> int:
        """Return the code of a reason, for effects."""
        return REASONS.index(name)

    def asks_before_packing(self, day: Day, rows: Array) -> NDArray[np.int64]:
        """Return when the buyers of orders just paid ask to cancel, in seconds since 1970."""
        told, orders = self.constants["before_shipping"], self.world.sales.orders
        u = self.world.draws.uniforms(self.draw("early"), orders.get("_key", rows))
        asks = u[0] < day.effects.apply("cancel", np.full(len(rows), told["ask"]), **self._of(rows))
        mean = np.where(u[1] < told["at_once_share"], told["at_once_s"], told["later_s"])
        wait = 60 + chance.exponential(u[2], mean)
        asked = orders.get("_paid_s", rows) + wait.astype(np.int64)
        return np.where(asks, asked, NEVER)

    def _of(self, rows: Array) -> dict[str, Array]:
        """Return the dimensions of orders; the product is that of the first line."""
        sales = self.world.sales
        return {
            "product": sales.lines.get("_product", sales.orders.get("_first_line", rows)),
            "channel": sales.orders.get("_channel", rows),
            "region": sales.orders.get("_region", rows),
        }

    def record(self, day: Day) -> None:
        """Cancel what never leaves, take requests, pay back."""
        self.requests.new_day()
        self._cancelled(day)
        self._give_up(day)
        self._twins(day)
        self._after_receipt(day)
        self._lost(day)
        self.requests.ask(day)
        self.requests.close(day)

    def _cancelled(self, day: Day) -> None:
        rows, at = self.world.logistics.cancelled
        if not len(rows):
            return
        u = self.world.draws.uniform(self.draw("why"), self.world.sales.orders.get("_key", rows))
        reason = self._early[chance.pick(u, np.array(list(EARLY.values())))]
        self._cancel(day, rows, at, reason, self._asked_back)

    def _give_up(self, day: Day) -> None:
        """Cancel orders that waited too long."""
        told, logistics = self.constants["before_shipping"], self.world.logistics
        rows, hours, lacks = logistics.waiting(day)
        limits = logistics.constants
        stuck = lacks & (hours >= 24 * limits["stuck_days"])
        slow = hours > limits["promise_ship_hours"]
        hazard = np.where(stuck, told["stuck_hazard"], slow * told["late_hazard"])
        ordered = np.zeros(len(rows))
        if day.effects.of("cancel_waiting"):
            ordered = day.effects.apply("cancel_waiting", ordered, **self._of(rows))
        if not (hazard.any() or np.any(ordered)):
            return
        key = self.world.sales.orders.get("_key", rows)
        u = self.world.draws.uniforms(self.draw("waits"), key, time=day.index)
        gone = u[0] < np.maximum(hazard, ordered)
        why = np.where(stuck, REASONS.index("out_of_stock"), REASONS.index("late"))
        why = np.where(ordered > hazard, REASONS.index("other"), why)[gone]
        at = day.start_at + (9 + u[1][gone] * 12) * 3600
        at = np.maximum(at, self.world.sales.orders.get("_paid_s", rows[gone]) + 300)
        logistics.withdraw(rows[gone])
        self._cancel(day, rows[gone], at.astype(np.int64), why, self._given_up)

    def _cancel(
        self, day: Day, rows: Array, at: Array, reason: Array, why: int, text: int = -1
    ) -> None:
        """Close orders that never left and pay everything back, freight included."""
        if not len(rows):
            return
        sales, world = self.world.sales, self.world
        count = sales.orders.get("_lines", rows)
        line = sales.lines_of(rows)
        of_line = np.repeat(np.arange(len(rows)), count)
        first = np.r_[True, of_line[1:] != of_line[:-1]]
        key = self.requests.keys(line)
        u = world.draws.uniform(self.draw("quickly"), sales.orders.get("_key", rows))
        wait = chance.exponential(u, self.constants["before_shipping"]["close_s"]).astype(np.int64)
        closed = np.minimum(at + 30 + wait, day.start_at + DAY_S - 1)
        closed = np.maximum(closed, at)
        freight = sales.orders.get("shipping_amount", rows)
        nothing = np.zeros(len(line), np.int64)
        told = {
            "at": at[of_line],
            "reason": reason[of_line],
            "type": np.full(len(line), REFUND_ONLY),
            "units": nothing,
            "amount": sales.lines.get("paid_amount", line) + np.where(first, freight[of_line], 0),
            "payer": nothing - 1,
            "freight": nothing,
            "judged": nothing > 0,
            "text": nothing + text,
        }
        refunds = self.book.write(day, line, key, told, before=True)
        sales.close(rows, closed, why)
        self.book.pay_back(day, refunds, closed[of_line])
        self.requests.note(refunds)

    def _twins(self, day: Day) -> None:
        """Cancel orders sent twice within a minute; they are found on the next day."""
        sales, agenda = self.world.sales, self.world.agenda
        found = agenda.take("refund_twin", day.index).get("order", np.zeros(0, np.int64))
        if len(found):
            stage = sales.orders.get("_stage", found)
            here, out = found[stage == PAID], found[stage == SHIPPED]
            self.world.logistics.withdraw(here)
            at = np.full(len(here), day.start_at + 10 * 3600)
            other = np.full(len(here), REASONS.index("other"))
            self._cancel(day, here, at, other, self._twice, self._twice)
            self._book(day, out, "other", day.start_at + 11 * 3600, self._twice)
        rows = day.orders.row[day.orders.paid]
        twins = self._second_ones(rows)
        agenda.put("refund_twin", np.full(len(twins), day.index + 1), order=twins)

    def _second_ones(self, rows: Array) -> Array:
        """Return the orders that repeat the same buyer's order of a moment before."""
        orders = self.world.sales.orders
        who, at = orders.get("_customer", rows), orders.get("created_at", rows)
        turn = np.lexsort((rows, at, who))
        who, at, rows = who[turn], at[turn], rows[turn]
        amount = orders.get("paid_amount", rows)
        same = (who[1:] == who[:-1]) & (amount[1:] == amount[:-1])
        return np.asarray(rows[1:][same & (at[1:] - at[:-1] <= TWIN_S)])

    def _book(self, day: Day, rows: Array, reason: str, at: int, text: int = -1) -> None:
        """Book requests of one reason, for all lines of orders, for today."""
        line = self.world.sales.lines_of(rows)
        count = len(line)
        self.world.agenda.put(
            "refund_ask",
            np.full(count, day.index),
            line=line,
            key=self.requests.keys(line),
            reason=np.full(count, REASONS.index(reason)),
            alone=np.full(count, reason == "missing"),
            insured=np.zeros(count, bool),
            text=np.full(count, text),
            at=np.full(count, at),
        )

    def _lost(self, day: Day) -> None:
        lost = self.world.logistics.lost
        if len(lost):
            self._book(day, lost, "missing", day.start_at + 12 * 3600)

    def _after_receipt(self, day: Day) -> None:
        """Decide for each line signed for today whether, why and when its buyer asks."""
        self.signed = None
        if not len(self.world.logistics.arrived):
            return
        lines, at, u = self._lines(day)
        rates = chances(self.constants, day, lines)
        reason, alone = choose(rates, refund_only_shares(self.constants, day, lines), u[0])
        self.signed = (lines, at, reason)
        asks = np.flatnonzero(reason >= 0)
        days = self.constants["days"]
        median = np.array([days.get(name, 1.0) for name in REASONS])[reason[asks]]
        wait = median * np.exp(days["sigma"] * chance.normal(u[1][asks]))
        when = at[asks] + (np.minimum(wait, days["most"]) * DAY_S).astype(np.int64)
        self.world.agenda.put(
            "refund_ask",
            day.index + np.maximum(when // DAY_S - day.number, 0),
            line=lines.row[asks],
            key=lines.key[asks],
            reason=reason[asks],
            alone=alone[asks],
            insured=lines.insured[asks],
            text=np.full(len(asks), -1),
            at=when,
        )

    def _lines(self, day: Day) -> tuple[Lines, Array, list[Array]]:
        """Return the lines that arrived today, when, and their draws."""
        world, sales, arrived = self.world, self.world.sales, self.world.logistics.arrived
        count = sales.orders.get("_lines", arrived.order)
        row, of = sales.lines_of(arrived.order), np.repeat(np.arange(len(count)), count)
        product, sku = sales.lines.get("_product", row), sales.lines.get("_sku", row)
        batch, channel = sales.lines.get("_batch", row), sales.lines.get("_channel", row)
        listed = sales.lines.get("list_price", row) * sales.lines.get("quantity", row)
        off = 1 - sales.lines.get("paid_amount", row) / np.maximum(listed, 1)
        band, key = world.shopping.band[sku], self.requests.keys(row)
        insured = day.effects.apply(
            "insured",
            np.full(len(row), self.constants["money"]["insured"]),
            price_band=band,
            product=product,
        )
        u = world.draws.uniforms(self.draw("after"), key)
        lines = Lines(
            row=row,
            order=arrived.order[of],
            key=key,
            product=product,
            sku=sku,
            batch=batch,
            channel=channel,
            region=sales.orders.get("_region", arrived.order)[of],
            price_band=band,
            late_days=np.maximum(arrived.late_h, 0)[of] / 24,
            damaged=arrived.damaged[of],
            discount=np.clip(off, 0, 1),
            defect=world.catalogue.defect[product] * world.stock.defect_of(batch),
            fit_risk=world.catalogue.fit_risk[product],
            live=np.asarray(world.channels.return_factor)[channel],
            insured=u[2] < insured,
        )
        return lines, arrived.at[of], u
