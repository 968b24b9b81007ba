"""Which of many series is outside what its own weekday usually brings?

The unit is one slice of one metric on one day, beside the same weekday of the weeks before. Where
`playbook.analysis.judge` follows one series, this module looks at hundreds at once, so it is
harder to alarm: a slice must also be farther off than chance alone moves a number on its base.
It says where to look, never why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from playbook.analysis.baseline import FLOOR, LEAST, REACH, WEEKS
from playbook.analysis.frames import require

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Numbers = np.ndarray[Any, np.dtype[np.float64]]

ONE = 3.5
"""Half the band's width of the shop's own number, in robust standard deviations."""
MANY = 5.0
"""Half the band's width of a slice: among hundreds, one in a thousand is still an alarm a day."""
VARIES = 1.2
"""Standard deviation of one row's amount, as a share of its mean: orders differ that much."""

RAREST = 0.04
"""A share's spread is at least a twentieth of this: 0.2 percentage points."""

COLUMNS = ("value", "n", "expected", "low", "high", "spread", "z", "weeks", "verdict")


def history(
    day: dt.date,
    exclude: Iterable[dt.date] = (),
    *,
    weeks: int = WEEKS,
    step: int = 7,
    reach: int = REACH,
) -> list[dt.date]:
    """List the days that a day is compared with: the nearest ordinary ones, newest first.

    Parameters
    ----------
    day : date
    exclude : iterable of date
    weeks, step, reach : int
        As for `usual`.

    Examples
    --------
    >>> monday = dt.date(2026, 6, 29)
    >>> [str(one) for one in history(monday, [dt.date(2026, 6, 15)], weeks=2)]
    ['2026-06-22', '2026-06-08']
    """
    off = set(exclude)
    steps = (day - dt.timedelta(days=back) for back in range(step, 7 * reach + 1, step))
    return [one for one in steps if one not in off][:weeks]


def usual(
    days: pd.DataFrame,
    day: dt.date,
    by: Sequence[str] = (),
    *,
    unit: str = "money",
    zero: bool = False,
    events: bool = False,
    width: float = MANY,
    floor: float = FLOOR,
    varies: float = VARIES,
    exclude: Iterable[dt.date] = (),
    weeks: int = WEEKS,
    least: int = LEAST,
    step: int = 7,
    reach: int = REACH,
) -> pd.DataFrame:
    """Judge every slice of a day against the same weekday of the weeks before.

    Parameters
    ----------
    days : DataFrame
        ``by`` columns, period, value, n: as ``metrics.query(…, by=…, grain="day")`` gives it for
        one metric.
    day : date
    by : sequence of str
        Columns that name a slice; none for the whole.
    unit : str
        Unit of the metric: decides how much chance moves it. Fractions vary as shares of n,
        counts as counts.
    zero : bool
        The metric adds up: a slice without a row on a day that other slices have is 0.
    events : bool
        n counts single events, such as orders or parcels: money, hours and seconds then vary as
        n unequal amounts do.
    width : float
        Half the band's width in spreads.
    floor : float
        The spread is at least this share of the expected value.
    varies : float
        With ``events``: standard deviation of one event's amount, as a share of its mean.
    exclude : iterable of date
        Days that serve nobody as history, such as promotions.
    weeks, least : int
        How many ordinary weekdays (steps) serve as history, and how many of them must be known.
    step : int
        Days between one day of history and the next: 7 keeps to the weekday; 1 takes every day,
        for numbers that a weekday does not change.
    reach : int
        How many weeks back at most: promotions in a row push the history back.

    Returns
    -------
    DataFrame
        One row a slice: ``by`` columns, value, n, expected (median), low, high, spread, z, weeks
        (known ones), verdict ("within", "above", "below", "not_enough_history", "no_value").
        Amounts and shares never have a low below 0; shares no high above 1.

    Raises
    ------
    ParameterError
        When a column is missing.
    """
    import pandas as pd

    require(days, [*by, "period", "value", "n"], "days")
    before = history(day, exclude, weeks=weeks, step=step, reach=reach)
    wanted = pd.DatetimeIndex([pd.Timestamp(one) for one in (day, *before)])
    held = days[days["period"].isin(wanted)]
    if held.empty:
        return pd.DataFrame(columns=[*by, *COLUMNS])
    names, dates, value, n = _wide(held, list(by))
    if zero:
        value[pd.isna(value)] = 0.0
    if unit not in {"fraction", "count"}:
        unit = "" if not events else "sum" if zero and unit == "money" else "mean"
    bands = _bands(value, n, dates == pd.Timestamp(day), unit, least, width, floor, varies)
    return pd.concat([names, bands], axis=1) if by else bands


def _wide(
    held: pd.DataFrame, by: list[str]
) -> tuple[pd.DataFrame, pd.DatetimeIndex, Numbers, Numbers]:
    """Return slices as rows and days as columns; a slice that never had a value is left out."""
    import numpy as np
    import pandas as pd

    dates = pd.DatetimeIndex(held["period"].unique()).sort_values()
    column = dates.get_indexer(pd.DatetimeIndex(held["period"]))
    if by:
        groups = held.groupby(by, dropna=False, sort=True)
        row = groups.ngroup().to_numpy()
        first = np.unique(row, return_index=True)[1]
        names = held[by].iloc[first].reset_index(drop=True)
    else:
        row, names = np.zeros(len(held), dtype=int), pd.DataFrame(index=[0])
    found = []
    for name in ("value", "n"):
        numbers = pd.to_numeric(held[name]).to_numpy(dtype="float64", na_value=np.nan)
        table = np.full((len(names), len(dates)), np.nan)
        # Backwards, so that the first of two rows stays; nulls never hide a number.
        known = np.flatnonzero(~np.isnan(numbers))[::-1]
        table[row[known], column[known]] = numbers[known]
        found.append(table)
    value, n = found
    some = ~np.isnan(value).all(axis=1) if by else np.ones(1, dtype=bool)
    return names[some].reset_index(drop=True), dates, value[some], n[some]


def _bands(
    value: Numbers,
    n: Numbers,
    today: Any,
    unit: str,
    least: int,
    width: float,
    floor: float,
    varies: float,
) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    none = np.full(len(value), np.nan)
    now, base = (one[:, today][:, 0] if today.any() else none for one in (value, n))
    before, bases = value[:, ~today], n[:, ~today]
    known = (~np.isnan(before)).sum(axis=1)
    expected = np.where(known >= least, _median(before), np.nan)
    mad = _median(np.abs(before - expected[:, None]))
    # What one event commonly brings, over all slices and days: most slices are usually empty.
    events = float(np.nansum(n))
    each = float(np.nansum(value)) / events if events else 0.0
    chance = _chance(expected, base, _median(bases), unit, each, varies)
    # A share that is always near 1 has little room: its least spread is that of its rarer side.
    size = np.abs(expected)
    if unit == "fraction":
        size = np.maximum(np.minimum(size, np.abs(1 - expected)), RAREST)
    spread = np.fmax(np.fmax(1.4826 * mad, floor * size), chance)
    spread = np.where(np.isnan(expected), np.nan, spread)
    low, high = expected - width * spread, expected + width * spread
    z = np.divide(now - expected, spread, out=none.copy(), where=spread > 0)
    table = pd.DataFrame(
        {
            "value": now, "n": base, "expected": expected, "low": np.maximum(low, 0),
            "high": np.minimum(high, 1) if unit == "fraction" else high, "spread": spread,
            "z": z, "weeks": known.astype("int64"),
        }
    )  # fmt: skip
    return table.assign(verdict=_verdict(now, expected, low, high, spread))


def _median(rows: Numbers) -> Numbers:
    """Return each row's median of its known numbers; NaN where there are none."""
    import numpy as np

    if not rows.shape[1]:
        return np.full(len(rows), np.nan)
    ordered = np.sort(rows, axis=1)  # NaN last
    known = (~np.isnan(rows)).sum(axis=1)
    at = np.arange(len(rows))
    sides = ordered[at, np.maximum(known - 1, 0) // 2] + ordered[at, known // 2]
    half: Numbers = sides / 2
    return half


def _chance(
    expected: Numbers, base: Numbers, usual_base: Numbers, unit: str, common: float, varies: float
) -> Any:
    """Return how far chance alone moves a number on its base, as one standard deviation."""
    import numpy as np

    size = np.maximum(np.where(np.isnan(base), usual_base, base), 1)
    if unit == "fraction":
        # One success and one failure more, so that a share that was always 0 has a width too.
        share = (np.clip(expected, 0, 1) * size + 1) / (size + 2)
        return (share * (1 - share) / size) ** 0.5
    if unit == "count":
        return (np.abs(expected) + 1) ** 0.5
    if unit == "sum":
        # Where little is usual, an amount of the common size or two is no surprise.
        each = np.full(len(expected), common)
        np.divide(np.abs(expected), usual_base, out=each, where=usual_base > 1)
        each = np.fmax(each, common)
        return varies * each * (np.nan_to_num(usual_base) + 1) ** 0.5
    if unit == "mean":
        return varies * np.abs(expected) / size**0.5
    return 0.0 * expected


def _verdict(now: Numbers, expected: Numbers, low: Numbers, high: Numbers, spread: Numbers) -> Any:
    import numpy as np

    # Nothing is known to vary where every week said 0: there is no measure for a first value.
    unknown = np.isnan(expected) | ~(spread > 0)
    cases = [np.isnan(now), unknown, now < low, now > high]
    names = ["no_value", "not_enough_history", "below", "above"]
    return np.select(cases, names, "within").astype(object)
