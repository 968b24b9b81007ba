"""What does the file itself call a column that we know by another name?

The unit is one canonical column of one table. It may come from one column of the file, from
several (units times price), or from none. Names are for people to read: nothing is looked up by
them.
"""

from __future__ import annotations

from collections.abc import Mapping

from playbook.sources.part import Part
from playbook.sources.profile import used_fields
from playbook.store.schema import tables


def header_of(part: Part, field: str) -> str:
    """Return the file's own header of a field, as the file writes it; "" when it has none."""
    known = part.profile.fields.get(field)
    column = known and part.loaded.raw.column(*known.names)
    return part.loaded.raw.original[column].strip() if column else ""


def label(part: Part, field: str) -> str:
    """Name a field by the file's header and, in brackets, by our column.

    A header that already reads like our column is named once.
    """
    header, ours = header_of(part, field), _canonical(part, field)
    return header if ours in ("", header) else f"{header or field} ({ours})"


def _canonical(part: Part, field: str) -> str:
    """Return the canonical column that holds nothing but the field, or ""."""
    if part.profile.id == "generic":
        return field
    for spec in part.profile.tables.values():
        for column, expression in spec.columns.items():
            if used_fields(part.profile, expression) == {field}:
                return column
    return ""


def headers_of(part: Part) -> Mapping[tuple[str, str], str]:
    """Return the file's headers by canonical table and column.

    Returns
    -------
    mapping of (str, str) to str
        Where a column is made from several of the file's, all of them, joined by commas.
    """
    found: dict[tuple[str, str], str] = {}
    for table, spec in part.profile.tables.items():
        for column, expression in spec.columns.items():
            if column in tables()[table].columns:
                used = used_fields(part.profile, expression)
                names = [header_of(part, name) for name in part.profile.fields if name in used]
                found[table, column] = ", ".join(dict.fromkeys(name for name in names if name))
    return {key: header for key, header in found.items() if header}
