"""Which products does an ad plan show?

The unit is one plan and product. Operators pick best sellers and keep them for a month, whatever
happens to their stock; new arrivals, the whole range and people who looked lately follow the day.
This module refuses to know of money: see `ads`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


def pull(world: World, day: Day) -> Floats:
    """Return how much each product on the shelf draws people today."""
    result: Floats = np.where(day.on_shelf, world.catalogue.appeal * day.life, 0.0)
    return result


def best_sellers(world: World, day: Day, count: int) -> Ints:
    """Return the products that draw most today."""
    drawn = pull(world, day)
    top = np.argsort(-drawn, kind="stable")[:count]
    return top[drawn[top] > 0]


def product_shares(world: World, day: Day, rules: list[str], heroes: Ints, new_days: int) -> Floats:
    """Return which share of each plan's clicks goes to each product, shape (plans, P).

    Parameters
    ----------
    rules : list of str
        What each plan shows: "hero", "new", "all" or "back" (what people looked at lately).
    heroes : int array
        The best sellers picked last.
    new_days : int
        Days for which a listing is new.
    """
    every = pull(world, day)
    hero = np.zeros(len(every))
    hero[heroes] = every[heroes]
    new = np.where(day.index - world.catalogue.listed < new_days, every, 0.0)
    weights = {
        "hero": hero,
        "new": new if new.any() else hero,
        "all": every,
        "back": np.where(day.on_shelf, world.channels.interest, 0.0),
    }
    rows = np.array([weights[rule] for rule in rules])
    result: Floats = rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-12)
    return result
