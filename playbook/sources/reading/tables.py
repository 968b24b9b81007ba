"""Which tables does a file hold, whatever its container?

The unit is one sheet, zip member or text file that has a header row. Sheets and members without
one are passed over as long as another has one; if none has, the message shows what was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from playbook.errors import SourceError
from playbook.i18n import _
from playbook.sources.reading import archive, delimited, dialect, headers, sniff, workbook
from playbook.sources.reading.cells import clean
from playbook.sources.reading.filling import Fill, fill_rows, fill_sheet, fill_text
from playbook.sources.reading.markup import html_tables
from playbook.sources.reading.place import Place, ReadOptions
from playbook.sources.reading.raw import RawTable, Row
from playbook.sources.reading.textfile import utf8_copy

__all__ = ["ReadOptions", "read_tables"]

PREVIEW = 50
SHOWN = 40
_MAX_DEPTH = 2
_EXAMPLES = ("order id", "date", "订单编号", "日期")
"""Shown when any name that some source knows would have done."""


def read_tables(
    path: str | Path,
    *,
    known_headers: headers.KnownHeaders = (),
    options: ReadOptions | None = None,
) -> list[RawTable]:
    """Find every table in a CSV, TSV, TXT, XLS, XLSX or ZIP file.

    Parameters
    ----------
    path
        The file. Its extension is not used.
    known_headers
        Header names that some source knows (the union of all aliases), or a function that says
        whether it knows one. Without any, the first row of distinct words is the header.
    options
        What a profile or mapping states; by default everything is looked at.

    Returns
    -------
    list of RawTable
        At least one, in the order of the file. A zip's members are told apart by their headers.

    Raises
    ------
    SourceError
        When the file is missing, empty, cut off, binary, protected, or has no header row or no
        rows under it.
    """
    file = Path(path)
    sniff.refuse_by_name(file)
    place = Place(file, file, "", known_headers, options or ReadOptions(), [])
    tables = list(_tables(place))
    if not tables:
        raise _no_header(place)
    filled = [table for table in tables if table.preview]
    if not filled:
        raise SourceError(
            _(
                "{file} has a header (row {row}) but no rows under it. Check the period that you "
                "chose for the export.",
                file=tables[0].name,
                row=tables[0].header_row,
            )
        )
    return filled


def _tables(place: Place) -> Iterator[RawTable]:
    with place.path.open("rb") as source:
        head = source.read(sniff.HEAD)
    kind = sniff.container(head, place.name)
    if kind == "zip" and not archive.is_workbook(place.path):
        yield from _zip_tables(place)
    elif kind in ("zip", "ole"):
        yield from _workbook_tables(place, "xlsx" if kind == "zip" else "xls")
    elif kind == "html":
        yield from _html_tables(place, head)
    elif table := _text_table(place):
        yield table


def _zip_tables(place: Place) -> Iterator[RawTable]:
    if place.depth >= _MAX_DEPTH:
        raise SourceError(
            _("{file} holds zip files inside zip files. Unpack it first.", file=place.name)
        )
    workspace = archive.Workspace()
    problems: list[SourceError] = []
    found = False
    for member, path in archive.unpack(place.path, place.name, workspace):
        if place.options.sheet and place.depth == 0 and place.options.sheet not in member:
            continue
        try:
            for table in _tables(place.inside(member, path, workspace)):
                found = True
                yield table
        except SourceError as problem:  # a picture or a note beside the data is no obstacle
            problems.append(problem)
    if not found and problems:
        raise problems[0]


def _workbook_tables(place: Place, kind: str) -> Iterator[RawTable]:
    for sheet in workbook.read_sheets(place.path, place.name, place.options.decimal):
        if place.options.sheet in (None, sheet.name) or place.depth:
            head = list(sheet.rows(limit=dialect.SAMPLE))
            inner = place.inside(sheet.name)
            if table := _table(inner, kind, head, partial(fill_sheet, sheet)):
                yield table


def _html_tables(place: Place, head: bytes) -> Iterator[RawTable]:
    encoding = place.options.encoding or sniff.guess_encoding(head)
    with utf8_copy(place.path, encoding, place.name) as (copy, _facts):
        tables = html_tables(copy.read_text(encoding="utf-8-sig"))
    for number, rows in enumerate(tables, start=1):
        inner = place.inside(f"table {number}") if len(tables) > 1 else place
        if table := _table(inner, "html", rows, partial(fill_rows, rows)):
            yield table


def _text_table(place: Place) -> RawTable | None:
    options = place.options
    head = dialect.head_rows(
        place.path, place.name, options.encoding, options.delimiter, options.quote
    )

    def fill(columns: Sequence[str], at: int) -> Fill:
        body = delimited.text_body(place.path, place.name, head, columns, at)
        return partial(fill_text, body, place.keep)

    return _table(place, "csv", head.rows, fill, head.dialect)


def _table(
    place: Place,
    kind: str,
    rows: Sequence[Row],
    filler: Callable[[Sequence[str], int], Fill],
    written: dialect.Dialect | None = None,
) -> RawTable | None:
    stated = place.options.header_row
    at = stated - 1 if stated else headers.find_header(rows, place.known)
    if at is None or at >= len(rows):
        shown = [" | ".join(cell for cell in map(clean, row) if cell) for row in rows[:3]]
        # Short: what is no header may be a buyer's row.
        where = "" if place.name == place.file.name else f"{place.name}: "
        place.seen.extend(f"{where}{line[:SHOWN]}" for line in shown if line)
        return None
    header = tuple(rows[at])
    while header and not clean(header[-1]):
        header = header[:-1]  # a delimiter at the end of the header names no column
    columns = headers.unique_names(header)
    preview = [tuple(map(clean, row)) for row in rows[at + 1 : at + 1 + PREVIEW]]
    return RawTable(
        path=place.file,
        part=place.part,
        kind=kind,
        header=header,
        columns=columns,
        header_row=at + 1,
        preamble=[list(row) for row in rows[:at]],
        preview=[(row + (None,) * len(columns))[: len(columns)] for row in preview if any(row)],
        fill=filler(columns, at),
        encoding=written.encoding if written else None,
        delimiter=written.delimiter if written else None,
    )


def _no_header(place: Place) -> SourceError:
    if not place.seen:
        return SourceError(
            _("{file} has no cell with text in it. Export it again.", file=place.file.name)
        )
    known = _EXAMPLES if callable(place.known) else sorted(place.known)[:8]
    return SourceError(
        _(
            "No header row was found in the first {rows} rows of {file}. Seen: {seen}. Looked for "
            "at least 3 known columns such as: {known}. State the header row in a mapping, or "
            "check that this is the right file.",
            rows=headers.SEARCH_ROWS,
            file=place.file.name,
            seen="; ".join(place.seen[:3]),
            known=", ".join(known) or "-",
        )
    )
