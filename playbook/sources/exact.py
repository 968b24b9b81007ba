"""Which columns of an own list hold nothing but values of their type?

The unit is one column. Where every cell is a time, an amount or a whole number that no check of
the Store's can refuse, the values are handed over in their type, which spares the Store a second
reading. One cell that is not leaves the whole column as text, so that the quarantine shows what
the file says. Nothing is rounded to fit.
"""

from __future__ import annotations

from collections.abc import Mapping

from playbook.sources.part import Part
from playbook.store.schema import DUCKDB_TYPES

EXACT = ("datetime", "date", "money", "count")


def exact_types(part: Part, reads: Mapping[str, str]) -> dict[str, str]:
    """Find the fields whose cells all fit their type.

    Parameters
    ----------
    part : Part
        The sheet, its rows loaded.
    reads : mapping of str to str
        Field to the SQL that reads its cell as text.

    Returns
    -------
    dict of str to str
        Field to engine type; a field that has to stay text is not in it.
    """
    fields = part.profile.fields
    kinds = {name: fields[name].kind for name in reads if fields[name].kind in EXACT}
    if not kinds:
        return {}
    tests = ", ".join(f"coalesce({_fits(kinds[name], reads[name])}, true)" for name in kinds)
    told = part.one(f"SELECT {tests} FROM {part.loaded.relation}")
    return {name: DUCKDB_TYPES[kinds[name]] for name, fits in zip(kinds, told, strict=True) if fits}


def _fits(kind: str, text: str) -> str:
    cast = f"TRY_CAST({text} AS {DUCKDB_TYPES[kind]})"
    if kind in ("datetime", "date"):
        return f"count({cast}) = count({text})"
    # No column of amounts or counts allows less than 0; what is written like the value is exact.
    exact = f"TRY_CAST({text} AS DECIMAL(38,10)) = {cast}"
    good = f"CASE WHEN {cast}::VARCHAR = {text} THEN true ELSE {exact} END"
    return f"count({cast}) = count({text}) AND bool_and({good}) AND min({cast}) >= 0"
