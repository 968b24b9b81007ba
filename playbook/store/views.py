"""SQL over the files of one version of one table.

A file written before a column was declared does not hold it: an empty typed
relation is put in front, so that the column is there and NULL.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from playbook.store.schema import Table
from playbook.store.sql import ident, idents, literal

HIDDEN = {"_as_of": "TIMESTAMP", "_derived": "BOOLEAN", "_import": "BIGINT"}
"""Columns we add: the file's stated time, whether the row was derived, which import."""


def scan_sql(table: Table, store: Path, files: Iterable[str]) -> str:
    """Write SQL that reads files of a table with all its columns and the hidden ones."""
    types = {column.name: column.sql_type for column in table.columns.values()} | HIDDEN
    empty = ", ".join(f"NULL::{kind} AS {ident(name)}" for name, kind in types.items())
    query = f"SELECT {empty} WHERE false"
    names = ", ".join(literal((store / file).as_posix()) for file in files)
    if names:
        query += f" UNION ALL BY NAME SELECT * FROM read_parquet([{names}], union_by_name = true)"
    return f"(SELECT {idents(types)} FROM ({query}))"


def view_sql(table: Table, store: Path, files: Iterable[str]) -> str:
    """Write SQL that selects a table's canonical columns, and no hidden one."""
    return f"SELECT {idents(table.columns)} FROM {scan_sql(table, store, files)}"
