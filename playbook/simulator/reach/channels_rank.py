"""What does the platform's search make of each product?

One number a product, 1 is ordinary: search shows a product in proportion to it. It moves some of
the way to its goal each day, so a stock-out, a violation or a run of sales shows over days. This
module refuses to know of exposures and visits: see `channels`.

Equations: goal = (share of sales / share expected)^0.2 x (conversion / shop's)^0.2
x (rating / 4.7)^3 x (0.25 + 0.75 stocked) x effects on "rank"; rank moves 30 % of the way a day.
Conversions start from `prior_visits` visits at the shop's mean. Position = 14 x (rank x pull / mean
pull)^-0.8. All powers are made up; their ramps follow domain.md E4 and E11 (3-7 days).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.reach.channels import Channels
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]

LOWEST, HIGHEST = 0.05, 4.0


class Learning(Piece):
    """Stands after the flow: search and followers learn from the day's visits and sales."""

    name = "learning"

    def record(self, day: Day) -> None:
        """Move rank and interest."""
        self.world.channels.learn(day)


class Rank:
    """The rules of search.

    Parameters
    ----------
    told : dict
        The table ``rank`` of the profile's channels.toml.
    products : int
        Number of products.
    """

    def __init__(self, told: dict[str, Any], products: int) -> None:
        self.told = told
        self.products = products

    def available(self, world: World) -> Floats:
        """Return the share of each product's usual sales whose variants the page offers."""
        stock: Any = world.pieces.get("stock")
        if stock is None:
            return np.ones(self.products)
        shown = np.asarray(stock.shown()) > 0
        held = world.catalogue.variant_share * shown
        offered = np.bincount(world.catalogue.sku_product, held, minlength=self.products)
        return offered.astype(float)

    def moved(self, channels: Channels, day: Day) -> Floats:
        """Return the ranks of tomorrow."""
        goal = self._sales(channels, day) * self._conversion(channels)
        goal = goal * self._rating(channels.world)
        floor = float(self.told["out_of_stock"])
        goal = goal * (floor + (1 - floor) * channels.stocked)
        goal = day.effects.apply("rank", goal, product=np.arange(self.products))
        speed = float(self.told["speed"])
        moved: Floats = np.clip(channels.rank + speed * (goal - channels.rank), LOWEST, HIGHEST)
        return moved

    def position(self, rank: Floats, pull: Floats) -> Floats:
        """Return the median position of each product in search results, 1 is the top."""
        shown = pull > 0
        mean = float(pull[shown].mean()) if shown.any() else 1.0
        relative = np.maximum(rank * pull / mean, 1e-3)
        told = self.told
        place = told["position_ordinary"] * relative ** told["position_power"]
        result: Floats = np.clip(place, 1.0, 500.0)
        return result

    def _sales(self, channels: Channels, day: Day) -> Floats:
        expected = channels.world.catalogue.appeal * day.life * day.on_shelf
        expected = expected / max(float(expected.sum()), 1e-9)
        total = float(channels.sold.sum())
        if total <= 0:
            return np.ones(self.products)
        # One ordinary day of sales stands in front, so a launch is not judged on nothing.
        share = (channels.sold / total + 0.5 * expected) / 1.5
        ratio = np.clip(share / np.maximum(expected, 1e-9), 0.3, 3.0)
        result: Floats = ratio ** float(self.told["sales_power"])
        return result

    def _conversion(self, channels: Channels) -> Floats:
        visits = float(channels.seen.sum())
        if visits <= 0:
            return np.ones(self.products)
        mean = max(float(channels.sold.sum()) / visits, 1e-9)
        # `seen` is a day's worth; the memory holds 1 / sales_speed days.
        days, prior = 1 / float(self.told["sales_speed"]), float(self.told["prior_visits"])
        own = (channels.sold * days + mean * prior) / (channels.seen * days + prior)
        ratio = np.clip(own / mean, 0.2, 5.0)
        result: Floats = ratio ** float(self.told["conversion_power"])
        return result

    def _rating(self, world: World) -> Floats:
        reviews: Any = world.pieces.get("reviews")
        if reviews is None:
            return np.ones(self.products)
        rating = np.asarray(reviews.rating, float)
        usual = float(self.told["rating_ordinary"])
        ratio = np.where(np.isfinite(rating) & (rating > 0), rating / usual, 1.0)
        result: Floats = ratio ** float(self.told["rating_power"])
        return result
