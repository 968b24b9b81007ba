"""What does one cell of an export say once its wrapping is off?

The unit is one cell: a text, or None when the whole cell is a null token. Wrapping means white
space and byte order marks around the text, `="…"` (how a CSV keeps Excel from rounding an id) and
an apostrophe before digits. Null tokens count only when they are the whole cell, in every column:
a title "a - b" keeps its dash. Nothing here guesses a type; see `numbers`, `moments` and `ids`.
`cells_sql` says the same in SQL, and a test holds the two together.
"""

from __future__ import annotations

import re

__all__ = ["NULL_TOKENS", "SPACES", "clean"]

# Tab, line breaks, space, NBSP, ideographic space, zero-width marks that Windows copies along, BOM.
SPACES = "\t\n\x0b\x0c\r \x85\xa0\u2002\u2003\u2009\u200b\u200e\u200f\u2028\u202a\u202c\u3000\ufeff"

NULL_TOKENS: tuple[str, ...] = (
    *("", "-", "--", "---", "—", "——", "–", "\\N"),
    *("None", "NULL", "Null", "null", "NaN", "nan", "N/A", "n/a", "#N/A", "#DIV/0!", "(null)"),
    *("无退款申请",),
)

_NULLS = frozenset(NULL_TOKENS)
# Regular expressions that mean the same in Python and in DuckDB (RE2).
SPACE_CLASS = "[" + "".join(f"\\x{{{ord(mark):x}}}" for mark in SPACES) + "]"
WRAPPER = '^="((?:.|\n)*)"$'
APOSTROPHE = "^'([+0-9][0-9 -]*)$"  # '18612345678, never '90s
_WRAPPER = re.compile(WRAPPER.replace("$", r"\Z"))
_APOSTROPHE = re.compile(APOSTROPHE.replace("$", r"\Z"))


def clean(text: str | None) -> str | None:
    r"""Take the wrapping off one cell.

    Parameters
    ----------
    text
        The cell as the file has it; None for a cell that is not there.

    Returns
    -------
    str or None
        The text inside, or None when the whole cell is blank or a null token.

    Examples
    --------
    >>> clean('="1930679858170647"'), clean("'18612345678"), clean("6917\t")
    ('1930679858170647', '18612345678', '6917')
    >>> clean("--") is None, clean("a - b")
    (True, 'a - b')
    """
    if text is None:
        return None
    text = text.strip(SPACES)
    if wrapped := _WRAPPER.match(text):
        text = wrapped[1].strip(SPACES)
    if digits := _APOSTROPHE.match(text):
        text = digits[1]
    return None if text in _NULLS else text
