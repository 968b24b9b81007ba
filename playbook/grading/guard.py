"""How does a check stay standing whatever it is handed?

The unit is one call of a check. Whatever goes wrong inside ends as a verdict "not checkable",
which says that the fault is ours. The one exception let through is the learner's own interrupt.
This module judges no answer.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec

from playbook.grading.problem import Kind, Outcome, Problem, Verdict

P = ParamSpec("P")


def guarded(check: Callable[P, Verdict]) -> Callable[P, Verdict]:
    """Make a check return a verdict where it would have raised.

    Parameters
    ----------
    check : callable
        Returns a `Verdict`.

    Returns
    -------
    callable
        The same check. ``problems[0].actual`` names the class of the error, for a bug report.

    Examples
    --------
    >>> @guarded
    ... def check(answer):
    ...     return 1 / 0
    >>> check(3).outcome
    <Outcome.NOT_CHECKABLE: 'not_checkable'>
    """

    @functools.wraps(check)
    def safe(*args: P.args, **kwargs: P.kwargs) -> Verdict:
        try:
            return check(*args, **kwargs)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - an answer may raise anything, even SystemExit
            return our_fault(error)

    return safe


def our_fault(error: BaseException) -> Verdict:
    """Make the verdict for a check that failed itself."""
    problem = Problem(Kind.OUR_FAULT, actual=type(error).__name__)
    return Verdict(Outcome.NOT_CHECKABLE, (problem,))


def kind_of(value: Any, *classes: type) -> bool:
    """Tell whether a value is of one of the classes, without asking the value.

    ``isinstance`` reads ``__class__``, which a learner's object may have overridden.

    Examples
    --------
    >>> kind_of(True, int), kind_of("3", int)
    (True, False)
    """
    return issubclass(type(value), classes)


def is_blank(value: Any) -> bool:
    """Tell whether nothing was handed in: ``...``, ``None`` or text without a letter or digit.

    Examples
    --------
    >>> is_blank(...), is_blank(None), is_blank("  "), is_blank("___"), is_blank(0)
    (True, True, True, True, False)
    """
    if value is None or value is ...:
        return True
    if not kind_of(value, str):
        return False
    return not str.strip(value, " \t\r\n_.…　")
