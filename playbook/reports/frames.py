"""How are a table's rows and a metric's values read one by one, with plain types?

The unit is one row. Only small results are read this way: rows of data stay in the engine.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dictionaries.

    Parameters
    ----------
    frame : DataFrame
    """
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def largest(frame: pd.DataFrame, column: str) -> dict[str, Any]:
    """Return the row whose value is farthest from 0; the first of equals."""
    at = int(frame[column].abs().argmax())
    return records(frame.iloc[[at]])[0]


def values(frame: pd.DataFrame) -> dict[str, float]:
    """Return an answer of `playbook.metrics.query` without a split as metric → value.

    Parameters
    ----------
    frame : DataFrame
    """
    return {str(row["metric"]): float(row["value"]) for row in records(frame)}


def reasons(frame: pd.DataFrame) -> dict[str, str]:
    """Return why each metric is absent or incomplete; "" where it is neither."""
    return {
        str(row["metric"]): row["reason"] if isinstance(row["reason"], str) else ""
        for row in records(frame)
    }


def known(value: Any) -> bool:
    """Whether a number is there."""
    return value is not None and not math.isnan(float(value))
