"""What is each listing and each of its variants, from code and title to cost and appeal?

The unit is one slot for a listing (P of them) and one variant (SKU, K). All arrays are functions of
the seed, the profile and each slot's generation: they are built, not saved. It refuses to know the
day: what changes from day to day stands in `catalogue`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.piece import Piece
from playbook.simulator.range import catalogue_life as life
from playbook.simulator.range import catalogue_links as links
from playbook.simulator.range.catalogue_build import Slots, Traits
from playbook.simulator.range.catalogue_plan import Terms
from playbook.simulator.range.catalogue_words import Words, variant_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Range(Piece):
    """What a shop sells.

    Attributes
    ----------
    products, skus : int
        P slots for listings, K SKUs.
    categories : list of int
        Text codes; `category_ids` holds their ids.
    category, supplier, season, listed, retires : int arrays, shape (P,)
        `listed` and `retires` are day indexes, as planned; a listing comes again when `listed`
        changes.
    appeal, elasticity, defect, fit_risk, page_score : arrays, shape (P,)
    similar, companions : int arrays, shape (P, 4)
    sku_product, list_cents, cost_cents, floor_cents : int arrays, shape (K,)
    variant_share : array, shape (K,)
        Sums to 1 within a listing.
    sku_code, variant_code : int32 arrays, shape (K,)
    product_code, title_code, page_code : int32 arrays, shape (P,)
    """

    name = "catalogue"
    # `_blank` makes them.
    appeal: Floats
    elasticity: Floats
    defect: Floats
    fit_risk: Floats
    page_score: Floats
    _page: Floats
    season: Ints
    listed: Ints
    retires: Ints
    images: Ints
    offered: NDArray[np.bool_]
    video: NDArray[np.bool_]
    list_cents: Ints
    cost_cents: Ints
    floor_cents: Ints
    product_code: NDArray[np.int32]
    title_code: NDArray[np.int32]
    page_code: NDArray[np.int32]

    def __init__(self, world: World) -> None:
        super().__init__(world)
        told = self.constants = world.profile.section("catalogue")
        self.slots = Slots(world, told)
        self.products, self.skus = self.slots.count, len(self.slots.sku_product)
        self.category, self.supplier = self.slots.category, self.slots.supplier
        self.sku_product = self.slots.sku_product
        self.category_ids = self.slots.ids
        self.categories = [world.say(t["en"], t["zh"]) for t in self.slots.tables]
        self.seasons = life.Seasons(told["season"], world.start)
        named = [(told["season"][s]["en"], told["season"][s]["zh"]) for s in life.SEASONS]
        self.words = [Words(table, told["words"], named) for table in self.slots.tables]
        self._turns = world.draws.uniform("catalogue.words", np.arange(len(self.words)))
        self.generation = np.zeros(self.products, np.int64)
        self._blank()
        jitter = world.draws.uniform("catalogue.launch", np.arange(self.products))
        later = life.launch_days(told["range"], world.start, jitter[self.slots.first :])
        self._launch = np.concatenate([np.full(self.slots.first, -1), later])
        self._describe(np.arange(self.products))
        self._link()

    def _blank(self) -> None:
        """Make room for the traits of all slots."""
        for name in ("appeal", "elasticity", "defect", "fit_risk", "_page"):
            setattr(self, name, np.zeros(self.products))
        for name in ("season", "listed", "retires", "images"):
            setattr(self, name, np.zeros(self.products, np.int64))
        for name in ("product_code", "title_code", "page_code"):
            setattr(self, name, np.zeros(self.products, np.int32))
        for name in ("offered", "video"):
            setattr(self, name, np.zeros(self.products, bool))
        for name in ("list_cents", "cost_cents", "floor_cents"):
            setattr(self, name, np.zeros(self.skus, np.int64))
        self.variant_share = np.zeros(self.skus)
        self.sku_code, self.variant_code = (np.zeros(self.skus, np.int32) for _i in range(2))
        self._sku_of_text: dict[str, int] = {}
        self.chosen: dict[int, dict[str, tuple[str, str]]] = {}

    def _describe(self, which: Ints) -> None:
        """Fill slots with the listings of their present generation."""
        traits = Traits(self.slots, which, self.generation[which])
        for name in ("appeal", "elasticity", "defect", "fit_risk", "images", "video", "offered"):
            getattr(self, name)[which] = getattr(traits, name)
        self._page[which] = traits.page
        tables = [self.slots.tables[int(i)] for i in self.category[which]]
        launch = self._launch[which]
        terms = Terms(self.constants, self.seasons, tables, traits.times, launch)
        self.season[which], self.listed[which] = terms.season, terms.listed
        self.retires[which] = terms.retires
        sku, listed, cost = traits.sku_cents()
        self.list_cents[sku], self.cost_cents[sku] = listed, cost
        over = self.constants["price"]["floor_over_cost"]
        self.floor_cents[sku] = np.round(cost * over).astype(np.int64)
        self.variant_share[sku] = traits.shares()
        number = self.world.draws.hash(
            "catalogue.number", which + self.generation[which] * self.products
        )
        for slot, each in zip(which.tolist(), (number % 10**11).tolist(), strict=True):
            self._name(slot, each)

    def _name(self, slot: int, number: int) -> None:
        """Give a listing and its variants their codes and titles."""
        world, category = self.world, int(self.category[slot])
        generation, season = int(self.generation[slot]), int(self.season[slot])
        turn = float(self._turns[category])
        chosen = self.words[category].choice(slot + generation * self.products, season, turn)
        self.chosen[slot] = chosen
        year = world.date_of(int(self.listed[slot])).year
        self.title_code[slot] = world.say(*self.words[category].title(chosen, season, year))
        self.product_code[slot] = world.texts.code(f"6{number:011d}")
        self.page_code[slot] = world.texts.code(f"item-6{number:011d}")
        head = f"{self.slots.tables[category]['code']}{slot + 1 + generation * 1000:04d}"
        first, end = np.searchsorted(self.sku_product, [slot, slot + 1]).tolist()
        for sku in range(first, end):
            options = self.slots.options[sku]
            text = "-".join([head, *(option[0] for option in options)])
            if generation:
                self._sku_of_text.pop(world.texts.values[self.sku_code[sku]], None)
            self.sku_code[sku] = world.texts.code(text)
            self.variant_code[sku] = world.texts.code(variant_name(world, options))
            self._sku_of_text[text] = sku

    def _link(self) -> None:
        shared = links.overlap(self.listed, self.retires)
        usual = np.bincount(self.sku_product, self.list_cents * self.variant_share).astype(float)
        self.similar = links.similar(self.category, usual, shared)
        goes = np.array(
            [[other in t["goes_with"] for other in self.category_ids] for t in self.slots.tables]
        )
        luck = self.world.draws.uniform("catalogue.taste", np.arange(self.products))
        self.companions = links.companions(self.category, goes, self.appeal, shared, luck)

    def sku_index(self, text: str) -> int:
        """Return the SKU of a seller's code, -1 when there is none."""
        return self._sku_of_text.get(text, -1)
