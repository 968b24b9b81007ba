"""Which rows belong to one order when only its first row says what the order is?

The unit is one parent, such as an order. Its fields are filled forward within the parent, never
over the border to the next one. A file may repeat them on each row; if the repeats disagree, the
whole parent is set aside. A parent pasted in twice, row for row, is taken once.
"""

from __future__ import annotations

from playbook.i18n import _
from playbook.sources.part import Part
from playbook.sources.profile import Parent
from playbook.store.repeats import MASKED, SHOWN
from playbook.store.sql import ident, literal
from playbook.store.staging import SLIPPED
from playbook.store.wording import stored

DAMAGED = "[0-9]+([.][0-9]+)?[eE][+]?[0-9]+"


def make_filled(part: Part) -> None:
    """Make the relation ``filled``: ``fields`` with each parent's fields on all its rows."""
    parent = part.profile.parent
    if parent is None:
        return
    _find_pasted(part, parent)
    _find_conflicts(part, parent)
    within = ident(parent.within)
    rows = (
        f"SELECT * FROM {part.relation('fields')} WHERE {within} IS NULL OR ("
        f"{within} NOT IN (SELECT parent FROM {part.relation('conflict')}) AND"
        f" _row NOT IN (SELECT _row FROM {part.relation('pasted')}))"
    )
    stated = [name for name in parent.first if name in part.present]
    if not stated and _is_in_runs(part, within):
        _number_runs(part, within)
    else:
        _fill_forward(part, within, stated, rows)


def _fill_forward(part: Part, within: str, stated: list[str], rows: str) -> None:
    frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    window = f"OVER (PARTITION BY {within} ORDER BY _row {frame})"
    filled = ", ".join(
        f"first_value({ident(name)} IGNORE NULLS) {window} AS {ident(name)}" for name in stated
    )
    replaced = f"REPLACE ({filled})" if filled else ""
    part.run.execute(
        f"CREATE OR REPLACE TABLE {part.relation('filled')} AS SELECT * {replaced},"
        f" row_number() OVER (PARTITION BY {within} ORDER BY _row) AS line_no FROM ({rows})"
    )


def _is_in_runs(part: Part, within: str) -> bool:
    """Tell whether nothing is to be left out and each parent's rows follow one another."""
    if part.count(
        f"SELECT (SELECT count(*) FROM {part.relation('conflict')})"
        f" + (SELECT count(*) FROM {part.relation('pasted')})"
    ):
        return False
    fields = part.relation("fields")
    runs, parents = part.one(
        f"SELECT (SELECT count(*) FILTER (begins) FROM (SELECT {_begins(within)} FROM {fields})),"
        f" (SELECT count(*) FROM (SELECT DISTINCT {within} FROM {fields}))"
    )
    return bool(runs == parents)


def _number_runs(part: Part, within: str) -> None:
    """Count the rows of each run in one pass; sorting ten million rows would take longer."""
    # Windows without an order go by the rows as the table holds them: in the file's order.
    first = "max(CASE WHEN begins THEN place END) OVER (ROWS UNBOUNDED PRECEDING)"
    part.run.execute(
        f"CREATE OR REPLACE VIEW {part.relation('filled')} AS"
        f" SELECT * EXCLUDE (begins, place), place - {first} + 1 AS line_no FROM"
        f" (SELECT *, {_begins(within)}, row_number() OVER () AS place"
        f" FROM {part.relation('fields')})"
    )


def _begins(within: str) -> str:
    # The first row begins a run, even one that names no parent.
    return (
        f"({within} IS DISTINCT FROM lag({within}) OVER () OR row_number() OVER () = 1) AS begins"
    )


def _find_pasted(part: Part, parent: Parent) -> None:
    """Find copies: a block starts where the parent's fields are filled; later equals are copies."""
    fields = part.relation("fields")
    within, head = ident(parent.within), ident(parent.head)
    names = ", ".join(
        ident(row[0])
        for row in part.run.execute(f"DESCRIBE {fields}").fetchall()
        if row[0] != "_row"
    )
    # Few files hold a copy: look for equal first rows before anything is sorted.
    heads = (
        f"(SELECT {within} AS parent, hash({names}) AS h FROM {fields} WHERE {head} IS NOT NULL)"
    )
    part.run.execute(
        f"CREATE OR REPLACE TABLE {part.relation('pasted')} AS"
        f" WITH equal AS (SELECT h FROM {heads} GROUP BY h HAVING count(*) > 1),"
        f" twice AS (SELECT DISTINCT parent AS {within} FROM {heads} SEMI JOIN equal USING (h)),"
        f" marked AS (SELECT _row, {within} AS parent, hash({names}) AS h,"
        f"   count({head}) OVER (PARTITION BY {within} ORDER BY _row) AS block"
        f"   FROM {fields} SEMI JOIN twice USING ({within})),"
        f" blocks AS (SELECT parent, block, list(h ORDER BY _row) AS content,"
        f"   row_number() OVER (PARTITION BY parent, list(h ORDER BY _row) ORDER BY block) AS copy"
        f"   FROM marked GROUP BY parent, block)"
        f" SELECT m._row FROM marked AS m JOIN blocks AS b USING (parent, block) WHERE b.copy > 1"
    )
    part.writer.repeated(
        f"SELECT {literal(part.file)} AS _file, _row FROM {part.relation('pasted')}"
    )


def _find_conflicts(part: Part, parent: Parent) -> None:
    fields, within = part.relation("fields"), ident(parent.within)
    stated = [name for name in parent.first if name in part.present]
    tests = {name: f"min({ident(name)}) <> max({ident(name)})" for name in stated}
    if parent.row:
        tests[parent.row] = f"count({ident(parent.row)}) <> count(DISTINCT {ident(parent.row)})"
    if not tests:
        part.run.execute(
            f"CREATE OR REPLACE TABLE {part.relation('conflict')} AS"
            " SELECT NULL::VARCHAR AS parent, NULL::VARCHAR AS col, NULL::VARCHAR AS found"
            " WHERE false"
        )
        return
    differs = " OR ".join(tests.values())
    which = " ".join(
        f"WHEN {test} THEN {literal(_header(part, name))}" for name, test in tests.items()
    )
    found = ", ".join(f"CASE WHEN {tests[name]} THEN {_both(part, name)} END" for name in stated)
    part.run.execute(
        f"CREATE OR REPLACE TABLE {part.relation('conflict')} AS"
        f" SELECT {within} AS parent, CASE {which} END AS col,"
        f" concat_ws(': ', {within}, nullif(concat_ws('; ', NULL, {found or 'NULL'}), '')) AS found"
        # A damaged id is many orders in one; the Store sets it aside with that reason.
        f" FROM {fields} WHERE {within} IS NOT NULL"
        f" AND NOT regexp_full_match({within}, {literal(DAMAGED)})"
        f" AND _row NOT IN (SELECT _row FROM {part.relation('pasted')})"
        f" GROUP BY {within} HAVING {differs}"
    )
    reason = _("rows of one order state different values")
    part.writer.set_aside(
        f'SELECT f._file, f._row, c.col AS "column", c.found AS value,'
        f" {literal(stored(reason))} AS reason FROM {fields} AS f"
        f" JOIN {part.relation('conflict')} AS c ON f.{within} = c.parent"
        f" WHERE f._row NOT IN (SELECT _row FROM {part.relation('pasted')})"
    )


def _both(part: Part, field: str) -> str:
    """Write SQL of a field's header and its least and greatest value: "Total 10.00 ≠ 12.00"."""
    header, name = literal(f"{_header(part, field)} "), ident(field)
    if part.profile.fields[field].kind == "id":  # it may name a person
        return f"{header} || {literal(f'{MASKED} ≠ {MASKED}')}"
    shown = [
        f"CASE WHEN regexp_matches({value}, {literal(SLIPPED)}) THEN {literal(MASKED)}"
        f" ELSE left({value}, {SHOWN}) END"
        for value in (f"min({name})::VARCHAR", f"max({name})::VARCHAR")
    ]
    return f"{header} || {shown[0]} || ' ≠ ' || {shown[1]}"


def _header(part: Part, field: str) -> str:
    return part.loaded.raw.column(*part.profile.fields[field].names) or field
