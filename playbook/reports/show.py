"""How does a part of a report reach the page, the notebook and the manifest at once?

The unit is one part with a name: sentences, a figure, a table (`playbook.reports.tables`), or
several of them together. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from playbook.i18n import _
from playbook.reports.shown import Shown, markup
from playbook.reports.tables import Column, table
from playbook.reports.words import plain_number, sentences

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "Column",
    "Shown",
    "figure",
    "left_out",
    "link",
    "nothing",
    "paragraphs",
    "record",
    "table",
    "together",
]


def figure(name: str, fig: Figure, *, points: int) -> Shown:
    """Show a chart of `playbook.charts` with its alt text.

    Parameters
    ----------
    name : str
    fig : Figure
    points : int
        How many values are drawn; 0 counts as an empty figure.
    """
    from playbook.charts import alt_text, png

    return Shown(name, "figure", "", alt_text(fig) or _("Chart"), points, image=png(fig))


def paragraphs(
    name: str,
    texts: Sequence[str],
    *,
    style: str = "",
    kind: str = "text",
    numbers: Mapping[str, Any] | None = None,
) -> Shown:
    """Show sentences; each is escaped and becomes a paragraph.

    Parameters
    ----------
    name : str
    texts : sequence of str
    style : {"", "lead", "note", "warn", "left-out"}
    kind : {"text", "note"}
    numbers : mapping, optional
        The numbers that stand in the sentences.
    """
    inner = "".join(f"<p>{markup(text)}</p>" for text in texts)
    html = f'<div class="{style}">{inner}</div>' if style else inner
    held = {key: plain_number(value) for key, value in (numbers or {}).items()}
    return Shown(name, kind, html, "\n".join(texts), len(texts), held)


def left_out(name: str, why: str, how: str) -> Shown:
    """Say in words what is not in the report, and how to get it."""
    return paragraphs(name, [sentences(why, how)], style="left-out", kind="note")


def nothing(name: str, rows: int = 0) -> Shown:
    """Show nothing, for a part that does not apply; rows=1 where another part says why."""
    return Shown(name, "note", "", "", rows)


def record(name: str, value: Any) -> Shown:
    """Put one number into the manifest's key numbers without showing it.

    Parameters
    ----------
    name : str
        Such as ``"gmv_paid"``.
    value : number or None

    Examples
    --------
    >>> record("gmv_paid", 12.5).numbers
    {'gmv_paid': 12.5}
    """
    return Shown("", "numbers", "", "", numbers={name: plain_number(value)})


def together(*shown: Shown) -> None:
    """Display several parts one below the other; empty ones leave no trace on the page."""
    from IPython.display import display

    for part in shown:
        if part.html or part.image or part.numbers:
            display(part)  # type: ignore[no-untyped-call]


def link(anchor: str, text: str) -> str:
    """Return an escaped link to another place of the same page."""
    return f'<a href="#{escape(anchor)}">{escape(text)}</a>'
