"""What would people buy instead, and what besides?

The unit is one slot for a listing. Similar listings are of the same category, near in price and on
the shelf at the same time; companions are of categories that go with it. It refuses to learn from
sales: the links are causes, and what a basket analysis finds follows from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LINKS = 4
_APART_COST = 1.5
_OTHER_CATEGORY = 100.0


def overlap(listed: Ints, retires: Ints) -> Floats:
    """Return the share of each listing's time (row) in which another (column) is on the shelf."""
    start = np.maximum(np.maximum(listed[:, None], listed[None, :]), 0)
    both = np.minimum(retires[:, None], retires[None, :]) - start
    own = np.maximum(retires - np.maximum(listed, 0), 1)
    return np.clip(both / own[:, None], 0.0, 1.0)


def similar(category: Ints, cents: Floats, shared: Floats) -> Ints:
    """Return the four listings most like each: same category, near price, same time.

    Parameters
    ----------
    category : int array, shape (P,)
    cents : array, shape (P,)
        List price of a usual variant.
    shared : array, shape (P, P)
        See `overlap`.
    """
    far = np.abs(np.log(cents)[:, None] - np.log(cents)[None, :]) + _APART_COST * (1 - shared)
    far = far + _OTHER_CATEGORY * (category[:, None] != category[None, :])
    np.fill_diagonal(far, np.inf)
    return np.argsort(far, axis=1, kind="stable")[:, :LINKS].astype(np.int64)


def companions(
    category: Ints, goes: NDArray[np.bool_], appeal: Floats, shared: Floats, luck: Floats
) -> Ints:
    """Return four listings that go with each: popular ones of its companion categories.

    Parameters
    ----------
    category : int array, shape (P,)
    goes : bool array, shape (categories, categories)
        Whether a category (column) goes with a category (row).
    appeal : array, shape (P,)
    shared : array, shape (P, P)
        See `overlap`.
    luck : array, shape (P,)
        A uniform of each listing: where its own taste lies, so that not all lead to one.
    """
    taste = (luck[:, None] + luck[None, :]) % 1.0
    score = shared * appeal[None, :] * np.exp(2.0 * taste)
    score = score + 10.0 * goes[category[:, None], category[None, :]] * (shared > 0.05)
    np.fill_diagonal(score, -np.inf)
    return np.argsort(-score, axis=1, kind="stable")[:, :LINKS].astype(np.int64)
