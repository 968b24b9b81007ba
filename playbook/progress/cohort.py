"""Where do people get stuck, and what has each of them shown, by capability?

The unit of `stuck` is an exercise and a kind of problem, without names; of `readiness` a learner
and a capability. Readiness knows neither hints nor the number of tries nor speed: it says what
was shown, and no more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from playbook.progress.summaries import exercises_sql

if TYPE_CHECKING:
    import pandas as pd

    from playbook.progress.read import Record


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
WITH e AS ({exercises_sql("lead")}),
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
