"""Which order and product numbers a spreadsheet has destroyed.

Excel keeps 15 digits of a number: an 18-digit order number comes back rounded
or in scientific notation, and no one can repair it. Such rows are set aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.store.checks import Rule
from playbook.store.sql import ident

if TYPE_CHECKING:
    import duckdb

CHANCE_OF_ZEROS = 0.02
"""Above this share of long ids ending in 000 a spreadsheet damaged the column, not chance."""


def damaged_id_rules(connection: duckdb.DuckDBPyConnection, query: str, name: str) -> list[Rule]:
    """Make the rules for ids that a spreadsheet rounded to 15 digits.

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
