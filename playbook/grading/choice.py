"""Is this decision one that the data support, and for a reason that they support?

The unit is one choice with its reason. Several options may be admissible, each with its own
reasons. A wrong choice is told before a wrong reason, and no right one is ever named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from playbook.grading.guard import guarded, is_blank, kind_of
from playbook.grading.listing import Options, plain, read_list
from playbook.grading.problem import NOT_ATTEMPTED, PASSED, Kind, Verdict, wrong


@guarded
def check_choice(
    answer: Any,
    admissible: Mapping[str, Collection[str]],
    *,
    options: Iterable[str],
    reasons: Iterable[str] = (),
    aliases: Mapping[str, str] | None = None,
    where: str = "",
) -> Verdict:
    """Check a choice, with its reason where reasons are asked for.

    Parameters
    ----------
    answer : object
        The option alone, ``(option, reason)``, or ``{"choice": …, "reason": …}``.
    admissible : mapping of str to collection of str
        Each right option with the reasons that carry it (empty: any reason).
    options : iterable of str
        All options of the task.
    reasons : iterable of str
        All reasons of the task; empty when no reason is asked for.
    aliases : mapping of str to str
        Labels in either language, each with the id meant.
    where : str

    Returns
    -------
    Verdict

    Examples
    --------
    >>> task = {"options": ["stop", "raise"], "reasons": ["margin", "taste"]}
    >>> check_choice(("stop", "margin"), {"stop": ["margin"]}, **task).passed
    True
    >>> check_choice(("stop", "taste"), {"stop": ["margin"]}, **task).kinds
    (<Kind.WRONG_REASON: 'wrong_reason'>,)
    """
    if is_blank(answer):
        return NOT_ATTEMPTED
    reasons = list(reasons)
    choice, reason = _taken_apart(answer, bool(reasons))
    if is_blank(choice):
        return NOT_ATTEMPTED if is_blank(reason) else wrong(Kind.MISSING_CHOICE, where)
    chosen = Options(options, aliases).of(choice)
    if chosen is None:
        return wrong(Kind.UNKNOWN_OPTION, where, actual=choice)
    if chosen not in admissible:
        return wrong(Kind.WRONG_CHOICE, where, expected=list(admissible), actual=choice)
    return _reason(reason, admissible[chosen], reasons, aliases, where) if reasons else PASSED


def _reason(
    reason: Any,
    carried: Collection[str],
    reasons: list[str],
    aliases: Mapping[str, str] | None,
    where: str,
) -> Verdict:
    if is_blank(reason):
        return wrong(Kind.MISSING_REASON, where, expected=list(carried))
    given = Options(reasons, aliases).of(reason)
    if given is None:
        return wrong(Kind.UNKNOWN_OPTION, where, actual=reason)
    if carried and given not in carried:
        return wrong(Kind.WRONG_REASON, where, expected=list(carried), actual=reason)
    return PASSED


@guarded
def check_choices(
    answer: Any,
    expected: Iterable[str],
    *,
    options: Iterable[str],
    aliases: Mapping[str, str] | None = None,
    where: str = "",
) -> Verdict:
    """Check a question of which several options are right: all of them and no other.

    Examples
    --------
    >>> check_choices(["a", "b"], ["b", "a"], options="abc").passed
    True
    """
    from playbook.grading.sets import check_set

    return check_set(answer, expected, options=options, aliases=aliases, where=where)


def _taken_apart(answer: Any, with_reason: bool) -> tuple[Any, Any]:
    if kind_of(answer, dict):
        by_name = {plain(name): value for name, value in answer.items()}
        first = next(iter(by_name.values()), None)
        return by_name.get("choice", by_name.get("选择", first)), by_name.get(
            "reason", by_name.get("理由")
        )
    if kind_of(answer, str) and not with_reason:
        return answer, None
    things = read_list(answer)
    if things is None:
        return answer, None
    choice, reason, *_rest = [*things, None, None]
    return choice, reason
