"""Which committed files are made by a program, and how are they made again?

The unit is one generated file. A test proves that each committed one is current.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from playbook.cli.output import say
from playbook.cli.places import checkout
from playbook.cli.progress import counting
from playbook.i18n import _

CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache")


def write_dictionary() -> None:
    """Write data/README.md."""
    from playbook.store.dictionary import write_dictionary as write

    path = checkout() / "data" / "README.md"
    write(path)
    say(_("written: {path}", path=path))


def refresh_notebooks(paths: Sequence[Path] | None) -> None:
    """Run the notebooks on the practice shop and store their outputs."""
    from playbook.runner import golden

    root = checkout()
    chosen = list(paths or golden.notebooks(root / "notebooks"))
    with counting(_("Notebooks")) as count:
        changed = golden.refresh(chosen, progress=count)
    for path in changed:
        say(_("changed: {path}", path=path))
    if not changed:
        say(_("All notebooks are as stored: {n}", n=len(chosen)))


def remove_caches() -> None:
    """Remove the caches of the tools and of Python."""
    root = checkout()
    environment = root / ".venv"
    folders = [root / name for name in CACHES]
    folders += [
        path
        for room in ("playbook", "tests", "benchmarks")
        for path in (root / room).rglob("__pycache__")
        if environment not in path.parents
    ]
    removed = [path for path in folders if path.is_dir()]
    for path in removed:
        shutil.rmtree(path, ignore_errors=True)
    say(_("Folders removed: {n}", n=len(removed)))
