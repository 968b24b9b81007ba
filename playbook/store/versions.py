"""Which files make up one version of a whole shop.

Delta commits table by table. A version is one small JSON file that names each
table's Delta version and data files; it is written last, by rename, so a
killed import leaves nothing that a reader could see. Versions are never
changed; removing one is `playbook.store.tidy`'s business.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playbook.errors import StoreError
from playbook.i18n import _

FOLDER = "versions"


@dataclass(frozen=True)
class TableState:
    """One table in one version: its Delta version, and rows by data file (relative path)."""

    delta: int
    files: Mapping[str, int]

    @property
    def rows(self) -> int:
        """Rows of the table."""
        return sum(self.files.values())


@dataclass(frozen=True)
class Version:
    """One version of a Store.

    Parameters
    ----------
    number : int
        0 is the empty Store.
    created : str
        ISO time, UTC.
    tables : mapping of str to TableState
        Tables that exist in this version.
    record : dict
        What made it: the import's account, or ``{"kind": "create"}``.
    """

    number: int
    created: str
    tables: Mapping[str, TableState] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)


def version_path(store: Path, number: int) -> Path:
    """Return where a version's file lies."""
    return store / FOLDER / f"{number:08d}.json"


def version_numbers(store: Path) -> list[int]:
    """List the versions kept, oldest first."""
    return sorted(int(path.stem) for path in (store / FOLDER).glob("????????.json"))


def latest_number(store: Path) -> int:
    """Return the newest version's number.

    Raises
    ------
    StoreError
        The folder of versions is empty.
    """
    numbers = version_numbers(store)
    if not numbers:
        raise StoreError(
            _("{store} has no version file left. Put back the copy you keep.", store=store)
        )
    return numbers[-1]


def read_record(store: Path, number: int) -> dict[str, Any]:
    """Read what made a version; known even when its data is no longer kept."""
    found = json.loads(version_path(store, number).read_text(encoding="utf-8"))
    return dict(found["record"])


def read_version(store: Path, number: int) -> Version:
    """Read one version.

    Raises
    ------
    StoreError
        There is no such version (names those kept), or its file is damaged.
    """
    path = version_path(store, number)
    if not path.is_file():
        raise _not_kept(store, number)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["tables"] is None:
            raise _not_kept(store, number)
        tables = {
            name: TableState(state["delta"], state["files"])
            for name, state in found["tables"].items()
        }
        return Version(found["number"], found["created"], tables, found["record"])
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise StoreError(
            _("{path} is damaged: {error}. Put back the copy you keep.", path=path, error=error)
        ) from error


def _not_kept(store: Path, number: int) -> StoreError:
    newest = latest_number(store)
    return StoreError(
        _(
            "Version {number} of {store} is not kept. The newest is {newest}.",
            number=number,
            store=store,
            newest=newest,
        )
    )


def write_version(store: Path, version: Version) -> None:
    """Write a version file by rename; the caller holds the store lock."""
    path = version_path(store, version.number)
    path.parent.mkdir(exist_ok=True)
    tables = {
        name: {"delta": state.delta, "files": dict(state.files)}
        for name, state in version.tables.items()
    }
    document = {
        "number": version.number,
        "created": version.created,
        "record": dict(version.record),
        "tables": tables,
    }
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as out:
        json.dump(document, out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)
