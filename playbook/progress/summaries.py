"""What has each learner done, where do people get stuck, and what are they ready for?

The unit is named by each function. A state is read off what was recorded; nothing is scored by
speed, and readiness knows neither hints nor the number of tries. What a lead sees holds days, no
times of day. An exercise that nobody touched has no row in `exercises`: absent is not failed.
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
    return record.sql(_exercises(audience))


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
WITH e AS ({_exercises("lead")}),
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


def stuck(record: Record) -> pd.DataFrame:
    """Count where people get stuck: exercise by kind of problem, no names.

    Returns
    -------
    DataFrame
        exercise, lesson, problem, times, learners (who met it), not_yet (of them: who have not
        passed since), tried (learners who attempted the exercise), share (learners / tried);
        the largest not_yet first.
    """
    return record.sql(
        """
WITH tries AS (SELECT learner, thing, lesson, outcome, problems, success
  FROM statements WHERE verb IN ('attempted', 'answered')
    AND coalesce(outcome, '') <> 'not_attempted'),
passed AS (SELECT DISTINCT learner, thing FROM tries
           WHERE coalesce(success, false) OR outcome = 'passed'),
totals AS (SELECT thing, count(DISTINCT learner) AS tried FROM tries GROUP BY thing),
met AS (SELECT learner, thing, lesson, unnest(
    CASE WHEN len(problems) > 0 THEN list_distinct(problems)
         WHEN outcome IN ('wrong', 'raised', 'not_checkable') THEN [outcome]
         WHEN outcome IS NULL AND NOT success THEN ['wrong'] ELSE [] END) AS problem
  FROM tries)
SELECT thing AS exercise, max(lesson) AS lesson, problem, count(*) AS times,
  count(DISTINCT learner) AS learners,
  count(DISTINCT CASE WHEN passed.thing IS NULL THEN learner END) AS not_yet,
  any_value(tried) AS tried, count(DISTINCT learner) / any_value(tried) AS share
FROM met LEFT JOIN passed USING (learner, thing) JOIN totals USING (thing)
GROUP BY thing, problem ORDER BY not_yet DESC, learners DESC, times DESC, exercise, problem
"""
    )


def readiness(
    record: Record,
    covers: Mapping[str, Collection[str]],
    capabilities: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Say what each learner has shown, by capability. Hints, tries and speed do not enter.

    Parameters
    ----------
    record : Record
    covers : mapping of str to collection of str
        Every exercise and case of the course and the curriculum rows it practises.
    capabilities : mapping of str to collection of str
        Capability and its curriculum rows.

    Returns
    -------
    DataFrame
        learner, capability, exercises (that exist for it), done, share (done / exercises; null
        when the course has none), rows (of the curriculum), rows_shown. Every learner has every
        capability. A pass after seeing the solution is not counted: it shows reading.
    """
    of_exercise = [(name, row) for name, rows in covers.items() for row in dict.fromkeys(rows)]
    of_capability = [(name, row) for name, rows in capabilities.items() for row in set(rows)]
    return record.sql(
        f"""
WITH e AS ({_exercises("lead")}),
done AS (
  SELECT learner, exercise FROM e WHERE state IN ('passed', 'self_marked', 'kept')
  UNION
  SELECT learner, thing FROM statements WHERE verb = 'answered' AND success),
practises AS (SELECT unnest($e::VARCHAR[]) AS exercise, unnest($e_rows::VARCHAR[]) AS id),
asks AS (SELECT unnest($c::VARCHAR[]) AS capability, unnest($c_rows::VARCHAR[]) AS id),
people AS (SELECT DISTINCT learner FROM statements)
SELECT people.learner, capability, count(DISTINCT practises.exercise) AS exercises,
  count(DISTINCT done.exercise) AS done,
  count(DISTINCT done.exercise) / nullif(count(DISTINCT practises.exercise), 0) AS share,
  count(DISTINCT asks.id) AS rows,
  count(DISTINCT CASE WHEN done.exercise IS NOT NULL THEN asks.id END) AS rows_shown
FROM people CROSS JOIN asks LEFT JOIN practises USING (id)
LEFT JOIN done ON done.exercise = practises.exercise AND done.learner = people.learner
GROUP BY people.learner, capability ORDER BY people.learner, capability
""",
        {
            "e": [name for name, _row in of_exercise],
            "e_rows": [row for _name, row in of_exercise],
            "c": [name for name, _row in of_capability],
            "c_rows": [row for _name, row in of_capability],
        },
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


def _exercises(audience: Audience) -> str:
    return _EXERCISES.replace("{hints}", _HINTS if audience == "learner" else "")
