"""When is a case answered, and how is its solution rated?

The unit is one case. Customer service works from 9 to 22 o'clock; what comes at night waits for the
morning. These are pure functions of arrays: they refuse to draw anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from playbook.simulator.core.frames import Frame

    Array = NDArray[Any]

FIRST_HOUR, LAST_HOUR = 9, 22
MOST_DOUBLINGS = 3.0


def working(at: Array) -> NDArray[np.int64]:
    """Move times at night to the next morning.

    Parameters
    ----------
    at : int array
        Seconds since 1970, local.

    Examples
    --------
    >>> (working(np.array([3 * 3600, 12 * 3600, 23 * 3600])) / 3600).tolist()
    [9.0, 12.0, 33.0]
    """
    start, second = at - at % DAY_S, at % DAY_S
    early, late = second < FIRST_HOUR * 3600, second >= LAST_HOUR * 3600
    morning = start + late * DAY_S + FIRST_HOUR * 3600 + second % 3600
    return np.asarray(np.where(early | late, morning, at), np.int64)


def first_reply(opened: Array, reply_s: Array, in_chat: Array, uniform: Array) -> Array:
    """Return when a person first answered: in the chat, or at the next working hour.

    Parameters
    ----------
    opened : int array, shape (n,)
        Seconds since 1970.
    reply_s : array, shape (n,)
        Seconds to the answer in the chat; infinite when there was none.
    in_chat : bool array, shape (n,)
        Whether a person answered in the chat.
    uniform : array, shape (n,)
        Chance: cases that came another way wait 15 minutes to 2 hours more.
    """
    later = working(opened + 900 + (uniform * 7200).astype(np.int64))
    said = opened + np.where(np.isfinite(reply_s), reply_s, 0).astype(np.int64)
    return np.where(in_chat, said, later)


def rating(
    told: Mapping[str, Any], slow: Array, late: Array, again: Array, z: Array
) -> NDArray[np.int64]:
    """Return the ratings of solved cases, 1 to 5.

    Equation: base - late - reopened - slow x log2(answer / usual), + sd x z, rounded.

    Parameters
    ----------
    told : mapping
        Constants of the table "tickets" in service.toml.
    slow : array, shape (n,)
        First answer over the usual one; below 1 costs nothing.
    late, again : bool arrays, shape (n,)
        Solved after it was promised; opened again before.
    z : array, shape (n,)
        Standard normal.
    """
    doublings = np.clip(np.log2(np.maximum(slow, 1e-3)), 0.0, MOST_DOUBLINGS)
    mean = told["csat_base"] - told["csat_late"] * late - told["csat_reopened"] * again
    mean = mean - told["csat_slow"] * doublings
    return np.asarray(np.clip(np.round(mean + told["csat_sd"] * z), 1, 5), np.int64)


def ids_of(frame: Frame, column: str, rows: Array) -> NDArray[np.int64]:
    """Return ids of rows, null for -1."""
    told = np.full(len(rows), NULL)
    told[rows >= 0] = frame.get(column, rows[rows >= 0])
    return told
