"""Can these steps be done in this order?

The unit is one step. Truth is a partial order (which step needs which), so every order that keeps
it passes. Only one step is named when it is broken, and not the one it should follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from playbook.grading.guard import guarded, is_blank
from playbook.grading.listing import Options, plain, read_list
from playbook.grading.problem import NOT_ATTEMPTED, Kind, Problem, Verdict, judged, wrong


@guarded
def check_order(
    answer: Any,
    steps: Iterable[str],
    needs: Iterable[tuple[str, str]],
    *,
    aliases: Mapping[str, str] | None = None,
    where: str = "",
) -> Verdict:
    """Check an order of steps against the order required.

    Parameters
    ----------
    answer : object
        The steps as a list or as text with commas or arrows.
    steps : iterable of str
        All steps.
    needs : iterable of (earlier, later)
        The pairs that must stand in this order; everything else is free.
    aliases : mapping of str to str
        Labels in either language, each with the step meant.
    where : str

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_order("b → a", ["a", "b"], [("a", "b")]).problems[0].examples
    ('b',)
    """
    if is_blank(answer):
        return NOT_ATTEMPTED
    steps = list(steps)
    things = read_list(answer)
    if things is None or kind_is_unordered(answer):
        return wrong(Kind.NOT_A_LIST, where, expected=steps, actual=answer)
    if not things:
        return NOT_ATTEMPTED
    known = Options(steps, aliases)
    given = [known.of(thing) for thing in things]
    for thing, step in zip(things, given, strict=True):
        if step is None:
            return wrong(Kind.UNKNOWN_OPTION, where, actual=thing)
    named = [step for step in given if step is not None]
    return judged(_problems(named, things, steps, list(needs), where))


def kind_is_unordered(answer: Any) -> bool:
    """Tell whether the answer has no order at all: a set."""
    return issubclass(type(answer), set | frozenset)


def _problems(
    named: list[str], things: list[Any], steps: list[str], needs: list[tuple[str, str]], where: str
) -> list[Problem]:
    twice = [thing for i, thing in enumerate(things) if named[i] in named[:i]]
    if twice:
        return [Problem(Kind.REPEATED, where, examples=tuple(twice))]
    if len(named) < len(steps):
        return [Problem(Kind.SET_MISSING, where, steps, len(named))]
    place = {plain(step): i for i, step in enumerate(named)}
    early = [
        place[plain(later)]
        for earlier, later in needs
        if place[plain(earlier)] > place[plain(later)]
    ]
    if not early:
        return []
    return [Problem(Kind.ORDER_BROKEN, where, needs, things, (things[min(early)],))]
