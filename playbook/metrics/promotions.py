"""Which days lie in a yearly promotion, and which day of last year was the same day of it?

The unit is one day of one phase. Only promotions with a family and a phase count (618, peak), and
only phases of two weeks at most set days apart: a coupon that runs for months is how things are.
Dates are never aligned by guess.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playbook.metrics.period import Period

if TYPE_CHECKING:
    from playbook.store import Store

WEEKS_A_YEAR = 52
A_YEAR = dt.timedelta(days=365)
DRIFT = dt.timedelta(days=45)
"""A yearly promotion starts earlier or later each year, and never by half a season."""
LONGEST_DAYS = 14
"""A longer phase is background: taking its days out of a baseline would leave none."""
CALM = ("warm_up", "steady")
"""Phases whose days sell much like any other day."""


@dataclass(frozen=True)
class Phase:
    """One phase of a yearly promotion in one year."""

    family: str
    phase: str
    days: Period


@dataclass(frozen=True)
class Alignment:
    """A day of last year and how it was found.

    Parameters
    ----------
    date : date
        The day to compare with.
    phase : Phase or None
        This year's phase the day lies in, where alignment is by phase; else 364 days were taken.
    index : int
        Day of the phase, from 1.
    """

    date: dt.date
    phase: Phase | None = None
    index: int = 0


def phases(store: Store) -> list[Phase]:
    """List the phases of yearly promotions, the latest first."""
    if not (store.has("promotions.family") and store.has("promotions.phase")):
        return []
    rows = store.sql(
        "SELECT family, phase, starts_on, ends_on FROM promotions WHERE family IS NOT NULL"
        " AND phase IS NOT NULL AND ends_on >= starts_on ORDER BY starts_on DESC, campaign_id"
    )
    days = zip(rows["starts_on"].dt.date, rows["ends_on"].dt.date, strict=True)
    spans = [Period(start, end) for start, end in days]
    return list(map(Phase, rows["family"], rows["phase"], spans))


def promotion_days(known: list[Phase], period: Period) -> set[dt.date]:
    """Return the days of a period on which a promotion moves sales.

    Examples
    --------
    >>> peak = Phase("618", "peak", Period(dt.date(2026, 6, 16), dt.date(2026, 6, 18)))
    >>> len(promotion_days([peak], Period(dt.date(2026, 6, 1), dt.date(2026, 6, 17))))
    2
    """
    busy = [one.days for one in known if one.phase not in CALM and one.days.days <= LONGEST_DAYS]
    return {date for date in period if any(date in days for days in busy)}


def last_year(known: list[Phase], date: dt.date) -> Alignment:
    """Return the day of last year to compare a day with.

    The same day of the same phase where the promotions say so for both years, else the same
    weekday 52 weeks (364 days) ago.

    Examples
    --------
    >>> last_year([], dt.date(2026, 6, 17)).date
    datetime.date(2025, 6, 18)
    """
    plain = Alignment(date - dt.timedelta(weeks=WEEKS_A_YEAR))
    now = next((one for one in known if date in one.days), None)
    if now is None:
        return plain
    index = (date - now.days.start).days
    for then in known:
        drift = abs(now.days.start - then.days.start - A_YEAR)
        if (then.family, then.phase) == (now.family, now.phase) and drift <= DRIFT:
            same = then.days.start + dt.timedelta(days=index)
            return Alignment(same, now, index + 1) if same in then.days else plain
    return plain
