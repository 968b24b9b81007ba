"""Where does a finished report lie, is it still good, and what did a correction change?

The unit is one report of one period: ``out/<shop>/<report>/<period>/``. The manifest is written
last and names the hashes of the other two files, so a half-written report is never taken for a
good one. Earlier versions stay beside the newest (``report-v1.html``); nothing is deleted.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playbook.runner.files import write_bytes, write_text

HTML, NOTEBOOK, MANIFEST = "report.html", "report.ipynb", "manifest.json"


@dataclass(frozen=True)
class Change:
    """One headline number that a correction changed."""

    name: str
    before: Any
    after: Any


def folder_name(text: str) -> str:
    r"""Make a shop's name safe as a folder's name, on Windows too.

    Examples
    --------
    >>> folder_name("旗舰店: A/B?"), folder_name("..")
    ('旗舰店_ A_B_', '_')
    """
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", text).strip(" .")
    return safe or "_"


def digest(value: Any) -> str:
    """Hash anything that JSON can hold, the same whatever the order of keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a finished report, or None where there is no whole one."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name in (HTML, NOTEBOOK):
            if _hash(folder / name) != manifest["files"][name]:
                return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(manifest)


def write_report(folder: Path, html: str, notebook: str, manifest: Mapping[str, Any]) -> None:
    """Write a report whole: page, notebook, and last the manifest that names both.

    Parameters
    ----------
    folder : Path
    html, notebook : str
    manifest : mapping
        Without ``files``, which is filled in here.
    """
    write_text(folder / HTML, html)
    write_text(folder / NOTEBOOK, notebook)
    files = {name: _hash(folder / name) for name in (HTML, NOTEBOOK)}
    document = json.dumps({**manifest, "files": files}, ensure_ascii=False, indent=1, default=str)
    write_text(folder / MANIFEST, document + "\n")


def keep_version(folder: Path, version: int) -> None:
    """Copy the report that lies in the folder to its versioned names, before it is replaced."""
    for name in (HTML, NOTEBOOK, MANIFEST):
        path = folder / name
        write_bytes(folder / f"{path.stem}-v{version}{path.suffix}", path.read_bytes())


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """List the numbers that differ between two runs, in the order of the newer one.

    Examples
    --------
    >>> changes({"a": 1.0, "b": 2}, {"a": 1.0, "b": 3})
    [Change(name='b', before=2, after=3)]
    """
    names = [*after, *(name for name in before if name not in after)]
    return [
        Change(name, before.get(name), after.get(name))
        for name in names
        if not _same(before.get(name), after.get(name))
    ]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        # Sums over differently ordered files may differ in the last bits.
        return abs(one - other) <= 1e-9 * max(abs(one), abs(other))
    return bool(one == other)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
