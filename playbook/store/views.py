"""SQL over the files of one version of one table.

A file leaves out columns in which it has no value, and those declared after it
was written: an empty typed relation is put in front, so that every column is
there and NULL.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from playbook.store.schema import Table
from playbook.store.sql import ident, idents, literal

HIDDEN = {"_as_of": "TIMESTAMP", "_derived": "BOOLEAN", "_import": "BIGINT"}
"""Columns we add: the file's stated time, whether the row was derived, which import."""


def scan_sql(table: Table, store: Path, files: Iterable[str], *, filename: bool = False) -> str:
    """Write SQL that reads files of a table with all its columns and the hidden ones.

    With `filename`, a column of that name tells which file a row lies in.
    """
    types = {column.name: column.sql_type for column in table.columns.values()} | HIDDEN
    if filename:
        types["filename"] = "VARCHAR"
    empty = ", ".join(f"NULL::{kind} AS {ident(name)}" for name, kind in types.items())
    query = f"SELECT {empty} WHERE false"
    names = ", ".join(literal((store / file).as_posix()) for file in files)
    if names:
        more = ", filename = true" if filename else ""
        read = f"read_parquet([{names}], union_by_name = true{more})"
        query += f" UNION ALL BY NAME SELECT * FROM {read}"
    return f"(SELECT {idents(types)} FROM ({query}))"


def view_sql(table: Table, store: Path, files: Iterable[str]) -> str:
    """Write SQL that selects a table's canonical columns, and no hidden one."""
    return f"SELECT {idents(table.columns)} FROM {scan_sql(table, store, files)}"
