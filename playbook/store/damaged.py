"""Which order and product numbers a spreadsheet has destroyed.

Excel keeps 15 digits of a number: an 18-digit order number comes back rounded
or in scientific notation, and no one can repair it. Such rows are set aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.store.checks import Rule
from playbook.store.schema import Table
from playbook.store.sql import ident

if TYPE_CHECKING:
    import duckdb

CHANCE_OF_ZEROS = 0.02
"""Above this share of long ids ending in 000 a spreadsheet damaged the column, not chance."""


def damaged_id_rules(
    connection: duckdb.DuckDBPyConnection, table: Table, staged: str
) -> list[Rule]:
    """Make the rules for ids that a spreadsheet rounded to 15 digits.

    Every digit after the 15th is then zero. That happens by chance too, to one
    18-digit id in a thousand, so the whole column decides.
    """
    present = {row[0] for row in connection.execute(f"DESCRIBE {staged}").fetchall()}
    ids = [c for c in table.columns.values() if c.type == "id" and not c.personal]
    return [
        rule
        for column in ids
        if column.name in present
        for rule in _rules(connection, staged, column.name)
    ]


def _rules(connection: duckdb.DuckDBPyConnection, staged: str, name: str) -> list[Rule]:
    text = ident(name)
    scientific = f"regexp_full_match({text}, '[0-9]+([.][0-9]+)?[eE][+]?[0-9]+')"
    rounded = f"(right({text}, 3) = '000' AND regexp_full_match({text}, '[0-9]{{15}}0{{3,}}'))"
    row = connection.execute(
        f"SELECT count(*) FILTER (length({text}) >= 16),"
        f" count(*) FILTER (length({text}) >= 16 AND {rounded}),"
        f" bool_or(contains({text}, 'E') OR contains({text}, 'e')) FROM {staged}"
    ).fetchone()
    long, zeros, has_e = row or (0, 0, False)
    reason = _("number damaged by a spreadsheet; export again and do not open it in Excel")
    rules = [Rule(name, scientific, reason)] if has_e else []
    if long and zeros / long > CHANCE_OF_ZEROS:
        rules.append(Rule(name, rounded, reason))
    return rules
