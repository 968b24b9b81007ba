"""On which days is which phase of which yearly promotion?

The unit is one phase of one promotion in one year, first and last day included. Dates come from
dated files: ``playbook/simulator/phases/<name>.toml``, and ``<name>.toml`` in the folder
``data/calendar/`` (or the one that ``PLAYBOOK_CALENDAR`` names), whose years are added to the
packaged ones or replace them. A year that no file knows takes the days of the nearest known year,
counted from the promotion's anchor. It refuses to guess what a phase does to sales.
"""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _

PHASES = ("warm_up", "presale", "opening", "steady", "peak", "encore", "single")
FOLDER_VARIABLE = "PLAYBOOK_CALENDAR"


@dataclass(frozen=True)
class Span:
    """One phase of one promotion in one year."""

    family: str
    phase: str
    first: dt.date
    last: dt.date

    def __contains__(self, date: dt.date) -> bool:
        return self.first <= date <= self.last

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Family:
    """A yearly promotion.

    Parameters
    ----------
    id : str
        As in the promotions table ("618").
    en, zh : str
        Its names.
    major : bool
        Buyers wait for it.
    anchor : str
        "MM-DD", or a moving day: "thanksgiving", "memorial_day", "labor_day".
    years : dict of int to tuple of Span
        What the files say.
    """

    id: str
    en: str
    zh: str
    major: bool
    anchor: str
    years: dict[int, tuple[Span, ...]]

    def spans(self, year: int) -> tuple[Span, ...]:
        """Return a year's phases, shifted from the nearest known year when it is not known."""
        if year in self.years:
            return self.years[year]
        known = min(self.years, key=lambda y: (abs(y - year), -y))
        shift = anchor_day(self.anchor, year) - anchor_day(self.anchor, known)
        told = self.years[known]
        return tuple(Span(s.family, s.phase, s.first + shift, s.last + shift) for s in told)


def anchor_day(anchor: str, year: int) -> dt.date:
    """Return the day of a year that a promotion is counted from.

    Examples
    --------
    >>> anchor_day("06-18", 2026), anchor_day("thanksgiving", 2025)
    (datetime.date(2026, 6, 18), datetime.date(2025, 11, 27))
    """
    if anchor == "thanksgiving":  # fourth Thursday of November
        return _on_or_after(dt.date(year, 11, 22), 3)
    if anchor == "memorial_day":  # last Monday of May
        return _on_or_after(dt.date(year, 5, 25), 0)
    if anchor == "labor_day":  # first Monday of September
        return _on_or_after(dt.date(year, 9, 1), 0)
    month, day = anchor.split("-")
    return dt.date(year, int(month), int(day))


def _on_or_after(date: dt.date, weekday: int) -> dt.date:
    return date + dt.timedelta(days=(weekday - date.weekday()) % 7)


def families(name: str) -> tuple[Family, ...]:
    """Return the yearly promotions of a file of phases.

    Parameters
    ----------
    name : str
        File name without ".toml".

    Raises
    ------
    ParameterError
        A date or phase in a file is not possible.
    """
    folder = calendar_folder()
    edited = folder / f"{name}.toml" if folder else None
    return _families(name, edited if edited and edited.is_file() else None)


def calendar_folder() -> Path | None:
    """Return the folder of edited phase files: the variable's, else data/calendar of a checkout."""
    given = os.environ.get(FOLDER_VARIABLE)
    if given:
        return Path(given)
    folder = Path(str(files("playbook"))).parent / "data" / "calendar"
    return folder if folder.is_dir() else None


@cache
def _families(name: str, edited: Path | None) -> tuple[Family, ...]:
    packaged = files("playbook.simulator") / "phases" / f"{name}.toml"
    told = _parsed(packaged.read_text(encoding="utf-8"), f"{name}.toml")
    more = _parsed(edited.read_text(encoding="utf-8"), str(edited)) if edited else {}
    for family, given in more.items():
        years = told.get(family, {}).get("years", {}) | given.get("years", {})
        told[family] = told.get(family, {}) | given | {"years": years}
    return tuple(_family(name, family, given) for family, given in told.items())


def _parsed(text: str, place: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterError(
            _("The calendar file {file} cannot be read: {error}.", file=place, error=error)
        ) from error


def _family(file: str, name: str, told: dict[str, Any]) -> Family:
    years = {_year(file, name, year): _spans(file, name, d) for year, d in told["years"].items()}
    if not years:
        raise ParameterError(
            _("{file}.toml, {family}: there is no year. Give one.", file=file, family=name)
        )
    named = told.get("en", name), told.get("zh", name)
    major, anchor = bool(told.get("major", False)), told.get("anchor", "01-01")
    return Family(name, *named, major=major, anchor=anchor, years=years)


def _year(file: str, family: str, text: str) -> int:
    if not text.isdecimal():
        raise ParameterError(
            _(
                "{place}: '{year}' is no year. Expected a number such as 2026.",
                place=f"{file}.toml, {family}",
                year=text,
            )
        )
    return int(text)


def _spans(file: str, family: str, days: dict[str, Any]) -> tuple[Span, ...]:
    spans = []
    for phase, value in days.items():
        place = f"{file}.toml, {family}, {phase}"
        if phase not in PHASES:
            raise ParameterError(
                _(
                    "{place}: there is no phase '{phase}'. Known: {known}.{hint}",
                    place=place,
                    phase=phase,
                    known=", ".join(PHASES),
                    hint=did_you_mean(phase, PHASES),
                )
            )
        spans.append(Span(family, phase, *_two_days(place, value)))
    return tuple(sorted(spans, key=lambda span: span.first))


def _two_days(place: str, value: object) -> tuple[dt.date, dt.date]:
    if isinstance(value, list) and len(value) == 2:
        first, last = value
        dated = isinstance(first, dt.date) and isinstance(last, dt.date)
        if dated and first <= last:
            return first, last
    raise ParameterError(
        _(
            "{place}: {value} is no first and last day. Expected [2026-06-15, 2026-06-18].",
            place=place,
            value=str(value),
        )
    )
