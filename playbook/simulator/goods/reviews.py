"""Which reviews are written today, and how does the shop's rating move?

The unit is one review. Opinions form when a line is signed for (`reviews_opinion`), reviews come
exp(log median + sigma z) days later, some get a later addition, the shop answers some within a
day. Equation of a listing's rating: (prior x weight + sum of stars) / (weight + reviews), where all
weights halve in `half_life_days` and the first weight is what the sales to expect would have
brought. It feeds conversion and search rank.

Targets: "review" (product, channel, region) scales the chance of a review; "complaint" (product,
topic, region, channel) scales an issue's chance; "bombing" (product) adds that many one-star
reviews by new accounts today; "reply" (product) scales the chance of an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece
from playbook.simulator.goods.reviews_opinion import opinions
from playbook.simulator.goods.reviews_rows import FACTS, FEW, Rows
from playbook.simulator.goods.reviews_words import BAD, GOOD, Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]
    Fields = dict[str, Array]


class Reviews(Piece):
    """Reviews and ratings.

    Attributes
    ----------
    rating : array, shape (P,)
        The shop's rating of each listing, 1 to 5 stars.
    stars, weight : arrays, shape (P,)
        Forgetting sums of stars and of reviews, the prior included.
    bombed : array, shape (P,)
        Forgetting count of false one-star reviews that nobody has reported.
    """

    name = "reviews"
    state = ("stars", "weight", "bombed", "listing")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("reviews")
        self.words = Words(world)
        self.rows = Rows(world, self.words, self.constants)
        count = world.catalogue.products
        told = self.constants["rating"]
        z = world.draws.normal(self.draw("prior"), np.arange(count))
        self.prior = np.clip(told["prior"] + told["prior_spread"] * z, 4.2, 4.95)
        self.weight = self._first_weight(told)
        self.stars = self.prior * self.weight
        self.bombed = np.zeros(count)
        self.listing = np.asarray(world.catalogue.product_code, np.int64).copy()

    def _first_weight(self, told: dict[str, Any]) -> NDArray[np.float64]:
        """Return for how many reviews the past counts: popular listings have more."""
        appeal = np.asarray(self.world.catalogue.appeal)
        on_shelf = np.asarray(self.world.catalogue.listed) <= 0
        share = appeal / max(float(appeal[on_shelf].sum()), 1e-9)
        lines = self.world.orders_per_day * told["lines_per_order"] * share
        span = told["half_life_days"] / np.log(2)
        return np.asarray(told["new_weight"] + lines * self.constants["rate"] * span)

    @property
    def rating(self) -> NDArray[np.float64]:
        """The shop's rating of each listing (P)."""
        return np.asarray(self.stars / self.weight)

    def plan(self, day: Day) -> None:
        """Forget a little; a new listing starts from little."""
        del day
        keep = 0.5 ** (1 / self.constants["rating"]["half_life_days"])
        # The prior never wears off below a few reviews' weight.
        floor = self.constants["rating"]["new_weight"]
        faded = np.maximum(self.weight * keep, floor)
        self.stars, self.weight = self.rating * faded, faded
        self.bombed = self.bombed * keep
        codes = np.asarray(self.world.catalogue.product_code, np.int64)
        fresh = np.flatnonzero(codes != self.listing)
        if len(fresh):
            self.listing[fresh] = codes[fresh]
            self.weight[fresh] = floor
            self.stars[fresh] = self.prior[fresh] * floor
            self.bombed[fresh] = 0

    def record(self, day: Day) -> None:
        """Form opinions on what arrived, write the reviews that fall due, and answer."""
        self._form(day)
        self._due(day)
        if day.effects.of("bombing"):
            self._bombed(self.rows.bombing(day))

    def _form(self, day: Day) -> None:
        signed = self.world.refunds.signed
        if signed is None:
            return
        told = self.constants
        lines, at, reason = signed
        u = self.world.draws.uniforms(self.draw("opinion"), lines.key)
        v = self.world.draws.uniforms(self.draw("words"), lines.key)
        formed = opinions(told, day, lines, reason, [*u, *v])
        rows = np.flatnonzero(formed.written)
        w = v[3][rows]
        days = told["days"] * np.exp(told["sigma"] * chance.normal(w))
        days = np.where(formed.default[rows], told["default_days"] + w * 0.5, np.minimum(days, 60))
        when = at[rows] + (days * DAY_S).astype(np.int64)
        self.world.agenda.put(
            "review",
            day.index + np.maximum(when // DAY_S - day.number, 0),
            key=lines.key[rows],
            **self.rows.facts(lines.order[rows], lines.row[rows]),
            at=when,
            topic=formed.topic[rows],
            other=formed.other[rows],
            stars=formed.stars[rows],
            tone=formed.tone[rows],
            default=formed.default[rows],
        )

    def _due(self, day: Day) -> None:
        """Write the reviews and the additions whose day has come."""
        parts = [self._first(day), self._follow(day)]
        told = [part for part in parts if part]
        if told:
            both = {n: np.concatenate([part[n] for part in told], axis=-1) for n in told[0]}
            self.rows.write(day, both)

    def _first(self, day: Day) -> Fields:
        """Return the reviews that fall due, with their texts."""
        told = self.world.agenda.take("review", day.index)
        if not told:
            return {}
        key = told["key"]
        u = self.world.draws.uniforms(self.draw("text"), key)
        text = self.words.write(told["tone"], told["topic"], told.pop("other"), u)
        silent = self.words.alone(np.full(len(key), self.words.default))
        told["text"] = np.where(told["default"], np.stack(silent), np.stack(text))
        told["follow"] = np.zeros(len(key), bool)
        self._count(told["product"], told["stars"])
        self._book_follow(day, told)
        return told

    def _count(self, product: Array, stars: Array) -> None:
        size = len(self.weight)
        self.stars = self.stars + np.bincount(product, stars, size)
        self.weight = self.weight + np.bincount(product, minlength=size)

    def _book_follow(self, day: Day, told: Fields) -> None:
        """Book later additions: criticism is taken up again more often."""
        u = self.world.draws.uniforms(self.draw("follow"), told["key"])
        bad = told["stars"] <= FEW
        share = self.constants["follow_share"] * np.where(bad, 2.0, 1.0)
        rows = np.flatnonzero((u[0] < share) & ~told["default"])
        low, high = self.constants["follow_days"]
        wait = (low + (high - low) * u[1][rows]).astype(np.int64)
        self.world.agenda.put(
            "review_follow",
            day.index + wait,
            key=told["key"][rows],
            **{name: told[name][rows] for name in FACTS},
            at=told["at"][rows] + wait * DAY_S,
            topic=told["topic"][rows],
            bad=bad[rows] ^ (u[2][rows] < 0.12),
            luck=u[3][rows],
        )

    def _follow(self, day: Day) -> Fields:
        """Return the later additions that fall due."""
        told = self.world.agenda.take("review_follow", day.index)
        if not told:
            return {}
        key, bad = told["key"], told.pop("bad")
        told["text"] = np.stack(self.words.follow(bad, told.pop("luck")))
        told["stars"] = np.full(len(key), NULL)
        told["default"] = np.zeros(len(key), bool)
        told["tone"] = np.where(bad, BAD, GOOD)
        told["follow"] = np.ones(len(key), bool)
        return told

    def _bombed(self, counts: Array) -> None:
        self.stars, self.weight = self.stars + counts, self.weight + counts
        self.bombed = self.bombed + counts

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return `report_reviews`."""
        return {"report_reviews": self.decide_report}

    def decide_report(self, sku: str) -> None:
        """Report near-equal reviews of a product: the platform takes them out of its rating.

        Raises
        ------
        ParameterError
            There is no such SKU.
        """
        index = int(self.world.catalogue.sku_index(sku))
        product = int(np.asarray(self.world.catalogue.sku_product)[index])
        self.stars[product] -= self.bombed[product]
        self.weight[product] -= self.bombed[product]
        self.bombed[product] = 0
