"""When does each waiting order leave the packing table, and at what hour does a parcel arrive?

The unit is one order. A warehouse is one line of packers that sends r orders a second, first come,
first served. Equation, for the i-th order (from 0) that is ready at t_i, in seconds:

* f_i = max over j <= i of (t_j + (i - j + 1) / r)

This module knows no frames and draws nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

NEVER = np.iinfo(np.int64).max // 2


def finish_times(ready: Array, rate: float) -> Array:
    """Return when each order is packed.

    Parameters
    ----------
    ready : array, shape (n,)
        Seconds at which orders can be packed, ascending.
    rate : float
        Orders a second.

    Examples
    --------
    >>> finish_times(np.array([0.0, 0.0, 100.0]), rate=0.1).tolist()
    [10.0, 20.0, 110.0]
    """
    if rate <= 0:
        return np.full(len(ready), float(NEVER))
    turn = np.arange(len(ready)) / rate
    return np.asarray(np.maximum.accumulate(ready - turn) + turn + 1 / rate)


def next_collection(at: Array, hours: list[float]) -> NDArray[np.int64]:
    """Return the carriers' next collection at or after times (seconds since 1970).

    Examples
    --------
    >>> next_collection(np.array([11, 13, 22]) * 3600, [12.0, 17.5]).tolist()
    [43200, 63000, 129600]
    """
    steps = np.array([*hours, hours[0] + 24.0]) * 3600
    midnight, second = at - at % DAY_S, at % DAY_S
    return np.asarray(midnight + steps[np.searchsorted(steps, second)], np.int64)


def by_day(at: Array, first_hour: float = 8.0, last_hour: float = 21.0) -> NDArray[np.int64]:
    """Move times into the hours in which parcels are handed over, in the same order of a day.

    Examples
    --------
    >>> by_day(np.array([0, 12, 24]) * 3600, 8.0, 20.0).tolist()
    [28800, 50400, 115200]
    """
    second = at % DAY_S
    return np.asarray(at - second + (first_hour + second / DAY_S * (last_hour - first_hour)) * 3600,
                      np.int64)  # fmt: skip
