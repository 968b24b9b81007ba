"""Which sheets of a file are read, as what, and which go in together?

The unit is one sheet. Nothing is chosen by its place or name: the header decides. Sheets of
different sources go in together; two of one source go in one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from playbook.errors import SourceError
from playbook.i18n import _
from playbook.sources.detecting import chosen, match, readable, recognise, why_not
from playbook.sources.profile import Profile
from playbook.sources.reading import RawTable
from playbook.sources.templates import HELP_SHEET

Sheet = tuple[RawTable, Profile]


def sort_sheets(
    tables: Sequence[RawTable], source: str | None, own: Profile | None
) -> tuple[list[Sheet], list[str]]:
    """Sort the sheets of a file into those that a source reads and those that are passed over.

    Parameters
    ----------
    tables : sequence of RawTable
        The sheets.
    source : str or None
        The source that the user named.
    own : Profile or None
        The user's mapping.

    Returns
    -------
    tuple of list of Sheet and list of str
        No sheet when a mapping has to be proposed; notes name what was passed over.

    Raises
    ------
    SourceError
        Nothing can be read and nothing proposed; says why.
    """
    if own is not None:
        return _by_mapping(tables, own)
    if source is not None and len(tables) == 1:
        return [(tables[0], chosen(tables[0], source))], []
    found = [(raw, recognise(raw)) for raw in tables]
    sheets = [(raw, profile) for raw, profile in found if profile is not None]
    if source is not None:
        sheets = [(raw, profile) for raw, profile in sheets if profile.id == source]
    passed = [raw.name for raw, profile in found if profile is None and HELP_SHEET not in raw.name]
    if not sheets and source is not None:
        raise SourceError(" ".join(why_not(raw) for raw in tables[:3]))
    notes = [_("Passed over, as no source reads it: {name}.", name=name) for name in passed]
    return sheets, notes if sheets else []


def _by_mapping(tables: Sequence[RawTable], own: Profile) -> tuple[list[Sheet], list[str]]:
    """Take every sheet that has the mapping's columns; none of them is passed over in silence."""
    fitting = [raw for raw in tables if not match(raw, own).required]
    if not fitting:
        raw = max(tables, key=lambda table: match(table, own).found)
        return [(raw, readable(raw, own))], []
    passed = [raw.name for raw in tables if raw not in fitting and HELP_SHEET not in raw.name]
    notes = [_("Passed over, as no source reads it: {name}.", name=name) for name in passed]
    return [(raw, own) for raw in fitting], notes


def in_rounds(sheets: Sequence[Sheet]) -> list[list[Sheet]]:
    """Group the sheets so that each source occurs once a group: one group is one import."""
    rounds: list[list[Sheet]] = []
    for sheet in sheets:
        free = (group for group in rounds if all(sheet[1].id != held[1].id for held in group))
        group = next(free, None)
        if group is None:
            rounds.append([sheet])
        else:
            group.append(sheet)
    return rounds
