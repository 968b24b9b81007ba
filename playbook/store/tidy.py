"""How old versions give their disk space back, and when they never do.

A version that is kept can be read in full: no file that it names is deleted.
Versions beyond the newest `KEEP` lose their files, but not the account of
their import, so the same file is still recognised years later.
"""

from __future__ import annotations

import json
from pathlib import Path

from playbook.store.schema import all_tables
from playbook.store.versions import version_numbers, version_path

KEEP = 60
"""Versions that stay readable. A shop that imports twice a day can go back a month."""


def tidy(store: Path, keep: int = KEEP) -> list[Path]:
    """Delete data files that only versions beyond the newest `keep` name.

    The caller holds the store lock.

    Returns
    -------
    list of Path
        The files deleted.
    """
    numbers = version_numbers(store)
    for number in numbers[:-keep]:
        _strip(version_path(store, number))
    named = {file for number in numbers[-keep:] for file in _files(version_path(store, number))}
    found = (path for name in all_tables() for path in (store / name).glob("*.parquet"))
    gone = [path for path in found if path.relative_to(store).as_posix() not in named]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _files(path: Path) -> list[str]:
    tables = json.loads(path.read_text(encoding="utf-8"))["tables"] or {}
    return [file for state in tables.values() for file in state["files"]]


def _strip(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    if document["tables"] is None:
        return
    document["tables"] = None
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    temporary.replace(path)
