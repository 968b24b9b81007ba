"""How do rows that Python has read get into DuckDB, in their order and cleaned?

The unit is one chunk of rows. This is the careful way in: for sheets, and for delimited text that
is too irregular for DuckDB's own reader. Nothing is lost: short rows are padded, cells beyond the
header are joined into `_extra`, and empty rows count as rows unless none follows them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from playbook.sources.reading.cells import clean
from playbook.sources.reading.cells_sql import clean_sql
from playbook.sources.reading.raw import EXTRA, Row
from playbook.store.sql import ident

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

__all__ = ["create_table", "insert_rows", "without_empty_tail"]

CHUNK = 20_000


def create_table(connection: DuckDBPyConnection, table: str, columns: Sequence[str]) -> None:
    """Create the table for raw rows: one VARCHAR per column and `_extra`."""
    parts = ", ".join(f"{ident(name)} VARCHAR" for name in [*columns, EXTRA])
    connection.execute(f"CREATE OR REPLACE TABLE {ident(table)} ({parts})")


def insert_rows(
    connection: DuckDBPyConnection, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Append rows in their order, each cell cleaned."""
    names = [f"c{place}" for place in range(len(columns))] + [EXTRA]
    cleaned = ", ".join(clean_sql(name) for name in names)
    pending = without_empty_tail(rows)
    while chunk := list(itertools.islice(pending, CHUNK)):
        connection.register("_chunk", _arrow(chunk, names))
        try:
            connection.execute(f"INSERT INTO {ident(table)} SELECT {cleaned} FROM _chunk")
        finally:
            connection.unregister("_chunk")


def without_empty_tail(rows: Iterable[Row]) -> Iterator[Row]:
    """Pass rows on; hold rows without cells back until a row with cells follows."""
    held: list[Row] = []
    for row in rows:
        if row:
            yield from held
            held.clear()
            yield row
        else:
            held.append(row)


def _arrow(rows: Sequence[Row], names: Sequence[str]) -> pa.Table:
    import pyarrow as pa

    width = len(names) - 1
    padding = [None] * width
    lined = [row if len(row) == width else [*row, *padding][:width] for row in rows]
    beyond = [_joined(row[width:]) if len(row) > width else None for row in rows]
    columns: list[Sequence[str | None]] = [*zip(*lined, strict=True), beyond]
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.Table.from_arrays(arrays, names=list(names))


def _joined(cells: Row) -> str | None:
    return " | ".join(cell or "" for cell in cells) if any(clean(cell) for cell in cells) else None
