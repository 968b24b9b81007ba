"""Which listings and variants can this shop ever show, and what are they like?

The unit is one slot for a listing; a slot holds one listing, and after two simulated years may be
given to another (a further *generation*). What never changes with the generation (category,
supplier, number of variants) belongs to the slot; all other traits are functions of the seed, the
slot and the generation. Equations: ``appeal = exp(s z - s^2 / 2) / listings``, z
normal, cut at +-2.3; ``list price = low (high / low)^u`` with a shop's ending; ``cost = share x
list price``; ``elasticity = -exp(N(log e, spread))``, between -3 and -1.1.
It refuses to know the day's price.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.range import catalogue_life as life
from playbook.simulator.range.catalogue_prices import with_ending

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MOST = 2.3
SUPPLIERS_PER_CATEGORY = 2
_GENERATION = 1 << 20


class Slots:
    """What a shop's slots are, whatever listing is in them.

    Attributes
    ----------
    first : int
        Slots that are filled on the first day; the rest come later, in order.
    category : int array, shape (P,)
    supplier : int array, shape (P,)
        Two a category.
    sku_product : int array, shape (K,)
        Slot of each SKU, ascending.
    options : list of list
        The options (of each axis) of each SKU.
    """

    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.told = world, told
        self.ids = list(told["category"])
        self.tables: list[dict[str, Any]] = list(told["category"].values())
        span = told["range"]
        self.first = int(span["listings"])
        self.count = self.first + round(span["new_per_year"] * life.PLANNED_YEARS)
        slots = np.arange(self.count)
        u = world.draws.uniforms("catalogue.slot", slots)
        # A low-discrepancy round instead of plain chance: every category has its share of any run.
        spread = (slots * 0.6180339887 + u[0][0]) % 1.0
        shares = np.array([table["share"] for table in self.tables])
        self.category: Ints = chance.pick(spread, shares)
        self.supplier = self.category * SUPPLIERS_PER_CATEGORY + (u[1] < 0.35)
        rows = [self._variants(s, u[2][s], u[3][s]) for s in range(self.count)]
        self.options: list[list[Any]] = [row for one in rows for row in one]
        self.sku_product: Ints = np.repeat(slots, [len(one) for one in rows])

    def _variants(self, slot: int, first: float, second: float) -> list[list[Any]]:
        """Return the variants of a slot: options of each axis, crossed."""
        rows: list[list[Any]] = [[]]
        axes = self.tables[int(self.category[slot])]["axes"]
        for (name, least, most), u in zip(axes, (first, second), strict=False):
            options = self.told["option"][name]
            count = min(least + int(u * (most - least + 1)), len(options))
            # Colours differ from listing to listing; other axes keep their usual first options.
            start = int(u * 7919) % len(options) if name == "colour" else 0
            taken = [options[(start + i) % len(options)] for i in range(count)]
            rows = [[*row, option] for row in rows for option in taken]
        return rows


class Traits:
    """What the listings in some slots are like, in one generation.

    Parameters
    ----------
    slots : Slots
        All slots.
    which : int array, shape (n,)
        The slots to describe.
    generation : int array, shape (n,)
        How many listings each slot has had before.
    """

    def __init__(self, slots: Slots, which: Ints, generation: Ints) -> None:
        self.slots, self.which = slots, which
        key = which + generation * _GENERATION
        draws, told = slots.world.draws, slots.told
        a = draws.uniforms("catalogue.traits", key)
        b = draws.uniforms("catalogue.page", key)
        c = draws.uniforms("catalogue.times", key)
        tables = [slots.tables[int(i)] for i in slots.category[which]]
        span = told["range"]
        # Spread evenly over any run of slots, so that no shop is without a hero, or all heroes.
        turn = draws.uniform("catalogue.appeal", 0)[0]
        even = (key * 0.7548776662 + turn + 0.05 * (a[0] - 0.5)) % 1.0
        self.appeal = _heavy(even, span["appeal_spread"]) / span["listings"]
        self.base_cents = _between(a[1], tables, "price", ratio=True) * 100
        self.cost_share = _between(a[2], tables, "cost")
        price = told["price"]
        steep = price["elasticity"] * np.exp(price["elasticity_spread"] * chance.normal(a[3]))
        self.elasticity = -np.clip(steep, 1.1, 3.0)
        quality = told["quality"]
        spread = np.exp(quality["defect_spread"] * chance.normal(b[0]))
        self.defect = np.clip(quality["defect"] * spread, 0.001, 0.12)
        risk = np.array([table["fit_risk"] for table in tables])
        self.fit_risk = np.clip(risk * (0.5 + b[1]), 0.0, 0.5)
        self.page = np.clip(1.0 + quality["page_spread"] * chance.normal(b[2]), 0.7, 1.2)
        least, most = quality["images"]
        few = b[3] < quality["few_images"]
        self.images = np.where(few, 2, least + (b[3] * (most - least + 1)).astype(np.int64))
        self.video = c[3] < quality["video"]
        self.offered = c[2] < price["launch_share"]
        self.times, self.word = c, b[1]

    def sku_cents(self) -> tuple[NDArray[np.int64], Ints, Ints]:
        """Return the SKU numbers of these slots, their list prices and their goods costs."""
        sku, at, factor = self._skus(4)
        endings = self.slots.told["price"]["endings"]
        listed = with_ending(self.base_cents[at] * factor, endings)
        return sku, listed, np.round(listed * self.cost_share[at]).astype(np.int64)

    def shares(self) -> Floats:
        """Return each SKU's share of its listing's sales, summing to 1 within a listing."""
        sku, at, usual = self._skus(3)
        spread = self.slots.told["range"]["variant_spread"]
        weight = usual * np.exp(spread * self.slots.world.draws.normal("catalogue.variant", sku))
        return np.asarray(weight / np.bincount(at, weight)[at])

    def _skus(self, place: int) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        sku = np.flatnonzero(np.isin(self.slots.sku_product, self.which))
        order = np.argsort(self.which)
        at = order[np.searchsorted(self.which[order], self.slots.sku_product[sku])]
        told = [np.prod([option[place] for option in self.slots.options[s]]) for s in sku.tolist()]
        return sku, at, np.array(told, float)


def _heavy(uniform: Floats, spread: float) -> Floats:
    """Return weights with mean about 1: lognormal, cut at both ends."""
    z = np.clip(chance.normal(uniform), -MOST, MOST)
    return np.asarray(np.exp(spread * z - spread**2 / 2))


def _between(uniform: Floats, tables: list[Any], name: str, *, ratio: bool = False) -> Floats:
    low, high = (np.array([table[name][i] for table in tables], float) for i in (0, 1))
    if ratio:
        return np.asarray(low * (high / low) ** uniform)
    return np.asarray(low + (high - low) * uniform)
