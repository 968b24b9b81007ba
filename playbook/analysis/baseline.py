"""Is a day's value within what the same weekday usually brings?

The unit is one day of one metric. A day is compared with the same weekday of the weeks before it,
never with the day before: every Monday would be an alarm. Promotion days neither serve as
history nor get a verdict. A band says "unusual", never why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from playbook.analysis.frames import known, numeric, require
from playbook.errors import ParameterError
from playbook.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 8
LEAST = 6
REACH = 26
WIDTH = 3.5
FLOOR = 0.05

VERDICTS: dict[str, str] = {
    "within": N_("within the usual range"),
    "above": N_("above the usual range"),
    "below": N_("below the usual range"),
    "promotion_day": N_("promotion day: compare with the same phase of the last one"),
    "not_enough_history": N_("not enough history"),
    "no_value": N_("no value"),
}

COLUMNS = ("date", "value", "expected", "low", "high", "spread", "z", "n", "verdict")


def band_series(
    days: pd.DataFrame,
    *,
    value: str = "value",
    date: str = "period",
    exclude: Iterable[Any] = (),
    weeks: int = WEEKS,
    least: int = LEAST,
    width: float = WIDTH,
    floor: float = FLOOR,
    reach: int = REACH,
) -> pd.DataFrame:
    """Give every day its expected value and band, from the same weekday of the weeks before.

    Parameters
    ----------
    days : DataFrame
        One row a day, as ``metrics.query(store, [id], grain="day")`` gives it. Absent days are
        unknown, not zero.
    value, date : str
        Column names.
    exclude : iterable of date
        Promotion days and holidays: no history for others, and no verdict for themselves.
    weeks : int
        How many of the nearest known days that are not excluded serve as history.
    least : int
        How many there must be.
    width : float
        Half the band's width, in robust standard deviations.
    floor : float
        The spread is at least this share of the expected value: eight days that happen to agree
        do not make the ninth an alarm.
    reach : int
        How many weeks back at most: promotions in a row push the history back.

    Returns
    -------
    DataFrame
        One row per calendar day from the first to the last: date, value, expected (median of the
        known days), low, high, spread (1.4826 · MAD, or the floor), z ((value − expected) /
        spread; null where the spread is 0), n (days of history), verdict (a key of `VERDICTS`).
        expected, low, high and spread are null below `least`. Empty when `days` is.

    Raises
    ------
    ParameterError
        When a column is missing or a day appears twice.

    Notes
    -----
    On steady days that vary by 10 % the defaults call about one day a month unusual (simulated:
    0.9 with 8 weeks of history, 1.1 with 6). Do not use it for rates on fewer than some hundred
    visitors, nor across a change of season: the median follows late.
    """
    import pandas as pd

    series = _calendar(days, value, date)
    if series.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    marked = series.index.isin(pd.DatetimeIndex(pd.to_datetime(list(exclude))))
    usable = series.mask(marked)
    history = pd.concat([usable.shift(7 * k) for k in range(1, reach + 1)], axis=1)
    history = history.where(history.notna().cumsum(axis=1) <= weeks)
    table = _bands(series, history, least, width, floor)
    table["verdict"] = _verdicts(table, marked)
    return table.rename_axis("date").reset_index()[list(COLUMNS)]


def judge(days: pd.DataFrame, day: dt.date, **options: Any) -> dict[str, Any]:
    """Judge one day against its band.

    Parameters
    ----------
    days : DataFrame
        As for `band_series`; later days do not matter.
    day : date
    **options
        As for `band_series`.

    Returns
    -------
    dict
        One row of `band_series`. A day that is absent has the verdict "no_value"; its expected
        value is still stated when history allows.
    """
    import pandas as pd

    date = options.get("date", "period")
    value = options.get("value", "value")
    require(days, [date, value], "days")
    stamp = pd.Timestamp(day)
    held = days[pd.to_datetime(days[date]) <= stamp]
    if stamp not in set(pd.to_datetime(held[date])):
        extra = pd.DataFrame({date: [stamp], value: [float("nan")]})
        plain = held[[date, value]].assign(**{date: pd.to_datetime(held[date])})
        held = pd.concat([plain, extra], ignore_index=True) if len(plain) else extra
    table = band_series(held, **options)
    row = table[table["date"] == stamp].iloc[0]
    # Plain numbers: evidence is written as JSON, which knows no numpy.
    return {c: row[c].item() if hasattr(row[c], "item") else row[c] for c in COLUMNS}


def verdict_name(verdict: str) -> str:
    """Say a verdict in the language in force."""
    return _(VERDICTS[verdict])


def _calendar(days: pd.DataFrame, value: str, date: str) -> pd.Series[float]:
    """Return the values on an unbroken calendar; absent days are null."""
    import pandas as pd

    require(days, [date, value], "days")
    series = pd.Series(
        numeric(days, value, "days").to_numpy(), index=pd.DatetimeIndex(pd.to_datetime(days[date]))
    ).sort_index()
    if series.index.has_duplicates:
        twice = series.index[series.index.duplicated()][0].date()
        raise ParameterError(
            _("days holds {day} more than once. Pass one row a day of one metric.", day=twice)
        )
    return series.asfreq("D")


def _bands(
    series: pd.Series[float], history: pd.DataFrame, least: int, width: float, floor: float
) -> pd.DataFrame:
    import pandas as pd

    n = history.notna().sum(axis=1)
    enough = n >= max(int(known(least, "least")), 1)
    expected = history.median(axis=1).where(enough)
    mad = history.sub(expected, axis=0).abs().median(axis=1)
    spread = (1.4826 * mad).clip(lower=floor * expected.abs()).where(enough)
    z = (series - expected) / spread.where(spread > 0)
    return pd.DataFrame(
        {
            "value": series,
            "expected": expected,
            "low": expected - width * spread,
            "high": expected + width * spread,
            "spread": spread,
            "z": z,
            "n": n.astype("int64"),
        }
    )


def _verdicts(table: pd.DataFrame, marked: Any) -> pd.Series[str]:
    import pandas as pd

    verdict = pd.Series("within", index=table.index, dtype="object")
    verdict = verdict.mask(table["value"] > table["high"], "above")
    verdict = verdict.mask(table["value"] < table["low"], "below")
    verdict = verdict.mask(table["expected"].isna(), "not_enough_history")
    return verdict.mask(marked, "promotion_day").mask(table["value"].isna(), "no_value")
