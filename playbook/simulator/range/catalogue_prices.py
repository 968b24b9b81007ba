"""At which price does a variant stand on the shelf today?

The unit is one SKU on one day; money is int64 cents. Ladder: a launch offer for some novelties,
then the list price, then two markdowns before the listing ends. Prices have the endings that shops
use. It refuses to go below the floor price (goods cost times `floor_over_cost`) by itself; a
decision or an incident may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Array = NDArray[Any]


def with_ending(cents: Array, endings: list[dict[str, Any]]) -> Ints:
    """Return the nearest prices with a shop's endings.

    Parameters
    ----------
    cents : array
        Prices before.
    endings : list of {"below", "step", "minus"}
        In the currency: up to a price, prices are a multiple of `step` less `minus`.

    Examples
    --------
    >>> with_ending(
    ...     np.array([18_740, 4_210]),
    ...     [{"below": 100, "step": 10, "minus": 0.1}, {"below": 1e9, "step": 10, "minus": 1.0}],
    ... )
    array([18900,  3990])
    """
    values = np.asarray(cents, float)
    result = np.zeros(values.shape, np.int64)
    done = np.zeros(values.shape, bool)
    for one in endings:
        step, minus = round(one["step"] * 100), round(one["minus"] * 100)
        near = np.maximum(np.round((values + minus) / step), 1) * step - minus
        here = ~done & (values < one["below"] * 100)
        result[here] = near[here].astype(np.int64)
        done |= here
    return result


def ladder(told: dict[str, Any], age: Array, left: Array, offered: Array) -> Array:
    """Return each listing's price as a share of its list price.

    Parameters
    ----------
    told : mapping
        The profile's ``[price]`` table.
    age, left : int arrays, shape (P,)
        Days since it was listed, and days until its planned end.
    offered : bool array, shape (P,)
        Whether it starts with an offer.
    """
    share = np.where(offered & (age < told["launch_days"]), told["launch_offer"], 1.0)
    for step, days in zip(told["markdown"], told["markdown_days"], strict=True):
        share = np.where(left <= days, step, share)
    return share


def shelf_prices(told: dict[str, Any], list_cents: Ints, floor_cents: Ints, share: Array) -> Ints:
    """Return the prices of SKUs at a share of their list prices: ladder, ending, floor."""
    lower = with_ending(list_cents * share, told["endings"])
    lower = np.minimum(np.maximum(lower, floor_cents), list_cents)
    return np.where(share >= 1.0, list_cents, lower)
