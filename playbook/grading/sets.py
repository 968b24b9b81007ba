"""Did a learner name the things that belong together, all of them and no others?

The unit is one named thing; order and repetition do not count. A bar on precision and recall may
stand below one. What is missing is never named: it is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from playbook.grading.guard import guarded, is_blank
from playbook.grading.listing import Options, plain, read_list
from playbook.grading.problem import NOT_ATTEMPTED, Kind, Problem, Verdict, judged, wrong


@guarded
def check_set(
    answer: Any,
    expected: Iterable[Any],
    *,
    options: Iterable[str] = (),
    aliases: Mapping[str, str] | None = None,
    precision: float = 1.0,
    recall: float = 1.0,
    where: str = "",
) -> Verdict:
    """Check a set of ids, flags or causes.

    Parameters
    ----------
    answer : object
        A list, set, column or text with commas.
    expected : iterable
        The planted set.
    options : iterable of str
        All that may be named, when the task lists them.
    aliases : mapping of str to str
        Other names (labels in either language), each with the id meant.
    precision, recall : float
        The least share of named things that belong, and of belonging things that are named.
    where : str

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_set("A, B", {"A", "B"}).passed
    True
    >>> [p.examples for p in check_set(["A", "C"], {"A", "B"}).problems]
    [('C',), ()]
    """
    if is_blank(answer):
        return NOT_ATTEMPTED
    things = read_list(answer)
    truth = {plain(thing) for thing in expected}
    if things is None:
        return wrong(Kind.NOT_A_LIST, where, expected=sorted(truth), actual=answer)
    if not things and truth:
        return wrong(Kind.SET_MISSING, where, expected=sorted(truth), actual=0)
    known = Options(options, aliases)
    unknown = _unknown(things, Options(list(options)), known, where)
    if unknown:
        return judged([unknown])
    named = {plain(known.of(thing) or thing): thing for thing in things}
    return judged(_compared(named, truth, precision, recall, where))


def _compared(
    named: dict[str, Any], truth: set[str], precision: float, recall: float, where: str
) -> list[Problem]:
    hits = len(truth & set(named))
    problems = []
    if named and hits / len(named) < precision - 1e-9:
        extra = [thing for key, thing in named.items() if key not in truth]
        problems.append(Problem(Kind.SET_EXTRA, where, sorted(truth), len(extra), tuple(extra)))
    if truth and hits / len(truth) < recall - 1e-9:
        problems.append(Problem(Kind.SET_MISSING, where, sorted(truth), hits))
    return problems


def _unknown(things: list[Any], listed: Options, known: Options, where: str) -> Problem | None:
    if not listed:
        return None
    for thing in things:
        if known.of(thing) is None:
            return Problem(Kind.UNKNOWN_OPTION, where, actual=thing)
    return None
