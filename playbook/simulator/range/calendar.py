"""What kind of day is it, and how much does the market want to buy?

The unit is one day. Equation:
``demand = weekday x month x holiday x new year x phase x after x growth``, divided by its mean over
the first 365 days, so that 1 is an average day. Each factor is a table in ``calendar.toml``; the
days of phases stand in dated files (`calendar_phases`). A yearly promotion lifts the number of
people here; what its prices and coupons do is the promotions' matter.

State for incidents and decisions: ``moved`` (family -> days by which the platform has moved it;
use `move`). The incidents' piece comes after this one: it may call ``move`` and then ``plan(day)``
again, which is idempotent. It refuses to know who comes.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.i18n import _
from playbook.simulator.core.piece import Piece
from playbook.simulator.range.calendar_holidays import (
    from_new_year,
    is_holiday,
    is_workday,
    known_to_notice,
)
from playbook.simulator.range.calendar_phases import Family, Span, families

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

FAR = 999
YEAR = 365


class Calendar(Piece):
    """The days and their phases.

    Attributes
    ----------
    families : dict of str to Family
        Yearly promotions of the platform.
    moved : dict of str to int
        Days by which a promotion has been moved.
    notes : list of str
        What the calendar does not know, said once.
    """

    name = "calendar"
    state = ("moved",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants: dict[str, Any] = world.profile.section("calendar")
        self.families: dict[str, Family] = {f.id: f for f in families(self.constants["phases"])}
        self.moved: dict[str, int] = {}
        self.notes: list[str] = []
        self._spans: dict[int, list[Span]] = {}
        hours: dict[str, list[float]] = self.constants["hours"]
        self._hours: dict[str, NDArray[np.float64]] = {n: _shares(v) for n, v in hours.items()}
        first = [self._appetite(world.date_of(index)) for index in range(YEAR)]
        self._mean = float(np.mean(first))

    def plan(self, day: Day) -> None:
        """Tell what kind of day it is."""
        date, country = day.date, self.constants["country"]
        span = self.span(date)
        day.weekday, day.workday = date.weekday(), is_workday(date, country)
        day.phase, day.family = (span.phase, span.family) if span else ("", "")
        day.demand = self.demand(date)
        day.logistics_open = self._logistics(date)
        day.days_to_peak = self.days_to_peak(date)
        day.hour_share = self._hour_share(date, span, day.workday)
        self._note(date)

    def move(self, family: str, days: int) -> None:
        """Move a yearly promotion by so many days, this year and later."""
        self.moved = {**self.moved, family: days}
        self._spans = {}

    def restore(self, told: Any) -> None:
        """Take over what was saved."""
        super().restore(told)
        self._spans = {}

    def demand(self, date: dt.date) -> float:
        """Return the market's appetite on a date; 1 is an average day of the first year."""
        return self._appetite(date) / self._mean

    def spans(self, year: int) -> list[Span]:
        """List a year's phases, in order of their first days."""
        if year not in self._spans:
            told = [self._shifted(s) for f in self.families.values() for s in f.spans(year)]
            self._spans[year] = sorted(told, key=lambda span: (span.first, span.family))
        return self._spans[year]

    def span(self, date: dt.date) -> Span | None:
        """Return the phase that a date lies in; a great promotion hides a small one."""
        held = [span for span in self.spans(date.year) if date in span]
        return max(held, key=lambda s: self.families[s.family].major, default=None)

    def days_to_peak(self, date: dt.date) -> int:
        """Return the days until the next first day of an opening, or last of a peak, buyers await.

        Counts only promotions that are major; 0 on the day itself.
        """
        spans = [*self.spans(date.year), *self.spans(date.year + 1)]
        awaited = [_great_day(s) for s in spans if self.families[s.family].major]
        return min(((d - date).days for d in awaited if d is not None and d >= date), default=FAR)

    def _shifted(self, span: Span) -> Span:
        shift = dt.timedelta(days=self.moved.get(span.family, 0))
        return Span(span.family, span.phase, span.first + shift, span.last + shift)

    def _appetite(self, date: dt.date) -> float:
        told = self.constants
        years = (date - self.world.start).days / YEAR
        factor = told["weekday"][date.weekday()] * self._month(date) * (1 + told["growth"]) ** years
        if is_holiday(date, told["country"]) and date.weekday() < 5:
            factor *= told["holiday"]
        if told["new_year"]:
            factor *= _curve(told["new_year_demand"], from_new_year(date))
        return float(factor * self._lift(date))

    def _month(self, date: dt.date) -> float:
        middles = np.arange(-1, 13) + 0.5
        held = self.constants["month"]
        at = date.month - 1 + (date.day - 0.5) / 30.5
        return float(np.interp(at, middles, [held[-1], *held, held[0]]))

    def _lift(self, date: dt.date) -> float:
        """Return what yearly promotions do to appetite: during a phase, or just after the last."""
        span = self.span(date)
        if span:
            told = self._phases(span.family)
            return float(_of_phase(told, span, date) ** told["strength"])
        return min((self._after(family, date) for family in self.families), default=1.0)

    def _phases(self, family: str) -> dict[str, Any]:
        told: dict[str, dict[str, Any]] = self.constants["phase"]
        return told.get(family, told["other"])

    def _after(self, family: str, date: dt.date) -> float:
        told = self._phases(family)
        spans = [*self.spans(date.year - 1), *self.spans(date.year)]
        ends = [s.last for s in spans if s.family == family and s.last < date]
        if not ends:
            return 1.0
        passed = (date - max(ends)).days - 1
        left = max(0.0, 1.0 - passed / told["after_days"])
        return float((1.0 - (1.0 - told["after"]) * left) ** told["strength"])

    def _logistics(self, date: dt.date) -> float:
        told = self.constants
        share = float(told["logistics_weekday"][date.weekday()])
        if is_holiday(date, told["country"]):
            share *= told["logistics_holiday"]
        if told["new_year"]:
            share *= _curve(told["new_year_logistics"], from_new_year(date))
        return share

    def _hour_share(self, date: dt.date, span: Span | None, workday: bool) -> NDArray[np.float64]:
        if span and self.families[span.family].major and _great_day(span) == date:
            return self._hours[span.phase]
        return self._hours["workday" if workday else "day_off"]

    def _note(self, date: dt.date) -> None:
        if self.constants["country"] != "CN" or self.notes or known_to_notice(date.year):
            return
        self.notes.append(
            _(
                "The make-up workdays of {year} are not published yet: "
                "every weekend counts as days off.",
                year=str(date.year),
            )
        )


def _great_day(span: Span) -> dt.date | None:
    return {"opening": span.first, "peak": span.last}.get(span.phase)


def _of_phase(told: dict[str, Any], span: Span, date: dt.date) -> float:
    """Return a phase's factor: peaks count from the last day, others from the first."""
    steps = told[span.phase]
    if span.phase == "peak":
        return float(steps[max(len(steps) - 1 - (span.last - date).days, 0)])
    return float(steps[min((date - span.first).days, len(steps) - 1)])


def _curve(told: dict[str, list[float]], day: int) -> float:
    if not told["day"][0] <= day <= told["day"][-1]:
        return 1.0
    return float(np.interp(day, told["day"], told["factor"]))


def _shares(told: list[float]) -> NDArray[np.float64]:
    values = np.array(told, float)
    return np.asarray(values / values.sum())
