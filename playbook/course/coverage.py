"""Which rows of the curriculum are practised, which are only read, and which are missing?

The unit is one row. Whatever lets a learner do something and be told whether it was right
practises a row (exercise, drill, case); whatever they only look at reads it (page, lesson,
report). A row that is both is practised. This module is told who covers what; it does not look
for it, so it stays below the rooms that it counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.course.curriculum import Curriculum, curriculum
from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

PRACTISED, READ, MISSING = "practised", "read", "missing"
PRACTISE = ("exercise", "drill", "case")
ONLY_READ = ("page", "lesson", "report", "role")
SOURCES = (*PRACTISE, *ONLY_READ)
FLOOR = Path(__file__).with_name("coverage_floor.toml")


@dataclass(frozen=True)
class Coverage:
    """How far the project covers the curriculum.

    Parameters
    ----------
    state : mapping of str to str
        Every row's id and whether it is practised, read or missing.
    by : mapping of str to tuple of str
        Every covered row's id and what covers it, as ``kind:id``.
    of : Curriculum
    """

    state: Mapping[str, str]
    by: Mapping[str, tuple[str, ...]]
    of: Curriculum

    def ids(self, state: str, section: str = "") -> list[str]:
        """List the rows in a state, of one section or of all, in the catalogue's order."""
        return [
            name
            for name, held in self.state.items()
            if held == state and section in {"", self.of.rows[name].section}
        ]

    def count(self, states: Iterable[str], section: str = "") -> int:
        """Count the rows in any of some states."""
        return sum(len(self.ids(state, section)) for state in states)

    def table(self) -> pd.DataFrame:
        """Return the numbers by section.

        Returns
        -------
        DataFrame
            section, title, register, rows, practised, read (only), missing, share (practised /
            rows, a fraction); in the catalogue's order.
        """
        import pandas as pd

        return pd.DataFrame([self._line(code) for code in self.of.sections])

    def capabilities(self) -> pd.DataFrame:
        """Return the numbers by capability: capability, title, rows, practised, read, missing."""
        import pandas as pd

        lines = []
        for code, one in self.of.capabilities.items():
            held = [self.state[name] for name in one.rows]
            counts = {state: held.count(state) for state in (PRACTISED, READ, MISSING)}
            lines.append({"capability": code, "title": one.title, "rows": len(held), **counts})
        return pd.DataFrame(lines)

    def _line(self, code: str) -> dict[str, Any]:
        section = self.of.sections[code]
        counts = {state: len(self.ids(state, code)) for state in (PRACTISED, READ, MISSING)}
        rows = sum(counts.values())
        return {
            "section": code,
            "title": section.title,
            "register": section.register,
            "rows": rows,
            **counts,
            "share": counts[PRACTISED] / rows,
        }


def coverage(covers_by_source: Mapping[str, Mapping[str, Collection[str]]]) -> Coverage:
    """Work out what is practised, only read, and missing.

    Parameters
    ----------
    covers_by_source : mapping
        For each kind of source (one of `SOURCES`): its ids, and the rows that each covers.

    Returns
    -------
    Coverage

    Raises
    ------
    ParameterError
        When a kind is unknown, or a source names a row that does not exist.

    Examples
    --------
    >>> found = coverage({"exercise": {"why-sales-fell": ["DA-11"]}, "page": {"p": ["DA-12"]}})
    >>> found.state["DA-11"], found.state["DA-12"], found.state["DA-13"]
    ('practised', 'read', 'missing')
    >>> found.by["DA-11"]
    ('exercise:why-sales-fell',)
    """
    whole = curriculum()
    by: dict[str, list[str]] = {}
    practised: set[str] = set()
    for kind, sources in covers_by_source.items():
        if kind not in SOURCES:
            raise ParameterError(
                _(
                    "{kind!r} covers nothing. Allowed: {allowed}.",
                    kind=kind,
                    allowed=", ".join(SOURCES),
                )
                + did_you_mean(kind, SOURCES)
            )
        for source, names in sources.items():
            for name in dict.fromkeys(_known(whole, kind, source, names)):
                by.setdefault(name, []).append(f"{kind}:{source}")
                practised |= {name} if kind in PRACTISE else set()
    state = {
        name: PRACTISED if name in practised else READ if name in by else MISSING
        for name in whole.rows
    }
    return Coverage(state, {name: tuple(found) for name, found in by.items()}, whole)


def _known(whole: Curriculum, kind: str, source: str, names: Collection[str]) -> Iterable[str]:
    for name in names:
        if name not in whole.rows:
            raise ParameterError(
                _(
                    "{kind} {source!r} covers {name!r}, which is no row of the curriculum.",
                    kind=kind,
                    source=source,
                    name=name,
                )
                + did_you_mean(name, whole.rows)
            )
        yield name


def floor(path: Path = FLOOR) -> dict[str, tuple[int, int]]:
    """Read the numbers that coverage must not fall below: section, (practised, covered)."""
    with path.open("rb") as file:
        held = tomllib.load(file)
    return {code: (one["practised"], one["covered"]) for code, one in held.items()}


def falls(found: Coverage, path: Path = FLOOR) -> list[str]:
    """Say, a sentence each, where coverage is below the committed floor; empty when nowhere."""
    said = []
    for code, (practised, covered) in floor(path).items():
        now = (found.count([PRACTISED], code), found.count([PRACTISED, READ], code))
        if now[0] < practised or now[1] < covered:
            said.append(
                _(
                    "{section}: {practised} rows practised and {covered} covered; the floor is "
                    "{floor_practised} and {floor_covered}.",
                    section=code,
                    practised=now[0],
                    covered=now[1],
                    floor_practised=practised,
                    floor_covered=covered,
                )
            )
    return said


def raise_floor(found: Coverage, path: Path = FLOOR) -> None:
    """Write the present numbers as the floor, never a lower one than stood there."""
    held = floor(path) if path.exists() else {}
    lines = [
        "# What coverage must not fall below, by section: written by `raise_floor`, checked by a",
        "# test. covered = practised or read.",
    ]
    for code in found.of.sections:
        before = held.get(code, (0, 0))
        practised = max(before[0], found.count([PRACTISED], code))
        covered = max(before[1], found.count([PRACTISED, READ], code))
        lines.append(f"{code} = {{practised = {practised}, covered = {covered}}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
