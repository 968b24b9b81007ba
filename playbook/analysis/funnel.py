"""At which step are buyers lost?

The unit is one step of one period with its count. Counts of different steps often come from
different places (visitors from the platform, orders from our table) and people skip steps (buy
from the cart of yesterday), so a step may exceed the one before. That is marked and not "mended".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playbook.analysis.frames import known
from playbook.errors import ParameterError
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("step", "count", "step_rate", "overall_rate", "lost", "exceeds")


def funnel(steps: Mapping[str, Any]) -> pd.DataFrame:
    """Compute rates from step to step and from the first step.

    Parameters
    ----------
    steps : mapping of str to number or None
        Step → count, from the top down. None: the step's count is unknown.

    Returns
    -------
    DataFrame
        step, count, step_rate (of the last known step before; null for the first one and on a
        base of 0), overall_rate (of the first known step), lost (count before − count), exceeds
        (True when the count is above the one before: a rate above 100 % is not a conversion).

    Raises
    ------
    ParameterError
        When a count is negative or not a number.

    Examples
    --------
    >>> funnel({"visitors": 200, "carts": 50, "paid": 10})["step_rate"].tolist()
    [nan, 0.25, 0.2]
    """
    import pandas as pd

    counts = {step: None if count is None else known(count, step) for step, count in steps.items()}
    for step, number in counts.items():
        if number is not None and number < 0:
            raise ParameterError(_("{step}={count} must not be negative.", step=step, count=number))
    count = pd.Series(list(counts.values()), dtype="float64")
    before = count.ffill().shift(1)
    held = count.dropna()
    first = held.iloc[0] if len(held) else float("nan")
    return pd.DataFrame(
        {
            "step": pd.Series(list(counts), dtype="str"),
            "count": count,
            "step_rate": count / before.where(before > 0),
            "overall_rate": count / first if first > 0 else count * float("nan"),
            "lost": before - count,
            "exceeds": count > before,
        }
    )[list(COLUMNS)]
