"""How do keys of the simulator become the numbers that platforms print?

A visit's key packs day, channel, product and index, so that it is the same in every world in which
that visit happens. Order numbers are 19 digits like a platform's and tell nothing but their day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]

_INDEX_BITS, _PRODUCT_BITS, _CHANNEL_BITS = 27, 14, 5
_LOW_BITS = _INDEX_BITS + _PRODUCT_BITS + _CHANNEL_BITS
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MASK = np.uint64((1 << 47) - 1)


def visit_keys(day: int, channel: NDArray, product: NDArray, index: NDArray) -> Keys:
    """Return the keys of visits by people who have no account yet."""
    key = np.uint64(day) << np.uint64(_LOW_BITS)
    key = key | (channel.astype(np.uint64) << np.uint64(_INDEX_BITS + _PRODUCT_BITS))
    return key | (product.astype(np.uint64) << np.uint64(_INDEX_BITS)) | index.astype(np.uint64)


def numbers(day_number: int, keys: Keys) -> NDArray[np.int64]:
    """Return 19-digit numbers: the day in front, the mixed key behind.

    Parameters
    ----------
    day_number : int
        Days since 1970.
    keys : uint64 array
        Unique keys; different keys of a day get different numbers but for one case in 10**14.
    """
    mixed = keys * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(32))) & _MASK
    return (np.uint64(day_number << 47) + mixed).astype(np.int64)
