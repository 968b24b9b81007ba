"""What do rivals ask for the like, and how dear are we beside them?

The unit is one rival's listing beside one of ours on one day. Equations:
``rival share = price_level x level x exp(price_spread z(rival, listing, month)) x (1 - offer) x
(1 - phase discount)`` as a share of our list price;
``price_index = own price share x (1 - discount) / median over matched rivals``; 1 for listings
that no rival has. What it does to buyers is the flow's matter (`rival_elasticity`).

Targets: ``rival_price(product, rival)``. Writes `competitors`, a row a day for each matched pair,
seen from outside: estimates are estimates. It refuses to let rivals react to us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator import draws as chance
from playbook.simulator.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

UNITS_AN_ORDER = 1.5


class Competitors(Piece):
    """Rival shops.

    Attributes
    ----------
    rivals : int
        How many.
    matched : bool array, shape (rivals, P)
        Whether a rival has the like of a listing.
    """

    name = "competitors"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        told: dict[str, Any] = world.profile.section("competitors")
        self.constants = told
        rivals, products = told["rival"], world.catalogue.products
        self.rivals = len(rivals)
        self.pairs = np.arange(self.rivals * products).reshape(self.rivals, products)
        listed = world.draws.uniform(self.draw("listing"), np.arange(products))
        u = self._drawn("pair")
        self.matched = (listed < told["matched"]) & (u[0] < told["match_chance"])
        level = np.array([one["level"] for one in rivals]) * told["price_level"]
        self.level = np.repeat(level[:, None], products, axis=1)
        self.size = np.array([one["size"] for one in rivals])
        self.rival_text = np.array([world.say(r["en"], r["zh"]) for r in rivals], np.int32)
        self.positioning = np.array([world.say(*r["positioning"]) for r in rivals], np.int32)
        self.quality = world.texts.codes(told["quality"])
        self._traits(u)

    def _drawn(self, purpose: str, time: int = 0) -> list[Floats]:
        told = self.world.draws.uniforms(self.draw(purpose), self.pairs.ravel(), time=time)
        return [u.reshape(self.pairs.shape) for u in told]

    def _traits(self, u: list[Floats]) -> None:
        """Draw what stays of each rival's listing: its number, title, reviews and rating."""
        told, texts = self.constants, self.world.texts
        v = self._drawn("traits")
        self.start_day = (v[0] * told["reprice_days"]).astype(np.int64)
        self.reviews = told["reviews"] * np.exp(chance.normal(v[1]))
        self.rating = np.round(4.85 - 0.35 * v[2] ** 2, 1)
        self.rank = told["rank_mean"] * np.exp(0.8 * chance.normal(v[3]))
        self.kind = self.quality[(u[1] * len(self.quality)).astype(np.int64)]
        at = np.argwhere(self.matched)
        self.rival_sku = np.full(self.pairs.shape, -1, np.int32)
        self.titles = np.full(self.pairs.shape, -1, np.int32)
        catalogue = self.world.catalogue
        for rival, product in at.tolist():
            number = f"{rival + 7}{int(u[2][rival, product] * 10**11):011d}"
            self.rival_sku[rival, product] = texts.code(number)
            words = catalogue.words[int(catalogue.category[product])]
            season = int(catalogue.season[product])
            chosen = {
                **words.choice(product * 7 + rival, season, float(u[3][rival, product])),
                "noun": catalogue.chosen[product]["noun"],
            }
            year = self.world.start.year
            self.titles[rival, product] = self.world.say(*words.title(chosen, season, year))

    def plan(self, day: Day) -> None:
        """Compare our prices with theirs."""
        self.share = self.shares(day)
        own = self.own_share(day)
        seen = np.where(self.matched, self.share, np.nan)
        held = self.matched.any(axis=0)
        middle = np.ones(len(own))
        middle[held] = np.nanmedian(seen[:, held], axis=0)
        day.price_index = np.where(held, own / middle, 1.0)

    def own_share(self, day: Day) -> Floats:
        """Return what buyers pay here as a share of the list price, per listing."""
        catalogue = self.world.catalogue
        share = catalogue.variant_share * day.price_cents / catalogue.list_cents
        paid = np.bincount(catalogue.sku_product, share, minlength=catalogue.products)
        return np.asarray(paid * (1.0 - day.discount))

    def shares(self, day: Day) -> Floats:
        """Return rivals' prices as a share of our list prices, shape (rivals, P)."""
        told = self.constants
        month = (day.index + self.start_day) // told["reprice_days"]
        entity = self.pairs + self.pairs.size * month
        z = chance.normal(self.world.draws.uniform(self.draw("price"), entity.ravel()))
        share = self.level * np.exp(told["price_spread"] * z.reshape(self.pairs.shape))
        share *= np.where(self.offers(day), 1.0 - told["offer_discount"], 1.0)
        share *= 1.0 - told["phase_discount"].get(day.phase, 0.0)
        rival, product = np.indices(self.pairs.shape)
        changed = day.effects.apply(
            "rival_price", share.ravel(), product=product.ravel(), rival=rival.ravel()
        )
        return np.asarray(changed).reshape(self.pairs.shape)

    def offers(self, day: Day) -> NDArray[np.bool_]:
        """Which rival listings are on a short offer of their own?"""
        told = self.constants
        stretch = (day.index + self.start_day) // told["offer_days"]
        entity = self.pairs + self.pairs.size * stretch
        u = self.world.draws.uniform(self.draw("offer"), entity.ravel())
        return np.asarray(u.reshape(self.pairs.shape) < told["offer_chance"])

    def record(self, day: Day) -> None:
        """Write what is seen of rivals today."""
        rival, product = np.nonzero(self.matched & day.on_shelf)
        if not len(rival):
            return
        world, catalogue, told = self.world, self.world.catalogue, self.constants
        u = world.draws.uniforms(self.draw("day"), self.pairs[rival, product], time=day.index)
        listed = self._list_cents()[product]
        price = np.round(listed * self.share[rival, product] / 100) * 100 - 10
        pull = catalogue.appeal[product] * day.life[product] * day.demand * world.orders_per_day
        mean = pull * UNITS_AN_ORDER * self.size[rival] * self.share[rival, product] ** -1.5
        units = chance.poisson(u[0], mean)
        price = np.maximum(price, 90).astype(np.int64)
        world.frame("competitors").append(
            date=np.full(len(rival), day.number),
            rival=self.rival_text[rival],
            sku=self._main_sku()[product],
            rival_sku=self.rival_sku[rival, product],
            title=self.titles[rival, product],
            category=np.array(catalogue.categories, np.int32)[catalogue.category[product]],
            match_quality=self.kind[rival, product],
            price=price,
            list_price=np.maximum(np.round(listed * 1.1 / 1000) * 1000, price).astype(np.int64),
            promotion=self._promotion(day)[rival, product],
            in_stock=u[1] < told["ordinary_stock"],
            search_rank=np.maximum(np.round(self.rank[rival, product] * (0.8 + 0.4 * u[2])), 1.0),
            review_count=(self.reviews[rival, product] * (1 + day.index / 700)).astype(np.int64),
            rating=self.rating[rival, product],
            positioning=self.positioning[rival],
            sales_estimate=units * price,
            units_estimate=units,
            source=np.full(len(rival), world.say("seen in the shop", "人工巡店"), np.int32),
        )

    def _promotion(self, day: Day) -> NDArray[np.int32]:
        """Return the text of the promotion seen, -1 for none."""
        world = self.world
        seen = np.where(self.offers(day), world.say("limited-time offer", "限时优惠"), -1)
        if self.constants["phase_discount"].get(day.phase, 0.0) > 0:
            family = world.calendar.families[day.family]
            seen[:] = world.say(f"{family.en} price", f"{family.zh}活动价")
        return seen.astype(np.int32)

    def _main_sku(self) -> NDArray[np.int32]:
        catalogue = self.world.catalogue
        return np.asarray(catalogue.sku_code[self._main()], np.int32)

    def _list_cents(self) -> Ints:
        return np.asarray(self.world.catalogue.list_cents[self._main()], np.int64)

    def _main(self) -> Ints:
        """Return the variant of each listing that sells most."""
        catalogue = self.world.catalogue
        order = np.lexsort((-catalogue.variant_share, catalogue.sku_product))
        first = np.searchsorted(catalogue.sku_product[order], np.arange(catalogue.products))
        return np.asarray(order[first], np.int64)
