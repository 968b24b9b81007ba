"""What does the market look like from the shop: search terms and categories?

Writes `search_terms` (platform searches with the shop's share in them, and searches within the
shop, some of which find nothing) and `category_days` (an index of each category, whole and by
price band). The shop's impressions, clicks, buyers and money in terms are those of its real search
visits, dealt out to the terms of the product's category, so they add up to the search channel's.

Equations: searches of a term = exposures of an ordinary day x searches_per_exposure x size x season
x demand x noise; a visit's term ~ size x season x intent among those who looked round, x (2 -
intent) among those who left at once. Sales index = level x season of the category x demand x drift.

Targets: searches(term), category_index(category). It refuses to let the shop move the market.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.draws import normal, poisson
from playbook.simulator.core.piece import Piece
from playbook.simulator.reach.market_categories import Categories
from playbook.simulator.reach.market_terms import terms_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

NOISE_SD = 0.07
CLICKED = 0.58
"""Share of platform searches after which somebody clicks any result."""
IN_SHOP = 10
"""So many of the terms are also searched within the shop."""
BID_SHARE = 1.3
"""Suggested bid against the mean price of a click."""


class Market(Piece):
    """Search terms and categories.

    Attributes
    ----------
    terms : Terms
        The terms followed on the platform.
    drift : float array
        How far each category and price band has drifted, in logs.
    """

    name = "market"
    state = ("drift", "noise")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.told: dict[str, Any] = world.profile.section("market")
        self.terms = terms_of(world)
        count = len(self.terms)
        self.market, self.shop = (world.texts.code(scope) for scope in ("market", "shop"))
        u = world.draws.uniforms(self.draw("term"), np.arange(count))
        self.results = np.rint(np.exp(normal(u[0]) * 0.9 + 9.5) * self.terms.competition)
        self.results = self.results.astype(np.int64)
        prices = world.ads.plans.price
        price = float(prices[prices > 0].mean()) if (prices > 0).any() else 0.0
        self.bid = np.rint(self.terms.price * price * BID_SHARE).astype(np.int64)
        gaps = list(self.told["gaps"].values())
        self.gaps = np.array([world.say(row["en"], row["zh"]) for row in gaps], np.int32)
        self.categories = Categories(world, self.told)
        self.drift = np.zeros(self.categories.count)
        self.noise = np.zeros(self.categories.count)
        self._search = world.channels.kinds.index("search")

    def record(self, day: Day) -> None:
        """Write the day's terms and categories."""
        month = day.date.month + (day.date.day - 1) / 31
        season = self.terms.season(month, float(self.told["season_swing"]))
        weight = self.terms.size * season
        cells = np.arange(max(len(self.terms), IN_SHOP + len(self.gaps)))
        u = self.world.draws.uniforms(self.draw("day"), cells, time=day.index)
        count = len(self.terms)
        self._on_platform(day, weight, normal(u[0][:count]), normal(u[1][:count]))
        self._in_shop(day, weight, u[2])
        self.drift, self.noise = self.categories.write(day, self.drift, self.noise)

    def _on_platform(self, day: Day, weight: Floats, z: Floats, z_searches: Floats) -> None:
        count, terms = len(self.terms), self.terms
        searches = self._searches(day, weight, z_searches)
        told = self._own(day, weight)
        self.world.frame("search_terms").append(
            date=np.full(count, day.number),
            scope=np.full(count, self.market, np.int32),
            term=terms.text,
            category=np.array(self.world.catalogue.categories, np.int32)[terms.category],
            searches=searches,
            zero_result_searches=np.zeros(count, np.int64),
            results=self.results,
            clicks=np.rint(searches * CLICKED).astype(np.int64),
            own_rank=self._rank(day, z),
            competition=np.round(terms.competition * np.exp(0.02 * z), 3),
            bid=self.bid,
            **told,
        )

    def _searches(self, day: Day, weight: Floats, z: Floats) -> Ints:
        channels, number = self.world.channels, np.arange(len(weight))
        usual = channels.base * channels.share[self._search]
        usual = usual / float(channels.told["search"]["click_rate"])
        mean = usual * float(self.told["searches_per_exposure"]) * weight * day.demand
        mean = day.effects.apply("searches", mean * np.exp(NOISE_SD * z), term=number)
        searches: Ints = np.rint(mean).astype(np.int64)
        return searches

    def _own(self, day: Day, weight: Floats) -> dict[str, NDArray[Any]]:
        """Deal the shop's search exposures, visits and orders out to the terms."""
        catalogue, terms, visits = self.world.catalogue, self.terms, day.visits
        shown = np.bincount(catalogue.category, day.exposures, len(catalogue.categories))
        within = np.bincount(terms.category, weight, len(catalogue.categories))[terms.category]
        at = np.flatnonzero((visits.channel == self._search) & ~visits.bot)
        term = np.full(len(visits), -1)
        category = catalogue.category[visits.product[at]]
        u = self.world.draws.uniform(self.draw("visit"), visits.key[at])
        term[at] = self._term(category, visits.bounced[at], u, weight)
        orders, count = day.orders, len(terms)
        paid = np.flatnonzero(orders.paid & orders.fresh)
        paid = paid[term[orders.visit[paid]] >= 0]
        of, customer = term[orders.visit[paid]], orders.customer[paid]
        pairs = np.unique(of * np.int64(2**40) + customer) // np.int64(2**40)
        amount = np.bincount(of, orders.paid_cents[paid], count)
        return {
            "own_impressions": np.rint(shown[terms.category] * weight / within).astype(np.int64),
            "own_clicks": np.bincount(term[term >= 0], minlength=count),
            "own_buyers": np.bincount(pairs, minlength=count),
            "own_paid_amount": np.rint(amount).astype(np.int64),
        }

    def _term(self, category: Ints, bounced: Bools, u: Floats, weight: Floats) -> Ints:
        """Return the term behind each visit, among those of its category; -1 without any."""
        terms = self.terms
        order = np.argsort(terms.category, kind="stable")
        start = np.searchsorted(terms.category[order], np.arange(int(category.max(initial=0)) + 2))
        first, last = start[category], start[category + 1] - 1
        found = np.full(len(category), -1)
        for left in (False, True):
            tilt = np.clip(2 - terms.intent if left else terms.intent, 0.1, None)
            steps = np.concatenate([[0.0], np.cumsum((weight * tilt)[order])])
            of = np.flatnonzero((bounced == left) & (last >= first))
            low, high = steps[first[of]], steps[last[of] + 1]
            place = np.searchsorted(steps, low + u[of] * (high - low), side="right") - 1
            found[of] = order[np.clip(place, first[of], last[of])]
        return found

    def _rank(self, day: Day, z: Floats) -> Floats:
        """Return the median position of the shop's best product in each term; nan without one."""
        catalogue = self.world.catalogue
        position = np.where(day.on_shelf, self.world.channels.position, np.inf)
        best = np.full(len(catalogue.categories), np.inf)
        np.minimum.at(best, catalogue.category, position)
        rank = best[self.terms.category] * np.sqrt(self.terms.competition) * np.exp(0.06 * z)
        return np.where(np.isfinite(rank), np.round(np.maximum(rank, 1.0)), np.nan)

    def _in_shop(self, day: Day, weight: Floats, u: Floats) -> None:
        """Write searches within the shop, by what they found."""
        catalogue, terms = self.world.catalogue, self.terms
        top = np.arange(min(IN_SHOP, len(terms)))
        many = len(day.visits) * float(self.told["in_shop_share"])
        # Gaps are as large as the smallest terms: few ask for what a shop never sold.
        size = np.concatenate([weight[top], np.full(len(self.gaps), weight[top].min() * 0.5)])
        searches = poisson(u[: len(size)], many * size / size.sum())
        on_shelf = np.bincount(
            catalogue.category[day.on_shelf], minlength=len(catalogue.categories)
        )
        nothing = np.zeros(len(self.gaps), np.int64)
        results = np.concatenate([on_shelf[terms.category[top]], nothing])
        names = np.array(catalogue.categories, np.int32)[terms.category[top]]
        clicked = searches * float(self.told["in_shop_click"]) * (results > 0)
        self.world.frame("search_terms").append(
            date=np.full(len(size), day.number),
            scope=np.full(len(size), self.shop, np.int32),
            term=np.concatenate([terms.text[top], self.gaps]),
            category=np.concatenate([names, np.full(len(self.gaps), -1, np.int32)]),
            searches=searches,
            zero_result_searches=np.where(results == 0, searches, 0),
            results=results,
            clicks=np.rint(clicked).astype(np.int64),
        )
