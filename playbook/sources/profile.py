"""What does one kind of export look like, and which table does each of its columns fill?

The unit is one profile: one TOML file in ``profiles/`` that describes one kind of file of one
platform. All that a platform's format needs in words and column names is data here; only what
cannot be said in data is a small module in ``special/``. A profile's SQL is ours, never the user's.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

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
    file_times: tuple[str, ...] = ()
    as_of: str = "event"
    parent: Parent | None = None
    special: str = ""
    leftover: str = ""
    extras: str = ""
    joins: bool = False

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


def profile_from(spec: Mapping[str, Any]) -> Profile:
    """Build a profile from the content of its TOML file.

    Raises
    ------
    ValueError
        The file contradicts itself: an unknown kind, or a table that nothing fills.
    """
    given = dict(spec)
    download = given.pop("download", {})
    given.pop("template", None)
    fields = {name: _field(name, known) for name, known in given.pop("fields").items()}
    tables = {name: _table(name, known) for name, known in given.pop("tables").items()}
    parent = given.pop("parent", None)
    lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
    profile = Profile(
        **{**given, **lists, "fills": tuple(tables)},
        fields=MappingProxyType(fields),
        tables=MappingProxyType(tables),
        download_en=download.get("en", ""),
        download_zh=download.get("zh", ""),
        parent=Parent(**{**parent, "first": tuple(parent["first"])}) if parent else None,
    )
    _check(profile)
    return profile


def _field(name: str, spec: Mapping[str, Any]) -> Field:
    lists = {key: tuple(value) for key, value in spec.items() if isinstance(value, list)}
    return Field(name, **{**spec, **lists})


def _table(name: str, spec: Mapping[str, Any]) -> TableSpec:
    given = dict(spec)
    columns = {column: column for column in given.pop("take", [])} | given.pop("columns", {})
    return TableSpec(name, MappingProxyType(columns), **given)


def _check(profile: Profile) -> None:
    unknown = {known.kind for known in profile.fields.values()} - set(KINDS)
    if unknown:
        raise ValueError(f"{profile.id}: unknown kinds {unknown}")
    for table in profile.tables.values():
        for column, expression in table.columns.items():
            if table.relation == "fields" and expression == column and column not in profile.fields:
                raise ValueError(f"{profile.id}: {table.name}.{column} is taken from no field")


def used_fields(profile: Profile, expression: str) -> set[str]:
    """Return the fields that an expression mentions.

    Examples
    --------
    >>> sorted(used_fields(profiles()["targets"], "coalesce(day, month) + 1"))
    ['day', 'month']
    """
    return set(re.findall(r"[a-z_][a-z0-9_]*", expression)) & set(profile.fields)


def template_of(name: str) -> Mapping[str, Any]:
    """Return what a profile of ours says of the sheet that a shop fills in."""
    path = files("playbook.sources") / "profiles" / f"{name}.toml"
    spec: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["template"]
    return spec


@cache
def profiles() -> Mapping[str, Profile]:
    """Return all profiles by id, in the order of their files' names."""
    folder = files("playbook.sources") / "profiles"
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=str)
    loaded = (profile_from(tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths)
    return MappingProxyType({profile.id: profile for profile in loaded})


@cache
def known_headers() -> frozenset[str]:
    """Return every header that some profile knows, in the form in which headers compare."""
    return frozenset().union(*(profile.headers() for profile in profiles().values()))


def knows_header(text: str) -> bool:
    """Whether some source knows a header cell; the reader searches the header row with it."""
    return header_key(text) in known_headers()
