"""Rows given twice within one file, and rows whose order was set aside.

An exact repeat counts once. The same key with different values is not
something to choose between: all such rows are set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.store.schema import Table, all_tables
from playbook.store.sql import ident, idents, literal, same

if TYPE_CHECKING:
    import duckdb

MASKED = "•••"
"""What the quarantine shows in place of a personal value."""


def any_row(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    """Tell whether a query yields a row."""
    return connection.execute(query).fetchone() is not None


def resolve_repeats(
    connection: duckdb.DuckDBPyConnection, table: Table, good: str, values: Sequence[str]
) -> None:
    """Keep one of exact repeats; set aside rows whose key is given with different `values`."""
    hashed = f"hash({idents(table.key)})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE _twice AS SELECT {hashed} AS h FROM {good}"
        f" GROUP BY ALL HAVING count(*) > 1"
    )
    if not any_row(connection, "SELECT 1 FROM _twice LIMIT 1"):
        return
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE _marked AS SELECT {idents(table.key)}, _file, _row,"
        f" row_number() OVER (PARTITION BY {idents(values)} ORDER BY _file, _row) AS copy,"
        f" count(*) OVER (PARTITION BY {idents(values)}) AS same,"
        f" count(*) OVER (PARTITION BY {idents(table.key)}) AS total"
        f" FROM {good} WHERE {hashed} IN (SELECT h FROM _twice)"
    )
    connection.execute(
        "INSERT INTO _repeated SELECT _file, _row FROM _marked WHERE copy > 1 AND same = total"
    )
    reason = _("{key} is given more than once with different values", key=", ".join(table.key))
    connection.execute(
        f"INSERT INTO _set_aside SELECT _file, _row, {literal(table.name)},"
        f" {literal(table.key[0])}, {_key_value(table)}, {literal(reason)},"
        f" {ident(table.replace_by[0])}::VARCHAR FROM _marked WHERE same < total"
    )
    connection.execute(
        f"DELETE FROM {good} AS g USING _marked AS m WHERE g._file = m._file AND g._row = m._row"
        f" AND {same(table.key, 'g', 'm')} AND (m.same < m.total OR m.copy > 1)"
    )


def _key_value(table: Table) -> str:
    column = table.columns[table.key[0]]
    return literal(MASKED) if column.personal else f"{ident(column.name)}::VARCHAR"


def set_aside_orphans(connection: duckdb.DuckDBPyConnection, table: Table, good: str) -> None:
    """Set aside rows whose parent row of the same import was set aside."""
    if table.parent is None:
        return
    key, parent = ident(table.replace_by[0]), all_tables()[table.parent]
    held = f"SELECT parent_key FROM _set_aside WHERE tbl = {literal(parent.name)}"
    if not any_row(connection, f"{held} LIMIT 1"):
        return
    reason = _("its order was set aside")
    connection.execute(
        f"INSERT INTO _set_aside SELECT _file, _row, {literal(table.name)}, {literal(key[1:-1])},"
        f" {key}, {literal(reason)}, {key} FROM {good} WHERE {key} IN ({held})"
    )
    connection.execute(f"DELETE FROM {good} WHERE {key} IN ({held})")
