"""How many units of each SKU are there, which batch goes next, and what does the page say?

The unit is one SKU (K of them), kept in one warehouse. Equations, in units:

* free = on_hand - reserved - damaged; it is negative when more was sold than is there.
* shown = free as last passed on to the page (at once, unless "sync" fails).
* An order reserves, a closed order releases, a parcel ships, a good return is restocked.

When to buy is in `stock_buying`, deliveries are in `stock_purchases`, the count at the end of the
day in `stock_levels`.

Targets: "stock" (product, sku) scales the free units found in the morning (post it on one day;
0 = the shelf is empty); "sync" (product, sku) below 0.5 keeps the page as it was;
"outside" (product, sku) adds units a day taken for other platforms; "supply" (product, supplier)
below 0.4 makes deliveries wait; "lead" (product, supplier) scales lead times of what is ordered
today; "batch_defect" (product, supplier) scales the defect multiplier of batches coming in today.
State that an incident may change: `bad_batch`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.piece import Piece
from playbook.simulator.goods import stock_lots
from playbook.simulator.goods.stock_buying import Buying
from playbook.simulator.goods.stock_purchases import Purchases

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]
    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


NOT_SEEN = -1


class Stock(Piece):
    """Levels, batches and what the page shows.

    Attributes
    ----------
    on_hand, reserved, damaged, in_transit : int arrays, shape (K,)
        Units; damaged ones are part of those on hand.
    received : int array, shape (K,)
        Units that came in today.
    expected : array, shape (K,)
        Units that the buyer expects on an average day, from demand that met no empty shelf.
    life : array, shape (P,)
        Life of each product as remembered by the buyer for the shop (slow average).
    warehouse : int array, shape (P,)
        Where a product is kept: index into `warehouse_text`.
    supplier : int array, shape (P,)
        Who delivers a product: index into ``suppliers.code``.
    wishes : list of [sku, units]
        What somebody decided to order tomorrow.
    purchases : Purchases
        Orders to suppliers; ``purchases.suppliers`` holds their facts.
    """

    name = "stock"
    state = (
        "on_hand", "reserved", "damaged", "in_transit", "expected", "life", "page", "page_at",
        "listing", "lots", "batch_codes", "batch_defects", "supplier", "wishes",
    )  # fmt: skip

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("stock")
        skus, products = world.catalogue.skus, world.catalogue.products
        self.on_hand, self.reserved, self.damaged, self.in_transit, self.page, self.received = (
            np.zeros(skus, np.int64) for _level in range(6)
        )
        self.page_at = np.full(skus, np.iinfo(np.int64).min)
        self.listing = np.full(skus, NOT_SEEN, np.int64)
        self.expected, self.life = np.zeros(skus), np.zeros(products)
        self.lots = stock_lots.empty(skus)
        self.batch_codes = np.zeros(0, np.int64)
        self.batch_defects = np.zeros(0)
        self.synced = np.ones(skus, bool)
        self._product = np.asarray(world.catalogue.sku_product)
        self._skus, self._products = np.arange(skus), np.arange(products)
        self._warehouses()
        self.wishes: list[list[int]] = []
        self.purchases = Purchases(self)
        self.suppliers = self.purchases.suppliers
        self.supplier = self.suppliers.of_products()
        self.buying = Buying(self)

    def _warehouses(self) -> None:
        world, told = self.world, self.constants["warehouses"]
        self.warehouse_text = np.array([world.say(w["en"], w["zh"]) for w in told], np.int32)
        u = world.draws.uniform("stock.warehouse", self._products)
        self.warehouse = chance.pick(u, np.array([w["share"] for w in told]))
        self.sku_warehouse = self.warehouse[self._product]

    # What the flow and the warehouse do.

    def free(self) -> Ints:
        """Return the units of each SKU that nobody has bought; negative when oversold."""
        return self.on_hand - self.reserved - self.damaged

    def shown(self) -> Ints:
        """Return the units of each SKU that the page says are there."""
        return np.maximum(np.where(self.synced, self.free(), self.page), 0)

    def reserve(self, sku: Array, quantity: Array) -> None:
        """Set units aside for orders placed; SKUs may repeat."""
        units = self._units(sku, quantity)
        self.reserved += units
        stock_lots.take(self.lots, units)

    def release(self, sku: Array, quantity: Array) -> None:
        """Give back what an order that was closed had reserved."""
        units = self._units(sku, quantity)
        self.reserved -= units
        stock_lots.give(self.lots, units)

    def ship(self, sku: Array, quantity: Array) -> None:
        """Let reserved units leave the house."""
        units = self._units(sku, quantity)
        self.reserved -= units
        self.on_hand -= units

    def restock(self, sku: Array, quantity: Array) -> None:
        """Take good returned units back on the shelf."""
        units = self._units(sku, quantity)
        self.on_hand += units
        stock_lots.give(self.lots, units)

    def spoil(self, sku: Array, quantity: Array) -> None:
        """Take returned units back that cannot be sold again."""
        units = self._units(sku, quantity)
        self.on_hand += units
        self.damaged += units

    def pickable(self, sku: Array, quantity: Array) -> NDArray[np.bool_]:
        """Return which lines are really there, when served in the order given."""
        there = self.on_hand - self.damaged
        if (self._units(sku, quantity) <= there).all():
            return np.ones(len(sku), bool)
        turn = np.argsort(sku, kind="stable")
        total = np.cumsum(quantity[turn])
        first = np.searchsorted(sku[turn], sku[turn])
        before = total[first] - quantity[turn][first]
        kept = np.empty(len(sku), bool)
        kept[turn] = total - before <= there[sku[turn]]
        return kept

    def _units(self, sku: Array, quantity: Array) -> Ints:
        return np.bincount(sku, quantity, len(self.on_hand)).astype(np.int64)

    # Batches.

    @property
    def batch(self) -> NDArray[np.int32]:
        """Text code of the batch (K) from which the next order is served, -1 unknown."""
        codes: NDArray[np.int32] = self.lots[stock_lots.CODE, :, 0].astype(np.int32)
        return codes

    @property
    def batch_defect(self) -> Floats:
        """How many times as many units as usual of that batch (K) disappoint."""
        return self.lots[stock_lots.DEFECT, :, 0] / stock_lots.NORMAL

    def defect_of(self, batch: Array) -> Floats:
        """Return the defect multiplier of batches by their text codes; 1 where unknown."""
        if not len(self.batch_codes):
            return np.ones(len(batch))
        at = np.minimum(np.searchsorted(self.batch_codes, batch), len(self.batch_codes) - 1)
        return np.where(self.batch_codes[at] == batch, self.batch_defects[at], 1.0)

    def know_batches(self, codes: Array, defects: Array) -> None:
        """Remember the defect multipliers of batches; a known batch takes the new value."""
        both = np.concatenate([np.asarray(codes, np.int64), self.batch_codes])
        values = np.concatenate([np.asarray(defects, float), self.batch_defects])
        self.batch_codes, first = np.unique(both, return_index=True)
        self.batch_defects = values[first]

    def bad_batch(self, product: int, factor: float, day: Day) -> int:
        """Make all free units of a product one new, bad batch; return its text code."""
        code = self._unused_batch(product, day)
        sku = np.flatnonzero(self._product == product)
        stock_lots.replace(self.lots, sku, code, round(factor * stock_lots.NORMAL))
        self.know_batches(np.array([code]), np.array([factor]))
        return code

    def _unused_batch(self, product: int, day: Day) -> int:
        """Return the code of a batch of some day before, named like every other."""
        for days in range(1, 60):
            code = self.purchases.batch_code(product, day.date - dt.timedelta(days=days))
            if code not in self.batch_codes:
                break
        return code

    # The day.

    def plan(self, day: Day) -> None:
        """Let deliveries in, buy for new listings, order what runs low, pass levels on."""
        self.received[:] = 0
        if day.index == 0:
            self.suppliers.write(self.constants["buying"], self.purchases.units_a_sku)
        self.purchases.let_in(day)
        self._open_listings(day)
        self._incidents(day)
        self.buying.reorder(day)
        self._pass_on(day)

    def _open_listings(self, day: Day) -> None:
        """Stock a listing when it first stands on the shelf; a slot's leftovers go before."""
        codes = np.asarray(self.world.catalogue.sku_code, np.int64)
        fresh = np.flatnonzero(day.on_shelf[self._product] & (self.listing != codes))
        if len(fresh):
            self.listing[fresh] = codes[fresh]
            self.on_hand[fresh] = np.maximum(self.reserved[fresh], 0)
            self.damaged[fresh] = 0
            self.lots[:, fresh] = stock_lots.empty(len(fresh))
            self.buying.open_listings(day, fresh)

    def _incidents(self, day: Day) -> None:
        dims = {"product": self._product, "sku": self._skus}
        if day.effects.of("stock"):
            free = np.maximum(self.free(), 0)
            kept = np.floor(free * day.effects.apply("stock", 1.0, **dims)).astype(np.int64)
            self._vanish(free - kept)
        if day.effects.of("outside"):
            mean = day.effects.apply("outside", 0.0, **dims)
            taken = self.world.draws.poisson("stock.outside", self._skus, mean, day.index)
            self._vanish(np.minimum(taken, np.maximum(self.on_hand - self.damaged, 0)))

    def _vanish(self, units: Ints) -> None:
        self.on_hand -= units
        stock_lots.take(self.lots, units)

    def _pass_on(self, day: Day) -> None:
        working = day.effects.apply("sync", 1.0, product=self._product, sku=self._skus)
        self.synced = np.broadcast_to(np.asarray(working) >= 0.5, (len(self._skus),))
        self.tell(day.start_at)

    def tell(self, at: int) -> None:
        """Pass the levels on to the page, where that works."""
        self.page = np.where(self.synced, self.free(), self.page)
        self.page_at = np.where(self.synced, at, self.page_at)

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return what the buyer for the shop can decide: `reorder` and `supplier`."""
        return self.buying.decisions()
