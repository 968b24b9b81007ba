"""Rows given twice within one file, and rows whose order was set aside.

An exact repeat counts once. The same key with different values is not
something to choose between: all such rows are set aside, once for each column
in which they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.store.schema import Table, all_tables
from playbook.store.sql import ident, idents, literal, same
from playbook.store.wording import stored

if TYPE_CHECKING:
    import duckdb

MASKED = "•••"
"""What the quarantine shows in place of a personal value."""

SHOWN = 60
"""Characters shown of one of several values, so that two have room."""


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
        f"CREATE OR REPLACE TEMP TABLE _marked AS SELECT {idents(values)}, _file, _row,"
        f" row_number() OVER (PARTITION BY {idents(values)} ORDER BY _file, _row) AS copy,"
        f" count(*) OVER (PARTITION BY {idents(values)}) AS same,"
        f" count(*) OVER (PARTITION BY {idents(table.key)}) AS total"
        f" FROM {good} WHERE {hashed} IN (SELECT h FROM _twice)"
    )
    connection.execute(
        "INSERT INTO _repeated SELECT _file, _row FROM _marked WHERE copy > 1 AND same = total"
    )
    for name in values:
        if name not in table.key:
            connection.execute(f"INSERT INTO _set_aside {_conflict_sql(table, name)}")
    connection.execute(
        f"DELETE FROM {good} AS g USING _marked AS m WHERE g._file = m._file AND g._row = m._row"
        f" AND {same(table.key, 'g', 'm')} AND (m.same < m.total OR m.copy > 1)"
    )


def _conflict_sql(table: Table, name: str) -> str:
    """Write the query of rows whose key has several values in one column: "id: 10.00 ≠ 9.00"."""
    reason = _("{key} is given more than once with different values", key=", ".join(table.key))
    keys, rows = idents(table.key), "FROM _marked WHERE same < total"
    parts = ", ".join(_shown(table, part) for part in table.key)
    found = (
        f"SELECT {keys}, {ident(name)}, min((_file, _row)) AS first {rows}"
        f" GROUP BY {keys}, {ident(name)}"
    )
    differing = (
        f"SELECT {keys}, concat_ws(', ', {parts}) || ': '"
        f" || string_agg({_shown(table, name)}, ' ≠ ' ORDER BY first) AS found"
        f" FROM ({found}) GROUP BY {keys} HAVING count(*) > 1"
    )
    return (
        f"SELECT m._file, m._row, {literal(table.name)}, {literal(name)}, left(d.found, 200),"
        f" {literal(stored(reason))}, m.{ident(table.replace_by[0])}::VARCHAR"
        f" FROM (FROM _marked WHERE same < total) AS m JOIN ({differing}) AS d"
        f" ON {same(table.key, 'm', 'd')}"
    )


def _shown(table: Table, name: str) -> str:
    if table.columns[name].personal:
        return literal(MASKED)
    return f"left(coalesce({ident(name)}::VARCHAR, '–'), {SHOWN})"


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
        f" {key}, {literal(stored(reason))}, {key} FROM {good} WHERE {key} IN ({held})"
    )
    connection.execute(f"DELETE FROM {good} WHERE {key} IN ({held})")
