"""How does an executed notebook look as one page that works anywhere?

The unit is one HTML file: no code, no script, nothing loaded from elsewhere, readable on a phone
and on paper. Markdown and HTML outputs are cleaned by `playbook.runner.cleaning`. A markdown cell
that starts with a level-2 heading opens a section; tagged ``fold`` it becomes a fold.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playbook.i18n import language
from playbook.runner.cleaning import clean

FOLDER = Path(__file__).parent / "template"
_HEADING = re.compile(r"##\s+(?P<title>.+)\n?")


@dataclass(frozen=True)
class PageText:
    """What stands around the notebook: title, the line below it, notices, the foot."""

    title: str
    subtitle: str = ""
    notices: list[str] = field(default_factory=list)
    """HTML fragments shown before everything else; cleaned like any other."""
    foot: str = ""


def to_html(notebook: Any, text: PageText, *, lang: str | None = None) -> str:
    """Render an executed notebook as one self-contained page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Left as it is. Cells tagged ``hide`` do not appear.
    text : PageText
    lang : {"en", "zh"}, optional
        Language of the page. Default: the language in force.

    Returns
    -------
    str
    """
    exporter = _exporter()
    resources = {
        "page": text,
        "lang": {"en": "en", "zh": "zh-Hans"}[lang or language()],
        "css": (FOLDER / "report" / "style.css").read_text(encoding="utf-8"),
    }
    body, _resources = exporter.from_notebook_node(sectioned(notebook), resources=resources)
    return str(body)


def sectioned(notebook: Any) -> Any:
    """Return a copy whose cells know which section they open, without the hidden cells.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    """
    result = copy.deepcopy(notebook)
    result.cells = [cell for cell in result.cells if "hide" not in cell.metadata.get("tags", [])]
    is_open = ""
    for cell in result.cells:
        heading = _HEADING.match(cell.source) if cell.cell_type == "markdown" else None
        if heading:
            kind = "details" if "fold" in cell.metadata.get("tags", []) else "section"
            cell.metadata["part"] = {"closes": is_open, "opens": kind, "title": heading["title"]}
            cell.source = cell.source[heading.end() :].strip()
            is_open = kind
    result.metadata["open_at_end"] = is_open
    return result


@cache
def _exporter() -> Any:
    from nbconvert import HTMLExporter

    return HTMLExporter(
        template_name="report",
        extra_template_basedirs=[str(FOLDER)],
        exclude_anchor_links=True,
        exclude_input=True,
        filters={"clean": clean, "heading_text": _inline},
    )


def _inline(markdown: str) -> str:
    """Render one line of markdown without the paragraph around it."""
    from nbconvert.filters import markdown2html

    html = clean(markdown2html(markdown)).strip()
    return re.sub(r"^<p>(.*)</p>$", r"\1", html, flags=re.DOTALL)
