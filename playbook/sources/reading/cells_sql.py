"""How does DuckDB take the wrapping off a cell, with the same answer as `cells.clean`?

The unit is one column of raw texts. The expression must be applied to a plain column name: DuckDB
evaluates an inner expression once for each mention (even `nullif(x, '')` evaluates x twice), so the
pipeline below mentions its input once, and nulls appear through `[1]` of an empty list.
"""

from __future__ import annotations

import re

from playbook.sources.reading.cells import APOSTROPHE, NULL_TOKENS, SPACE_CLASS, WRAPPER
from playbook.store.sql import literal

__all__ = ["clean_sql"]

# Texts between these begin and end with characters that need no work. Comparing costs a tenth of a
# regular expression. No null token but the listed ones begins like this.
_SAFE_FIRST = (
    ("0", "9\uffff"),
    ("一", "鿿"),
    ("A", "M\uffff"),
    ("O", "Z\uffff"),
    ("a", "m\uffff"),
    ("o", "z\uffff"),
)
_SAFE_LAST = (("!", "~"), ("、", "\ufdff"))
_DIGITS_ONLY = '^="[0-9]+"$'
_ENDS = f"^{SPACE_CLASS}+|{SPACE_CLASS}+$"
_NULLS = "^(?:" + "|".join(re.escape(token) for token in NULL_TOKENS) + ")$"
_NULL_WORDS = [token for token in NULL_TOKENS if token[:1] == "无"]


def clean_sql(column: str) -> str:
    r"""Write the SQL twin of `clean`.

    Parameters
    ----------
    column
        A quoted column name of type VARCHAR.

    Returns
    -------
    str
        An SQL expression: the text inside the wrapping, or NULL.

    Examples
    --------
    >>> import duckdb
    >>> connection = duckdb.connect()
    >>> connection.execute(f"SELECT {clean_sql('a')} FROM (SELECT '--' AS a)").fetchall()
    [(None,)]
    """
    inner = _trim(column)
    inner = _trim(f"regexp_replace({inner}, {literal(WRAPPER)}, '\\1')")
    inner = f"regexp_replace({inner}, {literal(APOSTROPHE)}, '\\1')"
    inner = f"regexp_replace({inner}, {literal(_NULLS)}, '')"
    inner = f"regexp_extract_all({inner}, '(?s)^.+')[1]"
    fast = f"regexp_matches({column}, {literal(_DIGITS_ONLY)})"
    return f"""CASE WHEN {_suspect(column)} THEN
        CASE WHEN {fast} THEN {column}[3:-2] ELSE {inner} END ELSE {column} END"""


def _trim(expression: str) -> str:
    return f"regexp_replace({expression}, {literal(_ENDS)}, '', 'g')"


def _suspect(column: str) -> str:
    first = [_between(column, low, high) for low, high in _SAFE_FIRST]
    last = [_between(f"{column}[-1]", low, high) for low, high in _SAFE_LAST]
    words = ", ".join(literal(token) for token in _NULL_WORDS)
    return f"NOT (({' OR '.join(first)}) AND ({' OR '.join(last)}) AND {column} NOT IN ({words}))"


def _between(expression: str, low: str, high: str) -> str:
    return f"{expression} BETWEEN {literal(low)} AND {literal(high)}"
