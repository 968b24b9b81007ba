"""What has each learner done, by exercise, lesson, role path and case?

The unit is named by each function. A state is read off what was recorded; nothing is scored by
speed. What a lead sees holds days, no times of day, and no hints. An exercise that nobody touched
has no row in `exercises`: absent is not failed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

    from playbook.progress.read import Record

Audience = Literal["learner", "lead"]
STATES = (
    "passed",
    "passed_after_solution",
    "self_marked",
    "kept",
    "solution_seen",
    "tried",
    "begun",
)
"""In this order: the first that holds is the state of an exercise."""

_EXERCISES = """
WITH numbered AS (
  SELECT *, verb = 'attempted' AND coalesce(outcome, '') <> 'not_attempted' AS is_attempt,
    verb = 'attempted' AND outcome IS NOT DISTINCT FROM 'passed' AS is_pass
  FROM statements WHERE kind = 'exercise'),
counted AS (
  SELECT *, count(*) FILTER (is_attempt) OVER (PARTITION BY learner, thing ORDER BY place) AS nth,
    min(place) FILTER (is_pass) OVER (PARTITION BY learner, thing) AS pass_place
  FROM numbered)
SELECT learner, thing AS exercise,
  coalesce(arg_max(lesson, place) FILTER (lesson <> ''), '') AS lesson,
  CASE WHEN bool_or(is_pass)
         THEN CASE WHEN bool_or(verb = 'saw-solution' AND place < pass_place)
                   THEN 'passed_after_solution' ELSE 'passed' END
       WHEN bool_or(verb = 'self-marked') THEN 'self_marked'
       WHEN bool_or(verb = 'kept-log') THEN 'kept'
       WHEN bool_or(verb = 'saw-solution') THEN 'solution_seen'
       WHEN bool_or(is_attempt) THEN 'tried'
       ELSE 'begun' END AS state,
  count(*) FILTER (is_attempt) AS attempts,
  arg_max(outcome, place) FILTER (verb = 'attempted') AS outcome,
  min(nth) FILTER (is_pass) AS first_pass,
  min(day) FILTER (place = pass_place) AS first_pass_day,
  count(DISTINCT for_day) FILTER (verb = 'kept-log' AND coalesce(well_formed, false)) AS days_kept,
  max(day) AS last_day{hints}
FROM counted GROUP BY learner, thing ORDER BY learner, exercise
"""
_HINTS = ", coalesce(max(hint) FILTER (verb = 'took-hint'), 0) AS hints, max(hints) AS hints_of"
_DONE = "('passed', 'passed_after_solution', 'self_marked', 'kept')"


def exercises(record: Record, audience: Audience = "lead") -> pd.DataFrame:
    """Sum up each learner's every touched exercise.

    Parameters
    ----------
    record : Record
    audience : {"lead", "learner"}
        The learner also sees the hints taken; a lead does not.

    Returns
    -------
    DataFrame
        learner, exercise, lesson, state (one of `STATES`), attempts, outcome (the last), first_pass
        (at which attempt), first_pass_day, days_kept, last_day; for the learner hints, hints_of.
    """
    return record.sql(exercises_sql(audience))


def lessons(record: Record) -> pd.DataFrame:
    """Sum up each learner's every touched lesson.

    Returns
    -------
    DataFrame
        learner, lesson, opened_day, finished_day (the first), exercises touched, done (passed,
        self-marked or kept), last_day.
    """
    return record.sql(
        f"""
WITH e AS ({exercises_sql("lead")}),
done AS (SELECT learner, lesson, count(*) AS exercises, count(*) FILTER (state IN {_DONE}) AS done
         FROM e WHERE lesson <> '' GROUP BY ALL)
SELECT s.learner, s.lesson, min(s.day) FILTER (verb = 'opened') AS opened_day,
  min(s.day) FILTER (verb = 'finished') AS finished_day,
  bool_or(verb = 'finished') AS finished,
  coalesce(any_value(done.exercises), 0) AS exercises, coalesce(any_value(done.done), 0) AS done,
  max(s.day) AS last_day
FROM statements AS s LEFT JOIN done USING (learner, lesson)
WHERE s.lesson <> '' GROUP BY s.learner, s.lesson ORDER BY s.learner, s.lesson
"""
    )


def paths(record: Record, roles: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Say how far each learner is on each role's path that they have begun.

    Parameters
    ----------
    record : Record
    roles : mapping of str to collection of str
        Role and the ids of the lessons on its path.

    Returns
    -------
    DataFrame
        learner, role, lessons (on the path), opened, finished, share finished (a fraction).
    """
    pairs = [(role, lesson) for role, path in roles.items() for lesson in dict.fromkeys(path)]
    return record.sql(
        """
WITH path AS (SELECT unnest($roles::VARCHAR[]) AS role, unnest($lessons::VARCHAR[]) AS lesson),
seen AS (SELECT learner, lesson, bool_or(verb = 'finished') AS finished
         FROM statements WHERE lesson <> '' GROUP BY ALL),
people AS (SELECT DISTINCT learner FROM statements)
SELECT learner, role, count(*) AS lessons, count(seen.lesson) AS opened,
  count(*) FILTER (coalesce(finished, false)) AS finished,
  count(*) FILTER (coalesce(finished, false)) / count(*) AS share
FROM people CROSS JOIN path LEFT JOIN seen USING (learner, lesson)
GROUP BY learner, role HAVING count(seen.lesson) > 0 ORDER BY learner, role
""",
        {"roles": [role for role, _lesson in pairs], "lessons": [one for _role, one in pairs]},
    )


def cases(record: Record) -> pd.DataFrame:
    """Sum up each learner's every answered case, for choosing the next by spacing.

    Returns
    -------
    DataFrame
        learner, case_id, answers, right (the last answer), streak (right answers in a row, up to
        the last), last_day.
    """
    return record.sql(
        """
WITH answers AS (
  SELECT learner, thing, place, day, coalesce(success, false) AS good,
    max(CASE WHEN NOT coalesce(success, false) THEN place END)
      OVER (PARTITION BY learner, thing) AS last_bad
  FROM statements WHERE verb = 'answered')
SELECT learner, thing AS case_id, count(*) AS answers, arg_max(good, place) AS "right",
  count(*) FILTER (place > coalesce(last_bad, 0)) AS streak, max(day) AS last_day
FROM answers GROUP BY learner, thing ORDER BY learner, case_id
"""
    )


def exercises_sql(audience: Audience) -> str:
    """Return the query behind `exercises`, for use inside another."""
    return _EXERCISES.replace("{hints}", _HINTS if audience == "learner" else "")
