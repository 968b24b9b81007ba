"""What does one kind of export look like, and which table does each of its columns fill?

The unit is one profile: one TOML file in ``profiles/`` that describes one kind of file of one
platform. All that a platform's format needs in words and column names is data here; only what
cannot be said in data is a small module in ``special/``. A profile's SQL is ours, never the user's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from playbook.i18n import pick
from playbook.sources.reading.headers import header_key

KINDS = (
    *("id", "text", "code", "money", "count", "number", "percent", "datetime", "date", "flag"),
    *("province", "month"),
)


@dataclass(frozen=True)
class Field:
    """One thing that a source states, under whatever header.

    Parameters
    ----------
    name : str
        The profile's own name for it; table expressions use it.
    names : tuple of str
        Headers under which it occurs, best first.
    kind : str
        One of `KINDS`: how its text is read.
    required : bool
        A file without it is not of this source.
    formats : tuple of str
        strptime formats of a date or time; the usual unambiguous ones when empty.
    values : mapping of str to str
        For a code: the platform's word to ours.
    """

    name: str
    names: tuple[str, ...]
    kind: str = "text"
    required: bool = False
    formats: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TableSpec:
    """How a source fills one canonical table.

    Parameters
    ----------
    name : str
        Canonical table.
    columns : mapping of str to str
        Canonical column to an SQL expression over the fields.
    relation : str
        ``fields``, ``filled``, or a relation that the special module makes.
    where : str
        Rows that fill the table.
    group : str
        Field by which rows are gathered into one; "" for one row each.
    derived : bool
        The rows give way to rows that a platform stated.
    """

    name: str
    columns: Mapping[str, str]
    relation: str = "fields"
    where: str = ""
    group: str = ""
    derived: bool = False


@dataclass(frozen=True)
class Parent:
    """Fields that belong to a parent of several rows, such as an order.

    Parameters
    ----------
    within : str
        Field that names the parent.
    head : str
        Field that is filled where a parent begins.
    first : tuple of str
        Fields stated on the parent's first row only, or repeated on each.
    row : str
        Field that names one row of the parent; given twice with different content, the parent
        is set aside.
    """

    within: str
    head: str
    first: tuple[str, ...]
    row: str = ""


@dataclass(frozen=True)
class Profile:
    """One kind of export; see `profiles/README.md` for the keys of the file."""

    id: str
    en: str
    zh: str
    platform: str
    fills: tuple[str, ...]
    signature: tuple[str, ...]
    fields: Mapping[str, Field]
    tables: Mapping[str, TableSpec]
    download_en: str = ""
    download_zh: str = ""
    foreign: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    currency: str = ""
    timezone: str = ""
    as_of: str = "event"
    parent: Parent | None = None
    special: str = ""
    leftover: str = ""
    extras: str = ""
    joins: bool = False
    ranges: bool = False
    """Whether a cell may hold a range, of which the middle is stored and the ends are extras."""
    decimal: str = "."
    """The mark that parts decimals in text; "" where the numbers themselves have to show it."""

    @property
    def name(self) -> str:
        """The source's name in the language in force."""
        return pick(en=self.en, zh=self.zh)

    @property
    def download(self) -> str:
        """Where to download the file, in the language in force."""
        return pick(en=self.download_en, zh=self.download_zh)

    @property
    def needed(self) -> int:
        """How many signature columns a header must show."""
        return min(6, len(self.signature))

    def headers(self) -> set[str]:
        """Return every header that the profile knows, in the form in which headers compare."""
        named = {name for known in self.fields.values() for name in known.names}
        return {
            header_key(name) for name in (*named, *self.signature, *self.personal, *self.ignored)
        }


def used_fields(profile: Profile, expression: str) -> set[str]:
    """Return the profile's fields that an SQL expression mentions."""
    return set(re.findall(r"[a-z_][a-z0-9_]*", expression)) & set(profile.fields)
