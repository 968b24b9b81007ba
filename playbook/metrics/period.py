"""Which shop-local days does a number stand for?

The unit is the calendar day of the shop's own zone. A period has a first and a last day, both
included. Nothing here knows a clock or converts between zones: a Store's times are already local.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from playbook.errors import ParameterError
from playbook.i18n import _, day, month

GRAINS = ("none", "hour", "day", "week", "month")
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included.

    Raises
    ------
    ParameterError
        The end lies before the start.

    Examples
    --------
    >>> Period(dt.date(2017, 3, 1), dt.date(2017, 3, 7)).days
    7
    """

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        for name in ("start", "end"):
            value = getattr(self, name)
            if isinstance(value, dt.datetime):
                object.__setattr__(self, name, value.date())
        if self.end < self.start:
            raise ParameterError(
                _(
                    "The period ends on {end}, before it starts on {start}.",
                    end=self.end,
                    start=self.start,
                )
            )

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    def __iter__(self) -> Iterator[dt.date]:
        """Go through the days in order."""
        return (self.start + dt.timedelta(days=n) for n in range(self.days))

    def __contains__(self, date: dt.date) -> bool:
        """Whether a day lies in the period."""
        return self.start <= date <= self.end

    def shift(self, days: int) -> Period:
        """Return the period moved by a number of days.

        Examples
        --------
        >>> Period.day(dt.date(2017, 3, 8)).shift(-7).start
        datetime.date(2017, 3, 1)
        """
        step = dt.timedelta(days=days)
        return Period(self.start + step, self.end + step)

    def previous(self) -> Period:
        """Return the period of the same length that ends the day before this one starts."""
        return self.shift(-self.days)

    def is_week(self) -> bool:
        """Whether it is exactly one ISO week, Monday to Sunday."""
        return self.days == 7 and self.start.isoweekday() == 1

    def is_month(self) -> bool:
        """Whether it is exactly one calendar month."""
        return self == Period.month(self.start)

    def __str__(self) -> str:
        """Write the days in the reader's language."""
        if self.days == 1:
            return day(self.start)
        if self.is_month():
            return month(self.start)
        return _("{first} to {last}", first=day(self.start), last=day(self.end))

    @staticmethod
    def day(date: dt.date) -> Period:
        """Return one day."""
        return Period(date, date)

    @staticmethod
    def week(date: dt.date) -> Period:
        """Return the ISO week (Monday to Sunday) that a day lies in.

        Examples
        --------
        >>> Period.week(dt.date(2017, 12, 31)).start
        datetime.date(2017, 12, 25)
        """
        start = date - dt.timedelta(days=date.isoweekday() - 1)
        return Period(start, start + dt.timedelta(days=6))

    @staticmethod
    def month(date: dt.date) -> Period:
        """Return the calendar month that a day lies in."""
        last = calendar.monthrange(date.year, date.month)[1]
        return Period(date.replace(day=1), date.replace(day=last))

    @staticmethod
    def month_to_date(date: dt.date) -> Period:
        """Return the days from the first of the month to the given day."""
        return Period(date.replace(day=1), date)

    @staticmethod
    def last_days(date: dt.date, days: int) -> Period:
        """Return the given number of days that end on a day."""
        return Period(date - dt.timedelta(days=days - 1), date)


def buckets(period: Period, grain: str) -> list[Period]:
    """List the whole days, ISO weeks or months that a period touches, in order.

    A week or month at the edge is returned whole, also where only part of it lies inside.

    Examples
    --------
    >>> [str(b.start) for b in buckets(Period(dt.date(2017, 1, 4), dt.date(2017, 1, 10)), "week")]
    ['2017-01-02', '2017-01-09']
    """
    make = {"day": Period.day, "hour": Period.day, "week": Period.week, "month": Period.month}
    if grain == "none":
        return [period]
    found = []
    at = period.start
    while at <= period.end:
        found.append(make[grain](at))
        at = found[-1].end + ONE_DAY
    return found
