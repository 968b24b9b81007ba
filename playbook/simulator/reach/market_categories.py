"""How does each category do, whole and by price band?

The unit is one category, or one price band of it, on one day. The index follows the season and the
market's appetite, a slow drift and day-to-day chance; its level means nothing. Bands start at
quantiles of the shop's own list prices. This module refuses to know what the shop sold.

Equations: season of a category = sum over seasons of its share x the season's curve; drift and
noise are AR(1) in logs; a band's share = share x exp(own drift), the cheapest gaining in a
promotion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.draws import normal
from playbook.simulator.core.frames import NULL
from playbook.simulator.range.catalogue_life import SEASONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WHOLE = 0
"""The row of the whole category; bands follow."""


class Categories:
    """Writes `category_days`.

    Attributes
    ----------
    count : int
        Rows a day: each category, whole and by band.
    """

    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.told = world, told["index"]
        catalogue = world.catalogue
        self.number = len(catalogue.categories)
        self.bands = len(self.told["bands"])
        self.each = 1 + self.bands
        self.count = self.number * self.each
        self.category = np.repeat(np.array(catalogue.categories, np.int32), self.each)
        u = world.draws.uniforms("market.size", np.arange(self.number))
        self.level = float(self.told["level"]) * np.exp(0.5 * normal(u[0]))
        self.shops = np.rint(float(self.told["rival_shops"]) * np.exp(0.4 * normal(u[1])))
        self._edges()
        self._seasons()

    def _edges(self) -> None:
        catalogue = self.world.catalogue
        of_sku = catalogue.category[catalogue.sku_product]
        low = np.zeros((self.number, self.each), np.int64)
        high = np.full((self.number, self.each), NULL)
        for category in range(self.number):
            cents = catalogue.list_cents[(of_sku == category) & (catalogue.list_cents > 0)]
            if len(cents):
                edges = np.quantile(cents, [float(q) for q in self.told["bands"]])
                edges = np.rint(edges / 1000).astype(np.int64) * 1000
                edges[0] = 0
                low[category, 1:] = edges
                high[category, 1:-1] = edges[1:]
        low[:, WHOLE] = NULL
        self.low, self.high = low.ravel(), high.ravel()
        named = np.full((self.number, self.each), -1, np.int32)
        for (category, nth), edge in np.ndenumerate(low):
            if nth != WHOLE:
                named[category, nth] = self._named(int(edge), int(high[category, nth]))
        self.band = named.ravel()

    def _named(self, low: int, high: int) -> int:
        if high == NULL:
            return self.world.say(f"{low // 100} and above", f"{low // 100} 以上")
        return self.world.say(f"{low // 100}-{high // 100}", f"{low // 100}-{high // 100}")

    def _seasons(self) -> None:
        """Read how each category is shared by seasons, shape (categories, seasons)."""
        tables = self.world.catalogue.slots.tables
        rows = [[table["season"].get(name, 0.0) for name in SEASONS] for table in tables]
        shares = np.array(rows, float)
        self.season = shares / shares.sum(axis=1, keepdims=True)

    def write(self, day: Day, drift: Floats, noise: Floats) -> tuple[Floats, Floats]:
        """Write the day's rows; return tomorrow's drift and noise."""
        drift, noise = self._moved(day, drift, noise)
        number = np.arange(self.number)
        curve = self.world.catalogue.seasons.curves(np.array([day.index]))[:, 0]
        season = (self.season @ curve) * day.demand
        moved = np.exp((drift + noise).reshape(self.number, self.each)[:, WHOLE])
        sales = day.effects.apply("category_index", self.level * season * moved, category=number)
        share = self._shares(day, drift)
        sales = (sales[:, None] * share).ravel()
        whole = np.arange(self.count) % self.each == WHOLE
        visitors = (self.level * 3.1 * season**0.8 * moved**0.7)[:, None] * share
        self.world.frame("category_days").append(
            date=np.full(self.count, day.number),
            category=self.category,
            price_band=self.band,
            price_from=self.low,
            price_to=self.high,
            sales_index=np.round(sales, 1),
            uv_index=np.round(visitors.ravel(), 1),
            seasonal_index=np.where(whole, np.round(np.repeat(season, self.each), 4), np.nan),
            shops=np.where(whole, np.repeat(self.shops, self.each), NULL).astype(np.int64),
        )
        return drift, noise

    def _moved(self, day: Day, drift: Floats, noise: Floats) -> tuple[Floats, Floats]:
        told, cells = self.told, np.arange(self.count)
        u = self.world.draws.uniforms("market.index", cells, time=day.index)
        carry, sd = float(told["trend_carry"]), float(told["trend_sd"])
        drift = carry * drift + sd * normal(u[0])
        carry, sd = float(told["noise_carry"]), float(told["noise_sd"])
        return drift, carry * noise + sd * np.sqrt(1 - carry**2) * normal(u[1])

    def _shares(self, day: Day, drift: Floats) -> Floats:
        """Return 1 for each whole category, then the share of each band, shape (n, 1 + bands)."""
        usual = np.array([float(share) for share in self.told["band_shares"]])
        tilt = np.linspace(1.0, -1.0, self.bands) * float(self.told["promotion_shift"])
        usual = usual * np.exp(tilt * (1.0 if day.phase else 0.0))
        own = usual * np.exp(drift.reshape(self.number, self.each)[:, 1:] * 2)
        own = own / own.sum(axis=1, keepdims=True)
        return np.concatenate([np.ones((self.number, 1)), own], axis=1)
