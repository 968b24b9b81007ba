"""Is a piece of SQL kept to what engines agree on?

The unit is one definition. Allowed are standard aggregates, CASE, NULLIF, COALESCE, CAST,
date_trunc, windows and PERCENTILE_CONT ... WITHIN GROUP, and the few capital names that each
engine's file explains. A division must guard its denominator. No SQL is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

FUNCTIONS = frozenset(
    {
        "sum",
        "count",
        "min",
        "max",
        "avg",
        "coalesce",
        "nullif",
        "cast",
        "date_trunc",
        "percentile_cont",
        "row_number",
        "lag",
        "lead",
    }
)
KEYWORDS = frozenset(
    {
        "over",
        "in",
        "and",
        "or",
        "on",
        "when",
        "then",
        "else",
        "as",
        "from",
        "where",
        "select",
        "by",
        "not",
        "join",
        "group",
        "decimal",
        "exists",
    }
)
"""Words that may stand before a bracket without being a function."""
_STRING = re.compile(r"'(?:[^']|'')*'")
_CALL = re.compile(r"([A-Za-z_][A-Za-z_0-9]*)\s*\(")
_PLACE = re.compile(r"\{(start|stop|bucket|sku)\}")
_FOREIGN = {
    "::": "use CAST",
    "[": "no lists",
    "{": "no braces but {start}, {stop}, {bucket} and {sku}",
    "ilike": "not standard",
    "qualify": "not standard",
    " filter": "use CASE",
    "%": "use CASE or an engine function",
    "extract": "weekday numbers differ: use WEEKDAY or HOUR_OF",
    "approx": "approximate counts can be far off",
}


def problems(sql: str, functions: Iterable[str] = ()) -> list[str]:
    """List what in a piece of SQL engines would not agree on.

    Parameters
    ----------
    sql : str
        An expression or a FROM clause.
    functions : iterable of str
        Capital names that the engine's file explains.

    Examples
    --------
    >>> problems("sum(o.paid_amount)")
    []
    >>> problems("sum(o.paid_amount::DOUBLE) / count(*)")
    ["'::': use CAST", 'division without NULLIF']
    >>> problems("median(o.paid_amount)")
    ["function 'median' is not in the subset"]
    """
    text = _PLACE.sub("", _STRING.sub("''", sql))
    low = text.lower()
    found = [f"{sign!r}: {why}" for sign, why in _FOREIGN.items() if sign in low]
    found += [
        f"function {name!r} is not in the subset"
        for name in _CALL.findall(text)
        if name.lower() not in FUNCTIONS | KEYWORDS and name not in functions
    ]
    # A number as denominator is never 0.
    unguarded = (
        tail for tail in text.split("/")[1:] if not re.match(r"\s*(NULLIF\b|[0-9.]*[1-9])", tail)
    )
    return found + ["division without NULLIF" for _tail in unguarded]
