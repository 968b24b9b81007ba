"""How far is the month against its target, and what must each remaining day bring?

The unit is one calendar month of one SUM metric. Expected progress is stated twice: by days, and
by a curve of weights (weekdays, promotion days) when one is given, since a month with a promotion
on the 28th is not late on the 20th. No forecast is made.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playbook.analysis.frames import known, numeric, require
from playbook.errors import ParameterError
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

CURVE_COLUMNS = ("date", "value", "cumulative", "expected_days", "expected_curve")


def pace_curve(
    days: pd.DataFrame,
    target: Any,
    day: dt.date,
    *,
    weights: Mapping[Any, Any] | None = None,
    value: str = "value",
    date: str = "period",
) -> pd.DataFrame:
    """Follow one month day by day: what came in, and what was due by then.

    Parameters
    ----------
    days : DataFrame
        One row a day, as ``metrics.query(store, [id], grain="day")`` gives it. Days outside the
        month of `day`, or after `day`, are ignored.
    target : number
        For the whole month, above 0.
    day : date
        The last day that is known.
    weights : mapping of date to number, optional
        How much of the month each day carries. It must name every day of the month; only the
        proportions count.
    value, date : str
        Column names.

    Returns
    -------
    DataFrame
        One row per day of the month: date, value (null when absent or still to come), cumulative
        (null after `day`), expected_days = target · days passed / days of the month,
        expected_curve = target · weights passed / all weights (null without weights).

    Raises
    ------
    ParameterError
        When the target is unknown or not above 0, a column is missing, or weights are missing
        for a day, negative, or all 0.
    """
    import numpy as np
    import pandas as pd

    goal = _target(target)
    month = _month_of(day)
    require(days, [date, value], "days")
    series = numeric(days, value, "days").groupby(pd.to_datetime(days[date])).sum(min_count=1)
    passed = month <= pd.Timestamp(day)
    values = series.reindex(month).where(passed)
    shares = np.arange(1, len(month) + 1) / len(month)
    return pd.DataFrame(
        {
            "date": month,
            "value": values.to_numpy(dtype="float64"),
            "cumulative": values.fillna(0.0).cumsum().where(passed).to_numpy(),
            "expected_days": goal * shares,
            "expected_curve": goal * _curve(month, weights),
        }
    )[list(CURVE_COLUMNS)]


def pace(
    days: pd.DataFrame,
    target: Any,
    day: dt.date,
    *,
    weights: Mapping[Any, Any] | None = None,
    value: str = "value",
    date: str = "period",
) -> dict[str, Any]:
    """Sum up a month to date against its target.

    Parameters
    ----------
    days, target, day, weights, value, date
        As for `pace_curve`.

    Returns
    -------
    dict
        target; attained (sum of the known days); share (attained / target); days_passed,
        days_in_month, days_missing (passed, but without a value: their sales are not in
        `attained`); share_days and expected_days, share_curve and expected_curve (None without
        weights); gap_days and gap_curve (attained − expected); remaining (target − attained, 0
        when reached); remaining_days; needed_per_day (remaining / remaining_days; None on the
        last day).

    Examples
    --------
    >>> import pandas as pd
    >>> june = pd.DataFrame({"period": pd.date_range("2026-06-01", periods=10), "value": 80.0})
    >>> now = pace(june, 3000, dt.date(2026, 6, 10))
    >>> now["attained"], now["gap_days"], now["needed_per_day"]
    (800.0, -200.0, 110.0)
    """
    table = pace_curve(days, target, day, weights=weights, value=value, date=date)
    goal, passed = _target(target), day.day
    today = table.iloc[passed - 1]
    attained = float(today["cumulative"])
    curve = None if weights is None else float(today["expected_curve"])
    remaining, left = max(goal - attained, 0.0), len(table) - passed
    return {
        "target": goal,
        "attained": attained,
        "share": attained / goal,
        "days_passed": passed,
        "days_in_month": len(table),
        "days_missing": int(table["value"].iloc[:passed].isna().sum()),
        "share_days": passed / len(table),
        "expected_days": float(today["expected_days"]),
        "gap_days": attained - float(today["expected_days"]),
        "share_curve": None if curve is None else curve / goal,
        "expected_curve": curve,
        "gap_curve": None if curve is None else attained - curve,
        "remaining": remaining,
        "remaining_days": left,
        "needed_per_day": remaining / left if left else None,
    }


def _target(target: Any) -> float:
    goal = known(target, "target")
    if goal <= 0:
        raise ParameterError(_("target={target} must be above 0.", target=target))
    return goal


def _month_of(day: dt.date) -> pd.DatetimeIndex:
    import pandas as pd

    length = calendar.monthrange(day.year, day.month)[1]
    return pd.date_range(dt.date(day.year, day.month, 1), periods=length, freq="D")


def _curve(month: pd.DatetimeIndex, weights: Mapping[Any, Any] | None) -> Any:
    """Return the share of the month's weight that has passed at the end of each day."""
    import numpy as np
    import pandas as pd

    if weights is None:
        return np.full(len(month), np.nan)
    given = {pd.Timestamp(key): known(weight, "weights") for key, weight in weights.items()}
    absent = [stamp.date().isoformat() for stamp in month if stamp not in given]
    if absent:
        raise ParameterError(_("weights lacks {days}.", days=", ".join(absent[:3])))
    curve = np.array([given[stamp] for stamp in month])
    if curve.min() < 0 or curve.sum() == 0:
        raise ParameterError(_("weights must be 0 or more, and not all 0."))
    return curve.cumsum() / curve.sum()
