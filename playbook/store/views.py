"""SQL over the files of one version of one table."""

from __future__ import annotations

from pathlib import Path

from playbook.store.schema import Table
from playbook.store.sql import ident, literal
from playbook.store.versions import TableState


def scan_sql(store: Path, state: TableState) -> str:
    """Write SQL that reads one table's files of one version."""
    names = ", ".join(literal((store / file).as_posix()) for file in state.files)
    return f"read_parquet([{names}], union_by_name = true)"


def view_sql(table: Table, store: Path, state: TableState) -> str:
    """Write SQL that selects a table's canonical columns, and no hidden one."""
    if not state.files:
        typed = (f"NULL::{c.sql_type} AS {ident(c.name)}" for c in table.columns.values())
        return f"SELECT {', '.join(typed)} WHERE false"
    columns = ", ".join(ident(name) for name in table.columns)
    return f"SELECT {columns} FROM {scan_sql(store, state)}"
