"""What is on the shelves at the end of the day, and what did people really want?

The unit is one SKU in its warehouse at the end of one day. It runs after parcels have left and
returns have come. Equation, the buyer's memory of demand (units on an average day):

* d <- d + m (wanted / (demand x boost) - d), with `wanted` the units ordered today and, where the
  shelf is empty, the visits that found none; demand x boost is what calendar and promotions explain

Each SKU is counted once in `count_every_days`; a count finds Poisson(on_hand x shrinkage) missing.
What cannot be sold leaves the house at a count, and so does what is left of a listing that is off
the shelf and has lain `clear_days`: it goes to a clearance house.
This module refuses to add levels over days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece
from playbook.simulator.goods import stock_lots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]


COUNT_SECOND = DAY_S - 300


class Stocktake(Piece):
    """Counts, remembers demand and writes `inventory`."""

    name = "stocktake"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.stock = world.stock
        self._product = np.asarray(world.catalogue.sku_product)
        self._skus = np.arange(len(self._product))

    def record(self, day: Day) -> None:
        """Close the day's books of the warehouse."""
        self._remember(day)
        counted = self._count(day)
        self.stock.tell(day.start_at + COUNT_SECOND)
        self._write(day, counted)

    def _remember(self, day: Day) -> None:
        stock, here = self.stock, day.on_shelf[self._product]
        usual = np.maximum(day.demand * day.boost, 0.3)[self._product]
        pace = stock.constants["memory"] * here
        stock.expected += pace * (self.wanted(day) / usual - stock.expected)
        stock.life += stock.constants["memory"] * (day.life - stock.life)

    def wanted(self, day: Day) -> NDArray[np.int64]:
        """Return the units (K) that people ordered today or would have, empty shelves or not."""
        orders, skus = day.orders, len(self._skus)
        fresh = orders.fresh[orders.line_order]
        sku = orders.line_sku[fresh]
        ordered = np.bincount(sku, orders.line_quantity[fresh], skus).astype(np.int64)
        missed = self.world.shopping.wanted - np.bincount(sku, minlength=skus)
        return ordered + np.where(self.stock.free() <= 0, np.maximum(missed, 0), 0)

    def _count(self, day: Day) -> NDArray[np.int64]:
        """Count the SKUs whose turn it is; what cannot be sold goes out of the house."""
        stock = self.stock
        due = (self._skus + day.index) % stock.constants["count_every_days"] == 0
        mean = np.maximum(stock.on_hand, 0) * stock.constants["shrinkage"] * due
        missing = self.world.draws.poisson(self.draw("missing"), self._skus, mean, day.index)
        missing = np.minimum(missing, np.maximum(stock.free(), 0))
        stock.on_hand -= missing
        stock_lots.take(stock.lots, missing)
        self._clear(day, due)
        counted = np.where(due, np.maximum(stock.on_hand, 0), NULL)
        stock.on_hand -= stock.damaged * due
        stock.damaged *= ~due
        return counted

    def _clear(self, day: Day, due: Array) -> None:
        """Send old leftovers of listings off the shelf away."""
        stock = self.stock
        old = stock_lots.aged(stock.lots, day.index - stock.constants["clear_days"])
        gone = np.minimum(old, np.maximum(stock.free(), 0)) * (due & ~day.on_shelf[self._product])
        stock.on_hand -= gone
        stock_lots.take(stock.lots, gone)

    def _write(self, day: Day, counted: Array) -> None:
        stock = self.stock
        held = day.on_shelf[self._product] | (stock.on_hand != 0) | (stock.in_transit > 0)
        sku = np.flatnonzero(held & (stock.listing >= 0))
        before = day.index - stock.constants["aged_days"]
        self.world.frame("inventory").append(
            date=np.full(len(sku), day.number),
            sku=np.asarray(self.world.catalogue.sku_code, np.int32)[sku],
            warehouse=stock.warehouse_text[stock.sku_warehouse[sku]],
            batch_id=stock.batch[sku],
            on_hand=stock.on_hand[sku],
            reserved=stock.reserved[sku],
            available=stock.free()[sku],
            in_transit=stock.in_transit[sku],
            received_units=stock.received[sku],
            counted_units=counted[sku],
            damaged_units=stock.damaged[sku],
            safety_stock=np.ceil(stock.buying.safety()[sku]).astype(np.int64),
            aged_units=stock_lots.aged(stock.lots, before)[sku],
            synced_at=stock.page_at[sku],
        )
