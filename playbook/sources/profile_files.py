"""Which profiles are there, and is each of their files sound?

The unit is one TOML file in ``profiles/``. A file that contradicts itself is refused when it is
loaded, so that no import finds out. Files are read once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from playbook.sources.profile import KINDS, Field, Parent, Profile, TableSpec
from playbook.sources.reading.headers import header_key


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
    fills = (*tables, *given.pop("completes", []))
    lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
    profile = Profile(
        **{**given, **lists, "fills": fills},
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
