"""What stands in the table of refunds, and what does a refund change?

The unit is one refund request for one order line. A request is written when it is made, and changed
when it is closed: then the money goes back, units come home, and an order of which nothing is left
is closed. This module draws nothing and decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.simulator.core.ids import numbers
from playbook.simulator.goods.refunds_reasons import REASONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]
    Fields = dict[str, Array]

CLOSED, REFUND_ONLY, RETURN, EXCHANGE, REPAIR, COMPENSATION = 4, 0, 1, 2, 3, 4
TYPES = ("refund_only", "return", "exchange", "repair", "compensation")
BUYER, SELLER, INSURANCE = range(3)
PAYERS = ("buyer", "seller", "insurance")
TEXTS = {
    "quality": ("Quality problem", "质量问题"),
    "size": ("Wrong size or does not fit", "尺码不合适"),
    "not_as_described": ("Not as described", "与商品描述不符"),
    "damaged": ("Arrived damaged", "收到商品破损"),
    "late": ("Delivery too slow", "物流太慢"),
    "missing": ("Item missing or parcel lost", "少件或快递丢失"),
    "wrong_item": ("Wrong item sent", "卖家发错货"),
    "changed_mind": ("No longer wanted", "不想要了／不喜欢"),
    "price": ("Price has fallen", "商品降价"),
    "other": ("Other", "其他"),
    "out_of_stock": ("Out of stock", "缺货"),
}


class Book:
    """Writes requests and closes them."""

    def __init__(self, world: World) -> None:
        self.world = world
        codes = world.texts.codes
        self.types, self.payers, self.reasons = codes(TYPES), codes(PAYERS), codes(REASONS)
        self.reason_texts = np.array([world.say(*TEXTS[r]) for r in REASONS], np.int32)
        self.open, self.done, self.rejected = codes(("open", "completed", "rejected")).tolist()
        self.before, self.after = codes(("before_shipping", "after_shipping")).tolist()
        self.all_back = world.say("refunded in full", "已全额退款")

    def write(
        self, day: Day, line: Array, key: Array, told: Fields, *, before: bool
    ) -> NDArray[np.int64]:
        """Write requests as they are made; return their rows in the frame "refunds".

        Parameters
        ----------
        line : int array, shape (n,)
            Rows in the frame "order_lines".
        key : uint64 array, shape (n,)
            The requests' own keys.
        told : dict of arrays, shape (n,)
            ``at`` (seconds since 1970), ``reason``, ``type``, ``units``, ``amount`` (cents),
            ``payer`` (-1 none), ``freight`` (cents), ``judged``, ``text`` (code of the reason in
            words; -1 takes the reason's usual words).
        before : bool
            Before shipping.
        """
        lines = self.world.sales.lines
        words = np.where(told["text"] < 0, self.reason_texts[told["reason"]], told["text"])
        stage = self.before if before else self.after
        nothing = np.full(len(line), NULL)
        return self.world.frame("refunds").append(
            refund_id=numbers(day.number, key),
            order_id=lines.get("order_id", line),
            sku=lines.get("sku", line),
            batch_id=lines.get("_batch", line),
            requested_at=told["at"],
            closed_at=nothing,
            received_back_at=nothing,
            units=told["units"],
            resalable_units=nothing,
            amount=told["amount"],
            freight_amount=told["freight"],
            type=self.types[told["type"]],
            status=np.full(len(line), self.open, np.int32),
            stage=np.full(len(line), stage, np.int32),
            reason_code=self.reasons[told["reason"]],
            reason_text=words.astype(np.int32),
            freight_payer=np.where(told["payer"] < 0, -1, self.payers[told["payer"]]).astype(
                np.int32
            ),
            platform_judged=told["judged"],
            _line=line,
            _order=lines.get("_order", line),
        )

    def reject(self, rows: Array, at: Array) -> None:
        """Close requests without money."""
        code = np.full(len(rows), self.rejected, np.int32)
        self.world.frame("refunds").set(rows, status=code, closed_at=at)

    def pay_back(self, day: Day, rows: Array, at: Array) -> None:
        """Close requests: the money goes back and stands in line, order and ledger."""
        frame, sales = self.world.frame("refunds"), self.world.sales
        frame.set(rows, status=np.full(len(rows), self.done, np.int32), closed_at=at)
        line, order = frame.get("_line", rows), frame.get("_order", rows)
        amount = frame.get("amount", rows)
        goods = np.minimum(amount, sales.lines.get("paid_amount", line))
        sales.lines.add(line, refunded_amount=goods)
        sales.orders.add(order, refunded_amount=amount)
        product = sales.lines.get("_product", line)
        self.world.ledger.refund(day.index, order, product, amount)

    def close_empty(self, rows: Array, at: Array) -> None:
        """Close the orders of refunds of which nothing is left."""
        sales = self.world.sales
        order = self.world.frame("refunds").get("_order", rows)
        paid = sales.orders.get("paid_amount", order) - sales.orders.get("shipping_amount", order)
        spent = sales.orders.get("refunded_amount", order) >= paid
        spent &= sales.orders.get("_stage", order) != CLOSED
        order, last = np.unique(order[spent], return_index=True)
        sales.orders.set(
            order,
            status=np.full(len(order), sales.status(CLOSED), np.int32),
            closed_at=at[spent][last],
            close_reason=np.full(len(order), self.all_back, np.int32),
            _stage=np.full(len(order), CLOSED),
        )

    def take_home(self, rows: Array, at: Array, resalable: Array) -> None:
        """Note returned units, and put them on the shelf or aside."""
        frame, lines, stock = self.world.frame("refunds"), self.world.sales.lines, self.world.stock
        frame.set(rows, received_back_at=at, resalable_units=resalable)
        sku, units = lines.get("_sku", frame.get("_line", rows)), frame.get("units", rows)
        stock.restock(sku, resalable)
        stock.spoil(sku, units - resalable)
