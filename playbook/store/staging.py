"""From what an importer hands over to rows that may enter a table.

A batch is a SQL query whose columns carry canonical names, plus ``_file`` and
``_row`` (where each row stood in the source). Staging casts, checks, finds
rows given twice, and writes every bad row to the quarantine with its reason.
It does not look at what the Store already holds; `merging` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.store.checks import Rule, bad_sql, cast_sql, column_rules, future_rule
from playbook.store.schema import Column, Table, all_tables
from playbook.store.sql import ident, idents, literal, same

if TYPE_CHECKING:
    import duckdb

MASKED = "•••"
"""What the quarantine shows in place of a personal value."""

CHANCE_OF_ZEROS = 0.02
"""Above this share of long ids ending in 000 a spreadsheet damaged the column, not chance."""

EVENT_COLUMNS = {
    "orders": ("created_at", "paid_at"),
    "refunds": ("requested_at", "closed_at"),
    "product_days": ("date",),
    "traffic": ("date",),
    "ads": ("date",),
    "inventory": ("date",),
    "changes": ("changed_at",),
}
"""Times of things that happened. A promotion's end or a target may lie ahead."""


@dataclass(frozen=True)
class Batch:
    """One staged batch.

    Parameters
    ----------
    table : Table
        Where the rows go.
    good : str
        Name of the scratch table of good rows.
    provides : tuple of str
        Canonical columns that the source really states.
    """

    table: Table
    good: str
    provides: tuple[str, ...]


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the scratch tables that account for source rows."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS _set_aside"
        " (file VARCHAR, row BIGINT, tbl VARCHAR, \"column\" VARCHAR, value VARCHAR,"
        " reason VARCHAR, parent_key VARCHAR)"
    )
    connection.execute("CREATE TABLE IF NOT EXISTS _taken (file VARCHAR, row BIGINT)")
    connection.execute("CREATE TABLE IF NOT EXISTS _repeated (file VARCHAR, row BIGINT)")


def stage(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    query: str,
    *,
    provides: Sequence[str],
    currency: str,
    as_of: str,
) -> Batch:
    """Cast and check a batch; good rows end in a scratch table, bad ones in `_set_aside`."""
    given = _given_types(connection, query)
    _refuse_unknown(table, given)
    rules = _rules(connection, table, query, given, currency, as_of)
    bad, good = bad_sql(rules), f"_good_{table.name}"
    casts = ", ".join(
        f"{cast_sql(column, given[name]) if name in given else _absent(column)} AS {ident(name)}"
        for name, column in table.columns.items()
        if name in given or name in table.key
    )
    connection.execute(f"DROP TABLE IF EXISTS {good}")
    connection.execute(
        f"CREATE TABLE {good} AS SELECT {casts}, _file, _row, ({bad}) AS _bad FROM ({query})"
    )
    if _any(connection, f"SELECT 1 FROM {good} WHERE _bad LIMIT 1"):
        _set_aside(connection, table, query, rules, given)
        connection.execute(f"DELETE FROM {good} WHERE _bad")
    _resolve_repeats(connection, table, good)
    _orphans(connection, table, good)
    return Batch(table, good, tuple(name for name in provides if name in table.columns))


def _absent(column: Column) -> str:
    """An optional part of the key that the file does not have: NULL, a value of its own."""
    return f"NULL::{column.sql_type}"


def _given_types(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, str]:
    rows = connection.execute(f"DESCRIBE SELECT * FROM ({query})").fetchall()
    return {row[0]: row[1] for row in rows}


def _refuse_unknown(table: Table, given: dict[str, str]) -> None:
    extra = set(given) - set(table.columns) - {"_file", "_row"}
    missing = {name for name, column in table.columns.items() if column.required} - set(given)
    if extra or missing or not {"_file", "_row"} <= set(given):
        raise ValueError(f"{table.name}: unknown columns {extra}, missing {missing}")


def _rules(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    query: str,
    given: dict[str, str],
    currency: str,
    as_of: str,
) -> list[Rule]:
    rules: list[Rule] = []
    for name, column in table.columns.items():
        if name not in given:
            continue
        rules += column_rules(column, given[name], currency)
        if column.type == "id" and not column.personal:
            rules += _damaged_ids(connection, query, name)
        if name in EVENT_COLUMNS.get(table.name, ()):
            rules.append(future_rule(column, given[name], as_of))
    return rules


def _damaged_ids(connection: duckdb.DuckDBPyConnection, query: str, name: str) -> list[Rule]:
    """Rules for ids that a spreadsheet rounded to 15 digits.

    One id in a thousand ends in 000 by chance, so the column decides.
    """
    text = f"{ident(name)}::VARCHAR"
    scientific = (
        f"(contains(lower({text}), 'e') AND"
        f" regexp_full_match(trim({text}), '[0-9]+([.][0-9]+)?[eE][+]?[0-9]+'))"
    )
    zeros = f"(length({text}) >= 16 AND right({text}, 3) = '000')"
    long_digits = f"regexp_full_match({text}, '[0-9]{{16,}}')"
    row = connection.execute(
        f"SELECT count(*) FILTER ({zeros} AND {long_digits}),"
        f" count(*) FILTER (length({text}) >= 16) FROM ({query})"
    ).fetchone()
    rounded, long = row or (0, 0)
    reason = _("number damaged by a spreadsheet; export again and do not open it in Excel")
    rules = [Rule(name, scientific, reason)]
    if long and rounded / long > CHANCE_OF_ZEROS:
        rules.append(Rule(name, f"({zeros} AND {long_digits})", reason))
    return rules


def _set_aside(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    query: str,
    rules: list[Rule],
    given: dict[str, str],
) -> None:
    key = ident(table.replace_by[0])
    for rule in rules:
        column = table.columns[rule.column]
        value = literal(MASKED) if column.personal else f"{ident(rule.column)}::VARCHAR"
        connection.execute(
            f"INSERT INTO _set_aside SELECT _file, _row, {literal(table.name)},"
            f" {literal(rule.column)}, left({value}, 200), {literal(rule.reason)}, {key}::VARCHAR"
            f" FROM ({query}) WHERE coalesce({rule.condition}, false)"
        )


def _resolve_repeats(
    connection: duckdb.DuckDBPyConnection, table: Table, good: str
) -> None:
    """Keep one of exact repeats; set aside rows whose key is given with different values."""
    hashed = f"hash({idents(table.key)})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE _twice AS SELECT {hashed} AS h FROM {good}"
        f" GROUP BY ALL HAVING count(*) > 1"
    )
    if not _any(connection, "SELECT 1 FROM _twice LIMIT 1"):
        return
    values = [name for name in _columns(connection, good) if not name.startswith("_")]
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


def _orphans(connection: duckdb.DuckDBPyConnection, table: Table, good: str) -> None:
    """Set aside rows whose parent row of the same import was set aside."""
    if table.parent is None:
        return
    key, parent = ident(table.replace_by[0]), all_tables()[table.parent]
    held = f"SELECT parent_key FROM _set_aside WHERE tbl = {literal(parent.name)}"
    reason = _("its order was set aside")
    connection.execute(
        f"INSERT INTO _set_aside SELECT _file, _row, {literal(table.name)}, {literal(key[1:-1])},"
        f" {key}, {literal(reason)}, {key} FROM {good} WHERE {key} IN ({held})"
    )
    connection.execute(f"DELETE FROM {good} WHERE {key} IN ({held})")


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]


def _any(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    return connection.execute(query).fetchone() is not None
