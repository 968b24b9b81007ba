"""Which rows a table holds after a batch: newer wins, nothing stated is lost.

"Newer" is the time the file states, not the order of imports: an older export
after a newer one changes nothing. A row that a platform stated is never
replaced by one we derived from another file. Columns that a file does not
state keep what is stored. Only files that hold a row of the batch are
rewritten, together with small ones, so that a shop keeps few files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.store.sql import ident, literal, same
from playbook.store.staging import Batch
from playbook.store.versions import TableState
from playbook.store.views import scan_sql

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
        return Merge(_fresh(connection, batch, stamp), [], 0)
    touched = _touched(connection, store, held, batch)
    if not touched:
        return Merge(_fresh(connection, batch, stamp), [], 0)
    old = scan_sql(batch.table, store, touched)
    superseded = _drop_superseded(connection, batch, stamp, old)
    return Merge(_merged(connection, batch, stamp, old), touched, superseded)


def _touched(
    connection: duckdb.DuckDBPyConnection, store: Path, held: TableState, batch: Batch
) -> list[str]:
    small = {file for file in held.files if (store / file).stat().st_size < SMALL_BYTES}
    large = [file for file in held.files if file not in small]
    if not large:
        return list(held.files)
    paths = {(store / file).as_posix(): file for file in large}
    names = ", ".join(literal(path) for path in paths)
    join = same(batch.table.replace_by, "o", "n")
    rows = connection.execute(
        f"SELECT DISTINCT filename FROM read_parquet([{names}], union_by_name = true,"
        f" filename = true) AS o SEMI JOIN {batch.good} AS n ON {join}"
    ).fetchall()
    hit = {paths[row[0]] for row in rows}
    return [file for file in held.files if file in small or file in hit]


def _available(connection: duckdb.DuckDBPyConnection, batch: Batch) -> set[str]:
    rows = connection.execute(f"DESCRIBE {batch.good}").fetchall()
    return {row[0] for row in rows} & set(batch.provides)


def _fresh(connection: duckdb.DuckDBPyConnection, batch: Batch, stamp: Stamp) -> str:
    given = _available(connection, batch)
    columns = ", ".join(
        ident(name) if name in given else f"NULL::{column.sql_type} AS {ident(name)}"
        for name, column in batch.table.columns.items()
    )
    return f"SELECT {columns}, {stamp.sql()} FROM {batch.good}"


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
        connection.execute("INSERT INTO _older SELECT _file, _row FROM _losing")
        connection.execute(
            f"DELETE FROM {batch.good} AS g USING _losing AS x"
            f" WHERE g._file = x._file AND g._row = x._row"
        )
    return superseded


def _merged(connection: duckdb.DuckDBPyConnection, batch: Batch, stamp: Stamp, old: str) -> str:
    table, given = batch.table, _available(connection, batch)
    columns = ", ".join(
        f"n.{ident(name)}" if name in given else f"o.{ident(name)}" for name in table.columns
    )
    kept = f"SELECT o.* FROM {old} AS o ANTI JOIN {batch.good} AS n ON "
    return (
        f"{kept}{same(table.replace_by, 'o', 'n')} UNION ALL BY NAME"
        f" SELECT {columns}, {stamp.sql()} FROM {batch.good} AS n"
        f" LEFT JOIN {old} AS o ON {same(table.key, 'o', 'n')}"
    )
