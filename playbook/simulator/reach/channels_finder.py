"""Which of several things behind one channel brought a visit?

Ad plans and posts share channels. Each brings visits of its own to expect; a visit that came is
given to one of them in proportion. The unit is one visit. This module refuses to make visits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from playbook.simulator.core.draws import Draws

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Keys = NDArray[np.uint64]


def shares(means: Floats, total: Floats, *, only: bool) -> Floats:
    """Return cumulative shares of a channel's visits by product, shape (things, P).

    Parameters
    ----------
    means : array, shape (things, P)
        Visits that each brings.
    total : array, shape (P,)
        All visits of the channel; what is left over belongs to none.
    only : bool
        Nobody else brings visits to this channel: products that none of them shows (a machine's
        or a regular's choice) are shared in proportion to all they bring.
    """
    steps: Floats = np.cumsum(means, axis=0) / np.where(total > 0, total, 1.0)
    if only:
        rest = np.cumsum(np.maximum(means.sum(axis=1), 1e-12))
        steps = np.where(steps[-1] > 0, steps, (rest / rest[-1])[:, None])
        steps = steps / np.maximum(steps[-1], 1e-12)
        steps[-1] = 1.0
    return steps


def find(
    draws: Draws,
    purpose: str,
    visits: tuple[Ints, Ints, Keys],
    steps: Mapping[int, Floats],
    members: Mapping[int, Ints],
) -> Ints:
    """Return what brought each visit, -1 when none of the things did.

    Parameters
    ----------
    draws, purpose
        Chance, one uniform a visit.
    visits : channel, product and key of each visit
    steps : dict of array, shape (things, P)
        Cumulative shares, by channel.
    members : dict of array, shape (things,)
        What each row of `steps` stands for, by channel.
    """
    channel, product, key = visits
    result = np.full(len(channel), -1)
    if not steps or not len(channel):
        return result
    widest = max(int(channel.max()), *steps) + 1
    covered = np.zeros((widest, next(iter(steps.values())).shape[1]), bool)
    for number, rows in steps.items():
        covered[number] = rows[-1] > 0
    possible = np.flatnonzero(covered[channel, product])
    u = draws.uniform(purpose, key[possible])
    for number, rows in steps.items():
        here = np.flatnonzero(channel[possible] == number)
        at = possible[here]
        nth = (u[here] >= rows[:, product[at]]).sum(axis=0)
        result[at] = np.append(members[number], -1)[nth]
    return result
