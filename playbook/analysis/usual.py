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

from playbook.analysis.baseline import FLOOR, LEAST, WEEKS
from playbook.analysis.frames import require

if TYPE_CHECKING:
    import pandas as pd

ONE = 3.5
"""Half the band's width of the shop's own number, in robust standard deviations."""
MANY = 5.0
"""Half the band's width of a slice: among hundreds, one in a thousand is still an alarm a day."""
VARIES = 1.2
"""Standard deviation of one row's amount, as a share of its mean: orders differ that much."""

RAREST = 0.04
"""A share's spread is at least a twentieth of this: 0.2 percentage points."""

COLUMNS = ("value", "n", "expected", "low", "high", "spread", "z", "weeks", "verdict")


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
    exclude: Iterable[dt.date] = (),
    weeks: int = WEEKS,
    least: int = LEAST,
    step: int = 7,
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
    exclude : iterable of date
        Days that serve nobody as history, such as promotions.
    weeks, least : int
        How many weeks (steps) back are looked at, and how many of them must be known.
    step : int
        Days between one day of history and the next: 7 keeps to the weekday; 1 takes every day,
        for numbers that a weekday does not change.

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
    stamp = pd.Timestamp(day)
    wanted = [stamp - pd.Timedelta(days=step * k) for k in range(weeks + 1)]
    off = {pd.Timestamp(one) for one in exclude} - {stamp}
    held = days[days["period"].isin([one for one in wanted if one not in off])]
    if held.empty:
        return pd.DataFrame(columns=[*by, *COLUMNS])
    value, n = (_wide(held, list(by), column) for column in ("value", "n"))
    if zero:
        value = value.fillna(0.0)
    if unit not in {"fraction", "count"}:
        unit = "" if not events else "sum" if zero and unit == "money" else "mean"
    rows = _bands(value, n, stamp, unit, least, width, floor)
    return rows.reset_index() if by else rows.reset_index(drop=True)


def _wide(held: pd.DataFrame, by: list[str], column: str) -> pd.DataFrame:
    """Return slices as rows and days as columns."""
    import pandas as pd

    plain = held.assign(value=pd.to_numeric(held[column]).astype("float64"))
    if not by:
        return pd.DataFrame([plain["value"].to_list()], columns=pd.DatetimeIndex(plain["period"]))
    return plain.pivot_table(
        index=by, columns="period", values="value", aggfunc="first", dropna=False, sort=True
    ).dropna(how="all")


def _bands(
    value: pd.DataFrame,
    n: pd.DataFrame,
    stamp: Any,
    unit: str,
    least: int,
    width: float,
    floor: float,
) -> pd.DataFrame:
    import pandas as pd

    now = value[stamp] if stamp in value else pd.Series(float("nan"), index=value.index)
    before = value.drop(columns=stamp, errors="ignore")
    bases = n.reindex(index=value.index)
    base = bases[stamp] if stamp in bases else pd.Series(float("nan"), index=value.index)
    known = before.notna().sum(axis=1)
    expected = before.median(axis=1).where(known >= least)
    mad = before.sub(expected, axis=0).abs().median(axis=1)
    # What one event commonly brings, over all slices and days: most slices are usually empty.
    events = float(bases.sum().sum())
    each = float(value.sum().sum()) / events if events else 0.0
    chance = _chance(expected, base, bases.drop(columns=stamp, errors="ignore"), unit, each)
    # A share that is always near 1 has little room: its least spread is that of its rarer side.
    size = expected.abs()
    if unit == "fraction":
        size = pd.concat([size, (1 - expected).abs()], axis=1).min(axis=1).clip(lower=RAREST)
    spread = pd.concat([1.4826 * mad, floor * size, chance], axis=1).max(axis=1)
    spread = spread.where(expected.notna())
    low, high = expected - width * spread, expected + width * spread
    table = pd.DataFrame(
        {
            "value": now, "n": base, "expected": expected, "low": low.clip(lower=0),
            "high": high.clip(upper=1) if unit == "fraction" else high, "spread": spread,
            "z": (now - expected) / spread.where(spread > 0), "weeks": known.astype("int64"),
        }
    )  # fmt: skip
    return table.assign(verdict=_verdict(table, low, high))


def _chance(
    expected: pd.Series[float],
    base: pd.Series[float],
    bases: pd.DataFrame,
    unit: str,
    common: float,
) -> pd.Series[float]:
    """Return how far chance alone moves a number on its base, as one standard deviation."""
    usual_base = bases.median(axis=1)
    if unit == "fraction":
        # One success and one failure more, so that a share that was always 0 has a width too.
        size = base.fillna(usual_base).clip(lower=1)
        share = (expected.clip(0, 1) * size + 1) / (size + 2)
        return (share * (1 - share) / size) ** 0.5
    if unit == "count":
        return (expected.abs() + 1) ** 0.5
    if unit == "sum":
        # Where little is usual, an amount of the common size or two is no surprise.
        each = (expected.abs() / usual_base).where(usual_base > 1).clip(lower=common).fillna(common)
        return VARIES * each * (usual_base.fillna(0) + 1) ** 0.5
    if unit == "mean":
        return VARIES * expected.abs() / base.fillna(usual_base).clip(lower=1) ** 0.5
    return 0.0 * expected


def _verdict(table: pd.DataFrame, low: pd.Series[float], high: pd.Series[float]) -> pd.Series[str]:
    import pandas as pd

    verdict = pd.Series("within", index=table.index, dtype="object")
    verdict = verdict.mask(table["value"] > high, "above").mask(table["value"] < low, "below")
    # Nothing is known to vary where every week said 0: there is no measure for a first value.
    unknown = table["expected"].isna() | ~(table["spread"] > 0)
    verdict = verdict.mask(unknown, "not_enough_history")
    return verdict.mask(table["value"].isna(), "no_value")
