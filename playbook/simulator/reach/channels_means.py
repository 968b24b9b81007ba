"""How many visits does each kind of channel bring to each product?

One function a kind of channel that needs no money: expected visits, shape (P,), from the day, the
pull of products (appeal x life x buzz on the shelf) and the channel's level (its visits on such a
day). The equations stand in `channels`. Ads and content are not made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.reach.channels import Channels

    Floats = NDArray[np.float64]

SOLD_OUT_SHARE = 0.2
"""Recommendations for a sold-out product, against those for one in stock."""


def search(channels: Channels, day: Day, pull: Floats, level: float) -> Floats:
    """Return visits from search; set the day's exposures."""
    told, products = channels.told["search"], np.arange(len(pull))
    rate = told["click_rate"] * channels.picture
    rate = rate * day.price_index ** told["price_power"]
    rate = rate * (1 + day.discount) ** told["discount_power"]
    rate = np.minimum(day.effects.apply("click", rate, product=products), 0.9)
    held_back = day.effects.apply("exposure", np.ones(len(pull)), product=products)
    channels.held_back = np.asarray(held_back)
    shown = level * pull * channels.rank / told["click_rate"] * channels.held_back
    day.exposures = np.rint(shown).astype(np.int64)
    means: Floats = shown * rate
    return means


def recommend(channels: Channels, _day: Day, pull: Floats, level: float) -> Floats:
    """Return visits from recommendations: flatter than search, and shy of what is sold out."""
    appeal = channels.world.catalogue.appeal
    flat = np.maximum(appeal, 1e-9) ** (channels.told["search"]["recommend_flatness"] - 1)
    flat = flat / max(float((appeal * flat).sum() / appeal.sum()), 1e-9)
    there = SOLD_OUT_SHARE + (1 - SOLD_OUT_SHARE) * channels.stocked
    means: Floats = level * pull * flat * np.sqrt(channels.rank) * there
    return means


def direct(channels: Channels, day: Day, pull: Floats, level: float) -> Floats:
    """Return visits by people who know where to go: half follow the visits of the last days."""
    weight = float(channels.told["search"]["interest_weight"])
    lately = channels.interest * day.on_shelf / channels.base
    return level * ((1 - weight) * pull + weight * lately)


def venue(channels: Channels, day: Day, pull: Floats, level: float) -> Floats:
    """Return visits from the promotion venue, while it is open."""
    outsider = float(channels.told["search"]["venue_outsider"])
    means: Floats = level * day.venue * pull * np.where(day.campaign >= 0, 1.0, outsider)
    return means


def follow(_channels: Channels, _day: Day, pull: Floats, level: float) -> Floats:
    """Return visits that follow the products' pull and nothing else."""
    return level * pull


MAKERS = {
    "search": search,
    "recommend": recommend,
    "direct": direct,
    "venue": venue,
    "follow": follow,
}
