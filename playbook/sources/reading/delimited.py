"""How is a delimited text file of any size read without losing a row or a cell?

The unit is one record (a line, or several when a quoted cell holds line breaks; `_row` counts
records). Python looks at the beginning only. The body is read by DuckDB when it is regular, and by
Python's csv module, which decides what an irregular record means, when it is not.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.errors import SourceError
from playbook.i18n import _
from playbook.sources.reading.cells_sql import clean_sql
from playbook.sources.reading.dialect import Dialect, Head, text_lines
from playbook.sources.reading.loading import create_table, insert_rows
from playbook.sources.reading.raw import EXTRA, Row
from playbook.sources.reading.textfile import Facts, utf8_copy
from playbook.store.sql import ident, literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["TextBody", "fill_from_text", "text_body"]

_END = "\x1eend of file\x1e"


@dataclass(frozen=True)
class TextBody:
    """Where the rows of a text file begin and how wide they are."""

    path: Path
    name: str
    dialect: Dialect
    columns: tuple[str, ...]
    width: int
    """The most cells that a sampled record has; at least the header's."""
    skip_records: int
    skip_lines: int


def fill_from_text(body: TextBody, connection: DuckDBPyConnection, table: str) -> bool:
    """Create `table` from the body; True when the last record was cut off."""
    with utf8_copy(body.path, body.dialect.encoding, body.name) as (copy, facts):
        if not (facts.regular and _fast(body, connection, table, copy, facts)):
            create_table(connection, table, body.columns)
            rows = _records(body, copy)
            insert_rows(connection, table, body.columns, rows)
        return _cut_off(body, facts)


def _fast(
    body: TextBody, connection: DuckDBPyConnection, table: str, copy: Path, facts: Facts
) -> bool:
    import duckdb

    if facts.returns and not facts.line_feeds:
        return False
    for padding in (True, False):
        try:
            connection.execute(_fast_sql(body, table, copy, padding=padding))
        except duckdb.Error as error:
            if isinstance(error, (duckdb.OutOfMemoryException, duckdb.InterruptException)):
                raise
            continue
        return True
    return False


def _fast_sql(body: TextBody, table: str, copy: Path, *, padding: bool) -> str:
    raw = [f"c{place}" for place in range(max(body.width, len(body.columns)))]
    spare = raw[len(body.columns) :]
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in raw)
    cleaned = [f"{clean_sql(c)} AS {ident(n)}" for c, n in zip(raw, body.columns, strict=False)]
    beyond = ", ".join(spare)
    extra = f"CASE WHEN coalesce({beyond}) IS NOT NULL THEN concat_ws(' | ', {beyond}) END"
    cleaned.append(f"{extra if spare else 'NULL::VARCHAR'} AS {ident(EXTRA)}")
    quote = literal(body.dialect.quote or "")
    inner = ", ".join([*raw[: len(body.columns)], *(f"{clean_sql(c)} AS {c}" for c in spare)])
    return (
        f"CREATE OR REPLACE TABLE {ident(table)} AS SELECT {', '.join(cleaned)} "
        f"FROM (SELECT {inner} FROM read_csv({literal(str(copy))}, auto_detect=false, "
        f"header=false, columns={{{types}}}, skip={body.skip_lines}, "
        f"delim={literal(body.dialect.delimiter)}, "
        f"quote={quote}, escape={quote}, strict_mode=true, null_padding={padding}, "
        f"nullstr={literal(_END)}, max_line_size={1 << 22}, comment=''))"
    )


def _records(body: TextBody, copy: Path) -> Iterator[Row]:
    with copy.open(encoding="utf-8-sig", newline="") as source:
        reader = body.dialect.reader(_with_end(source))
        record = 0
        try:
            for record, row in enumerate(reader, start=1):
                if row and row[0] == _END:
                    return
                if record > body.skip_records:
                    yield row
        except csv.Error as error:
            raise _unclosed(body, record + 1, str(error)) from None
        raise _unclosed(body, record, "")


def _with_end(lines: Iterator[str]) -> Iterator[str]:
    # A record of our own at the end: if it does not come out alone, a quote was never closed.
    last = "\n"
    for last in lines:
        yield last
    if not last.endswith(("\n", "\r")):
        yield "\n"
    yield _END + "\n"


def _unclosed(body: TextBody, record: int, detail: str) -> SourceError:
    return SourceError(
        _(
            "{file} ends inside a quoted cell that begins in row {row}: the file is cut off, or a "
            "quotation mark is never closed. Download it again. {detail}",
            file=body.name,
            row=record,
            detail=detail,
        ).rstrip()
    )


def _cut_off(body: TextBody, facts: Facts) -> bool:
    """Tell whether the last record stops short without a line end, unlike the one before it."""
    if facts.tail.endswith((b"\n", b"\r")):
        return False
    lines = text_lines(facts.tail.decode("utf-8", "ignore"))[-2:]
    widths = [len(row) for row in body.dialect.reader(iter(lines))]
    return len(widths) == 2 and 1 < widths[1] < min(widths[0], len(body.columns))


def text_body(path: Path, name: str, head: Head, columns: Sequence[str], at: int) -> TextBody:
    """Describe the body under the header at `at`."""
    width = max(len(row) for row in head.rows[at:])
    return TextBody(path, name, head.dialect, tuple(columns), width, at + 1, head.ends[at])
