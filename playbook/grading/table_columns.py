"""Does a learner's table have the columns that were asked for?

The unit is one column. A header that is nearly right, or a known other name of it, is quoted back;
it is not accepted, because the next cell would not find it either.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from playbook.grading.problem import Kind, Problem

if TYPE_CHECKING:
    import pandas as pd

    from playbook.grading.table import TableTask


def flat(answer: pd.DataFrame, task: TableTask) -> pd.DataFrame:
    """Bring key columns back from the index, where ``groupby`` leaves them."""
    names = [name for name in answer.index.names if type(name) is str]
    held = {str(column) for column in answer.columns}
    wanted = [name for name in names if name in task.key and name not in held]
    if not wanted or answer.columns.nlevels > 1:
        return answer
    return answer.reset_index(level=wanted)


def column_problems(answer: pd.DataFrame, expected: pd.DataFrame, task: TableTask) -> list[Problem]:
    """List what is wrong with the headers."""
    if answer.columns.nlevels > 1:
        return [Problem(Kind.NESTED_COLUMNS, expected=list(expected.columns))]
    held = [column for column in answer.columns if type(column) is str]
    wanted = [str(column) for column in expected.columns]
    missing = [column for column in wanted if column not in held]
    if missing:
        spare = [column for column in held if column not in wanted]
        return [_missing(column, spare, task) for column in missing]
    twice = [column for column, n in Counter(held).items() if n > 1 and column in wanted]
    return [Problem(Kind.DUPLICATE_COLUMN, column) for column in twice]


def _missing(column: str, spare: list[str], task: TableTask) -> Problem:
    return Problem(Kind.COLUMNS, column, actual=closest(column, spare, task.aliases))


def closest(column: str, spare: list[str], aliases: Any) -> str | None:
    """Find the learner's header that was meant as this column.

    Examples
    --------
    >>> closest("pay_amount", ["Pay Amount", "sku"], {})
    'Pay Amount'
    >>> closest("pay_amount", ["支付金额"], {"支付金额": "pay_amount"})
    '支付金额'
    """
    meant = {_plain(other): name for other, name in aliases.items()}
    for header in spare:
        if meant.get(_plain(header)) == column:
            return header
    plain = {_plain(header): header for header in spare}
    close = difflib.get_close_matches(_plain(column), plain, n=1, cutoff=0.7)
    return plain[close[0]] if close else None


def _plain(header: str) -> str:
    text = unicodedata.normalize("NFKC", header).casefold()
    return "".join(letter for letter in text if letter.isalnum())
