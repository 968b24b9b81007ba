"""Where do people write the cause, the owner and the due date, so that no run ever loses them?

The unit is one row of ``<shop>/sheets/actions.xlsx``: one thing that changed on one day. The
report fills in the evidence; the judgement is typed by people. Writing reads the file back first
and keeps every cell, column, row and sheet that people made, and a copy of the file before it
(``.bak``). A file that is open elsewhere is left alone: the new one is written beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playbook.errors import StoreError
from playbook.i18n import _

FILE = Path("sheets") / "actions.xlsx"
SHEET = "actions"

COLUMNS: Mapping[str, tuple[str, str]] = {
    "key": ("Key (do not change)", "编号（请勿修改）"),
    "day": ("Day", "日期"),
    "changed": ("What changed", "发生了什么变化"),
    "evidence": ("Evidence", "证据"),
    "cause": ("Suspected cause", "疑似原因"),
    "confidence": ("Confidence (high / medium / low)", "把握（高/中/低）"),
    "owner": ("Who", "负责人"),
    "action": ("Does what", "要做什么"),
    "due": ("By when (YYYY-MM-DD)", "截止日期（YYYY-MM-DD）"),
    "metric": ("Metric watched", "跟踪指标"),
    "where": ("Where (dimension=value)", "范围（维度=取值）"),
}
JUDGED = ("cause", "confidence", "owner", "action", "due")
"""The columns that belong to people."""


@dataclass(frozen=True)
class Sheet:
    """Everything in the file: rows by column id, people's own columns, and other sheets."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    """Headers of columns that people added; a row keeps them under the header itself."""
    others: Mapping[str, list[list[Any]]] = field(default_factory=dict)


def read(store: Path) -> Sheet:
    """Read the sheet of a shop; empty where there is none.

    Raises
    ------
    StoreError
        The file is there but is no workbook, or its columns cannot be recognised.
    """
    path = store / FILE
    if not path.exists():
        return Sheet()
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except (CalamineError, OSError) as error:
        raise StoreError(
            _("{path} cannot be read ({error}). Move it away or repair it, then run again.",
              path=path, error=error)
        ) from error  # fmt: skip
    name = SHEET if SHEET in sheets else next(iter(sheets), SHEET)
    return _parsed(sheets.pop(name, []), sheets, path)


def judged(store: Path) -> list[dict[str, Any]]:
    """Return the rows that people filled in at least partly."""
    return [row for row in read(store).rows if any(_text(row.get(name)) for name in JUDGED)]


def judgements(store: Path) -> list[dict[str, str]]:
    """Return what people wrote, as text: what a report's content depends on."""
    return [
        {name: _text(row.get(name)) for name in ("key", "metric", "where")} | judgement(row)
        for row in judged(store)
    ]


def merged(sheet: Sheet, evidence: Sequence[Mapping[str, Any]]) -> Sheet:
    """Add evidence to a sheet: known keys get fresh evidence, new keys a new row.

    Parameters
    ----------
    sheet : Sheet
    evidence : sequence of mapping
        key, day, changed, evidence, metric, where. Judgement is never taken from here.

    Returns
    -------
    Sheet
        Rows stay where they are; new ones come last.
    """
    fresh = {str(row["key"]): row for row in evidence}
    kept = ("changed", "evidence")
    rows = []
    for row in sheet.rows:
        new = fresh.pop(_text(row.get("key")), None)
        rows.append({**row, **{name: new[name] for name in kept}} if new else dict(row))
    rows += [
        {name: row.get(name) for name in COLUMNS if name not in JUDGED} for row in fresh.values()
    ]
    return Sheet(rows, sheet.own, sheet.others)


def due(row: Mapping[str, Any]) -> dt.date | None:
    """Read the due date that people typed, as a date or as text; None when there is none."""
    value = row.get("due")
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = _text(value).replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-")
    try:
        year, month, day = (int(part) for part in text.rstrip("日").split("-"))
        return dt.date(year, month, day)
    except ValueError:
        return None


def judgement(row: Mapping[str, Any]) -> dict[str, str]:
    """Return what people wrote in a row, as text; a due date as YYYY-MM-DD."""
    found = {name: _text(row.get(name)) for name in JUDGED}
    stated = due(row)
    return found | ({"due": stated.isoformat()} if stated else {})


def day_of(row: Mapping[str, Any]) -> dt.date | None:
    """Read the day that a row is about."""
    return due({"due": row.get("day")})


def _parsed(cells: list[list[Any]], others: Mapping[str, list[list[Any]]], path: Path) -> Sheet:
    at = next((i for i, row in enumerate(cells) if _columns(row).count("key") == 1), None)
    if at is None:
        if any(_text(cell) for row in cells for cell in row):
            raise StoreError(
                _(
                    "{path} has no column {column!r}, so its rows cannot be matched. Put the "
                    "column back, or move the file away.",
                    path=path,
                    column=" / ".join(COLUMNS["key"]),
                )
            )
        return Sheet(others=others)
    names = _columns(cells[at])
    rows = [dict(zip(names, row, strict=False)) for row in cells[at + 1 :]]
    held = [row for row in rows if any(_text(value) for value in row.values())]
    return Sheet(held, [name for name in names if name not in COLUMNS], others)


def _columns(row: Sequence[Any]) -> list[str]:
    """Name the columns of a header row: ours by id, people's own by their unique header."""
    known = {
        title: name for name, titles in COLUMNS.items() for title in (name, *titles, header(name))
    }
    names: list[str] = []
    for at, cell in enumerate(row):
        name = known.get(_text(cell), _text(cell) or f"column {at + 1}")
        names.append(name if name not in names else f"{name} ({at + 1})")
    return names


def header(name: str) -> str:
    """Return a column's header, in both languages."""
    return " / ".join(COLUMNS[name])


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
