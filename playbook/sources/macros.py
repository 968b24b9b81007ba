"""Which short words may a profile's expressions use, and what do they refuse to say?

The unit is one SQL macro of the scratch database. `money` and `whole` are NULL for text that is no
amount or count, sums with an unreadable summand hand its text on, totals of an order that lacks a
line are NULL, and `wording` keeps a status only where it has the shape of one: text that somebody
pasted into the column may name a person.
"""

from __future__ import annotations

from playbook.store.checks import phone_sql
from playbook.store.repeats import MASKED
from playbook.store.sql import literal

BROKEN, CUT = "_broken", "_cut"
"""Tables of orders (``parent``): those that lack a line, and those that lack one from the start
because its row does not line up with the header; see `playbook.sources.broken`."""

_STATUS = r"\p{L}[\p{L} ,，、/()（）_-]{0,23}"
_PERSON = "[省市县镇乡村弄室@]|先生|女士|小姐"

MACROS = (
    # The engine rounds without a word: '1.005' to 1.01, '1.5' units to 2. Such text is no value,
    # nor is a phone number of eleven digits and more.
    "money(x) AS CASE WHEN TRY_CAST(x AS DECIMAL(18,2)) = TRY_CAST(x AS DECIMAL(28,6))"
    f" AND NOT CASE WHEN TRY_CAST(x AS DECIMAL(18,2)) >= 13000000000 THEN {phone_sql('x')}"
    " ELSE false END THEN TRY_CAST(x AS DECIMAL(18,2)) END",
    "amount(x) AS TRY_CAST(x AS DECIMAL(18,2))::VARCHAR",
    "moment(x) AS TRY_CAST(x AS TIMESTAMP)",
    "whole(x) AS CASE WHEN TRY_CAST(x AS BIGINT) = TRY_CAST(x AS DOUBLE)"
    f" AND NOT CASE WHEN TRY_CAST(x AS BIGINT) >= 13000000000 THEN {phone_sql('x')}"
    " ELSE false END THEN TRY_CAST(x AS BIGINT) END",
    # A sum in which one summand cannot be read is not a sum: the bad text goes on instead.
    *(
        f"{name}(x) AS CASE WHEN count(x) <> count({read}(x))"
        f" THEN min(CASE WHEN {read}(x) IS NULL THEN x::VARCHAR END)"
        f" ELSE sum({read}(x))::VARCHAR END"
        for name, read in (("sum_money", "money"), ("sum_whole", "whole"))
    ),
    # Of an order, by its number k; `break_totals` makes them heed the orders that lack a line.
    "total_money(k, x) AS sum_money(x)",
    "total_whole(k, x) AS sum_whole(x)",
    f"wording(x) AS CASE WHEN x IS NULL OR (regexp_full_match(x, {literal(_STATUS)})"
    f" AND NOT regexp_matches(x, {literal(_PERSON)})) THEN x ELSE {literal(MASKED)} END",
)
"""Short words that profiles' expressions use."""

BREAKING = tuple(
    f"total_{kind}(k, x) AS CASE WHEN k IN (SELECT parent FROM {BROKEN})"
    f" AND count(x) = count({read}(x)) THEN NULL ELSE sum_{kind}(x)::VARCHAR END"
    for kind, read in (("money", "money"), ("whole", "whole"))
)
"""What the totals become once an order lacks a line: a part of a sum is no total."""
