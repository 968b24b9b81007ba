"""How do the rows of all sheets of one import reach the Store's tables?

The unit is one canonical table. The queries of several sheets are united, since a table is put
once an import; rows that a platform states push aside rows that another sheet only implies. At
the end every source row is in a table, set aside with a reason, or named as no data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from playbook.i18n import _
from playbook.sources.part import Part
from playbook.sources.profile import TableSpec, used_fields
from playbook.store import Writer
from playbook.store.schema import TABLE_ORDER
from playbook.store.sql import ident, literal
from playbook.store.wording import stored


def put_tables(writer: Writer, parts: Sequence[Part], as_of: dt.datetime) -> None:
    """Put every table that the parts fill, parents before their rows."""
    for name in TABLE_ORDER:
        filling = [
            (part, part.profile.tables[name]) for part in parts if name in part.profile.tables
        ]
        stated = [(part, spec) for part, spec in filling if not spec.derived]
        chosen = stated or filling
        queries = [table_sql(part, spec, as_of) for part, spec in chosen]
        if queries:
            writer.put(
                name,
                " UNION ALL BY NAME ".join(f"({query})" for query in queries),
                as_of=as_of,
                provides=sorted(set().union(*(provided(part, spec) for part, spec in chosen))),
                derived=not stated,
            )


def provided(part: Part, spec: TableSpec) -> set[str]:
    """Return the canonical columns that the sheet really states."""
    return {
        column
        for column, expression in _columns(part, spec).items()
        if not (fields := used_fields(part.profile, expression)) or fields & part.present
    }


def _columns(part: Part, spec: TableSpec) -> Mapping[str, str]:
    extras = {"extras": "extras"} if part.profile.extras == spec.name else {}
    return {**spec.columns, **extras}


def table_sql(part: Part, spec: TableSpec, as_of: dt.datetime) -> str:
    """Write the query of one sheet for one table."""
    text = "" if part.typed else "::VARCHAR"
    columns = ", ".join(
        f"({expression}){text} AS {ident(column)}"
        for column, expression in _columns(part, spec).items()
    )
    where = f" WHERE {spec.where}" if spec.where else ""
    place, tail = "_file, _row", ""
    if spec.group:
        place = f"{literal(part.file)} AS _file, min(_row) AS _row"
        tail = f" GROUP BY {ident(spec.group)}"
    query = f"SELECT {columns}, {place} FROM {part.relation(spec.relation)}{where}{tail}"
    key = ident(spec.group) if spec.group else "NULL"
    return query.replace(":as_of_day", literal(as_of.date().isoformat())).replace(":key", key)


def close_account(part: Part, non_data: dict[str, int]) -> None:
    """Name the rows that no table took, and add up what is no data.

    Parameters
    ----------
    part : Part
        A sheet whose tables are put.
    non_data : dict
        Grows by the rows that are no data, by name.
    """
    for kind, rows in part.loaded.non_data.items():
        non_data[kind] = non_data.get(kind, 0) + rows
    left = _left_over(part)
    if left is None:
        return
    if part.profile.leftover:
        named = part.profile.leftover
        non_data[named] = non_data.get(named, 0) + part.count(f"SELECT count(*) FROM ({left})")
        return
    reason = literal(stored(_("the row holds nothing that a table could take")))
    part.writer.set_aside(
        f'SELECT _file, _row, NULL::VARCHAR AS "column", NULL::VARCHAR AS value,'
        f" {reason} AS reason FROM ({left})"
    )


def _left_over(part: Part) -> str | None:
    """Write the query of rows that no table took, or None when some table takes every row."""
    base = part.relation("filled" if part.profile.parent else "fields")
    taken = []
    for spec in part.profile.tables.values():
        where = f" WHERE {spec.where}" if spec.where else ""
        rows = "min(_row)" if spec.group else "_row"
        tail = f" GROUP BY {ident(spec.group)}" if spec.group else ""
        if not where and not tail:
            return None
        taken.append(f"SELECT {rows} FROM {part.relation(spec.relation)}{where}{tail}")
    rest = f" WHERE _row NOT IN ({' UNION ALL '.join(taken)})" if taken else ""
    return f"SELECT {literal(part.file)} AS _file, _row FROM {base}{rest}"


def set_malformed_aside(part: Part) -> None:
    """Set rows aside that do not line up with the header; their cells may be personal."""
    reasons = {
        "too many cells": _("more cells than the header has columns"),
        "cut off": _("the file ends inside this row; download it again"),
    }
    rows = [(part.file, issue.row, reasons[issue.reason]) for issue in part.loaded.malformed_rows()]
    for start in range(0, len(rows), 500):
        values = ", ".join(
            f"({literal(file)}, {row}, {literal(stored(reason))})"
            for file, row, reason in rows[start : start + 500]
        )
        part.writer.set_aside(
            f'SELECT f AS _file, r AS _row, NULL::VARCHAR AS "column", NULL::VARCHAR AS value,'
            f" why AS reason FROM (VALUES {values}) AS t(f, r, why)"
        )
