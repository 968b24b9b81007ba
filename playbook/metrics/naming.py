"""What is a comparison called, so that nobody has to ask "compared with when"?

Every name is complete and carries its dates. There is no bare 环比 or 同比 and no bare "DoD".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from playbook.i18n import _, day, pick
from playbook.metrics.period import Period
from playbook.metrics.promotions import Alignment

DAY_BEFORE = "day_before"
WEEK_AGO = "same_weekday_last_week"
WEEKDAY_MEDIAN = "weekday_median_4w"
WEEK_BEFORE = "week_before"
WEEK_MEDIAN = "week_median_4w"
LAST_YEAR = "last_year"

DAY_COMPARISONS = (WEEK_AGO, WEEKDAY_MEDIAN, LAST_YEAR, DAY_BEFORE)
WEEK_COMPARISONS = (WEEK_BEFORE, WEEK_MEDIAN, LAST_YEAR)


def comparison_name(code: str, dates: Sequence[dt.date], aligned: Alignment | None = None) -> str:
    """Write a comparison's full name with its dates.

    Parameters
    ----------
    code : str
        One of `DAY_COMPARISONS` or `WEEK_COMPARISONS`.
    dates : sequence of date
        The days (for weeks: their Mondays) that are compared with.
    aligned : Alignment, optional
        For `LAST_YEAR`, how the day was found.

    Examples
    --------
    >>> comparison_name(WEEK_AGO, [dt.date(2017, 12, 24)])
    'Same weekday last week (Sun, Dec 24, 2017)'
    """
    one = dates[0] if dates else None
    if code == DAY_BEFORE:
        return _("Day before ({day})", day=day(one, "weekday"))
    if code == WEEK_AGO:
        return _("Same weekday last week ({day})", day=day(one, "weekday"))
    if code == WEEKDAY_MEDIAN:
        if not dates:
            return _("Median of the same weekday in the 4 weeks before")
        listed = pick(en=", ", zh="、").join(day(date, "short") for date in sorted(dates))
        return _("Median of the same weekday in the 4 weeks before ({days})", days=listed)
    if code == WEEK_BEFORE:
        return _("Week before ({days})", days=_week(one))
    if code == WEEK_MEDIAN:
        if not dates:
            return _("Median of the 4 weeks before")
        first, last = min(dates), max(dates)
        span = str(Period(first, Period.week(last).end))
        return _("Median of the 4 weeks before ({days})", days=span)
    return _last_year_name(one, aligned)


def _week(monday: dt.date | None) -> str:
    return str(Period.week(monday)) if monday else ""


def _last_year_name(date: dt.date | None, aligned: Alignment | None) -> str:
    if aligned and aligned.phase:
        return _(
            "Same day of the promotion last year: {family}, {phase}, day {n} ({day})",
            family=aligned.phase.family,
            phase=phase_name(aligned.phase.phase),
            n=aligned.index,
            day=day(date, "weekday"),
        )
    if aligned is None:
        return _("Same week 52 weeks ago ({days})", days=_week(date))
    return _("Same weekday 52 weeks ago ({day})", day=day(date, "weekday"))


def phase_name(code: str) -> str:
    """Write the name of a promotion phase.

    Examples
    --------
    >>> phase_name("warm_up")
    'warm-up'
    """
    names = {
        "warm_up": _("warm-up"),
        "presale": _("pre-sale"),
        "opening": _("opening"),
        "steady": _("steady sales"),
        "peak": _("peak"),
        "encore": _("encore"),
        "single": _("single day"),
    }
    return names.get(code, code)
