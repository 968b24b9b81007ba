"""What exactly is asked for after receipt, and when is it closed?

The unit is one request for one line. Equations, with p the line's paid amount and q its units:

* amount = p x units / q; a fallen price is compensated with a share of it, exchange and repair with
  nothing; units come home for returns and exchanges
* closed after ~ exponential(fast_days) without goods, after uniform(back_days) with goods
* freight back: insurance where there is one, else the shop where it is at fault, else the buyer

This module refuses to decide who asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.goods.refunds_book import (
    BUYER,
    COMPENSATION,
    EXCHANGE,
    INSURANCE,
    REFUND_ONLY,
    REPAIR,
    RETURN,
    SELLER,
    Book,
)
from playbook.simulator.goods.refunds_reasons import REASONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]
    Fields = dict[str, Array]

JUDGE_DAYS = 4


def _codes(*names: str) -> Array:
    return np.array([REASONS.index(name) for name in names])


FAULTS = _codes("quality", "not_as_described", "damaged", "wrong_item")
DISPUTED = _codes("quality", "not_as_described")
SWAPPED = _codes("size", "wrong_item")
SPOILT = _codes("quality", "damaged")
PRICE = REASONS.index("price")
QUALITY = REASONS.index("quality")


class Requests:
    """Requests made and closed.

    Attributes
    ----------
    asked, closed : int arrays
        Today's rows in the frame "refunds".
    """

    def __init__(self, world: World, book: Book, told: dict[str, Any]) -> None:
        self.world, self.book, self.constants = world, book, told
        self.new_day()

    def new_day(self) -> None:
        """Forget yesterday's requests."""
        self.asked, self.closed = np.zeros(0, np.int64), np.zeros(0, np.int64)

    def note(self, rows: Array) -> None:
        """Note requests that were made and closed today."""
        self.asked = np.concatenate([self.asked, rows])
        self.closed = np.concatenate([self.closed, rows])

    def keys(self, line: Array) -> NDArray[np.uint64]:
        """Return the own keys of order lines."""
        sales = self.world.sales
        number = sales.lines.get("line_no", line).astype(np.uint64)
        key = sales.orders.get("_key", sales.lines.get("_order", line))
        return np.asarray(key ^ (number << np.uint64(57)))

    def ask(self, day: Day) -> None:
        """Write the requests that fall due today and book their closing."""
        told = self.world.agenda.take("refund_ask", day.index)
        if not told:
            return
        u = self.world.draws.uniforms("refunds.ask", told["key"])
        v = self.world.draws.uniforms("refunds.ask_more", told["key"])
        told |= self._what(told, u)
        rows = self.book.write(day, told["line"], told["key"], told, before=False)
        self.asked = np.concatenate([self.asked, rows])
        way, reason = self.constants["way"], told["reason"]
        contested = (told["type"] == REFUND_ONLY) | np.isin(reason, DISPUTED)
        rejected = contested & (v[0] < way["rejected"]) & ~told["judged"]
        goods = np.isin(told["type"], (RETURN, EXCHANGE)) & ~rejected
        low, high = self.constants["money"]["back_days"]
        fast = 0.02 + chance.exponential(v[1], self.constants["money"]["fast_days"])
        days = np.where(goods, low + (high - low) * v[2], fast) + told["judged"] * JUDGE_DAYS
        at = told["at"] + (days * DAY_S).astype(np.int64)
        due = day.index + np.maximum(at // DAY_S - day.number, 0)
        self.world.agenda.put(
            "refund_close", due, refund=rows, at=at, paid=~rejected, goods=goods,
            spoilt=np.isin(reason, SPOILT), luck=v[3],
        )  # fmt: skip

    def _what(self, told: Fields, u: list[Array]) -> Fields:
        """Return type, units, amount, payer and freight of requests."""
        lines, way = self.world.sales.lines, self.constants["way"]
        reason, quantity = told["reason"], lines.get("quantity", told["line"])
        kind = np.where(told["alone"], REFUND_ONLY, RETURN)
        swapped = np.isin(reason, SWAPPED) & (u[0] < way["exchange"])
        kind = np.where((kind == RETURN) & swapped, EXCHANGE, kind)
        repaired = (kind == RETURN) & (reason == QUALITY) & (u[0] < way["repair"])
        kind = np.where(repaired, REPAIR, kind)
        kind = np.where(reason == PRICE, COMPENSATION, kind)
        units = np.where((quantity > 1) & (u[1] < way["one_unit"]), 1, quantity)
        share = units / np.maximum(quantity, 1)
        share = np.where(kind == COMPENSATION, way["compensation_share"], share)
        share = np.where(np.isin(kind, (EXCHANGE, REPAIR)), 0.0, share)
        back = np.isin(kind, (RETURN, EXCHANGE))
        payer = np.where(np.isin(reason, FAULTS), SELLER, BUYER)
        payer = np.where(told["insured"], INSURANCE, payer)
        amount = np.round(lines.get("paid_amount", told["line"]) * share).astype(np.int64)
        return {
            "type": kind,
            "units": np.where(back, units, 0),
            "amount": amount,
            "payer": np.where(back, payer, -1),
            "freight": np.where(
                back & (payer == SELLER), self.constants["money"]["return_freight"], 0
            ),
            "judged": np.isin(reason, DISPUTED) & (u[2] < way["judged"]),
        }

    def close(self, day: Day) -> None:
        """Close the requests that fall due today."""
        told = self.world.agenda.take("refund_close", day.index)
        if not told:
            return
        rows, at, paid = told["refund"], told["at"], told["paid"]
        self.book.reject(rows[~paid], at[~paid])
        self.book.pay_back(day, rows[paid], at[paid])
        self.book.close_empty(rows[paid], at[paid])
        self.closed = np.concatenate([self.closed, rows])
        home = told["goods"]
        self._home(day, {name: values[home] for name, values in told.items()})

    def _home(self, day: Day, told: Fields) -> None:
        """Take goods back: a share of them is as good as new."""
        frame, money = self.world.frame("refunds"), self.constants["money"]
        rows = told["refund"]
        product = self.world.sales.lines.get("_product", frame.get("_line", rows))
        share = np.where(told["spoilt"], money["resale_quality"], money["resale"])
        good = told["luck"] < day.effects.apply("resale", share, product=product)
        units = frame.get("units", rows)
        self.book.take_home(rows, told["at"] - 3600, np.where(good, units, 0))
