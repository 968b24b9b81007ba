"""What does one sheet of an export hold: its columns, its rows as text, and what is not data?

The unit is one row of one sheet, zip member or text file. `RawTable` is what the beginning of the
file shows; `load` brings all rows into DuckDB, cells cleaned, all VARCHAR, and accounts for each:
`read == data + sum(non_data.values()) + malformed`. Rows above the header are the preamble and the
empty lines after the last row are no rows. No value is given a type here.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.sources.reading.cells import clean
from playbook.sources.reading.headers import header_key
from playbook.sources.reading.kinds import DATA, MALFORMED, candidate_sql, kind_sql
from playbook.store.sql import idents, literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["EXTRA", "LoadedTable", "RawTable", "Row", "RowIssue"]

Row = Sequence[str | None]
EXTRA = "_extra"  # what stood in cells beyond the header, joined
_serial = itertools.count(1)


@dataclass(frozen=True)
class RowIssue:
    """One row that could not be lined up with the header."""

    row: int
    """1-based number in the file as a spreadsheet shows it; in a CSV, the number of the record."""
    reason: str
    """"too many cells" or "cut off"."""
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class RawTable:
    """One sheet as the beginning of the file shows it; nothing of the body is in memory."""

    path: Path
    part: str
    """The zip member and the sheet, as `member ▸ sheet`; "" for a plain text file."""
    kind: str
    """csv, xlsx, xls or html."""
    header: tuple[str | None, ...]
    """The header row exactly as the file has it."""
    columns: tuple[str, ...]
    """The names that `load` uses: normalised and unique (`同比`, `同比#2`)."""
    header_row: int
    """1-based number of the header row."""
    preamble: list[list[str | None]]
    """The rows above the header."""
    preview: list[tuple[str | None, ...]]
    """The first rows under the header, cleaned; totals and notes may be among them."""
    fill: Callable[[DuckDBPyConnection, str], bool] = field(repr=False)
    """Creates the table; True when the last record was cut off."""
    encoding: str | None = None
    delimiter: str | None = None

    @property
    def name(self) -> str:
        """The file's name and the part, for messages and import records."""
        return f"{self.path.name} ▸ {self.part}" if self.part else self.path.name

    @property
    def original(self) -> dict[str, str]:
        """Column name → the header's own text."""
        return {name: text or "" for name, text in zip(self.columns, self.header, strict=True)}

    def column(self, *names: str) -> str | None:
        """Return the column whose header is one of `names` (first match), or None."""
        by_key = {header_key(name): name for name in reversed(self.columns)}
        found = (by_key.get(header_key(name)) for name in names)
        return next((name for name in found if name), None)

    def preamble_text(self) -> str:
        """Return the rows above the header as lines of text, to look for dates and shop names."""
        rows = ([clean(cell) for cell in row] for row in self.preamble)
        return "\n".join("\t".join(cell for cell in row if cell) for row in rows)

    def load(self, connection: DuckDBPyConnection, *, totals: Sequence[str] = ()) -> LoadedTable:
        """Bring all rows into DuckDB and sort data from what is not data.

        Parameters
        ----------
        connection
            Where the table is made; on disk and memory-limited for large files.
        totals
            More columns of this table in which a total word (`汇总`) marks a total row.

        Raises
        ------
        SourceError
            When the file does not decode as a whole, or ends inside a quoted cell.
        """
        table = f"_raw_{next(_serial)}"
        setting = "SELECT current_setting('preserve_insertion_order')"
        ordered = connection.execute(setting).fetchone()
        connection.execute("SET preserve_insertion_order = true")  # rowid is the place in the file
        try:
            cut = self.fill(connection, table)
        finally:
            connection.execute(f"SET preserve_insertion_order = {bool(ordered and ordered[0])}")
        return _sort(connection, self, table, cut, totals)


@dataclass(frozen=True)
class LoadedTable:
    """All rows of one sheet in DuckDB, and the account of them."""

    raw: RawTable
    relation: str
    """View of the data rows: `_row BIGINT` and one VARCHAR per column, cells cleaned."""
    read: int
    data: int
    non_data: dict[str, int]
    """Kind (blank, total, note, repeated header) → rows; only kinds that occur."""
    malformed: int
    connection: DuckDBPyConnection = field(repr=False)
    table: str = field(repr=False)

    def malformed_rows(self, limit: int = 100_000) -> list[RowIssue]:
        """Return the rows that do not line up with the header, for the quarantine."""
        return [
            RowIssue(number, "too many cells" if cells[-1] else "cut off", cells)
            for number, cells in self.rows(MALFORMED, limit)
        ]

    def rows(self, kind: str, limit: int) -> list[tuple[int, tuple[str | None, ...]]]:
        """Return number and cells of the rows of one kind; last, what stood beyond the header."""
        names = idents([*self.raw.columns, EXTRA], "t.")
        found = self.connection.execute(
            f"SELECT t.rowid, {names} FROM {self.table} t JOIN {self.table}_kinds k "
            f"ON k.place = t.rowid WHERE k.kind = ? ORDER BY t.rowid LIMIT ?",
            [kind, limit],
        ).fetchall()
        return [(row[0] + self.raw.header_row + 1, tuple(row[1:])) for row in found]


def _sort(
    connection: DuckDBPyConnection, raw: RawTable, table: str, cut: bool, totals: Sequence[str]
) -> LoadedTable:
    kind = kind_sql(raw.columns, raw.header, [EXTRA], totals)
    candidate = candidate_sql(raw.columns, raw.header, [EXTRA], totals)
    last = f"rowid = (SELECT max(rowid) FROM {table})" if cut else "false"
    connection.execute(
        f"CREATE OR REPLACE TABLE {table}_kinds AS SELECT * FROM (SELECT rowid AS place, "
        f"CASE WHEN {last} THEN {literal(MALFORMED)} ELSE {kind} END AS kind FROM {table} "
        f"WHERE {candidate} OR {last}) "
        f"WHERE kind <> {literal(DATA)}"
    )
    counts = dict(
        connection.execute(
            f"SELECT kind, count(*) FROM {table}_kinds GROUP BY kind ORDER BY kind"
        ).fetchall()
    )
    total = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    read, malformed = (total[0] if total else 0), counts.pop(MALFORMED, 0)
    data = read - malformed - sum(counts.values())
    _create_view(connection, raw, table, everything=data == read)
    return LoadedTable(raw, f"{table}_data", read, data, counts, malformed, connection, table)


def _create_view(
    connection: DuckDBPyConnection, raw: RawTable, table: str, *, everything: bool
) -> None:
    first = raw.header_row + 1
    where = "" if everything else f"WHERE rowid NOT IN (SELECT place FROM {table}_kinds)"
    connection.execute(
        f"CREATE OR REPLACE VIEW {table}_data AS "
        f"SELECT rowid + {first} AS _row, {idents(raw.columns)} FROM {table} {where}"
    )
