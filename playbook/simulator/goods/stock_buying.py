"""When is a SKU bought again, and how many units?

The unit is one SKU. Every morning, for every SKU in ripe life. Equations, with d expected units a
day, L the supplier's mean lead time and R the cycle in days, v the dispersion of demand:

* s = r d (L + 1) + z sqrt(v d (L + 1)) + ahead: order when free + in transit <= s
* S = s + r^2 d R: order up to S, but at least the supplier's smallest order
* r = life today / life remembered (0.5 to 1.3): seasons and ages of listings are seen coming
* ahead = d x peak_days x peak_factor x error(product, peak), when a yearly promotion's opening or
  peak lies within L + R days: planned, imperfectly

Target: "plan" (product) scales what is bought ahead of a promotion. This module refuses to look
ahead: buyers know the calendar and their own sales, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.simulator.goods import stock_lots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.goods.stock import Stock

    Array = NDArray[Any]
    Floats = NDArray[np.float64]


MOST_UNITS = 1_000_000
TREND = (0.5, 1.3)


class Buying:
    """Reorder points and what is bought."""

    def __init__(self, stock: Stock) -> None:
        self.stock, self.world = stock, stock.world
        self.constants, self.purchases = stock.constants, stock.purchases
        self.suppliers = stock.suppliers
        self.product = self.purchases.product

    def reorder(self, day: Day) -> None:
        """Order what runs low, and what somebody decided to order."""
        stock = self.stock
        least, most = self.levels(day)
        position = stock.free() + stock.in_transit
        keeps = day.on_shelf & (day.life >= self.constants["reorder_above_life"])
        low = keeps[self.product] & (position <= least) & (stock.expected > 0)
        smallest = self.suppliers.least_units[stock.supplier[self.product]]
        want = np.where(low, np.maximum(np.ceil(most - position), smallest), 0).astype(np.int64)
        for wish, units in stock.wishes:
            want[wish] += units
        stock.wishes = []
        sku = np.flatnonzero(want)
        if len(sku):
            self.purchases.order(day, sku, want[sku])

    def levels(self, day: Day) -> tuple[Floats, Floats]:
        """Return the reorder point s and the level S to order up to, of each SKU."""
        lead, rate = self._lead(), self.stock.expected
        trend = np.clip(day.life / np.maximum(self.stock.life, 0.05), *TREND)[self.product]
        low = rate * (trend * (lead + 1) + self._ahead(day, lead)) + self.safety()
        cycle = rate * trend**2 * self.constants["cycle_days"]
        return np.asarray(low), np.asarray(low + cycle)

    def safety(self) -> Floats:
        """Return the safety stock of each SKU: z sqrt(v d (L + 1))."""
        spread = self.constants["dispersion"] * self.stock.expected * (self._lead() + 1)
        return np.asarray(self.constants["safety_z"] * np.sqrt(spread))

    def _lead(self) -> Floats:
        return np.asarray(self.suppliers.lead_days[self.stock.supplier[self.product]])

    def _ahead(self, day: Day, lead: Floats) -> Floats:
        """Return the days of average sales that are bought ahead of a yearly promotion."""
        told = self.constants
        near = day.days_to_peak <= lead + told["cycle_days"]
        if not near.any():
            return np.zeros(len(lead))
        products = np.arange(len(day.on_shelf))
        z = self.world.draws.normal("stock.peak", products, day.index + day.days_to_peak)
        wise = np.exp(told["peak_error"] * z - told["peak_error"] ** 2 / 2)
        wise = np.asarray(day.effects.apply("plan", wise, product=products))[self.product]
        return np.where(near, told["peak_days"] * told["peak_factor"] * wise, 0.0)

    def open_listings(self, day: Day, sku: Array) -> None:
        """Stock new listings with what the buyer thought they would sell.

        On the world's first day the shop is in the middle of its cycle: levels lie between s and S.
        """
        stock, told, catalogue = self.stock, self.constants, self.world.catalogue
        weight = np.asarray(catalogue.appeal) * np.maximum(day.life, 0.3)
        total = max(float(weight[day.on_shelf].sum()), 1e-9)
        share = weight[self.product] / total * catalogue.variant_share
        rate = (self.purchases.units_a_day * share)[sku]
        product = self.product[sku]
        guess = self.world.draws.normal("stock.guess", product, day.index)
        wrong = np.exp(told["first_buy_error"] * guess - told["first_buy_error"] ** 2 / 2)
        u = self.world.draws.uniforms("stock.first", sku, day.index)
        stock.life[product] = day.life[product]
        stock.expected[sku] = rate if day.index == 0 else rate * wrong
        units = stock.expected[sku] * told["first_buy_days"]
        if day.index == 0:
            low, high = self.levels(day)
            units = low[sku] + u[0] * (high - low)[sku]
        units = np.maximum(np.ceil(units), 2).astype(np.int64)
        age = (u[1] * 80).astype(np.int64) * (day.index == 0)
        self.purchases.arrive_now(day, sku, units, age + 1)
        stock.lots[stock_lots.BORN, sku, 0] = day.index - age

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return `reorder` and `supplier`."""
        return {"reorder": self.decide_reorder, "supplier": self.decide_supplier}

    def decide_reorder(self, sku: str, quantity: int) -> None:
        """Order units of one SKU tomorrow morning, whatever the reorder point says.

        Raises
        ------
        ParameterError
            There is no such SKU, or the quantity is no whole number from 1 to 1,000,000.
        """
        if not 1 <= int(quantity) <= MOST_UNITS:
            raise ParameterError(
                _(
                    "quantity is {value}. Give a whole number from 1 to {most}.",
                    value=quantity,
                    most=MOST_UNITS,
                )
            )
        self.stock.wishes.append([int(self.world.catalogue.sku_index(sku)), quantity])

    def decide_supplier(self, sku: str, supplier: str) -> None:
        """Buy the product of a SKU from another supplier from now on.

        Raises
        ------
        ParameterError
            There is no such SKU, or no such supplier.
        """
        values = self.world.texts.values
        known = [values[code] for code in self.suppliers.code.tolist()]
        if supplier not in known:
            raise ParameterError(
                _(
                    "There is no supplier '{name}'. Known: {known}.{hint}",
                    name=supplier,
                    known=", ".join(known),
                    hint=did_you_mean(supplier, known),
                )
            )
        product = int(self.product[self.world.catalogue.sku_index(sku)])
        self.stock.supplier[product] = known.index(supplier)
