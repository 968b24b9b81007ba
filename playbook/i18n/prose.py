"""How does a notebook's English prose become Chinese without touching its code?

The unit is one paragraph of one markdown cell: lines up to a blank line; a heading stands alone.
Code cells, fenced code and rules (``---``) are never extracted and never changed. A paragraph
without a translation stays English and is reported, and so is a translation without a paragraph.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playbook.i18n.messages import LOCALES
from playbook.i18n.po import read_pairs, write_pairs

PROSE = LOCALES / "zh" / "notebooks"

_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s")


@dataclass(frozen=True)
class ProseReport:
    """What a catalogue lacks and what it holds in vain, for one notebook."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]


def paragraphs(markdown: str) -> list[str]:
    r"""List the paragraphs of a markdown text that a person would translate.

    Examples
    --------
    >>> paragraphs("# Title\nFirst line\nsecond line\n\n```\ncode\n```\n\nEnd")
    ['# Title', 'First line\nsecond line', 'End']
    """
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    _rewrite(markdown, note)
    return found


def extract(notebook: Any) -> list[str]:
    """List the paragraphs of all markdown cells, in order, each once.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    list of str
    """
    markdown = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return list(dict.fromkeys(text for source in markdown for text in paragraphs(source)))


def translate_notebook(notebook: Any, catalogue: Mapping[str, str], lang: str) -> Any:
    """Return a copy of the notebook with its markdown in another language.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Left as it is.
    catalogue : mapping
        English paragraph → translation, as `read_catalogue` gives it.
    lang : {"en", "zh"}
        English returns the text as it stands.

    Returns
    -------
    nbformat.NotebookNode
    """
    translated = copy.deepcopy(notebook)
    if lang == "en":
        return translated
    for cell in translated.cells:
        if cell.cell_type == "markdown":
            cell.source = _rewrite(cell.source, lambda text: catalogue.get(text) or text)
    return translated


def compare(notebook: Any, catalogue: Mapping[str, str]) -> ProseReport:
    """Report which paragraphs lack a translation and which translations lack a paragraph."""
    used = extract(notebook)
    return ProseReport(
        missing=tuple(text for text in used if not catalogue.get(text)),
        stale=tuple(text for text in catalogue if text not in used),
    )


def catalogue_path(notebook_path: Path, root: Path = PROSE) -> Path:
    """Name a notebook's catalogue: ``<folder>/<name>.po``, after its own last folder.

    Examples
    --------
    >>> catalogue_path(Path("notebooks/reports/daily.ipynb")).relative_to(PROSE).as_posix()
    'reports/daily.po'
    """
    folder = notebook_path.resolve().parent.name
    # Start pages lie in notebooks/ itself and not in a folder of it.
    parent = root if folder == "notebooks" else root / folder
    return parent / f"{notebook_path.stem}.po"


def read_catalogue(notebook_path: Path, root: Path = PROSE) -> dict[str, str]:
    """Read the catalogue that belongs to a notebook; empty when there is none yet."""
    return read_pairs(catalogue_path(notebook_path, root))


def update_catalogue(notebook_path: Path, root: Path = PROSE) -> bool:
    """Add a notebook's new paragraphs to its catalogue and drop stale ones.

    Returns
    -------
    bool
        Whether the catalogue changed.
    """
    import nbformat

    notebook = nbformat.read(notebook_path, as_version=4)
    before = read_catalogue(notebook_path, root)
    after = {text: before.get(text, "") for text in extract(notebook)}
    if after == before and list(after) == list(before):
        return False
    write_pairs(catalogue_path(notebook_path, root), after)
    return True


def _rewrite(markdown: str, change: Callable[[str], str]) -> str:
    """Put every paragraph through `change` and leave all else, blank lines included, alone."""
    out: list[str] = []
    block: list[str] = []
    fence = ""

    def flush() -> None:
        if block:
            text = "\n".join(block)
            out.append(change(text) if re.search(r"[^\W\d_]", text) else text)
            block.clear()

    for line in markdown.split("\n"):
        mark = _FENCE.match(line)
        if fence or mark:
            flush()
            out.append(line)
            fence = _fence_after(fence, mark)
        elif not line.strip():
            flush()
            out.append(line)
        elif _HEADING.match(line):
            flush()
            block.append(line)
            flush()
        else:
            block.append(line)
    flush()
    return "\n".join(out)


def _fence_after(fence: str, mark: re.Match[str] | None) -> str:
    """Return the open fence after a line; a fence closes with its own sign, at least as long."""
    if not fence:
        return mark[1] if mark else ""
    closes = mark and mark[1][0] == fence[0] and len(mark[1]) >= len(fence)
    return "" if closes else fence
