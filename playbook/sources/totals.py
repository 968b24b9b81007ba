"""Do the rows of a sheet add up to the totals that it states itself?

The unit is one total row and one column of it. Amounts are compared to the cent and counts to the
unit, over all data rows as they were read, or over the block of rows above a subtotal. Visitors,
buyers, rates and prices are left out: they cannot be added. Nothing is put right; the notes of the
import say what agrees and what does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from playbook.i18n import _
from playbook.sources.naming import label
from playbook.sources.part import Part
from playbook.sources.reading.kinds import TOTAL
from playbook.store.sql import ident, literal

ADDED_COUNTS = ("units", "quantity", "orders", "pv", "sessions", "bounces", "exits")
"""Counts of things; everything else that is counted is people, who come back."""

_NO_SUM = re.compile("price|cost$|rate|avg|balance|outstanding")
_SUBTOTAL = ("小计", "subtotal", "sub total")
_READERS = {"money": "money", "count": "whole"}
SHOWN = 20
"""At most so many total rows are compared."""

Sums = Mapping[str, tuple[Decimal | int | None, int]]


@dataclass(frozen=True)
class Total:
    """One total row: its number, the row of the total before it, and what it states."""

    row: int
    before: int
    partial: bool
    stated: Mapping[str, Decimal | int]


def compare_totals(part: Part) -> None:
    """Compare each total row with the sums of the data rows, in the part's notes."""
    if not part.loaded.non_data.get(TOTAL):
        return
    names = added_fields(part)
    if not names:
        part.notes.append(_("The total rows were not compared: no column of them can be added."))
        return
    everything = _sums(part, names, "true")
    for total in _totals(part, names):
        block = _sums(part, names, f"_row > {total.before} AND _row < {total.row}")
        part.notes += _compared(part, total, everything, block)


def added_fields(part: Part) -> list[str]:
    """Return the fields of the sheet that can be added over its rows."""
    fields = (part.profile.fields[name] for name in part.profile.fields if name in part.present)
    return [
        field.name
        for field in fields
        if field.name not in part.ranges
        and (
            (field.kind == "money" and not _NO_SUM.search(field.name) and not _mixed(part))
            or (field.kind == "count" and field.name in ADDED_COUNTS)
        )
    ]


def _mixed(part: Part) -> bool:
    """Tell whether the amounts are in several currencies."""
    if "currency" not in part.present:
        return False
    return part.count(f"SELECT count(DISTINCT currency) FROM {part.relation('fields')}") > 1


def _totals(part: Part, names: list[str]) -> list[Total]:
    table, first = part.loaded.table, part.loaded.raw.header_row + 1
    cells = ", ".join(ident(column) for column in part.loaded.raw.columns)
    words = ", ".join(literal(word) for word in _SUBTOTAL)
    reads = ", ".join(
        f"{_READERS[part.profile.fields[name].kind]}({part.reads[name]})" for name in names
    )
    rows = part.run.execute(
        f"SELECT place + {first}, coalesce(lag(place) OVER (ORDER BY place) + {first}, 0),"
        f" rtrim(lower(coalesce({cells}, '')), ':： ') IN ({words}), {reads}"
        f" FROM {table} AS t JOIN {table}_kinds AS k ON k.place = t.rowid"
        f" WHERE k.kind = {literal(TOTAL)} ORDER BY place LIMIT {SHOWN}"
    ).fetchall()
    return [
        Total(
            row[0],
            row[1],
            row[2],
            {n: v for n, v in zip(names, row[3:], strict=True) if v is not None},
        )
        for row in rows
    ]


def _sums(part: Part, names: list[str], where: str) -> Sums:
    """Add up each field: its sum, and how many of its cells cannot be read."""
    return {name: _sum(part, name, where) for name in names}


def _sum(part: Part, name: str, where: str) -> tuple[Decimal | int | None, int]:
    column, read = ident(name), _READERS[part.profile.fields[name].kind]
    rows, parent = part.relation("fields"), part.profile.parent
    source = f"(SELECT {column}, _row FROM {rows})"
    if parent and name in parent.first:  # stated once, or on each row of the parent
        within = ident(parent.within)
        source = (
            f"(SELECT min({column}) AS {column}, min(_row) AS _row FROM {rows} GROUP BY {within})"
        )
    told = part.one(
        f"SELECT sum({read}({column})), count({column}) - count({read}({column}))"
        f" FROM {source} WHERE {where}"
    )
    return told[0], told[1]


def _compared(part: Part, total: Total, everything: Sums, block: Sums) -> list[str]:
    if not total.stated:
        return [
            _(
                "Total row {row} was not compared: it states nothing that can be added.",
                row=total.row,
            )
        ]
    agreed, notes = [], []
    for name, stated in total.stated.items():
        if stated in (everything[name][0], block[name][0]):
            agreed.append(label(part, name))
        else:
            ours = block[name] if total.partial else everything[name]
            notes += _differs(part, total, name, ours)
    if agreed:
        notes.insert(
            0,
            _(
                "Total row {row} agrees with the sums of the rows: {columns}.",
                row=total.row,
                columns=", ".join(agreed),
            ),
        )
    return notes


def _differs(
    part: Part, total: Total, name: str, ours: tuple[Decimal | int | None, int]
) -> list[str]:
    stated, (added, unread) = total.stated[name], ours
    digits = 2 if part.profile.fields[name].kind == "money" else 0
    said = _(
        "Total row {row}, column {column}: the file states {stated}, its rows add up to {ours}; "
        "the difference is {gap}.",
        row=total.row,
        column=label(part, name),
        stated=f"{stated:,.{digits}f}",
        ours=f"{added or 0:,.{digits}f}",
        gap=f"{stated - (added or 0):+,.{digits}f}",
    )
    if unread or part.loaded.malformed:
        left_out = _(
            "Not in the sum: cells that cannot be read: {cells}, rows that do not line up with the "
            "header: {rows}.",
            cells=unread,
            rows=part.loaded.malformed,
        )
        return [said, left_out]
    return [said]
