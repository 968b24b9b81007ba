"""What was ordered from suppliers, when does it come, and in which batch?

The unit is one SKU on one purchase order. Equations:

* lead time ~ gamma(the supplier's mean x effects on "lead", cv), at least 2 days
* with chance q all of it comes, else a share of `short_share`; the rest about `rest_days` later
* defective on arrival ~ Poisson(units x the supplier's share x the batch's multiplier): sent back
* batch multiplier = exp(spread z - spread^2 / 2) x effects on "batch_defect"

This module refuses to decide what to order.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.goods import stock_lots
from playbook.simulator.goods.stock_suppliers import Suppliers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.goods.stock import Stock

    Array = NDArray[Any]
    Lines = dict[str, Array]


ORDER_SECOND, DELIVERY_SECOND, PAY_SECOND = 10 * 3600, 14 * 3600, 15 * 3600
OPEN_DOOR = 0.4
"""Deliveries come while more than this share of carriers works."""


class Purchases:
    """Orders to suppliers and what came of them.

    Attributes
    ----------
    units_a_day : float
        Units that the shop expects to sell on an average day.
    """

    def __init__(self, stock: Stock) -> None:
        self.stock, self.world = stock, stock.world
        self.constants = stock.constants
        catalogue = self.world.catalogue
        self.product = np.asarray(catalogue.sku_product)
        self.units_a_day = self.world.orders_per_day * self.constants["units_per_order"]
        at_first = max((np.asarray(catalogue.listed)[self.product] <= 0).sum(), 1)
        self.units_a_sku = self.units_a_day / at_first
        self.suppliers = Suppliers(self.world, self.constants["buying"], self.units_a_sku)

    def batch_code(self, product: int, date: dt.date) -> int:
        """Return the text code of a product's batch that came in on a day."""
        name = self.world.texts.values[int(self.world.catalogue.product_code[product])]
        return self.world.texts.code(f"L{_digits(date)}-{name}")

    def order(self, day: Day, sku: Array, units: Array) -> None:
        """Order units of SKUs from their products' suppliers this morning."""
        stock, told = self.stock, self.constants["buying"]
        supplier = stock.supplier[self.product[sku]]
        u = self.world.draws.uniforms("stock.order", sku, day.index)
        dims = {"product": self.product[sku], "supplier": supplier}
        mean = self.suppliers.lead_days[supplier] * day.effects.apply("lead", 1.0, **dims)
        days = _gamma(u[0], mean, self.suppliers.lead_cv[supplier])
        low, high = told["short_share"]
        part = np.where(u[1] < self.suppliers.in_full[supplier], 1.0, low + (high - low) * u[2])
        coming = np.clip(np.ceil(units * part), 1, units).astype(np.int64)
        stated = np.round(self.suppliers.lead_days[supplier]).astype(np.int64)
        lines = self._lines(day, sku, units, coming)
        lines["ordered_at"] = np.full(len(sku), day.start_at + ORDER_SECOND)
        lines["promised_at"] = lines["ordered_at"] + stated * DAY_S
        np.add.at(stock.in_transit, sku, units)
        lines["row"] = self._write(lines)
        due = day.index + np.maximum(np.round(days), 2).astype(np.int64)
        self.world.agenda.put("stock_due", due, **lines)

    def arrive_now(self, day: Day, sku: Array, units: Array, ago: Array) -> None:
        """Let in units that had been ordered `ago` days before (a listing's first delivery)."""
        lines = self._lines(day, sku, units, units, mark="F")
        stated = np.round(self.suppliers.lead_days[lines["supplier"]]).astype(np.int64)
        lines["ordered_at"] = day.start_at + ORDER_SECOND - (stated + ago) * DAY_S
        lines["promised_at"] = lines["ordered_at"] + stated * DAY_S
        np.add.at(self.stock.in_transit, sku, units)
        lines["row"] = self._write(lines)
        self._receive(day, lines)

    def let_in(self, day: Day) -> None:
        """Take in what falls due today; what cannot come waits until tomorrow."""
        self._pay(day)
        lines = self.world.agenda.take("stock_due", day.index)
        if not lines:
            return
        open_door = day.effects.apply(
            "supply",
            np.full(len(lines["sku"]), float(day.logistics_open)),
            product=self.product[lines["sku"]],
            supplier=lines["supplier"],
        )
        comes = np.asarray(open_door) > OPEN_DOOR
        tomorrow = np.full(int((~comes).sum()), day.index + 1)
        self.world.agenda.put("stock_due", tomorrow, **_part(lines, ~comes))
        if comes.any():
            self._receive(day, _part(lines, comes))

    def _lines(self, day: Day, sku: Array, units: Array, coming: Array, mark: str = "") -> Lines:
        """Return order lines; a product's SKUs on one order share a batch."""
        world, supplier = self.world, self.stock.supplier[self.product[sku]]
        products, inverse = np.unique(self.product[sku], return_inverse=True)
        batches = np.array([self.batch_code(p, day.date) for p in products.tolist()], np.int64)
        spread = self.constants["buying"]["batch_spread"]
        z = world.draws.normal("stock.batch", products, day.index)
        defect = np.round(np.exp(spread * z - spread**2 / 2) * stock_lots.NORMAL)
        used, of_line = np.unique(supplier, return_inverse=True)
        orders = world.texts.codes(
            f"PO{_digits(day.date)}-{s + 1:02d}{mark}" for s in used.tolist()
        )
        zero = np.zeros(len(sku), np.int64)
        return {
            "po": orders[of_line].astype(np.int64),
            "supplier": supplier,
            "sku": sku,
            "code": np.asarray(world.catalogue.sku_code, np.int64)[sku],
            "key": world.draws.hash("stock.line", sku, day.index),
            "quantity": units,
            "coming": coming,
            "batch": batches[inverse],
            "defect": defect[inverse].astype(np.int64),
            "price": np.asarray(world.catalogue.cost_cents, np.int64)[sku],
            "got": zero,
            "ok": zero,
        }

    def _receive(self, day: Day, lines: Lines) -> None:
        stock, sku, supplier = self.stock, lines["sku"], lines["supplier"]
        factor = day.effects.apply(
            "batch_defect",
            lines["defect"] / stock_lots.NORMAL,
            product=self.product[sku],
            supplier=supplier,
        )
        share = np.minimum(self.suppliers.defect[supplier] * factor, 0.9)
        bad = self.world.draws.poisson(
            "stock.bad", lines["key"], lines["coming"] * share, day.index
        )
        good = lines["coming"] - np.minimum(bad, lines["coming"])
        np.add.at(stock.on_hand, sku, good)
        np.add.at(stock.received, sku, lines["coming"])
        np.add.at(stock.in_transit, sku, -lines["coming"])
        stock.know_batches(lines["batch"], factor)
        defect = np.round(factor * stock_lots.NORMAL).astype(np.int64)
        self._shelve(sku, good, lines["batch"], defect, day.index)
        lines["got"], lines["ok"] = lines["got"] + lines["coming"], lines["ok"] + good
        self._settle(day, lines)

    def _shelve(self, sku: Array, good: Array, batch: Array, defect: Array, day: int) -> None:
        """Put arrivals on the shelf; two of one SKU on a day go one after the other."""
        left = np.arange(len(sku))
        while len(left):
            _unique, first = np.unique(sku[left], return_index=True)
            now = left[np.sort(first)]
            stock_lots.push(self.stock.lots, sku[now], good[now], batch[now], defect[now], day)
            left = np.setdiff1d(left, now)

    def _settle(self, day: Day, lines: Lines) -> None:
        """Write what came; book the rest, or the payment when all is there."""
        rest = lines["quantity"] - lines["got"]
        short = rest > 0
        u = self.world.draws.uniforms("stock.settle", lines["key"])
        gap = chance.exponential(u[0], self.constants["buying"]["rest_days"])
        hours = DELIVERY_SECOND + (u[1] - 0.5) * 6 * 3600
        days = self.suppliers.payment_days[lines["supplier"]]
        lines["coming"] = rest
        at = day.start_at + hours.astype(np.int64)
        self._came(lines, at, np.where(short, NULL, (day.number + days) * DAY_S))
        due = day.index + 1 + np.minimum(gap, 60).astype(np.int64)
        self.world.agenda.put("stock_due", due[short], **_part(lines, short))
        self.world.agenda.put("stock_pay", (day.index + days)[~short], row=lines["row"][~short])

    def _pay(self, day: Day) -> None:
        rows = self.world.agenda.take("stock_pay", day.index).get("row")
        if rows is not None:
            at = np.full(len(rows), day.start_at + PAY_SECOND)
            self.world.frame("purchase_orders").set(rows, paid_at=at)

    def _write(self, lines: Lines) -> NDArray[np.int64]:
        """Write lines as they are ordered; return their rows in the frame "purchase_orders"."""
        world, supplier, stock = self.world, lines["supplier"], self.stock
        value = lines["price"] * lines["quantity"]
        nothing = np.full(len(supplier), NULL)
        return world.frame("purchase_orders").append(
            po_id=lines["po"].astype(np.int32),
            supplier_id=self.suppliers.code[supplier],
            sku=lines["code"].astype(np.int32),
            batch_id=lines["batch"].astype(np.int32),
            warehouse=stock.warehouse_text[stock.sku_warehouse[lines["sku"]]],
            quantity=lines["quantity"],
            received_quantity=lines["got"],
            accepted_quantity=lines["ok"],
            unit_price=lines["price"],
            freight_amount=(value * self.constants["buying"]["freight_share"]).astype(np.int64),
            ordered_at=lines["ordered_at"],
            promised_at=lines["promised_at"],
            received_at=nothing,
            status=np.full(len(supplier), world.texts.code("open"), np.int32),
            payment_due_at=nothing,
            paid_at=nothing,
        )

    def _came(self, lines: Lines, at: Array, pay_by: Array) -> None:
        """Note what came."""
        partial, received = self.world.texts.codes(("partial", "received")).tolist()
        whole = lines["got"] >= lines["quantity"]
        self.world.frame("purchase_orders").set(
            lines["row"],
            received_quantity=lines["got"],
            accepted_quantity=lines["ok"],
            received_at=at,
            status=np.where(whole, received, partial).astype(np.int32),
            payment_due_at=pay_by,
        )


def _digits(date: dt.date) -> str:
    """Return a date as yymmdd; strftime asks the locale each time and is slow."""
    return f"{date.year % 100:02d}{date.month:02d}{date.day:02d}"


def _part(lines: Lines, rows: Array) -> Lines:
    return {name: values[rows] for name, values in lines.items()}


def _gamma(u: Array, mean: Array, cv: Array) -> Array:
    """Return the gamma quantile with a mean and coefficient of variation for each row."""
    from scipy.special import gammaincinv

    shape = 1.0 / cv**2
    return np.asarray(gammaincinv(shape, u) * mean / shape)
