"""Which order and product numbers a spreadsheet has destroyed.

Excel keeps 15 digits of a number, and fewer once it has shown it in scientific notation: an
18-digit order number comes back with zeros at its end or with an exponent, and no one can repair
it. Such rows are set aside.
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

    The last digits are then zeros. Three of them end one id in a thousand by chance too, so the
    whole column decides.
    """
    present = {row[0] for row in connection.execute(f"DESCRIBE {staged}").fetchall()}
    columns = table.columns.values()
    names = [c.name for c in columns if c.type == "id" and not c.personal and c.name in present]
    if not names:
        return []
    counts = ", ".join(_counts_sql(name) for name in names)
    row = connection.execute(f"SELECT {counts} FROM {staged}").fetchone() or ()
    reason = _("number damaged by a spreadsheet; export again and do not open it in Excel")
    rules = []
    for place, name in enumerate(names):
        long, zeros, scientific = row[3 * place : 3 * place + 3]
        if scientific:
            rules.append(Rule(name, _scientific(ident(name)), reason))
        if long and zeros / long > CHANCE_OF_ZEROS:
            rules.append(Rule(name, _rounded(ident(name)), reason))
    return rules


def _counts_sql(name: str) -> str:
    """Count long ids, rounded ids and ids with an exponent, in one pass over all columns."""
    text = ident(name)
    return (
        f"count(*) FILTER (strlen({text}) >= 16),"
        f" count(*) FILTER ({_rounded(text)}), count(*) FILTER ({_scientific(text)})"
    )


# The cheap test comes first, in CASE, because the engine evaluates both sides of AND and a regular
# expression on ten million ids takes seconds.
def _scientific(text: str) -> str:
    shape = f"regexp_full_match({text}, '[0-9]+([.][0-9]+)?[eE][+]?[0-9]+')"
    return f"CASE WHEN contains({text}, 'E') OR contains({text}, 'e') THEN {shape} END"


def _rounded(text: str) -> str:
    shape = f"regexp_full_match({text}, '[0-9]{{13,}}000([.]0)?')"
    return f"CASE WHEN suffix({text}, '000') OR suffix({text}, '000.0') THEN {shape} END"
