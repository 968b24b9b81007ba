"""Is this day, or week, better or worse than it should be?

The unit is one metric compared in one named way. Ratios differ in percentage points, money and
counts in amounts; a missing base gives null and the reason. The day before is shown and never
raises an alarm: it mostly measures the weekday.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playbook.errors import ParameterError
from playbook.i18n import _
from playbook.metrics import naming
from playbook.metrics.ask import Ask
from playbook.metrics.asking import answer, names
from playbook.metrics.dictionary import metric
from playbook.metrics.period import Period
from playbook.metrics.promotions import Phase, last_year, phases, promotion_days

if TYPE_CHECKING:
    import pandas as pd

    from playbook.store import Store

MEDIAN_OF = 4
MEDIAN_NEEDS = 3


@dataclass(frozen=True)
class Base:
    """What a day or week is compared with."""

    code: str
    name: str
    starts: tuple[dt.date, ...]
    note: str = ""


def compare(
    store: Store,
    ids: str | Iterable[str],
    when: dt.date | Period,
    *,
    where: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Compare metrics of one day, or of one ISO week, with the days that are like it.

    Parameters
    ----------
    store : Store
        The shop.
    ids : str or iterable of str
        Metric ids.
    when : date or Period
        The day; or exactly one week, Monday to Sunday.
    where : mapping, optional
        As for `query`.

    Returns
    -------
    DataFrame
        One row a metric and comparison: ``metric``; ``comparison`` (code); ``name`` (in full, with
        dates); ``base_start``, ``base_end``; ``value``; ``base``; ``diff`` (value − base: a
        fraction for ratios in percent, that is percentage points / 100); ``diff_pct`` (relative to
        the base); ``unit``; ``points`` (`diff` is in percentage points); ``n``, ``base_n``;
        ``small`` (a ratio whose n is below 30 on either side); ``alarm`` (whether a large change
        may raise one); ``reason``.

    Raises
    ------
    ParameterError
        The period is neither a day nor an ISO week, or a metric is unknown.
    """
    period = when if isinstance(when, Period) else Period.day(when)
    if period.days != 1 and not period.is_week():
        raise ParameterError(
            _("{period} is neither one day nor one week from Monday to Sunday.", period=period)
        )
    known = phases(store)
    bases = _day_bases(known, period.start) if period.days == 1 else _week_bases(known, period)
    values = _values(store, names(ids), period, bases, where)
    return _differences(names(ids), values, period, bases)


def _day_bases(known: list[Phase], date: dt.date) -> list[Base]:
    week = dt.timedelta(weeks=1)
    same = [date - n * week for n in range(1, MEDIAN_OF + 1)]
    busy = promotion_days(known, Period(same[-1], date))
    calm = tuple(one for one in same if one not in busy)
    then = last_year(known, date)
    before = date - dt.timedelta(days=1)
    found = [
        Base(naming.WEEK_AGO, naming.comparison_name(naming.WEEK_AGO, [same[0]]), (same[0],)),
        Base(naming.WEEKDAY_MEDIAN, naming.comparison_name(naming.WEEKDAY_MEDIAN, calm), calm),
        Base(
            naming.LAST_YEAR,
            naming.comparison_name(naming.LAST_YEAR, [then.date], then),
            (then.date,),
        ),
        Base(naming.DAY_BEFORE, naming.comparison_name(naming.DAY_BEFORE, [before]), (before,)),
    ]
    return [_with_promotion_note(base, known, date) for base in found]


def _with_promotion_note(base: Base, known: list[Phase], date: dt.date) -> Base:
    if len(base.starts) != 1 or promotion_days(known, Period.day(date)):
        return base
    if not promotion_days(known, Period.day(base.starts[0])):
        return base
    return Base(
        base.code, base.name, base.starts, _("That day lay in a promotion; this one does not.")
    )


def _week_bases(known: list[Phase], week: Period) -> list[Base]:
    before = [week.shift(-7 * n) for n in range(1, MEDIAN_OF + 1)]
    calm = tuple(one.start for one in before if not promotion_days(known, one))
    then = week.shift(-364).start
    return [
        Base(
            naming.WEEK_BEFORE,
            naming.comparison_name(naming.WEEK_BEFORE, [before[0].start]),
            (before[0].start,),
        ),
        Base(naming.WEEK_MEDIAN, naming.comparison_name(naming.WEEK_MEDIAN, calm), calm),
        Base(naming.LAST_YEAR, naming.comparison_name(naming.LAST_YEAR, [then]), (then,)),
    ]


def _values(
    store: Store,
    ids: tuple[str, ...],
    period: Period,
    bases: list[Base],
    where: Mapping[str, Any] | None,
) -> pd.DataFrame:
    """Query all days (weeks) that are needed: the last weeks in one go, last year's apart."""
    import pandas as pd

    grain, length = ("day", 1) if period.days == 1 else ("week", 7)
    near = [
        period.start,
        *(d for base in bases if base.code != naming.LAST_YEAR for d in base.starts),
    ]
    far = [d for base in bases if base.code == naming.LAST_YEAR for d in base.starts]
    last_day = dt.timedelta(days=length - 1)
    spans = [Period(min(near), period.end), *(Period(d, d + last_day) for d in far)]
    asks = [Ask((), grain, span, dict(where or {})) for span in spans]
    frames = [answer(store, ids, ask) for ask in asks]
    found = pd.concat(frames, ignore_index=True)
    return found.assign(date=found["period"].dt.date).drop_duplicates(["metric", "date"])


def _differences(
    ids: tuple[str, ...], values: pd.DataFrame, period: Period, bases: list[Base]
) -> pd.DataFrame:
    import pandas as pd

    by_cell = values.set_index(["metric", "date"]).sort_index()
    rows = [_row(name, by_cell, period, base) for name in ids for base in bases]
    frame = pd.DataFrame(rows)
    frame["reason"] = frame["reason"].astype("str")
    return frame


def _row(name: str, cells: pd.DataFrame, period: Period, base: Base) -> dict[str, Any]:
    now = cells[cells.index.isin([(name, period.start)])].iloc[0]
    wanted = [(name, date) for date in base.starts if (name, date) in cells.index]
    then = cells[cells.index.isin(wanted)]
    number, reason = _base_value(then, base)
    value = float(now["value"])
    if value != value or now["partial"]:
        reason = now["reason"]
    diff = float("nan") if now["partial"] else value - number
    if number == 0 and reason is None:
        reason = _("The base is 0, so there is no percentage.")
    last = dt.timedelta(days=period.days - 1)
    return {
        "metric": name,
        "comparison": base.code,
        "name": base.name,
        "base_start": min(base.starts, default=None),
        "base_end": max(base.starts) + last if base.starts else None,
        "value": value,
        "base": number,
        "diff": diff,
        "diff_pct": diff / abs(number) if number else float("nan"),
        "unit": metric(name).unit,
        "points": metric(name).unit == "fraction",
        "n": float(now["n"]),
        "base_n": float(then["n"].min()) if len(then) else float("nan"),
        "small": bool(now["small"]) or bool(then["small"].any()),
        "alarm": base.code != naming.DAY_BEFORE,
        "reason": reason,
    }


def _base_value(then: pd.DataFrame, base: Base) -> tuple[float, str | None]:
    """Return the base and why it is absent, or what to know about it."""
    held = then.loc[~then["partial"].astype(bool), "value"].dropna()
    if base.code in {naming.WEEKDAY_MEDIAN, naming.WEEK_MEDIAN}:
        if len(held) < MEDIAN_NEEDS:
            few = _(
                "Only {n} of the {all} periods before can be compared; {needed} are needed.",
                n=len(held),
                all=MEDIAN_OF,
                needed=MEDIAN_NEEDS,
            )
            return float("nan"), few
        return float(held.median()), None
    noted = [str(reason) for reason in then["reason"].dropna()]
    told = noted[0] if noted else None
    if not len(held):
        return float("nan"), told or _("No such day in the data.")
    return float(held.iloc[0]), told or base.note or None
