"""What is there to see in a staged batch, in one pass over its rows?

The unit is one batch: how many rows are bad, which id columns a spreadsheet
damaged, which columns hold any value at all. Nothing is changed here; what is
seen decides which of the slower steps are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playbook.store.checks import Rule
from playbook.store.damaged import counts_sql, damaged_id_rules, id_columns
from playbook.store.schema import Table
from playbook.store.sql import ident

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Seen:
    """What one pass over a batch saw.

    Parameters
    ----------
    bad : int
        Rows that break a rule.
    filled : frozenset of str
        Columns in which some row has a value.
    damaged : list of Rule
        Rules for ids that a spreadsheet destroyed.
    """

    bad: int
    filled: frozenset[str]
    damaged: list[Rule]


def look(
    connection: duckdb.DuckDBPyConnection, table: Table, staged: str, names: Sequence[str]
) -> Seen:
    """Look over the columns `names` of a staged batch."""
    ids = id_columns(table, names)
    wanted = ["count(*) FILTER (_bad)", *(f"count({ident(name)})" for name in names)]
    wanted += [count for name in ids for count in counts_sql(name)]
    row = connection.execute(f"SELECT {', '.join(wanted)} FROM {staged}").fetchone() or ()
    values, counts = row[1 : 1 + len(names)], row[1 + len(names) :]
    damaged = [
        rule
        for place, name in enumerate(ids)
        for rule in damaged_id_rules(name, *counts[3 * place : 3 * place + 3])
    ]
    filled = frozenset(name for name, n in zip(names, values, strict=True) if n)
    return Seen(row[0], filled, damaged)
