"""Which rows a table holds after a batch: newer wins, nothing stated is lost.

"Newer" is the time the file states, not the order of imports: an older export
after a newer one changes nothing. A row that a platform stated is never
replaced by one we derived from another file. Columns that a file does not
state keep what is stored. Only files that hold a row of the batch are
rewritten, together with small ones, so that a shop keeps few files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.store.sql import ident, idents, literal, same
from playbook.store.staging import Batch
from playbook.store.versions import TableState
from playbook.store.views import HIDDEN, scan_sql

if TYPE_CHECKING:
    import duckdb

SMALL_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Merge:
    """What a batch does to a table.

    Parameters
    ----------
    query : str
        SQL of the rows to write.
    removed : list of str
        Files of the old version that these rows replace.
    superseded : int
        Rows of the batch that are older than what is stored.
    """

    query: str
    removed: list[str]
    superseded: int


@dataclass(frozen=True)
class Stamp:
    """What every row of an import carries: stated time, derived or not, import number."""

    as_of: str
    derived: bool
    import_id: int

    def sql(self) -> str:
        """Write SQL of the three hidden columns."""
        return (
            f"TIMESTAMP {literal(self.as_of)} AS _as_of, {self.derived} AS _derived,"
            f" {self.import_id}::BIGINT AS _import"
        )


def merge(
    connection: duckdb.DuckDBPyConnection,
    store: Path,
    held: TableState | None,
    batch: Batch,
    stamp: Stamp,
) -> Merge:
    """Plan the merge of a staged batch; superseded rows leave the batch's scratch table."""
    if held is None or not held.files:
        return Merge(_fresh(batch, stamp), [], 0)
    touched = _touched(connection, store, held, batch)
    if not touched:
        return Merge(_fresh(batch, stamp), [], 0)
    old = scan_sql(batch.table, store, touched)
    superseded = _drop_superseded(connection, batch, stamp, old)
    held_columns = _held_columns(connection, store, touched)
    return Merge(_merged(batch, stamp, old, held_columns), touched, superseded)


def _touched(
    connection: duckdb.DuckDBPyConnection, store: Path, held: TableState, batch: Batch
) -> list[str]:
    small = {file for file in held.files if (store / file).stat().st_size < SMALL_BYTES}
    large = [file for file in held.files if file not in small]
    if not large:
        return list(held.files)
    paths = {(store / file).as_posix(): file for file in large}
    source = scan_sql(batch.table, store, large, filename=True)
    join = same(batch.table.replace_by, "o", "n")
    rows = connection.execute(
        f"SELECT DISTINCT filename FROM {source} AS o SEMI JOIN {batch.good} AS n ON {join}"
    ).fetchall()
    hit = {paths[row[0]] for row in rows}
    return [file for file in held.files if file in small or file in hit]


def _fresh(batch: Batch, stamp: Stamp) -> str:
    columns = ", ".join([*map(ident, batch.stated()), stamp.sql()])  # an empty batch states none
    return f"SELECT {columns} FROM {batch.good}"


def _drop_superseded(
    connection: duckdb.DuckDBPyConnection, batch: Batch, stamp: Stamp, old: str
) -> int:
    newer = f"o._as_of > TIMESTAMP {literal(stamp.as_of)}"
    wins = f"(NOT o._derived OR {newer})" if stamp.derived else f"(NOT o._derived AND {newer})"
    join = same(batch.table.replace_by, "o", "g")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE _losing AS SELECT g._file, g._row FROM {batch.good} AS g"
        f" SEMI JOIN (SELECT * FROM {old} AS o WHERE {wins}) AS o ON {join}"
    )
    row = connection.execute("SELECT count(*) FROM _losing").fetchone()
    superseded = int(row[0]) if row else 0
    if superseded:
        connection.execute(
            f"DELETE FROM {batch.good} AS g USING _losing AS x"
            f" WHERE g._file = x._file AND g._row = x._row"
        )
    return superseded


def _merged(batch: Batch, stamp: Stamp, old: str, held: set[str]) -> str:
    table, stated = batch.table, set(batch.stated())
    names = [name for name in table.columns if name in stated | held]
    given = {name for name in batch.provides if name in batch.present}
    columns = ", ".join(
        f"n.{ident(name)}" if name in given else f"o.{ident(name)}" for name in names
    )
    kept = f"SELECT {idents([*names, *HIDDEN], 'o.')} FROM {old} AS o ANTI JOIN {batch.good} AS n"
    return (
        f"{kept} ON {same(table.replace_by, 'o', 'n')} UNION ALL BY NAME"
        f" SELECT {columns}, {stamp.sql()} FROM {batch.good} AS n"
        f" LEFT JOIN {old} AS o ON {same(table.key, 'o', 'n')}"
    )


def _held_columns(
    connection: duckdb.DuckDBPyConnection, store: Path, files: Iterable[str]
) -> set[str]:
    """Name the columns that some file holds; the others are NULL in all of them."""
    names = ", ".join(literal((store / file).as_posix()) for file in files)
    rows = connection.execute(f"SELECT DISTINCT name FROM parquet_schema([{names}])").fetchall()
    return {row[0] for row in rows}
