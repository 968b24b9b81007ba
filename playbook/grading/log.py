"""Was a habit kept: a dated entry for each day, each with its parts?

The unit is one entry of a log. Gaps are counted between the first and the last day asked for; days
that the shop rests may be named as free. Entries of the same day count once.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from playbook.grading.days import read_day
from playbook.grading.guard import guarded, is_blank, kind_of
from playbook.grading.listing import plain
from playbook.grading.problem import NOT_ATTEMPTED, Kind, Problem, Verdict, judged, wrong

MOST_ENTRIES = 10_000


@dataclass(frozen=True)
class LogTask:
    """What is asked of a log.

    Parameters
    ----------
    days : int
        On how many different days there must be an entry.
    today : date
        No entry may lie after it.
    parts : mapping of str to str
        The fields of an entry besides ``day``, each with its name in the language in force.
    longest_gap : int
        How many days in a row may be without an entry, free days apart.
    free : collection of date
        Days on which nobody works.
    """

    days: int
    today: dt.date
    parts: Mapping[str, str] = field(default_factory=dict)
    longest_gap: int = 0
    free: Collection[dt.date] = ()


@guarded
def check_log(answer: Any, task: LogTask) -> Verdict:
    """Check a log kept over days.

    Parameters
    ----------
    answer : object
        A list of dictionaries with ``day`` (or 日期) and the parts, or a table of such rows.
    task : LogTask

    Returns
    -------
    Verdict

    Examples
    --------
    >>> task = LogTask(days=2, today=dt.date(2026, 3, 9))
    >>> check_log([{"day": "2026-03-05"}, {"day": "2026-03-08"}], task).kinds
    (<Kind.LOG_GAP: 'log_gap'>,)
    """
    if is_blank(answer):
        return NOT_ATTEMPTED
    entries = _entries(answer)
    if entries is None:
        return wrong(Kind.NOT_A_LIST, actual=answer)
    if not entries:
        return NOT_ATTEMPTED
    dated = [(_day_of(entry, task), entry) for entry in entries]
    undated = [i for i, (day, _entry) in enumerate(dated, 1) if day is None]
    if undated:
        return wrong(Kind.NOT_DATED, actual=len(undated), examples=undated)
    held = [(day, entry) for day, entry in dated if day is not None]
    problems = [*_empty_parts(held, task), *_gaps(sorted({day for day, _entry in held}), task)]
    return judged(problems[:3])


def _entries(answer: Any) -> list[dict[str, Any]] | None:
    if type(answer).__name__ == "DataFrame" and hasattr(type(answer), "to_dict"):
        if len(answer) > MOST_ENTRIES:
            return None
        answer = answer.to_dict("records")
    if not kind_of(answer, list, tuple) or len(answer) > MOST_ENTRIES:
        return None
    if not all(kind_of(entry, dict) for entry in answer):
        return None
    return [{plain(name): value for name, value in entry.items()} for entry in answer]


def _day_of(entry: dict[str, Any], task: LogTask) -> dt.date | None:
    written = next((entry[name] for name in ("day", "date", "日期") if name in entry), None)
    day = read_day(written, task.today.year)
    return day if day is not None and day <= task.today else None


def _empty_parts(held: list[tuple[dt.date, dict[str, Any]]], task: LogTask) -> list[Problem]:
    problems = []
    for part, name in task.parts.items():
        empty = [
            day for day, entry in held if _blank(entry.get(plain(part), entry.get(plain(name))))
        ]
        if empty:
            problems.append(
                Problem(Kind.PART_MISSING, name, actual=len(empty), examples=tuple(empty))
            )
    return problems


def _blank(value: Any) -> bool:
    # NaN is what an empty cell of a table becomes.
    return is_blank(value) or (kind_of(value, float) and value != value)


def _gaps(days: list[dt.date], task: LogTask) -> list[Problem]:
    gaps = []
    missing = 0
    for before, after in itertools.pairwise(days):
        between = (before + dt.timedelta(days=i) for i in range(1, (after - before).days))
        lost = sum(day not in task.free for day in between)
        if lost > task.longest_gap:
            gaps.append(before)
            missing += lost
    if gaps:
        return [Problem(Kind.LOG_GAP, actual=missing, examples=tuple(gaps))]
    if len(days) < task.days:
        return [Problem(Kind.TOO_SHORT, expected=task.days, actual=len(days))]
    return []
