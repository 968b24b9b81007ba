"""Which mark parts the decimals in a file's numbers: 1,234.56 or 1.234,56?

The unit is one sheet of a shop's own list: a file is written one way throughout. What the mapping
states holds; else the numbers themselves show it. 1,234 and 1.234 alone show nothing, and are not
read until the mapping says how: a guess would be wrong by a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playbook.errors import SourceError
from playbook.i18n import _
from playbook.sources.part import Part
from playbook.store.sql import ident, literal

MARKS = (".", ",")
FIRST = 2000
"""So many rows are looked at before the whole sheet is."""

_POINT = (
    r"[0-9]{1,3}(?:,[0-9]{3})+[.][0-9]*|[0-9]{1,3}(?:,[0-9]{3}){2,}|0+[.][0-9]+"
    r"|[0-9]+[.](?:[0-9]{0,2}|[0-9]{4,})|[0-9]{4,}[.][0-9]+"
)
# In braces the comma is no mark: {0,2}.
_COMMA = re.sub(
    r"\{[0-9,]+\}|\[[.]\]|,", lambda m: {"[.]": ",", ",": "[.]"}.get(m[0], m[0]), _POINT
)
_OPEN = r"[1-9][0-9]{0,2}[.,][0-9]{3}"
_CORE = r"[0-9][0-9.,]*"
_WIDE, _PLAIN = "０１２３４５６７８９，．", "0123456789,."
_SPACES = "[ \u00a0\u202f\u3000]"


@dataclass(frozen=True)
class Evidence:
    """One number that shows each way of writing, and one that leaves it open; None if none does."""

    point: str | None
    comma: str | None
    open: str | None


def stated_mark(part: Part, columns: Sequence[tuple[str, str]]) -> str:
    """Return the decimal mark of a sheet.

    Parameters
    ----------
    part : Part
        The sheet; a note is added when its numbers show a decimal comma.
    columns : sequence of (str, str)
        The sheet's columns of numbers, each with its kind.

    Raises
    ------
    SourceError
        The numbers can be read in two ways and the mapping does not say which.
    """
    if part.profile.decimal or not columns:
        return part.profile.decimal or "."
    found = _evidence(part, columns)
    if found.comma and not found.point:
        part.notes.append(
            _("Numbers were read with a decimal comma, as in {value}.", value=found.comma)
        )
        return ","
    if found.open and not (found.point and not found.comma):
        raise SourceError(_undecided(part.file, found))
    return "."


def _undecided(file: str, found: Evidence) -> str:
    advice = _('Write decimal = "." or decimal = "," under [file] in the mapping.')
    if found.point and found.comma:
        told = _(
            "{file}: {point} has a decimal point and {comma} a decimal comma, so that {value} can "
            "be read in two ways.",
            file=file,
            point=found.point,
            comma=found.comma,
            value=found.open,
        )
    else:
        told = _(
            "{file}: no number shows whether {value} is in the thousands or has three decimals.",
            file=file,
            value=found.open,
        )
    return f"{told} {advice}"


def _evidence(part: Part, columns: Sequence[tuple[str, str]]) -> Evidence:
    rows = part.loaded.relation
    amounts = [column for column, kind in columns if kind != "count"]
    if not amounts:
        return Evidence(None, None, None)  # a count is read the same way whatever the mark
    commas = " OR ".join(
        f"contains({ident(column)}, '{mark}')" for column in amounts for mark in ",，"
    )
    if _shows_point(part, amounts) and not part.one(f"SELECT 1 FROM {rows} WHERE {commas} LIMIT 1"):
        return Evidence("0.0", None, None)
    cores = " UNION ALL ".join(
        f"SELECT {_core_sql(ident(column))} AS core, {literal(kind)} AS kind"
        f" FROM {rows} WHERE regexp_matches({ident(column)}, '[.,．，]')"
        for column, kind in columns
    )
    counted = f"kind = 'count' AND {_is(_OPEN)}"
    told = part.one(
        f"SELECT min(core) FILTER ({_is(_POINT)} OR ({counted} AND contains(core, ','))),"
        f" min(core) FILTER ({_is(_COMMA)} OR ({counted} AND regexp_matches(core, '[.].*[1-9]'))),"
        f" min(core) FILTER ({_is(_OPEN)} AND kind <> 'count') FROM ({cores})"
    )
    return Evidence(*told)


def _shows_point(part: Part, columns: Sequence[str]) -> bool:
    """Tell whether one of the first numbers has a point that can part decimals only."""
    tests = " OR ".join(
        f"regexp_full_match({_core_sql(ident(column))}, {literal(_POINT)})" for column in columns
    )
    first = f"SELECT * FROM {part.loaded.relation} LIMIT {FIRST}"
    return bool(part.one(f"SELECT 1 FROM ({first}) WHERE {tests} LIMIT 1"))


def _core_sql(column: str) -> str:
    """Write SQL of a number's digits and marks; 1.234万 is written with a point."""
    plain = f"translate({column}, {literal(_WIDE)}, {literal(_PLAIN)})"
    bare = f"regexp_replace({plain}, {literal(_SPACES)}, '', 'g')"
    core = f"regexp_extract({bare}, {literal(_CORE)})"
    return f"CASE WHEN regexp_matches({column}, '[万亿]') THEN '0.0' ELSE {core} END"


def _is(pattern: str) -> str:
    return f"regexp_full_match(core, {literal(pattern)})"


def mark_lines(values: Iterable[str]) -> list[str]:
    """Write a proposed mapping's lines for the decimal mark; none where a point is shown.

    Examples
    --------
    >>> mark_lines(["12,50 €"]), mark_lines(["1,234.50", "1,234"])
    (['decimal = ","'], [])
    """
    cores = [core[0] for value in values if (core := re.search(_CORE, re.sub(_SPACES, "", value)))]
    point, comma, undecided = (
        [core for core in cores if re.fullmatch(pattern, core)]
        for pattern in (_POINT, _COMMA, _OPEN)
    )
    if comma and not point:
        return ['decimal = ","']
    if not undecided or (point and not comma):
        return []
    shown = _("# {value} can be read in more than one way; keep one line:", value=undecided[0])
    return [shown, '# decimal = "."', '# decimal = ","']
