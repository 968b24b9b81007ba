"""Which columns of an own list hold nothing but values of their type?

The unit is one column. Where every cell is a time, an amount or a whole number that no check of
the Store's can refuse, the values are handed over in their type, which spares the Store a second
reading. One cell that is not leaves the whole column as text, so that the quarantine shows what
the file says. Nothing is rounded to fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playbook.sources.part import Part
from playbook.store.schema import DUCKDB_TYPES

PHONES_FROM = 13_000_000_000
"""From here on the Store looks at the text: it may be a phone number."""

EXACT = ("datetime", "date", "money", "count")


def exact_fields(part: Part, reads: Mapping[str, str], create: Callable[[], None]) -> None:
    """Set the fields whose cells all fit their type as the part's typed ones, and create it.

    Parameters
    ----------
    part : Part
        The sheet, its rows loaded.
    reads : mapping of str to str
        Field to the SQL that reads its cell as text.
    create : callable
        Makes the relation ``fields`` with the part's typed fields cast by `exact_sql`.
    """
    import duckdb

    fields = part.profile.fields
    kinds = {name: fields[name].kind for name in reads if fields[name].kind in EXACT}
    part.typed = {name: DUCKDB_TYPES[kind] for name, kind in kinds.items()}
    try:
        create()  # as if all did: in most files they do, and looking first costs a pass
        fitting = _bounded(part)
    except (duckdb.ConversionException, duckdb.InvalidInputException):
        fitting = _fitting(part, kinds, reads)
    if set(fitting) != set(part.typed):
        part.typed = {name: part.typed[name] for name in fitting}
        create()


def exact_sql(text: str, engine_type: str) -> str:
    """Write SQL of a cell in its type; the query fails where the cell does not fit."""
    cast = f"CAST({text} AS {engine_type})"
    if engine_type in ("TIMESTAMP", "DATE"):
        return cast
    lost = f"CASE WHEN {_same_value(text, cast)} THEN {cast} ELSE error('inexact') END"
    return f"CASE WHEN {text} IS NOT NULL THEN {lost} END"


def _bounded(part: Part) -> list[str]:
    """Name the typed fields that hold nothing below 0, as no amount may, and no phone number."""
    counted = [name for name, kind in part.typed.items() if kind not in ("TIMESTAMP", "DATE")]
    if not counted:
        return list(part.typed)
    tests = ", ".join(f"coalesce({_in_bounds(name)}, true)" for name in counted)
    told = part.one(f"SELECT {tests} FROM {part.relation('fields')}")
    below = {name for name, good in zip(counted, told, strict=True) if not good}
    return [name for name in part.typed if name not in below]


def _in_bounds(value: str) -> str:
    return f"min({value}) >= 0 AND max({value}) < {PHONES_FROM}"


def _fitting(part: Part, kinds: Mapping[str, str], reads: Mapping[str, str]) -> list[str]:
    tests = ", ".join(f"coalesce({_fits(kinds[name], reads[name])}, true)" for name in kinds)
    told = part.one(f"SELECT {tests} FROM {part.loaded.relation}")
    return [name for name, fits in zip(kinds, told, strict=True) if fits]


def _fits(kind: str, text: str) -> str:
    cast = f"TRY_CAST({text} AS {DUCKDB_TYPES[kind]})"
    all_cast = f"count({cast}) = count({text})"
    if kind in ("datetime", "date"):
        return all_cast
    return f"{all_cast} AND bool_and({_same_value(text, cast)}) AND {_in_bounds(cast)}"


def _same_value(text: str, cast: str) -> str:
    # What is written like the value is exact; only the rest has to be compared.
    exact = f"TRY_CAST({text} AS DECIMAL(38,10)) = {cast}"
    return f"CASE WHEN {cast}::VARCHAR = {text} THEN true ELSE {exact} END"


def define_sums(part: Part) -> None:
    """Let the sums of a part whose amounts and counts are all typed be plain sums."""
    for name, kind in (("sum_money", "money"), ("sum_whole", "count")):
        held = {field.name for field in part.profile.fields.values() if field.kind == kind}
        if held & part.present <= set(part.typed):
            part.run.execute(f"CREATE OR REPLACE TEMP MACRO {name}(x) AS sum(x)")
