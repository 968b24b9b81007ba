"""What kind of thing is off in an answer, and where?

The unit is one difference between an answer and the truth, kept as data: it can be counted,
stored and translated. This module writes no sentence (see `playbook.grading.words`) and compares
nothing. The expected value is carried for the course's own tests; it stays out of ``repr`` and of
`Problem.as_data`, so that nobody reads the answer off a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_EXAMPLES = 3


class Outcome(StrEnum):
    """What became of one check."""

    PASSED = "passed"
    """The answer is right."""
    NOT_ATTEMPTED = "not_attempted"
    """Nothing was handed in yet: the starter stands as it was."""
    WRONG = "wrong"
    """There is an answer, and something about it is off."""
    RAISED = "raised"
    """The learner's own code stopped with an error."""
    NOT_CHECKABLE = "not_checkable"
    """The check itself failed: our fault, not the learner's."""


class Kind(StrEnum):
    """The kinds of problem: each has one sentence and can be counted over a cohort."""

    # --- the answer as a thing
    MISSING = "missing"
    """The answer, or some of its cells, is empty (None, NaN) where a value exists."""
    NOT_A_NUMBER = "not_a_number"
    """A number was asked; this cannot be read as one."""
    NOT_A_DAY = "not_a_day"
    """A day was asked; this cannot be read as one."""
    NOT_A_TABLE = "not_a_table"
    """A DataFrame was asked; this is something else."""
    NOT_A_LIST = "not_a_list"
    """A list or set was asked; this is something else."""
    NOT_A_FUNCTION = "not_a_function"
    """A function was asked; this is something else, often its result."""
    NOT_TEXT = "not_text"
    """A written piece was asked; this is not text."""
    # --- a table's form
    COLUMNS = "columns"
    """A column is missing; `actual` is the learner's closest column, if any."""
    DUPLICATE_COLUMN = "duplicate_column"
    """Two columns bear the same name."""
    NESTED_COLUMNS = "nested_columns"
    """The headers have several levels, as after a pivot or an ``agg`` with lists."""
    DUPLICATE_KEY = "duplicate_key"
    """A key that may stand once stands more often; usually a join multiplied rows."""
    ROWS_MISSING = "rows_missing"
    """Rows of the right table are absent."""
    ROWS_EXTRA = "rows_extra"
    """Rows do not belong there."""
    DTYPE = "dtype"
    """A column is of another family: numbers kept as text, dates kept as text."""
    ORDER = "order"
    """The rows are right; their order is not the one asked for."""
    OTHER_COLUMN = "other_column"
    """A column holds what another column should hold."""
    # --- values
    VALUE = "value"
    """A value is off, and nothing says why."""
    NEAR = "near"
    """A value is off by at most two percent: the method is right, some rows are not."""
    UNIT = "unit"
    """The unit written beside the number is not the one asked for."""
    PERCENT_OR_RATIO = "percent_or_ratio"
    """Off by a factor of 100: 12 for 0.12, or the reverse."""
    FEN_OR_YUAN = "fen_or_yuan"
    """Off by a factor of 100: the smallest coin for the main unit, or the reverse."""
    SCALE = "scale"
    """Off by a factor of 1,000, 10,000 (万) or more."""
    SIGN = "sign"
    """The right size with the wrong sign."""
    ROUNDING = "rounding"
    """The right value, rounded or cut more than allowed."""
    NULL_NOT_ZERO = "null_not_zero"
    """Zero where there is nothing to measure."""
    GROSS_OR_NET = "gross_or_net"
    """Before refunds where after refunds was asked, or the reverse."""
    PER_ORDER_OR_PER_BUYER = "per_order_or_per_buyer"
    """Divided by orders where buyers count, or the reverse."""
    PLACED_OR_PAID = "placed_or_paid"
    """Orders placed where orders paid count, or the reverse."""
    SUM_OF_VISITORS = "sum_of_visitors"
    """Visitors added over days or channels: the same person counts twice."""
    MEAN_OF_RATIOS = "mean_of_ratios"
    """The mean of daily ratios where the ratio of the sums counts."""
    OFF_BY_ONE_DAY = "off_by_one_day"
    """A day too early, too late, too many or too few."""
    TIME_ZONE = "time_zone"
    """Days cut in another time zone than the shop's."""
    LINES_OR_ORDERS = "lines_or_orders"
    """Order lines counted where orders count, or the reverse."""
    VISITORS_OR_VIEWS = "visitors_or_views"
    """Page views where visitors count, or the reverse."""
    DENOMINATOR = "denominator"
    """Divided by another total than the definition says."""
    PERIOD = "period"
    """Another period than the one asked for."""
    FILTER = "filter"
    """A condition was left out or added: cancelled, test or free orders."""
    # --- choices, sets, orders of steps
    MISSING_CHOICE = "missing_choice"
    """No option is chosen yet."""
    WRONG_CHOICE = "wrong_choice"
    """The data do not support the option chosen."""
    MISSING_REASON = "missing_reason"
    """An option is chosen, a reason is not."""
    WRONG_REASON = "wrong_reason"
    """The option can be defended, but not by this reason."""
    UNKNOWN_OPTION = "unknown_option"
    """Something that is not among the options."""
    SET_MISSING = "set_missing"
    """Something that belongs to the set was not named."""
    SET_EXTRA = "set_extra"
    """Something was named that does not belong to the set."""
    REPEATED = "repeated"
    """The same thing was named more than once."""
    ORDER_BROKEN = "order_broken"
    """A step stands before one that it needs."""
    # --- written pieces and logs
    PART_MISSING = "part_missing"
    """A required part is absent or empty."""
    FACT_MISSING = "fact_missing"
    """A required fact is absent or not the one in the data."""
    FORBIDDEN = "forbidden"
    """Something stands there that must not: blame, a promise, personal data."""
    TOO_SHORT = "too_short"
    """Less than the least length or number of entries."""
    TOO_LONG = "too_long"
    """More than the greatest length."""
    LOG_GAP = "log_gap"
    """Days without an entry."""
    NOT_DATED = "not_dated"
    """An entry of a log carries no readable day, or one that has not come yet."""
    # --- functions and code
    RAISED = "raised"
    """The learner's code stopped with an error; `actual` is the sentence about it."""
    TIMEOUT = "timeout"
    """The learner's function did not end in time."""
    TOO_BIG = "too_big"
    """More memory or more rows than any right answer needs."""
    CHANGED_INPUT = "changed_input"
    """The function changed what it was given."""
    HARD_CODED = "hard_coded"
    """The function gives the same answer for another shop: it does not read its input."""
    ONLY_HERE = "only_here"
    """Right on the learner's own shop, wrong on another."""
    RETURNED_NOTHING = "returned_nothing"
    """The function ends without ``return``."""
    OUR_FAULT = "our_fault"
    """The check failed, whatever the answer was."""


@dataclass(frozen=True)
class Problem:
    """One thing that is off.

    Parameters
    ----------
    kind : Kind
    where : str
        A column, part, fact or argument that the task itself names; "" for the whole answer.
    expected : object
        The truth. Never shown, never stored.
    actual : object
        What the learner gave.
    examples : iterable
        Of the learner's own values or keys; the first three are kept.

    Examples
    --------
    >>> Problem(Kind.VALUE, where="gmv", expected=12, actual=13)
    Problem(kind=<Kind.VALUE: 'value'>, where='gmv', actual=13, examples=())
    """

    kind: Kind
    where: str = ""
    expected: Any = field(default=None, repr=False, compare=False)
    actual: Any = field(default=None, compare=False)
    examples: tuple[Any, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        object.__setattr__(self, "examples", tuple(self.examples)[:MOST_EXAMPLES])

    def as_data(self) -> dict[str, str]:
        """Return what may be stored in a log: the kind and the place, no values."""
        return {"kind": self.kind.value, "where": self.where}


@dataclass(frozen=True)
class Verdict:
    """What a check says.

    Parameters
    ----------
    outcome : Outcome
    problems : tuple of Problem
        Empty when passed or not attempted.
    read_as : str
        How a written number was understood ("12000" for "1.2万"); "" when there is no doubt.
    """

    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    read_as: str = ""

    @property
    def passed(self) -> bool:
        """Whether the answer is right."""
        return self.outcome is Outcome.PASSED

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of its problems, in order."""
        return tuple(problem.kind for problem in self.problems)


PASSED = Verdict(Outcome.PASSED)
NOT_ATTEMPTED = Verdict(Outcome.NOT_ATTEMPTED)


def wrong(
    kind: Kind,
    where: str = "",
    *,
    expected: Any = None,
    actual: Any = None,
    examples: Iterable[Any] = (),
    read_as: str = "",
) -> Verdict:
    """Make a verdict of one problem.

    Examples
    --------
    >>> wrong(Kind.SIGN).kinds
    (<Kind.SIGN: 'sign'>,)
    """
    problem = Problem(kind, where, expected, actual, tuple(examples))
    return Verdict(Outcome.WRONG, (problem,), read_as)


def judged(problems: Iterable[Problem], read_as: str = "") -> Verdict:
    """Make a verdict of a list of problems: passed when there is none.

    Examples
    --------
    >>> judged([]).passed
    True
    """
    found = tuple(problems)
    return Verdict(Outcome.WRONG if found else Outcome.PASSED, found, read_as)
