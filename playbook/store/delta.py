"""How files become the next Delta version of one table.

DuckDB writes the Parquet files at full speed and in bounded memory; deltalake
commits them. Untouched files are never rewritten. A commit here is invisible
to our readers until the Store's version file names it, so a table that a
killed import left ahead is first set back.
"""

from __future__ import annotations

import json
import os
import shutil
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
    from deltalake import DeltaTable, Schema
    from deltalake.transaction import AddAction

# deltalake starts allocator threads on import, which a later fork could not survive.
os.environ.setdefault("_RJEM_MALLOC_CONF", "background_thread:false")

FILE_BYTES = "128MB"
# Snappy writes in two thirds of the time of zstd, at one and a half of its size.
OPTIONS = f"FORMAT parquet, COMPRESSION snappy, FILE_SIZE_BYTES '{FILE_BYTES}'"

KINDS = {
    "VARCHAR": "string",
    "DECIMAL(18,2)": "decimal(18,2)",
    "BIGINT": "long",
    "DOUBLE": "double",
    "DATE": "date",
    "TIMESTAMP": "timestamp_ntz",
    "BOOLEAN": "boolean",
}
"""Delta's name of each engine type."""


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
        f"COPY ({query}) TO {literal(folder.as_posix())} ({OPTIONS}, OVERWRITE_OR_IGNORE,"
        f" FILENAME_PATTERN 'part-{{uuid}}', RETURN_STATS)"
    ).fetchall()
    return [NewFile(Path(row[0]).name, row[1], row[2]) for row in written]


def delta_schema(table: Table) -> Schema:
    """Return the table's Delta schema with the hidden columns."""
    from deltalake import Field, Schema
    from deltalake.schema import PrimitiveType

    fields = {name: column.sql_type for name, column in table.columns.items()} | HIDDEN
    return Schema([Field(name, PrimitiveType(KINDS[kind])) for name, kind in fields.items()])


def commit(
    folder: Path, table: Table, added: list[NewFile], removed: list[str], held: TableState | None
) -> int:
    """Commit files added and removed; return the new Delta version."""
    from deltalake.transaction import RemoveAction, create_table_with_add_actions

    schema = delta_schema(table)
    adds = [_add_action(file) for file in added if file.rows]
    if held is None:
        # No version names the table: a log that is there was left by a killed import.
        shutil.rmtree(folder / "_delta_log", ignore_errors=True)
        create_table_with_add_actions(folder.as_posix(), schema, adds, name=table.name)
        return 0
    delta = _open(folder, schema, held)
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


def _open(folder: Path, schema: Schema, held: TableState) -> DeltaTable:
    from deltalake import DeltaTable

    delta = DeltaTable(folder.as_posix())
    if delta.version() != held.delta:
        # An import was killed between this table's commit and the Store's version file.
        delta.restore(held.delta)
        delta.update_incremental()
    _add_new_columns(delta, schema)
    return delta


def _add_new_columns(delta: DeltaTable, wanted: Schema) -> None:
    present = {field.name for field in delta.schema().fields}
    missing = [field for field in wanted.fields if field.name not in present]
    if missing:
        delta.alter.add_columns(missing)
        delta.update_incremental()
