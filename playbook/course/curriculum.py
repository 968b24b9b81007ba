"""What must an operator know, do, measure, decide and write, and how can each be checked?

The unit is one row of the curriculum. Registers (metrics, rules, documents) list things by kind;
the other sections are what an operator must be able to do. A row without checks may be practised
in any way. This module does not know who practises what: see `playbook.course.coverage`.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _, pick

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """One row.

    Parameters
    ----------
    id : str
        As exercises, pages, drills and reports name it in `covers`.
    section : str
        Code of its section.
    kind : str
        capability, duty, rule, step, artefact, tool, metric or story.
    checks : tuple of str
        How a right answer can be told: NUM, SET, DEC, SEQ, TEXT, CODE, LOG; empty: any way.
    en, zh : str
        Title; `zh` may be empty.
    metrics : tuple of str
        Ids in the metric dictionary that compute it.
    """

    id: str
    section: str
    kind: str
    checks: tuple[str, ...]
    en: str
    zh: str = ""
    metrics: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title in the reader's language; English where there is no Chinese."""
        return pick(en=self.en, zh=self.zh or self.en)


@dataclass(frozen=True)
class Section:
    """One section; `register` marks a list of metrics, rules or documents."""

    code: str
    en: str
    zh: str
    register: bool = False

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return pick(en=self.en, zh=self.zh)


@dataclass(frozen=True)
class Capability:
    """One of the fifteen that no course may omit: the rows that have priority."""

    code: str
    en: str
    zh: str
    rows: tuple[str, ...]

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return pick(en=self.en, zh=self.zh)


@dataclass(frozen=True)
class Curriculum:
    """All rows, sections and capabilities, each by its id or code, in the catalogue's order."""

    rows: Mapping[str, Row]
    sections: Mapping[str, Section]
    capabilities: Mapping[str, Capability]
    priority: frozenset[str] = field(default_factory=frozenset)
    """Ids of the rows that some capability asks for."""

    def row(self, name: str) -> Row:
        """Return a row by its id.

        Raises
        ------
        ParameterError
            When there is none; names the closest.
        """
        if name not in self.rows:
            raise ParameterError(
                _("{name!r} is no row of the curriculum.", name=name)
                + did_you_mean(name, self.rows)
            )
        return self.rows[name]

    def check(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return ids as a tuple after making sure that each is a row's."""
        return tuple(self.row(name).id for name in names)


@lru_cache(maxsize=1)
def curriculum() -> Curriculum:
    """Read the curriculum.

    Examples
    --------
    >>> row = curriculum().row("DA-11")
    >>> row.section, row.checks, row.title
    ('DA', ('NUM',), 'Find why sales fell')
    >>> curriculum().capabilities["drivers"].rows
    ('DA-11', 'DA-30', 'DA-31', 'R-STORE-22')
    """
    with (FOLDER / "curriculum.toml").open("rb") as file:
        frame = tomllib.load(file)
    lines = json.loads((FOLDER / "curriculum_rows.json").read_text(encoding="utf-8"))
    rows = {line[0]: _row(line, frame) for line in lines}
    sections = {code: Section(code, **of) for code, of in frame["sections"].items()}
    capabilities = {
        code: Capability(code, of["en"], of["zh"], tuple(_expand(of["rows"], list(rows))))
        for code, of in frame["capabilities"].items()
    }
    priority = frozenset(name for one in capabilities.values() for name in one.rows)
    return Curriculum(rows, sections, capabilities, priority)


def _row(line: list[str], frame: Mapping[str, Any]) -> Row:
    name, section, kind, checks, en, zh = line
    better = frame["titles"].get(name, {})
    return Row(
        name,
        section,
        kind,
        tuple(checks.split()),
        better.get("en", en),
        better.get("zh", zh),
        tuple(frame["metrics"].get(name, ())),
    )


def _expand(patterns: Iterable[str], names: list[str]) -> Iterator[str]:
    """Yield the ids that patterns name: an id, ``PS-`` (all that begin so), ``A..B`` (a range)."""
    for pattern in patterns:
        if ".." in pattern:
            first, last = pattern.split("..")
            yield from names[names.index(first) : names.index(last) + 1]
        elif pattern.endswith("-"):
            yield from (name for name in names if name.startswith(pattern))
        else:
            yield names[names.index(pattern)]
