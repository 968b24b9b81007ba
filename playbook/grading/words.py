"""How is a problem told in plain words?

The unit is one problem: one or two sentences. They speak only of the learner's own values and of
names that the task itself gives. Nothing here reads `Problem.expected`, so no sentence can hold the
answer.
"""

from __future__ import annotations

from typing import Any

from playbook.grading.code_errors import CodeError
from playbook.grading.code_words import tell_error
from playbook.grading.guard import kind_of
from playbook.grading.problem import Kind, Problem, Verdict
from playbook.grading.shown import class_words, listed, shown
from playbook.grading.word_list import AS_CLASS, FAMILIES, OUTCOMES, SENTENCES, WITHOUT_ACTUAL
from playbook.i18n import _


def tell(problem: Problem) -> str:
    """Write one problem in one or two sentences, in the language in force.

    Parameters
    ----------
    problem : Problem

    Returns
    -------
    str
        It names at most three of the learner's own values.

    Examples
    --------
    >>> tell(Problem(Kind.ROWS_EXTRA, examples=("A7",), actual=1))
    'Rows that do not belong here: 1. For example: A7.'
    >>> tell(Problem(Kind.SIGN, where="change"))
    'change: The size is right, the sign is not: which of the two comes first in the difference?'
    """
    try:
        return _told(problem)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - the learner's value may raise when it is looked at
        return _sentence(problem, "")


def tell_verdict(verdict: Verdict) -> str:
    """Write a whole verdict: a head line, how the answer was read, and each problem.

    Examples
    --------
    >>> from playbook.grading.problem import NOT_ATTEMPTED
    >>> print(tell_verdict(NOT_ATTEMPTED))
    Not attempted yet.
    """
    lines = [_(OUTCOMES[verdict.outcome])]
    if verdict.read_as:
        lines.append(_("Your answer was read as {number}.", number=shown(float(verdict.read_as))))
    lines.extend(tell(problem) for problem in verdict.problems)
    return "\n".join(lines)


def _told(problem: Problem) -> str:
    if problem.kind is Kind.RAISED:
        error = problem.actual
        return tell_error(error) if kind_of(error, CodeError) else _(SENTENCES[Kind.RAISED])
    text = _sentence(problem, _actual(problem))
    # A column's name first: one glance tells where to look.
    if problem.where and "{where}" not in _template(problem):
        text = _("{where}: {text}", where=problem.where, text=text)
    if problem.examples:
        text += _(" For example: {examples}.", examples=listed(problem.examples))
    return text


def _sentence(problem: Problem, actual: str) -> str:
    return _(_template(problem), where=problem.where, actual=actual)


def _template(problem: Problem) -> str:
    if problem.actual is None and problem.kind in WITHOUT_ACTUAL:
        return WITHOUT_ACTUAL[problem.kind]
    return SENTENCES[problem.kind]


def _actual(problem: Problem) -> str:
    actual: Any = problem.actual
    if problem.kind is Kind.DTYPE:
        return _(FAMILIES.get(actual, FAMILIES["other"]))
    if problem.kind in AS_CLASS:
        return class_words(actual)
    if problem.kind is Kind.NOT_A_NUMBER and not kind_of(actual, str):
        return class_words(actual)
    return shown(actual)
