"""What does a cell say that holds a range, such as 1000-2000 or 1万~2万, instead of a number?

The unit is one cell of a table of totals. Market reports give ranges where they hide the number:
the middle is stored, the two ends and the file's own text go into `extras` under ``approximate``,
and the import says which columns hold such cells. What a buyer paid is never a range: a cell of an
order or a line that holds one is set aside.
"""

from __future__ import annotations

from collections.abc import Mapping

from playbook.i18n import _
from playbook.sources.parsing import comma_as_point_sql, plain_sql, written_sql
from playbook.sources.part import Part
from playbook.store.sql import ident, literal

# 010-12345678 is a telephone: no end of a range begins with a zero before other digits.
_RANGE = r"^ *([^~至到-]*[0-9][^~至到-]*?) *(?:~|至|到|-) *([^~至到-]*[0-9][^~至到-]*?) *$"
_ENDS = ("low", "high")
_GATE = "[0-9].*[~～至到–−－-].*[0-9]"
_LEADING_ZERO = "^[^0-9]*0[0-9]"
_E, _R = "playbook_ends", "playbook_range"  # no header may read like these
_SUM = f"({_R}[1] + {_R}[2])"
_MIDDLES = {
    "money": f"round({_SUM} / 2, 2)",
    "count": f"floor({_SUM} / 2)::BIGINT",
    "number": f"({_SUM} / 2)::DOUBLE",
}


def find_ranges(part: Part, columns: Mapping[str, str]) -> Mapping[str, str]:
    """Find the fields in which some cells hold a range, and say so in the part's notes.

    Parameters
    ----------
    part : Part
        A sheet whose tables have room for the ends of a range.
    columns : mapping of str to str
        Its fields of numbers, each with its column in the sheet.

    Returns
    -------
    mapping of str to str
        Field to SQL that gives a range as JSON (``low``, ``mid``, ``high``, ``text``), else NULL.
    """
    kinds = {name: part.profile.fields[name].kind for name in columns}
    found = {
        name: range_sql(ident(column), kinds[name], part.decimal)
        for name, column in columns.items()
        if kinds[name] in _MIDDLES
    }
    if not part.profile.ranges or not found:
        return {}
    counts = part.one(
        "SELECT "
        + ", ".join(
            f"count({sql}), min(CASE WHEN {sql} IS NOT NULL THEN {ident(columns[name])} END)"
            for name, sql in found.items()
        )
        + f" FROM {part.loaded.relation}"
    )
    told = {name: (counts[2 * n], counts[2 * n + 1]) for n, name in enumerate(found)}
    for name, (cells, example) in told.items():
        if cells:
            part.notes.append(
                _(
                    "Column {column} is approximate: {n} cells hold a range such as {example}. Its "
                    "middle is stored; both ends are kept in extras.",
                    column=f"{columns[name]} ({name})",
                    n=cells,
                    example=example,
                )
            )
    return {name: sql for name, sql in found.items() if told[name][0]}


def range_sql(text: str, kind: str, decimal: str = ".") -> str:
    """Write SQL of a range as JSON; NULL where the cell holds none.

    ``1-2万`` is from 10,000 on: the unit is of both ends unless the first has the larger figure.
    """
    read = comma_as_point_sql(text) if decimal == "," else text
    names = ", ".join(literal(name) for name in _ENDS)
    ends = f"regexp_extract({plain_sql(read)}, {literal(_RANGE)}, [{names}])"
    figure = f"TRY_CAST(regexp_extract({_E}.{{}}, '[0-9.]+') AS DOUBLE)".format
    shared = (
        f"CASE WHEN NOT regexp_matches({_E}.low, '[万亿]') AND {figure('low')} < {figure('high')}"
        f" THEN regexp_extract({_E}.high, '[万亿]') ELSE '' END"
    )
    low = f"TRY_CAST({written_sql(f'({_E}.low || {shared})')} AS DECIMAL(26,4))"
    high = f"TRY_CAST({written_sql(f'{_E}.high')} AS DECIMAL(26,4))"
    both = f"CASE WHEN {_number(_E, 'low')} AND {_number(_E, 'high')} THEN [{low}, {high}] END"
    whole = "BIGINT" if kind == "count" else "DOUBLE"
    told = (
        f"CASE WHEN {_R}[1] <= {_R}[2] THEN json_object('low', {_R}[1]::{whole}, 'mid',"
        f" {_MIDDLES[kind]}, 'high', {_R}[2]::{whole}, 'text', {text})::VARCHAR END"
    )
    inner = f"list_transform([{both}], lambda {_R}: {told})[1]"
    found = f"list_transform([{ends}], lambda {_E}: {inner})[1]"
    return f"CASE WHEN regexp_matches({text}, {literal(_GATE)}) THEN {found} END"


def _number(ends: str, name: str) -> str:
    return f"NOT regexp_matches({ends}.{name}, {literal(_LEADING_ZERO)})"


def middle_sql(found: str) -> str:
    """Write SQL of the text of a range's middle, from the JSON that `range_sql` makes."""
    return f"json_extract_string({found}, '$.mid')"
