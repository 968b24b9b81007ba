"""Which queries turn the lines of the log into one table of statements?

The unit is one line that is not blank. `LINES` reads: a line that is no JSON object arrives as a
row of nulls, in its place, so that its number is known. `PARSED` finds the facts in each line,
`STATEMENTS` keeps what is a statement, once per id. `FAULTS` counts what was wrong, per file.
"""

from __future__ import annotations

from playbook.progress.statement import BASE
from playbook.store.sql import literal

LINES = """
CREATE TABLE lines AS
SELECT file_index AS at_file, id, "timestamp" AS stamp, actor, verb, object, result, context
FROM read_json($files, format = 'newline_delimited', ignore_errors = true,
               maximum_object_size = $longest,
               columns = {id: 'VARCHAR', "timestamp": 'VARCHAR', actor: 'JSON', verb: 'JSON',
                          object: 'JSON', result: 'JSON', context: 'JSON'})
"""


def _ext(part: str, name: str) -> str:
    """Return SQL for an extension's text."""
    return f"""{part} ->> {literal(f'$.extensions."{BASE}ext/{name}"')}"""


def _words(part: str, name: str) -> str:
    """Return SQL for an extension that is a list of words; anything else is an empty list."""
    path = literal(f'$.extensions."{BASE}ext/{name}"')
    words = f"coalesce(try_cast({part} -> {path} AS VARCHAR[]), [])"
    return f"list_filter({words}, lambda word: word IS NOT NULL)"


PARSED = rf"""
CREATE TABLE parsed AS
WITH numbered AS (
  SELECT *, rowid AS place, row_number() OVER (PARTITION BY at_file ORDER BY rowid) AS line
  FROM lines),
facts AS (
  SELECT *,
    coalesce(actor ->> '$.account.name', actor ->> '$.name') AS learner,
    regexp_extract(verb ->> '$.id', '[^/]+$') AS verb_word,
    regexp_extract(object ->> '$.id', '/xapi/([a-z]+)/(.+)$', ['kind', 'thing']) AS named,
    regexp_extract(context ->> '$.contextActivities.parent[0].id', '/xapi/lesson/(.+)$', 1)
      AS parent,
    regexp_matches(stamp, 'T.*(Z|[+-]\d\d(:?\d\d)?)$') AS zoned,
    coalesce(context ->> '$.registration', 'file ' || at_file) AS session,
    try_cast({_ext("context", "seq")} AS BIGINT) AS seq
  FROM numbered),
timed AS (
  -- The zone is always written out, so the session's own zone (which needs ICU) plays no part.
  SELECT *, make_timestamp(epoch_us(try_cast(
    CASE WHEN zoned THEN regexp_replace(stamp, 'Z$', '+00:00') ELSE stamp || '+00:00' END
    AS TIMESTAMPTZ))) AS utc
  FROM facts)
SELECT *, utc IS NOT NULL AND utc BETWEEN TIMESTAMP '2020-01-01' AND $late AS sane,
  CASE WHEN id IS NULL AND stamp IS NULL AND actor IS NULL AND verb IS NULL AND object IS NULL
       THEN 'damaged'
       WHEN coalesce(id, '') = '' OR coalesce(learner, '') = '' OR coalesce(verb_word, '') = ''
         OR coalesce(named.thing, '') = '' THEN 'foreign'
       WHEN row_number() OVER (PARTITION BY id ORDER BY place) > 1 THEN 'duplicate'
  END AS flaw
FROM timed
"""

STATEMENTS = f"""
CREATE TABLE statements AS
WITH used AS (
  SELECT *, min(CASE WHEN sane THEN utc END) OVER (PARTITION BY session) AS began
  FROM parsed WHERE flaw IS NULL)
SELECT learner,
  CASE verb_word WHEN 'open' THEN 'opened' WHEN 'completed' THEN 'finished'
       ELSE verb_word END AS verb,
  named.thing AS thing, named.kind AS kind,
  CASE WHEN named.kind = 'lesson' THEN named.thing ELSE coalesce(parent, '') END AS lesson,
  coalesce({_ext("context", "role")}, '') AS role,
  try_cast(result ->> '$.success' AS BOOLEAN) AS success,
  {_ext("result", "outcome")} AS outcome,
  {_words("result", "problems")} AS problems,
  try_cast({_ext("result", "hint")} AS INTEGER) AS hint,
  try_cast({_ext("result", "hints")} AS INTEGER) AS hints,
  try_cast({_ext("result", "after-attempt")} AS BOOLEAN) AS after_attempt,
  {_ext("result", "choice")} AS choice,
  try_cast(result ->> '$.score.raw' AS INTEGER) AS passed,
  try_cast(result ->> '$.score.max' AS INTEGER) AS total,
  try_cast({_ext("result", "well-formed")} AS BOOLEAN) AS well_formed,
  try_cast({_ext("result", "day")} AS DATE) AS for_day,
  {_words("context", "covers")} AS covers,
  -- The learner's own day: what the clock on the wall said, not UTC.
  CASE WHEN sane THEN try_cast(left(stamp, 10) AS DATE) END AS day,
  CASE WHEN sane THEN utc END AS at,
  session, seq,
  row_number() OVER (ORDER BY began NULLS LAST, session, seq NULLS LAST, place) AS place,
  at_file, line, id, stamp, actor, verb AS verb_json, object, result, context
FROM used ORDER BY place
"""

FAULTS = """
WITH ordered AS (
  SELECT *, lag(utc) OVER (PARTITION BY at_file, session ORDER BY line) AS before,
         max(line) OVER (PARTITION BY at_file) AS last_line
  FROM parsed),
flaws AS (
  SELECT at_file, line, last_line, flaw AS kind FROM ordered WHERE flaw IS NOT NULL
  UNION ALL
  SELECT at_file, line, last_line, 'clock' FROM ordered WHERE flaw IS NULL AND NOT sane
  UNION ALL
  SELECT at_file, line, last_line, 'no_zone' FROM ordered WHERE flaw IS NULL AND sane AND NOT zoned
  UNION ALL
  SELECT at_file, line, last_line, 'back' FROM ordered
  WHERE flaw IS NULL AND sane AND utc < before - INTERVAL 5 MINUTE)
SELECT kind, at_file, count(*), list(line ORDER BY line)[:5],
       max(CASE WHEN line = last_line THEN line END)
FROM flaws GROUP BY kind, at_file ORDER BY at_file, kind
"""
