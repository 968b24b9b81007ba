"""How files become the next Delta version of one table.

DuckDB writes the Parquet files at full speed and in bounded memory; deltalake
commits them. Untouched files are never rewritten. A commit here is invisible
to our readers until the Store's version file names it, so a table that a
killed import left ahead is first set back.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.store.schema import Table
from playbook.store.sql import literal
from playbook.store.versions import TableState
from playbook.store.views import HIDDEN

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from deltalake import DeltaTable
    from deltalake.transaction import AddAction

# deltalake starts allocator threads on import, which a later fork could not survive.
os.environ.setdefault("_RJEM_MALLOC_CONF", "background_thread:false")

FILE_BYTES = "128MB"


@dataclass(frozen=True)
class NewFile:
    """A Parquet file written and not yet committed."""

    name: str
    rows: int
    size_bytes: int


def write_files(connection: duckdb.DuckDBPyConnection, query: str, folder: Path) -> list[NewFile]:
    """Write a query's rows as Parquet files into a table's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = connection.execute(
        f"COPY ({query}) TO {literal(folder.as_posix())} (FORMAT parquet, COMPRESSION zstd,"
        f" COMPRESSION_LEVEL 1, FILE_SIZE_BYTES {literal(FILE_BYTES)}, OVERWRITE_OR_IGNORE,"
        f" FILENAME_PATTERN 'part-{{uuid}}', RETURN_STATS)"
    ).fetchall()
    return [NewFile(Path(row[0]).name, row[1], row[2]) for row in written]


def arrow_schema(table: Table) -> pa.Schema:
    """Return the table's Arrow schema with the hidden columns."""
    import pyarrow as pa

    kinds = {
        "VARCHAR": pa.string(),
        "DECIMAL(18,2)": pa.decimal128(18, 2),
        "BIGINT": pa.int64(),
        "DOUBLE": pa.float64(),
        "DATE": pa.date32(),
        "TIMESTAMP": pa.timestamp("us"),
        "BOOLEAN": pa.bool_(),
    }
    fields = {name: column.sql_type for name, column in table.columns.items()} | HIDDEN
    return pa.schema([pa.field(name, kinds[kind]) for name, kind in fields.items()])


def commit(
    folder: Path, table: Table, added: list[NewFile], removed: list[str], held: TableState | None
) -> int:
    """Commit files added and removed; return the new Delta version."""
    from deltalake.transaction import RemoveAction

    delta = _open_or_create(folder, table, held)
    schema = arrow_schema(table)
    adds = [_add_action(file) for file in added if file.rows]
    now = int(time.time() * 1000)
    removes = [
        RemoveAction(path=Path(name).name, deletion_timestamp=now, data_change=True)
        for name in removed
    ]
    delta.create_write_transaction([*adds, *removes], "append", schema)
    delta.update_incremental()
    return int(delta.version())


def _add_action(file: NewFile) -> AddAction:
    from deltalake.transaction import AddAction

    return AddAction(
        path=file.name,
        size=file.size_bytes,
        partition_values={},
        modification_time=int(time.time() * 1000),
        data_change=True,
        stats=json.dumps({"numRecords": file.rows}),
    )


def _open_or_create(folder: Path, table: Table, held: TableState | None) -> DeltaTable:
    from deltalake import DeltaTable

    if not DeltaTable.is_deltatable(folder.as_posix()):
        return DeltaTable.create(folder.as_posix(), arrow_schema(table), name=table.name)
    delta = DeltaTable(folder.as_posix())
    pinned = held.delta if held else 0
    if delta.version() != pinned:
        # An import was killed between this table's commit and the Store's version file.
        delta.restore(pinned)
        delta.update_incremental()
    _add_new_columns(delta, table)
    return delta


def _add_new_columns(delta: DeltaTable, table: Table) -> None:
    from deltalake import Schema

    present = {field.name for field in delta.schema().fields}
    wanted = Schema.from_arrow(arrow_schema(table))
    missing = [field for field in wanted.fields if field.name not in present]
    if missing:
        delta.alter.add_columns(missing)
        delta.update_incremental()
