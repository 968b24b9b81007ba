"""Which order and product numbers a spreadsheet has destroyed.

Excel keeps 15 digits of a number, and fewer once it has shown it in scientific notation: an
18-digit order number comes back with zeros at its end or with an exponent, and no one can repair
it. Such rows are set aside.
"""

from __future__ import annotations

from collections.abc import Iterable

from playbook.i18n import _
from playbook.store.checks import Rule
from playbook.store.schema import Table
from playbook.store.sql import ident

CHANCE_OF_ZEROS = 0.02
"""Above this share of long ids ending in 000 a spreadsheet damaged the column, not chance."""


def id_columns(table: Table, present: Iterable[str]) -> list[str]:
    """Name the columns whose numbers a spreadsheet could have damaged."""
    columns = [table.columns[name] for name in present]
    return [column.name for column in columns if column.type == "id" and not column.personal]


def counts_sql(name: str) -> tuple[str, str, str]:
    """Write SQL that counts a column's long ids, rounded ids and ids with an exponent."""
    text = ident(name)
    return (
        f"count(*) FILTER (strlen({text}) >= 16)",
        f"count(*) FILTER ({_rounded(text)})",
        f"count(*) FILTER ({_scientific(text)})",
    )


def damaged_id_rules(name: str, long: int, zeros: int, scientific: int) -> list[Rule]:
    """Make the rules for a column of ids, from what `counts_sql` counted.

    The last digits of an id rounded to 15 digits are zeros. Three of them end one id in a
    thousand by chance too, so the whole column decides.
    """
    reason = _("number damaged by a spreadsheet; export again and do not open it in Excel")
    rules = []
    if scientific:
        rules.append(Rule(name, _scientific(ident(name)), reason))
    if long and zeros / long > CHANCE_OF_ZEROS:
        rules.append(Rule(name, _rounded(ident(name)), reason))
    return rules


# The cheap test comes first, in CASE, because the engine evaluates both sides of AND and a regular
# expression on ten million ids takes seconds.
def _scientific(text: str) -> str:
    shape = f"regexp_full_match({text}, '[0-9]+([.][0-9]+)?[eE][+]?[0-9]+')"
    return f"CASE WHEN contains({text}, 'E') OR contains({text}, 'e') THEN {shape} END"


def _rounded(text: str) -> str:
    shape = f"regexp_full_match({text}, '[0-9]{{13,}}000([.]0)?')"
    return f"CASE WHEN suffix({text}, '000') OR suffix({text}, '000.0') THEN {shape} END"
