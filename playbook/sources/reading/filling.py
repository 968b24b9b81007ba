"""How do the rows under a header get into a table, whatever the container?

The unit is one sheet, text file or list of rows. What is made here creates the table when it is
called; until then nothing of the body is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from playbook.sources.reading import delimited, workbook
from playbook.sources.reading.loading import create_table, insert_rows
from playbook.sources.reading.raw import Row

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Fill", "fill_rows", "fill_sheet", "fill_text"]

Fill: TypeAlias = "Callable[[DuckDBPyConnection, str], bool]"
"""Creates the table of this name; True when the last record was cut off."""


def fill_text(
    body: delimited.TextBody,
    keep: object,  # noqa: ARG001 - the unpacked file lives as long as this reference
    connection: DuckDBPyConnection,
    table: str,
) -> bool:
    """Create `table` from a text file; True when its last record was cut off."""
    return delimited.fill_from_text(body, connection, table)


def fill_sheet(sheet: workbook.Sheet, columns: Sequence[str], at: int) -> Fill:
    """Make what creates a table from a sheet, below its header row."""
    return _filler(lambda: sheet.rows(at + 1), columns)


def fill_rows(rows: Sequence[Row], columns: Sequence[str], at: int) -> Fill:
    """Make what creates a table from rows in memory, below their header row."""
    return _filler(lambda: iter(rows[at + 1 :]), columns)


def _filler(rows: Callable[[], Iterator[Row]], columns: Sequence[str]) -> Fill:
    def fill(connection: DuckDBPyConnection, table: str) -> bool:
        create_table(connection, table, columns)
        insert_rows(connection, table, columns, rows())
        return False

    return fill
