"""What does the shop sell, since when, at which price?

The unit is one listing (product, P slots) and one variant of it (SKU, K). Traits come from
`catalogue_build`, dates from `catalogue_plan`, words from `catalogue_words`, the daily pull from
`catalogue_life`, the price ladder from `catalogue_prices`. Equation: ``life = pull / sum over
planned listings of appeal x pull``: visitors are shared by what the plan has on the shelf, so a
listing that is taken down by decision or incident sends nobody to the others here.

Targets: ``shelf(product)``: 0 takes a listing down for the day, with a platform notice;
``shelf_price(sku, product)``: the day's price in cents (scale or set; prices by the hour are the
flow's ``price``); ``page(product)``: the page's score of the day. State: ``own_price`` (a decided
price, null for the ladder), ``taken_down``, ``page_base``, ``generation``.
It refuses to know what sells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.simulator.range import catalogue_life as life
from playbook.simulator.range.catalogue_decisions import Decisions
from playbook.simulator.range.catalogue_prices import ladder, shelf_prices
from playbook.simulator.range.catalogue_range import Range
from playbook.simulator.range.catalogue_rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

REST_DAYS = 60
"""A slot rests so long after its listing ended: late refunds still find their listing."""


class Catalogue(Range):
    """The shop's range.

    Attributes
    ----------
    page_score : array, shape (P,)
        Today's pages: 1 is a usual one; conversion follows.
    own_price : int array, shape (K,)
        Decided prices in cents; null where the price ladder holds.
    taken_down : bool array, shape (P,)
        Listings that a decision has taken down.
    """

    state = (
        "generation", "own_price", "taken_down", "page_base", "row_of", "_launch", "_shown",
        "_told_cents",
    )  # fmt: skip

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.own_price = np.full(self.skus, NULL)
        self.taken_down = np.zeros(self.products, bool)
        self.page_base = self._page.copy()
        self.page_score = self.page_base
        self.row_of = np.full(self.skus, -1)
        self._shown = np.zeros(self.products, bool)
        self._told_cents = np.zeros(self.skus, np.int64)
        self.rows = Rows(self)

    def plan(self, day: Day) -> None:
        """Set shelf, pull, prices and pages of the day."""
        self._come_again(day)
        planned = (self.listed <= day.index) & (day.index < self.retires)
        every = np.arange(self.products)
        shown = day.effects.apply("shelf", planned & ~self.taken_down, product=every)
        day.on_shelf = np.asarray(shown, bool)
        day.life = self._life(day.index, planned)
        day.price_cents = self.prices(day)
        self.page_score = day.effects.apply("page", self.page_base, product=every)

    def record(self, day: Day) -> None:
        """Write listings that came, changed or went, and the change log."""
        self.rows.write(day, self._shown, self._told_cents)
        self._shown, self._told_cents = day.on_shelf.copy(), day.price_cents.copy()

    def _life(self, index: int, planned: NDArray[np.bool_]) -> Floats:
        season = self.seasons.curves(np.array([index]))[:, 0][self.season]
        age = np.asarray(index - self.listed, float)
        pull = life.pull(self.constants["life"], age, self.season > 0, season)
        return pull / max(float((self.appeal * pull)[planned].sum()), 0.05)

    def prices(self, day: Day) -> Ints:
        """Return the day's selling price of every SKU in cents, before promotions."""
        age, left = day.index - self.listed, self.retires - day.index
        share = ladder(self.constants["price"], age, left, self.offered)[self.sku_product]
        told = self.constants["price"]
        cents = shelf_prices(told, self.list_cents, self.floor_cents, share)
        cents = np.where(self.own_price != NULL, self.own_price, cents)
        every = np.arange(self.skus)
        effective = day.effects.apply("shelf_price", cents, sku=every, product=self.sku_product)
        return np.asarray(np.maximum(np.round(effective), 1), np.int64)

    def _come_again(self, day: Day) -> None:
        """After the planned years, give slots that have rested to new listings."""
        horizon = round(life.PLANNED_YEARS * life.YEAR_DAYS)
        if day.index < horizon or day.weekday not in self.constants["range"]["launch_weekday"]:
            return
        told = self.constants["range"]
        rate = told["new_per_year"] / life.YEAR_DAYS * 7 / len(told["launch_weekday"])
        rate *= told["launch_month"][day.date.month - 1] / np.mean(told["launch_month"])
        wanted = int(self.world.draws.poisson("catalogue.again", day.index, rate)[0])
        rested = np.flatnonzero(self.retires + REST_DAYS < day.index)
        which = rested[np.argsort(self.retires[rested], kind="stable")][:wanted]
        if len(which):
            self.relaunch(which, day.index)

    def relaunch(self, which: Ints, index: int) -> None:
        """Put new listings into slots, from a day on."""
        self.generation = self.generation.copy()
        self.generation[which] += 1
        self._launch = self._launch.copy()
        self._launch[which] = index
        self._describe(which)
        of_slot = np.isin(self.sku_product, which)
        self.own_price = np.where(of_slot, NULL, self.own_price)
        self.row_of = np.where(of_slot, -1, self.row_of)
        self.taken_down, self.page_base = self.taken_down.copy(), self.page_base.copy()
        self.taken_down[which], self.page_base[which] = False, self._page[which]

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return what a product operator decides."""
        return Decisions(self).known()

    def restore(self, told: Mapping[str, Any]) -> None:
        """Take over what was saved, and describe relaunched slots again."""
        super().restore(told)
        again = np.flatnonzero(self.generation > 0)
        if len(again):
            self._describe(again)
