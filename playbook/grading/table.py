"""Is this table the right one, and if not, what is the first thing to put right?

The unit is one table against the true one. The order of questions: is there a table; its columns;
is its key unique; are the rows there (matched by key: order and index are ignored unless asked);
the family of each column; the values within tolerance. A question is put only when the one before
it is answered well, so feedback never speaks of values while rows are missing. Columns that nobody
asked for are ignored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playbook.grading.guard import guarded, is_blank
from playbook.grading.number import EXACT, Tolerance
from playbook.grading.problem import (
    MOST_EXAMPLES,
    NOT_ATTEMPTED,
    Kind,
    Problem,
    Verdict,
    judged,
    wrong,
)

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 200_000


@dataclass(frozen=True)
class TableTask:
    """What is asked of a table.

    Parameters
    ----------
    key : tuple of str
        The columns that tell one row from another.
    ordered : bool
        Whether the order of the rows counts.
    tolerance : Tolerance
        For all number columns.
    units : mapping of str to str
        Unit of a column: "ratio", "percent", a currency code …
    aliases : mapping of str to str
        Other headers people write, each with the column meant: {"支付金额": "pay_amount"}. They
        are named in the feedback, not accepted.
    confusions : mapping of kind to DataFrame
        The table that each classic mistake gives, with the same key.
    """

    key: tuple[str, ...]
    ordered: bool = False
    tolerance: Tolerance = EXACT
    units: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    confusions: Mapping[str, pd.DataFrame] = field(default_factory=dict)


@guarded
def check_table(answer: Any, expected: pd.DataFrame, task: TableTask) -> Verdict:
    """Check a table.

    Parameters
    ----------
    answer : object
        Whatever the learner handed in; it is not changed.
    expected : DataFrame
        The truth, with the key among its columns.
    task : TableTask

    Returns
    -------
    Verdict
        With at most three problems, all of the first question that fails.

    Examples
    --------
    >>> import pandas as pd
    >>> truth = pd.DataFrame({"sku": ["A", "B"], "rate": [0.1, 0.2]})
    >>> task = TableTask(key=("sku",), units={"rate": "ratio"})
    >>> check_table(truth.iloc[::-1], truth, task).passed
    True
    >>> check_table(truth.assign(rate=[10.0, 20.0]), truth, task).kinds
    (<Kind.PERCENT_OR_RATIO: 'percent_or_ratio'>,)
    """
    import pandas as pd

    from playbook.grading.table_columns import column_problems, flat
    from playbook.grading.table_rows import Keys, key_problems, matched, order_problems
    from playbook.grading.table_values import dtype_problems, value_problems

    if is_blank(answer):
        return NOT_ATTEMPTED
    if not issubclass(type(answer), pd.DataFrame):
        return wrong(Kind.NOT_A_TABLE, expected=expected, actual=answer)
    if len(answer) > max(MOST_ROWS, 20 * len(expected)):
        return wrong(Kind.TOO_BIG, expected=expected, actual=len(answer))
    answer = flat(answer, task)
    problems = column_problems(answer, expected, task)
    if problems:
        return judged(problems[:MOST_EXAMPLES])
    keys = Keys.of(answer, expected, task)
    problems = key_problems(answer, expected, keys, task)
    if problems:
        return judged(problems[:MOST_EXAMPLES])
    pair = matched(answer, expected, keys, task)
    for step in (dtype_problems, value_problems):
        problems = step(pair, task)
        if problems:
            return judged(problems[:MOST_EXAMPLES])
    return judged(order_problems(pair, task))


@dataclass(frozen=True)
class Pair:
    """The learner's table and the truth, row beside row.

    Parameters
    ----------
    actual, expected : DataFrame
        In the order of the truth, with the same plain index.
    names : tuple of str
        How a reader recognises each row: the learner's own key.
    places : Sequence of int
        Where each row stood in the learner's table.
    """

    actual: pd.DataFrame
    expected: pd.DataFrame
    names: Sequence[Any]
    places: Sequence[int]

    def examples(self, off: Any) -> tuple[Any, ...]:
        """Name the first rows for which `off` holds."""
        return tuple(self.names[int(i)] for i in off.to_numpy().nonzero()[0][:MOST_EXAMPLES])

    def problem(self, kind: Kind, column: str, off: Any = None) -> Problem:
        """Make the problem of one column, with the rows that show it."""
        examples = () if off is None else self.examples(off)
        return Problem(kind, column, self.expected[column], self.actual[column], examples)
