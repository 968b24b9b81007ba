"""What might the columns of an unknown file mean, for the user to confirm or correct?

The unit is one file. Headers are compared with words that people use, in English and Chinese. What
is clear is written down, what can be read two ways is left open as commented lines, and nothing is
imported before the user has passed the mapping back.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from playbook.errors import SourceError
from playbook.i18n import _
from playbook.sources.decimals import mark_lines
from playbook.sources.detecting import why_not
from playbook.sources.mapping import ROWS
from playbook.sources.profile_files import knows_header
from playbook.sources.proposing_dates import format_lines, quoted
from playbook.sources.reading import RawTable, header_key, read_tables
from playbook.store.schema import tables

DATE_COLUMNS = ("created_at", "paid_at", "date")
_UNIT = re.compile(r"\s*[(\[【](?:元|件|个|单|人)[)\]】]$")
"""The unit that a header may name behind its word; 万元 is another number, and stays."""


@dataclass(frozen=True)
class Proposal:
    """A mapping for the user to edit.

    Parameters
    ----------
    path : Path
        Where it was written.
    text : str
        What the user reads: why a mapping is needed, what it says, what to do next.
    """

    path: Path
    text: str


@cache
def _synonyms() -> Mapping[str, Mapping[str, list[str]]]:
    path = files("playbook.sources") / "synonyms.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def propose(file: Path, sheets: Sequence[RawTable]) -> Proposal:
    """Write a proposed mapping beside a file that no source knows.

    Parameters
    ----------
    file : Path
        The file.
    sheets : sequence of RawTable
        Its tables; the one with the most familiar columns is proposed.

    Returns
    -------
    Proposal

    Raises
    ------
    SourceError
        Not even the columns that a row of orders, lines or days needs can be found.
    """
    raw = max(sheets, key=lambda sheet: max(len(_candidates(sheet, rows)) for rows in ROWS))
    rows = _rows(raw)
    if rows is None:
        raise SourceError(" ".join(why_not(sheet) for sheet in sheets[:3]))
    path = file.with_name(f"{file.name}.mapping.toml")
    alike = sum(sheet.columns == raw.columns for sheet in sheets)
    text = _mapping_text(raw, rows, path.name, one_sheet=alike == 1)
    if path.exists():
        said = _("The mapping {path} exists and was left as it is.", path=path)
    else:
        path = _write(path, text)
        said = _("This mapping was written to {path}:", path=path) + f"\n\n{text}"
    advice = _(
        "Nothing was imported. Check the mapping, then run: "
        "playbook store import {file} --mapping {path}",
        file=file,
        path=path,
    )
    return Proposal(path, f"{why_not(raw)}\n{said}\n{advice}")


def propose_mapping(path: str | Path) -> Proposal:
    """Write a proposed mapping for any file, without a Store; see `propose`.

    Parameters
    ----------
    path : str or Path
        The file; nothing of it is imported.

    Returns
    -------
    Proposal
    """
    file = Path(path)
    return propose(file, read_tables(file, known_headers=knows_header))


def _write(path: Path, text: str) -> Path:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError:  # a read-only folder: the working directory has to do
        path = Path.cwd() / path.name
        path.write_text(text, encoding="utf-8")
    return path


def _words(rows: str) -> Mapping[str, list[str]]:
    known = _synonyms()
    return {**known["orders"], **known["lines"]} if rows == "lines" else known[rows]


def _candidates(raw: RawTable, rows: str) -> dict[str, list[str]]:
    """Return the headers that could be each column, best first."""
    # An exact header goes before one that also names its unit.
    by_key = {_UNIT.sub("", header_key(name)): name for name in reversed(raw.columns)}
    by_key |= {header_key(name): name for name in raw.columns}
    found = {
        column: [by_key[header_key(word)] for word in words if header_key(word) in by_key]
        for column, words in _words(rows).items()
    }
    return {column: list(dict.fromkeys(headers)) for column, headers in found.items() if headers}


def _rows(raw: RawTable) -> str | None:
    """Say what one row is: a line names a product and a quantity, an order does not."""
    lines, days = _candidates(raw, "lines"), _candidates(raw, "days")
    if "order_id" in lines and "quantity" in lines and {"sku", "title", "unit_price"} & set(lines):
        return "lines"
    if {"order_id", "created_at"} <= set(lines):
        return "orders"
    counted = {"paid_amount", "orders", "uv", "buyers", "sessions"}
    return "days" if "date" in days and counted & set(days) and "order_id" not in lines else None


def _mapping_text(raw: RawTable, rows: str, name: str, *, one_sheet: bool) -> str:
    """Write the mapping; every choice that is open is a commented line."""
    chosen, lines = _chosen(raw, rows)
    head = [
        _("# {name}: what the columns of {file} mean. Check each line.", name=name, file=raw.name),
        _("# One row is one of: orders, lines (of orders), days (a day's totals)."),
        f'rows = "{rows}"',
    ]
    if rows != "days" and "paid_at" not in chosen:
        head += [
            _("# The file has no time of payment: an order counts as paid when it was placed,"),
            _("# unless its status says otherwise. Delete the next line if that is wrong."),
            'paid = "when placed"',
        ]
    settings = mark_lines(_numbers(raw, chosen))
    if raw.part and one_sheet:  # sheets with the same columns, such as months, go in together
        settings.append(f"sheet = {quoted(raw.part.rpartition(' ▸ ')[2])}")
    if settings:
        head += ["", "[file]", *settings]
    body = ["", "[columns]", *lines]
    return "\n".join([*head, *body, *_formats(raw, chosen), *_statuses(raw, chosen)]) + "\n"


def _chosen(raw: RawTable, rows: str) -> tuple[dict[str, str], list[str]]:
    chosen: dict[str, str] = {}
    lines: list[str] = []
    for column, headers in _candidates(raw, rows).items():
        free = [header for header in headers if header not in chosen.values()]
        if len(free) == 1:
            chosen[column] = free[0]
            lines.append(f"{column} = {quoted(free[0])}")
        elif free:
            lines.append(_("# Several columns could be {column}; keep one line:", column=column))
            lines += [f"# {column} = {quoted(header)}" for header in free]
    used = {header for header in raw.columns if any(quoted(header) in line for line in lines)}
    rest = [header for header in raw.columns if header not in used]
    if rest:
        lines.append(_("# Not used: {names}", names=", ".join(rest[:20])))
    return chosen, lines


def _formats(raw: RawTable, chosen: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for column in DATE_COLUMNS:
        if column in chosen:
            # The word in a total's row is no date.
            dates = [v for v in _values(raw, chosen[column]) if any(map(str.isdigit, v))]
            lines += format_lines(column, dates)
    return ["", "[formats]", *lines] if lines else []


def _values(raw: RawTable, column: str) -> list[str]:
    place = raw.columns.index(column)
    return [str(row[place]) for row in raw.preview if row[place]]


def _numbers(raw: RawTable, chosen: Mapping[str, str]) -> list[str]:
    """Return the values of the columns that hold amounts and other numbers, counts left out."""
    known = {**tables()["traffic"].columns, **tables()["order_lines"].columns} | dict(
        tables()["orders"].columns
    )
    kinds = ("money", "number")
    return [
        v for c, header in chosen.items() if known[c].type in kinds for v in _values(raw, header)
    ]


def _statuses(raw: RawTable, chosen: Mapping[str, str]) -> list[str]:
    """Propose our word for each status seen; an unknown one is left for the user."""
    if "status" not in chosen:
        return []
    known = {
        word.casefold(): code for code, words in _synonyms()["status"].items() for word in words
    }
    lines = []
    for value in sorted(set(_values(raw, chosen["status"]))):
        code = known.get(value.strip().casefold())
        if code:
            lines.append(f"{quoted(value)} = {quoted(code)}")
        else:
            lines.append(f'# {quoted(value)} = ""')
    allowed = _("# Ours: {codes}", codes=", ".join(_synonyms()["status"]))
    return ["", "[values.status]", allowed, *lines]
