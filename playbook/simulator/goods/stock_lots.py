"""From which batch does the next unit come?

Each SKU has up to `DEPTH` batches (lots) of free units in a queue; the oldest goes first. The queue
is one int64 array of shape (4, K, DEPTH): units, batch code, defect multiplier in thousandths, day
index of arrival. This module refuses to know why units come or go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]
    Lots = NDArray[np.int64]

DEPTH = 4
UNITS, CODE, DEFECT, BORN = range(4)
NORMAL = 1000
"""A batch as good as usual."""


def empty(skus: int) -> Lots:
    """Return queues without any unit, for K SKUs."""
    lots = np.zeros((4, skus, DEPTH), np.int64)
    lots[CODE], lots[DEFECT] = -1, NORMAL
    return lots


def push(lots: Lots, sku: Array, units: Array, code: Array, defect: Array, day: int) -> None:
    """Put an arrival behind the units that are there; each SKU at most once a call.

    A full queue takes it into its last batch, which then goes by the new batch's name.
    """
    place = np.minimum((lots[UNITS, sku] > 0).sum(axis=1), DEPTH - 1)
    lots[UNITS, sku, place] += units
    for field, values in ((CODE, code), (DEFECT, defect), (BORN, day)):
        lots[field, sku, place] = values


def take(lots: Lots, units: Array) -> None:
    """Take units (K) from the front; what is not there is not taken."""
    need = np.flatnonzero(units)
    if not len(need):
        return
    held = lots[UNITS, need]
    before = np.cumsum(held, axis=1) - held
    lots[UNITS, need] = held - np.clip(units[need, None] - before, 0, held)
    _close_up(lots, need)


def give(lots: Lots, units: Array) -> None:
    """Put units (K) back to the batch in front."""
    lots[UNITS, :, 0] += units


def replace(lots: Lots, sku: Array, code: int, defect: int) -> None:
    """Make all free units of some SKUs one batch."""
    total = lots[UNITS, sku].sum(axis=1)
    lots[UNITS, sku] = 0
    lots[UNITS, sku, 0] = total
    lots[CODE, sku, 0], lots[DEFECT, sku, 0] = code, defect


def aged(lots: Lots, before: int) -> NDArray[np.int64]:
    """Count each SKU's free units that arrived before a day index."""
    units: NDArray[np.int64] = (lots[UNITS] * (lots[BORN] < before)).sum(axis=1)
    return units


def _close_up(lots: Lots, sku: Array) -> None:
    """Move the first batch that has units to the front; the last one keeps its name when empty."""
    held = lots[UNITS, sku] > 0
    first = np.where(held.any(axis=1), held.argmax(axis=1), 0)
    moved = np.flatnonzero(first)
    if not len(moved):
        return
    at = np.minimum(first[moved, None] + np.arange(DEPTH), DEPTH - 1)
    gone = first[moved, None] + np.arange(DEPTH) >= DEPTH
    part = np.take_along_axis(lots[:, sku[moved]], np.broadcast_to(at, (4, *at.shape)), axis=2)
    part[UNITS][gone] = 0
    lots[:, sku[moved]] = part
