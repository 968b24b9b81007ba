"""How sure is a rate, and is its base large enough to be shown at all?

The unit is one rate: successes out of a base (buyers of visitors, refunds of orders). A rate never
leaves here without its base. Nothing is tested for significance: that is for experiments.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from playbook.analysis.frames import known, numeric
from playbook.errors import ParameterError
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

SMALL = 30
"""A ratio on a smaller base is shown with its base and called a small sample."""


def wilson(successes: Any, base: Any, level: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of a rate.

    Parameters
    ----------
    successes, base : number
        0 ≤ successes ≤ base, base above 0.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    (float, float)
        Low and high, as ratios.

    Notes
    -----
    centre = (p + z²/2n) / (1 + z²/n); half width = z / (1 + z²/n) · √(p(1−p)/n + z²/4n²).
    Source: E. B. Wilson (1927). Assumes independent visitors; do not use it where one person
    counts many times (clicks, items of one order).

    Examples
    --------
    >>> [round(x, 4) for x in wilson(2, 10)]
    [0.0567, 0.5098]
    >>> [round(x, 4) for x in wilson(0, 10)]
    [0.0, 0.2775]

    Raises
    ------
    ParameterError
        When the base is not above 0, or the successes lie outside 0 and the base.
    """
    hits, n = known(successes, "successes"), known(base, "base")
    if n <= 0 or not 0 <= hits <= n:
        raise ParameterError(
            _(
                "{successes} of {base} is not a rate. 0 ≤ successes ≤ base and base above 0.",
                successes=successes,
                base=base,
            )
        )
    z = _z(level)
    rate, shrink = hits / n, 1 + z * z / n
    centre = (rate + z * z / (2 * n)) / shrink
    half = z / shrink * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    # Rounding must not push the interval off the rate itself (0 of 10 begins at 0).
    return min(max(0.0, centre - half), rate), max(min(1.0, centre + half), rate)


def rates(
    frame: pd.DataFrame,
    successes: str,
    base: str,
    *,
    level: float = 0.95,
    small: int = SMALL,
) -> pd.DataFrame:
    """Add each row's rate with its interval and a mark for small samples.

    Parameters
    ----------
    frame : DataFrame
    successes, base : str
        Column names. successes may exceed base where they are counted in different places; such
        a rate is above 1 and has no interval.
    level : float
    small : int
        A base below this is a small sample.

    Returns
    -------
    DataFrame
        The frame plus rate (null on a base of 0 or unknown), low, high (null without a rate or
        outside 0 to 1), n (the base), small (True on a small, zero or unknown base).
    """
    import numpy as np

    hits, n = numeric(frame, successes, "frame"), numeric(frame, base, "frame")
    z = _z(level)
    rate = hits / n.where(n > 0)
    shrink = 1 + z * z / n.where(n > 0)
    inside = rate.where(rate.between(0, 1))
    centre = (inside + (shrink - 1) / 2) / shrink
    under: pd.Series[float] = inside * (1 - inside) / n + (shrink - 1) / (4 * n)
    half = z / shrink * under**0.5
    low = np.minimum((centre - half).clip(lower=0), inside)
    high = np.maximum((centre + half).clip(upper=1), inside)
    return frame.assign(rate=rate, low=low, high=high, n=n, small=~(n >= small))


def _z(level: float) -> float:
    from statistics import NormalDist

    if not 0 < level < 1:
        raise ParameterError(_("level={level} must lie between 0 and 1.", level=level))
    return NormalDist().inv_cdf(0.5 + level / 2)
