"""From what an importer hands over to rows that may enter a table.

A batch is a SQL query whose columns carry canonical names, plus ``_file`` and
``_row`` (where each row stood in the source). Staging casts, checks, finds
rows given twice, and writes every bad row to the quarantine with its reason.
It does not look at what the Store already holds; `merging` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playbook.store.checks import Rule, bad_sql, cast_sql, column_rules, future_rule, trimmed_sql
from playbook.store.looking import look
from playbook.store.masking import mask_columns, safe_sql
from playbook.store.repeats import MASKED, resolve_repeats, set_aside_orphans
from playbook.store.schema import Column, Table
from playbook.store.sql import ident, literal
from playbook.store.wording import stored

if TYPE_CHECKING:
    import duckdb

SLIPPED = (
    r"1[3-9][0-9](?:[0-9]{8}|[ -][0-9]{4}[ -][0-9]{4})(?:[^0-9]|$)"
    r"|@|[\p{Han}]{2,}|[A-Za-z]{2,} +[A-Za-z]{2,}"
)
"""A phone, an e-mail address, a name: no amount, number, day or time is written like that."""

EVENT_COLUMNS = {
    "orders": ("created_at", "paid_at"),
    "refunds": ("requested_at", "closed_at", "received_back_at"),
    "settlements": ("settled_at",),
    "points": ("booked_at",),
    "outreach": ("sent_at",),
    "reviews": ("created_at", "replied_at"),
    "tickets": ("opened_at", "first_reply_at", "resolved_at"),
    "chat_messages": ("sent_at",),
    "posts": ("posted_at", "answered_at"),
    "product_days": ("date",),
    "traffic": ("date",),
    "events": ("occurred_at",),
    "search_terms": ("date",),
    "ads": ("date",),
    "coupon_days": ("date",),
    "content_days": ("date",),
    "competitors": ("date",),
    "category_days": ("date",),
    "store_scores": ("date",),
    "inventory": ("date", "synced_at"),
    "purchase_orders": ("ordered_at", "received_at"),
    "shipments": ("shipped_at", "picked_up_at", "delivered_at"),
    "changes": ("changed_at",),
    "tasks": ("started_at", "done_at"),
    "process_steps": ("started_at", "ended_at"),
    "system_health": ("checked_at",),
    "backups": ("started_at", "finished_at", "restore_tested_at"),
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
    present : frozenset of str
        Columns of the scratch table.
    filled : frozenset of str
        Those in which some row has a value.
    """

    table: Table
    good: str
    provides: tuple[str, ...]
    present: frozenset[str]
    filled: frozenset[str]

    def stated(self) -> list[str]:
        """Columns whose values are to be written, in the table's order."""
        return [n for n in self.table.columns if n in self.provides and n in self.filled]


def stage(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    query: str,
    *,
    provides: Sequence[str],
    currency: str,
    as_of: str,
    key: Callable[[], bytes] | None,
) -> Batch:
    """Cast and check a batch; good rows end in a scratch table, bad ones in `_set_aside`.

    `key` loads the Store's key, where the batch has personal columns; None: nobody is in it.
    """
    given = column_types(connection, query)
    _refuse_unknown(table, given)
    held = [column for name, column in table.columns.items() if name in given]
    personal = [column.name for column in held if column.personal and key]
    words = [column.name for column in held if column.free_text and key]
    query = safe_sql(query, personal, words)
    given |= dict.fromkeys([*personal, *words], "VARCHAR")
    rules, query = _rules(table, given, currency, as_of), trimmed_sql(query, given)
    good, names = f"_good_{table.name}", _columns(table, given)
    casts = ", ".join(
        f"{cast_sql(table.columns[name], given[name]) if name in given else _absent(table, name)}"
        f" AS {ident(name)}"
        for name in names
    )
    connection.execute(f"DROP TABLE IF EXISTS {good}")
    connection.execute(
        f"CREATE TABLE {good} AS SELECT {casts}, _file, _row, ({bad_sql(rules)}) AS _bad"
        f" FROM ({query})"
    )
    if personal and key:
        mask_columns(connection, good, personal, key())
    seen = look(connection, table, good, names)
    if seen.bad:
        _set_aside(connection, table, query, rules)
        connection.execute(f"DELETE FROM {good} WHERE _bad")
        seen = look(connection, table, good, names)  # what is damaged shows among the good
    if seen.damaged:
        _set_aside(connection, table, f"SELECT * FROM {good}", seen.damaged)
        connection.execute(f"DELETE FROM {good} WHERE {bad_sql(seen.damaged)}")
    resolve_repeats(connection, table, good, names)
    set_aside_orphans(connection, table, good)
    stated = tuple(name for name in provides if name in table.columns)
    return Batch(table, good, stated, frozenset(names), seen.filled)


def _columns(table: Table, given: Mapping[str, str]) -> list[str]:
    return [name for name in table.columns if name in given or name in table.key]


def _absent(table: Table, name: str) -> str:
    """Write an optional part of the key that the file does not have: NULL, a value of its own."""
    return f"NULL::{table.columns[name].sql_type}"


def column_types(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, str]:
    """Return the engine type of each column of a query."""
    rows = connection.execute(f"DESCRIBE SELECT * FROM ({query})").fetchall()
    return {row[0]: row[1] for row in rows}


def _refuse_unknown(table: Table, given: dict[str, str]) -> None:
    extra = set(given) - set(table.columns) - {"_file", "_row"}
    missing = {name for name, column in table.columns.items() if column.required} - set(given)
    if extra or missing or not {"_file", "_row"} <= set(given):
        raise ValueError(f"{table.name}: unknown columns {extra}, missing {missing}")


def _rules(table: Table, given: dict[str, str], currency: str, as_of: str) -> list[Rule]:
    rules: list[Rule] = []
    for name, column in table.columns.items():
        if name not in given:
            continue
        rules += column_rules(column, given[name], currency)
        if name in EVENT_COLUMNS.get(table.name, ()):
            rules.append(future_rule(column, given[name], as_of))
    return rules


def _set_aside(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    query: str,
    rules: list[Rule],
) -> None:
    key = ident(table.replace_by[0])
    for rule in rules:
        column = table.columns[rule.column]
        value = literal(MASKED) if column.personal else _shown(column)
        connection.execute(
            f"INSERT INTO _set_aside SELECT _file, _row, {literal(table.name)},"
            f" {literal(rule.column)}, left({value}, 200), {literal(stored(rule.reason))},"
            f" {key}::VARCHAR"
            f" FROM ({query}) WHERE coalesce({rule.condition}, false)"
        )


def _shown(column: Column) -> str:
    """Write SQL of a refused value; a cell that slipped into another column may name a person."""
    text = f"{ident(column.name)}::VARCHAR"
    if column.type in ("id", "text", "code"):
        return text
    slipped = f"regexp_matches({text}, {literal(SLIPPED)})"
    return f"CASE WHEN {slipped} THEN {literal(MASKED)} ELSE {text} END"
