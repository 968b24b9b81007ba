"""Does a learner's function do what was asked, also on data it has never seen?

The unit is one function over several inputs: those of the learner's own shop and those of another.
It runs on copies and within limits (see `playbook.grading.limit`). What it returns is compared by
the check of the caller's choice; the truth comes from the caller's own function. Only tables,
columns, arrays, lists, sets and dictionaries are copied: other inputs, such as a Store, are handed
over as they are.
"""

from __future__ import annotations

import copy
import dis
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playbook.grading.code_errors import read_error
from playbook.grading.guard import guarded, is_blank, kind_of
from playbook.grading.limit import MOST_MEGABYTES, MOST_SECONDS, Run, run_limited
from playbook.grading.problem import (
    NOT_ATTEMPTED,
    PASSED,
    Kind,
    Outcome,
    Problem,
    Verdict,
    wrong,
)

if TYPE_CHECKING:
    from types import CodeType

_STUB = frozenset({"RESUME", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST", "NOP", "CACHE"})


@dataclass(frozen=True)
class FunctionTask:
    """What is asked of a function.

    Parameters
    ----------
    reference : callable
        Gives the truth for the same arguments.
    seen : sequence of tuple
        Arguments from the learner's own shop.
    compare : callable
        ``compare(actual, expected)`` returns a `Verdict`, for example a `check_number`.
    unseen : sequence of tuple
        Arguments from another shop, and edge cases.
    seconds, megabytes : float
        Limits of each call.
    """

    reference: Callable[..., Any]
    seen: Sequence[tuple[Any, ...]]
    compare: Callable[[Any, Any], Verdict]
    unseen: Sequence[tuple[Any, ...]] = ()
    seconds: float = MOST_SECONDS
    megabytes: float = MOST_MEGABYTES


@guarded
def check_function(answer: Any, task: FunctionTask) -> Verdict:
    """Check a function.

    Parameters
    ----------
    answer : object
        The function itself. One whose body is only ``...``, ``pass`` or
        ``raise NotImplementedError`` counts as not attempted.
    task : FunctionTask

    Returns
    -------
    Verdict

    Examples
    --------
    >>> from playbook.grading.number import check_number
    >>> task = FunctionTask(sum, [([1, 2],)], check_number, unseen=[([5],)])
    >>> check_function(lambda numbers: 3, task).kinds
    (<Kind.HARD_CODED: 'hard_coded'>,)
    """
    if is_blank(answer) or _is_stub(answer):
        return NOT_ATTEMPTED
    if not callable(answer):
        return wrong(Kind.NOT_A_FUNCTION, actual=answer)
    for args in task.seen:
        verdict = _one(answer, args, task)
        if not verdict.passed:
            return verdict
    for args in task.unseen:
        verdict = _one(answer, args, task)
        if not verdict.passed:
            return _elsewhere(verdict, answer, args, task)
    return PASSED


def _one(answer: Callable[..., Any], args: tuple[Any, ...], task: FunctionTask) -> Verdict:
    """Run the function on one input and judge what it gives."""
    given = copied(args)
    run = run_limited(answer, given, seconds=task.seconds, megabytes=task.megabytes)
    if run.ended != "returned":
        return _not_returned(run)
    if inspect.iscoroutine(run.value):
        run.value.close()
        return wrong(Kind.RETURNED_NOTHING)
    if not unchanged(args, given):
        return wrong(Kind.CHANGED_INPUT)
    expected = task.reference(*copied(args))
    if run.value is None and expected is not None:
        return wrong(Kind.RETURNED_NOTHING, expected=expected)
    verdict = task.compare(run.value, expected)
    if verdict.outcome is Outcome.NOT_ATTEMPTED:
        return wrong(Kind.RETURNED_NOTHING, expected=expected)
    return verdict


def _not_returned(run: Run) -> Verdict:
    if run.ended == "timeout":
        return wrong(Kind.TIMEOUT)
    if run.ended == "too_big":
        return wrong(Kind.TOO_BIG)
    error = run.error or RuntimeError()
    if kind_of(error, NotImplementedError):
        return NOT_ATTEMPTED
    return Verdict(Outcome.RAISED, (Problem(Kind.RAISED, actual=read_error(error)),))


def _elsewhere(verdict: Verdict, answer: Any, args: tuple[Any, ...], task: FunctionTask) -> Verdict:
    """Say that a function fails on data it has not seen, and whether it reads its input at all."""
    if verdict.outcome is Outcome.WRONG and task.seen:
        at_home = task.reference(*copied(task.seen[0]))
        run = run_limited(answer, copied(args), seconds=task.seconds, megabytes=task.megabytes)
        if run.ended == "returned" and task.compare(run.value, at_home).passed:
            return wrong(Kind.HARD_CODED)
    if verdict.outcome not in {Outcome.WRONG, Outcome.RAISED}:
        return verdict
    return Verdict(verdict.outcome, (Problem(Kind.ONLY_HERE), *verdict.problems[:2]))


def copied(value: Any) -> Any:
    """Copy what a function could change; hand over the rest as it is."""
    if kind_of(value, tuple):
        return tuple(copied(part) for part in value)
    if type(value).__name__ in {"DataFrame", "Series"} and hasattr(type(value), "iloc"):
        return value.copy(deep=True)
    if kind_of(value, list, dict, set) or type(value).__name__ == "ndarray":
        return copy.deepcopy(value)
    return value


def unchanged(before: Any, after: Any) -> bool:
    """Tell whether two inputs are still the same.

    Examples
    --------
    >>> unchanged(([1, 2], {"a": 1}), ([1, 2], {"a": 1})), unchanged([1], [1, 2])
    (True, False)
    """
    if before is after:
        return True
    if type(before) is not type(after):
        return False
    if type(before).__name__ in {"DataFrame", "Series"}:
        return bool(_labels_same(before, after) and before.equals(after))
    if type(before).__name__ == "ndarray":
        return before.shape == after.shape and bool(
            (before == after).all() or _nan_same(before, after)
        )
    if isinstance(before, list | tuple):
        return len(before) == len(after) and all(map(unchanged, before, after))
    if isinstance(before, dict):
        return list(before) == list(after) and all(unchanged(before[k], after[k]) for k in before)
    return bool(before == after) or before != before


def _labels_same(before: Any, after: Any) -> bool:
    same = before.index.equals(after.index)
    return same and (before.ndim == 1 or list(before.columns) == list(after.columns))


def _nan_same(before: Any, after: Any) -> bool:
    import numpy as np

    return before.dtype.kind == "f" and bool(np.array_equal(before, after, equal_nan=True))


def _is_stub(answer: Any) -> bool:
    """Tell whether a function's body does nothing, as in an untouched starter."""
    code: CodeType | None = (
        getattr(answer, "__code__", None) if kind_of(answer, type(_is_stub)) else None
    )
    if code is None or code.co_names:
        return False
    steps = list(dis.get_instructions(code))
    gives = steps[-1].argval if steps[-1].opname == "RETURN_CONST" else steps[-2].argval
    return {step.opname for step in steps} <= _STUB and gives is None
