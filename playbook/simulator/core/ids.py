"""How do keys of the simulator become the numbers that platforms print?

A visit's key packs day, channel, product and index, so that it is the same in every world in which
that visit happens. Order numbers are 19 digits like a platform's and tell nothing but their day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array, Ints, Keys

_INDEX_BITS, _PRODUCT_BITS, _CHANNEL_BITS = 27, 14, 5
_LOW_BITS = _INDEX_BITS + _PRODUCT_BITS + _CHANNEL_BITS
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MASK = np.uint64((1 << 47) - 1)


def visit_keys(day: int, channel: Array, product: Array, index: Array) -> Keys:
    """Return the keys of visits by people who have no account yet."""
    parts = (
        np.asarray(channel).astype(np.uint64) << np.uint64(_INDEX_BITS + _PRODUCT_BITS),
        np.asarray(product).astype(np.uint64) << np.uint64(_INDEX_BITS),
        np.asarray(index).astype(np.uint64),
    )
    key: Keys = parts[0] | parts[1] | parts[2] | np.uint64(day << _LOW_BITS)
    return key


def numbers(day_number: int, keys: Keys) -> Ints:
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
    return _unrounded(np.uint64(day_number << 47) + mixed)


def opaque(hashed: Keys) -> Ints:
    """Return a number that tells nothing for each 64-bit hash."""
    return _unrounded(hashed >> np.uint64(1))


def _unrounded(number: Keys) -> Ints:
    # Three zeros at the end are how a Store knows numbers that a spreadsheet has rounded.
    return np.asarray(number + np.uint64(7) * (number % np.uint64(1000) == 0), np.int64)
