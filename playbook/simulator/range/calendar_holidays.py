"""Which days are worked, and when is lunar new year?

The unit is one date of one country. Chinese make-up workdays come from the government's yearly
notice (package ``chinese_calendar``); for years without one the statutory holidays are taken
(package ``holidays``) and no weekend is worked. It refuses to invent make-up workdays.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

NEW_YEAR = "Chinese New Year (Spring Festival)"


@cache
def _public(country: str, year: int) -> frozenset[dt.date]:
    import holidays

    return frozenset(holidays.country_holidays(country, years=year, language="en_US"))


@cache
def new_year(year: int) -> dt.date:
    """Return the first day of the lunar year.

    Examples
    --------
    >>> new_year(2026)
    datetime.date(2026, 2, 17)
    """
    import holidays

    told = holidays.country_holidays("CN", years=year, language="en_US")
    return min(day for day, name in told.items() if NEW_YEAR in name and day.year == year)


def from_new_year(date: dt.date) -> int:
    """Return the days since the nearest lunar new year's day; negative before it."""
    told = [(date - new_year(date.year + step)).days for step in (-1, 0, 1)]
    return min(told, key=abs)


@cache
def known_to_notice(year: int) -> bool:
    """Return True when the make-up workdays of a year have been published."""
    import chinese_calendar

    return any(day.year == year for day in chinese_calendar.holidays)


def is_workday(date: dt.date, country: str) -> bool:
    """Return True when offices work that day.

    Examples
    --------
    >>> is_workday(dt.date(2026, 2, 14), "CN")  # a Saturday worked for the new year's holidays
    True
    """
    if country == "CN" and known_to_notice(date.year):
        import chinese_calendar

        return bool(chinese_calendar.is_workday(date))
    return date.weekday() < 5 and date not in _public(country, date.year)


def is_holiday(date: dt.date, country: str) -> bool:
    """Return True for a day off by law, other than an ordinary weekend."""
    if country == "CN" and known_to_notice(date.year):
        import chinese_calendar

        return date in chinese_calendar.holidays
    return date in _public(country, date.year)
