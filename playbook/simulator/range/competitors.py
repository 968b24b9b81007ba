"""What do rivals ask for the like, and how dear are we beside them?

The unit is one rival's listing beside one of ours (a pair) on one day. Equations:
``rival share = price_level x level x exp(price_spread z(pair, month)) x (1 - offer) x (1 - phase
discount)`` as a share of our list price;
``price_index = own price share x (1 - discount) / median over matched rivals``; 1 for listings
that no rival has. What it does to buyers is the flow's matter (`rival_elasticity`).

Targets: ``rival_price(product, rival)``. Writes `competitors`, a row a day for each pair, seen from
outside: estimates are estimates. It refuses to let rivals react to us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]
    Bools = NDArray[np.bool_]

UNITS_AN_ORDER = 1.5
REVIEW_DAYS = 700.0
"""Days in which a rival's listing gets as many reviews again as it had on the first day."""


class Competitors(Piece):
    """Rival shops.

    Attributes
    ----------
    rivals : int
        How many.
    rival, product : int arrays, shape (pairs,)
        Which rival has the like of which of our listings.
    share : array, shape (pairs,)
        Rival's price today as a share of our list price.
    """

    name = "competitors"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        told: dict[str, Any] = world.profile.section("competitors")
        self.constants = told
        rivals, products = told["rival"], world.catalogue.products
        self.rivals, every = len(rivals), np.arange(products)
        listed = world.draws.uniform(self.draw("listing"), every) < told["matched"]
        entity = np.arange(self.rivals * products)
        met = world.draws.uniform(self.draw("pair"), entity) < told["match_chance"]
        self.key = np.flatnonzero(met & np.tile(listed, self.rivals))
        self.rival, self.product = np.divmod(self.key, products)
        self.span = self.rivals * products
        level = np.array([one["level"] for one in rivals]) * told["price_level"]
        self.level, self.size = level[self.rival], np.array([r["size"] for r in rivals])[self.rival]
        names = np.array([world.say(r["en"], r["zh"]) for r in rivals], np.int32)
        positions = np.array([world.say(*r["positioning"]) for r in rivals], np.int32)
        self.rival_text, self.positioning = names[self.rival], positions[self.rival]
        self._traits()
        self._generation: Ints | None = None
        self._meet()

    def _traits(self) -> None:
        """Draw what stays of each rival's listing: number, reviews, rating, rank, likeness."""
        told, texts = self.constants, self.world.texts
        u = self.world.draws.uniforms(self.draw("traits"), self.key)
        v = self.world.draws.uniforms(self.draw("look"), self.key)
        self.start_day = (u[0] * told["reprice_days"]).astype(np.int64)
        self.reviews = told["reviews"] * np.exp(chance.normal(u[1]))
        self.rating = np.round(4.85 - 0.35 * u[2] ** 2, 1)
        self.rank = told["rank_mean"] * np.exp(0.8 * chance.normal(u[3]))
        quality = texts.codes(told["quality"])
        self.kind = quality[(v[0] * len(quality)).astype(np.int64)]
        numbers = (v[1] * 10**11).astype(np.int64).tolist()
        named = zip(self.rival.tolist(), numbers, strict=True)
        self.rival_sku = texts.codes(f"{rival + 7}{number:011d}" for rival, number in named)
        self.turn = v[2]

    def _meet(self) -> None:
        """Name rivals' listings after ours, again when ours have changed."""
        catalogue = self.world.catalogue
        if self._generation is not None and np.array_equal(self._generation, catalogue.generation):
            return
        self._generation = catalogue.generation.copy()
        self.titles = np.array([self._title(i) for i in range(len(self.key))], np.int32)
        order = np.lexsort((-catalogue.variant_share, catalogue.sku_product))
        first = np.searchsorted(catalogue.sku_product[order], self.product)
        self.main_sku: Ints = order[first]

    def _title(self, pair: int) -> int:
        catalogue, product = self.world.catalogue, int(self.product[pair])
        words, season = catalogue.words[catalogue.category[product]], int(catalogue.season[product])
        nth = product * 7 + int(self.rival[pair])
        chosen = words.choice(nth, season, float(self.turn[pair]))
        chosen = {**chosen, "noun": catalogue.chosen[product]["noun"]}
        year = self.world.date_of(int(catalogue.listed[product])).year
        return self.world.say(*words.title(chosen, season, year))

    def plan(self, day: Day) -> None:
        """Compare our prices with theirs."""
        self._meet()
        self.offered = self._offers(day)
        self.share = self._shares(day)
        seen = np.full((self.rivals, self.world.catalogue.products), np.inf)
        seen[self.rival, self.product] = self.share
        day.price_index = self.own_share(day) / _median(seen)

    def own_share(self, day: Day) -> Floats:
        """Return what buyers pay here as a share of the list price, per listing."""
        catalogue = self.world.catalogue
        share = catalogue.variant_share * day.price_cents / catalogue.list_cents
        paid = np.bincount(catalogue.sku_product, share, minlength=catalogue.products)
        return np.asarray(paid * (1.0 - day.discount))

    def _shares(self, day: Day) -> Floats:
        """Return rivals' prices today as a share of our list prices, shape (pairs,)."""
        told = self.constants
        month = (day.index + self.start_day) // told["reprice_days"]
        z = self.world.draws.normal(self.draw("price"), self.key + self.span * month)
        share = self.level * np.exp(told["price_spread"] * z)
        share *= np.where(self.offered, 1.0 - told["offer_discount"], 1.0)
        share *= 1.0 - told["phase_discount"].get(day.phase, 0.0)
        dims = {"product": self.product, "rival": self.rival}
        return np.asarray(day.effects.apply("rival_price", share, **dims))

    def _offers(self, day: Day) -> Bools:
        """Which rival listings are on a short offer of their own?"""
        told = self.constants
        stretch = (day.index + self.start_day) // told["offer_days"]
        entity = self.key + self.span * stretch
        return self.world.draws.happens(self.draw("offer"), entity, told["offer_chance"])

    def record(self, day: Day) -> None:
        """Write what is seen of rivals today."""
        at = np.flatnonzero(day.on_shelf[self.product])
        if not len(at):
            return
        world, catalogue, product = self.world, self.world.catalogue, self.product[at]
        u = world.draws.uniforms(self.draw("day"), self.key[at], time=day.index)
        listed = catalogue.list_cents[self.main_sku[at]]
        price = np.maximum(np.round(listed * self.share[at] / 100) * 100 - 10, 90)
        price = price.astype(np.int64)
        pull = catalogue.appeal[product] * day.life[product] * day.demand * world.orders_per_day
        mean = pull * UNITS_AN_ORDER * self.size[at] * self.share[at] ** -1.5
        units = chance.poisson(u[0], mean)
        world.frame("competitors").append(
            date=np.full(len(at), day.number),
            rival=self.rival_text[at],
            sku=catalogue.sku_code[self.main_sku[at]],
            rival_sku=self.rival_sku[at],
            title=self.titles[at],
            category=np.array(catalogue.categories, np.int32)[catalogue.category[product]],
            match_quality=self.kind[at],
            price=price,
            list_price=np.maximum(np.round(listed * 1.1 / 1000) * 1000, price).astype(np.int64),
            promotion=self._promotion(day)[at],
            in_stock=u[1] < self.constants["ordinary_stock"],
            search_rank=np.maximum(np.round(self.rank[at] * (0.8 + 0.4 * u[2])), 1.0),
            review_count=(self.reviews[at] * (1 + day.index / REVIEW_DAYS)).astype(np.int64),
            rating=self.rating[at],
            positioning=self.positioning[at],
            sales_estimate=units * price,
            units_estimate=units,
            source=np.full(len(at), world.say("seen in the shop", "人工巡店"), np.int32),
        )

    def _promotion(self, day: Day) -> Codes:
        """Return the text of the promotion seen at each pair, -1 for none."""
        world = self.world
        if self.constants["phase_discount"].get(day.phase, 0.0) > 0:
            family = world.calendar.families[day.family]
            text = world.say(f"{family.en} price", f"{family.zh}活动价")
            return np.full(len(self.key), text, np.int32)
        return np.where(self.offered, world.say("limited-time offer", "限时优惠"), -1).astype(
            np.int32
        )


def _median(seen: Floats) -> Floats:
    """Return each column's median of its finite values, 1 for a column without any."""
    held = np.isfinite(seen).sum(axis=0)
    ordered = np.sort(seen, axis=0)
    column = np.arange(seen.shape[1])
    low, high = np.maximum(held - 1, 0) // 2, np.minimum(held // 2, len(seen) - 1)
    middle = (ordered[low, column] + ordered[high, column]) / 2
    return np.where(held > 0, middle, 1.0)
