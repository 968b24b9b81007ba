"""Which texts lack their Chinese, and which translations lack their text?

The unit is one catalogue. New texts are added with an empty translation, stale ones are dropped;
nothing is guessed.
"""

from __future__ import annotations

from pathlib import Path

from playbook.cli.output import say
from playbook.cli.places import checkout
from playbook.i18n import _


def messages(*, check: bool) -> int:
    """Update (or check) the catalogues of the code; return how many gaps are left."""
    from playbook.i18n import extract

    checkout()
    if not check:
        for path in extract.update():
            say(_("changed: {path}", path=path))
    gaps = extract.problems()
    for problem in gaps:
        say(str(problem))
    return _summary(len(gaps))


def prose(*, check: bool) -> int:
    """Update (or check) the catalogues of the notebooks; return how many gaps are left."""
    gaps = 0
    for path in notebooks(checkout() / "notebooks"):
        gaps += _prose_of(path, check=check)
    return _summary(gaps)


def notebooks(folder: Path) -> list[Path]:
    """List the notebooks below a folder, without JupyterLab's own copies."""
    found = folder.rglob("*.ipynb")
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def _prose_of(path: Path, *, check: bool) -> int:
    import nbformat

    from playbook.i18n import prose

    if not check and prose.update_catalogue(path):
        say(_("changed: {path}", path=prose.catalogue_path(path)))
    notebook = nbformat.read(path, as_version=4)
    report = prose.compare(notebook, prose.read_catalogue(path))
    for kind, texts in (("untranslated", report.missing), ("stale", report.stale)):
        for text in texts:
            say(f"{path.name}: {kind}: {text.splitlines()[0]!r}")
    return len(report.missing) + len(report.stale)


def _summary(gaps: int) -> int:
    say(_("Gaps left: {n}", n=gaps) if gaps else _("Every text exists in both languages."))
    return gaps
