"""Is this frame, or this number, fit to be computed with?

The unit is one argument of one method. Missing columns, text where numbers belong, and unknown
or endless numbers are refused by name; nothing is filled in or guessed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd


def require(frame: pd.DataFrame, columns: Iterable[str], argument: str) -> None:
    """Refuse a frame that lacks a column.

    Parameters
    ----------
    frame : DataFrame
    columns : iterable of str
        What must be there.
    argument : str
        The caller's own name of the frame, for the message.

    Raises
    ------
    ParameterError
        Names the first missing column and what the frame holds instead.
    """
    held = [str(name) for name in frame.columns]
    for column in columns:
        if column not in held:
            raise ParameterError(
                _(
                    "{argument} has no column '{column}'. It holds: {held}.",
                    argument=argument,
                    column=column,
                    held=", ".join(held) or "—",
                )
                + did_you_mean(column, held)
            )


def numeric(frame: pd.DataFrame, column: str, argument: str) -> pd.Series[float]:
    """Read a column as float64; nulls stay null.

    Raises
    ------
    ParameterError
        When the column is missing, or holds text or infinite values.
    """
    import numpy as np
    import pandas as pd

    require(frame, [column], argument)
    try:
        values = pd.to_numeric(frame[column]).astype("float64")
    except (TypeError, ValueError) as error:
        raise ParameterError(
            _(
                "{argument}, column '{column}': {error}. Numbers are expected.",
                argument=argument,
                column=column,
                error=str(error).rstrip("."),
            )
        ) from error
    if np.isinf(values.to_numpy()).any():
        raise ParameterError(
            _(
                "{argument}, column '{column}' holds an infinite value. Check for a division by 0.",
                argument=argument,
                column=column,
            )
        )
    return values


def known(value: Any, argument: str) -> float:
    """Read one number; refuse one that is unknown or endless.

    Examples
    --------
    >>> known("12.5", "target")
    12.5

    Raises
    ------
    ParameterError
        For None, NaN, NA, infinity and text that is not a number.
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ParameterError(
            _(
                "{argument}={value} is not a known number. Leave out what is unknown.",
                argument=argument,
                value=repr(value),
            )
        )
    return number


def sums_by(frame: pd.DataFrame, by: str, columns: Iterable[str], argument: str) -> pd.DataFrame:
    """Add up columns per value of a dimension; the index is the dimension, sorted.

    Rows without any known value are left out: nothing is known about them. A null dimension
    value keeps its own row.
    """
    import pandas as pd

    columns = list(columns)
    require(frame, [by, *columns], argument)
    if "metric" in frame.columns and by != "metric" and frame["metric"].nunique() > 1:
        raise ParameterError(
            _(
                "{argument} holds several metrics: {metrics}. Pass the rows of one.",
                argument=argument,
                metrics=", ".join(sorted(frame["metric"].astype(str).unique())),
            )
        )
    data = pd.DataFrame({column: numeric(frame, column, argument) for column in columns})
    keys = frame[by].astype(object).where(frame[by].notna(), None)
    data = data.assign(**{by: keys.to_numpy()})[data.notna().any(axis=1).to_numpy()]
    return data.groupby(by, dropna=False, sort=True)[columns].sum()
