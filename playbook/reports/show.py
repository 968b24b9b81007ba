"""How does a part of a report reach the page, the notebook and the manifest at once?

The unit is one part with a name. Each carries HTML (escaped here: titles and names come from
data), plain text for readers without HTML and for stored notebooks, and the record of its numbers
that the checks and the manifest read. Nothing is computed here.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from playbook.i18n import _
from playbook.reports.frames import records
from playbook.reports.words import plain_number, sentences, write
from playbook.runner.outputs import MIME

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Shown:
    """One named part, ready to be displayed as the last value of a cell.

    Parameters
    ----------
    name : str
    kind : {"table", "figure", "text", "note", "numbers"}
    html, text : str
        The same content, as markup and as plain text.
    rows : int
        Rows, points or paragraphs it holds.
    numbers, detail : mapping
        What goes into the manifest.
    image : bytes
        PNG of a figure.
    """

    name: str
    kind: str
    html: str
    text: str
    rows: int = 0
    numbers: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)
    image: bytes = b""

    def _repr_mimebundle_(self, **_told: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        record = {
            "name": self.name,
            "kind": self.kind,
            "rows": self.rows,
            "numbers": dict(self.numbers),
            "detail": dict(self.detail),
        }
        data: dict[str, Any] = {"text/plain": self.text, MIME: record}
        if self.image:
            data["image/png"] = base64.b64encode(self.image).decode("ascii")
            return data, {"image/png": {"alt": self.text}}
        return data | {"text/html": self.html}, {}


@dataclass(frozen=True)
class Column:
    """How one column is headed and written.

    Parameters
    ----------
    title : str
    kind : str
        A unit of `playbook.reports.words` ("money", "count", "fraction", …), "points", "day",
        "text", or "said": already written, because the rows have different units. The number
        behind a "said" cell stands in the frame under ``<column>_value``.
    signed : bool
        Write "+" too: for changes.
    unit : str
        Written small after the title.
    """

    title: str
    kind: str = "text"
    signed: bool = False
    unit: str = ""

    @property
    def numeric(self) -> bool:
        """Whether the column is right-aligned and recorded."""
        return self.kind not in {"text", "day"}


def table(
    name: str,
    frame: pd.DataFrame,
    columns: Mapping[str, Column],
    *,
    title: str,
    caption: str = "",
    key: str = "",
    total: bool = False,
    stack: bool = False,
) -> Shown:
    """Show a table.

    Parameters
    ----------
    name : str
    frame : DataFrame
        Small: what a person reads.
    columns : mapping of str to Column
        The columns shown, in order; the first heads its row.
    title, caption : str
        Title, and the definition or basis in words.
    key : str
        Column that names a row in the manifest; the row's number when empty.
    total : bool
        The last row is the whole.
    stack : bool
        On a phone each row becomes a card; for wide tables of text.
    """
    rows = records(frame)
    head = "".join(_heading(column) for column in columns.values())
    body = "".join(
        _row(row, columns, last=total and at == len(rows) - 1, stack=stack)
        for at, row in enumerate(rows)
    )
    words = f"<strong>{escape(title)}</strong>" + (f" {escape(caption)}" if caption else "")
    anchor = f"about-{escape(name)}"
    kind = "data stack" if stack else "data"
    html = (
        # Not a caption element: that is as wide as the table, and would scroll out of sight.
        f'<p class="caption" id="{anchor}">{words}</p>'
        f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{anchor}">'
        f'<table class="{kind}" aria-labelledby="{anchor}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
    return Shown(
        name, "table", html, _plain(title, rows, columns), len(rows), _raw(rows, columns, key)
    )


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
    inner = "".join(f"<p>{escape(text)}</p>" for text in texts)
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


def _heading(column: Column) -> str:
    unit = f' <span class="unit">{escape(column.unit)}</span>' if column.unit else ""
    kind = ' class="num"' if column.numeric else ""
    return f'<th scope="col"{kind}>{escape(column.title)}{unit}</th>'


def _row(row: Mapping[str, Any], columns: Mapping[str, Column], *, last: bool, stack: bool) -> str:
    cells = []
    for at, (name, column) in enumerate(columns.items()):
        text = escape(write(row.get(name), column.kind, signed=column.signed))
        label = f' data-label="{escape(column.title)}"' if stack and at else ""
        kind = _cell_class(column, text)
        kind = f' class="{kind}"' if kind else ""
        cells.append(
            f"<td{kind}{label}>{text}</td>" if at else f'<th scope="row"{kind}>{text}</th>'
        )
    opened = '<tr class="total">' if last else "<tr>"
    return f"{opened}{''.join(cells)}</tr>"


def _cell_class(column: Column, text: str) -> str:
    """Right-align numbers, keep short words on one line, give sentences room."""
    if column.numeric:
        return "num"
    return "text" if len(text) > 24 else "short" if len(text) <= 12 else ""


def _plain(title: str, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Column]) -> str:
    lines = [title, " | ".join(column.title for column in columns.values())]
    lines += [
        " | ".join(write(row.get(n), c.kind, signed=c.signed) for n, c in columns.items())
        for row in rows
    ]
    return "\n".join(lines)


def _raw(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Column], key: str
) -> dict[str, Any]:
    """Name every number of a table ``row/column``."""
    return {
        f"{row.get(key) if key else at}/{name}": plain_number(
            row.get(f"{name}_value" if column.kind == "said" else name)
        )
        for at, row in enumerate(rows)
        for name, column in columns.items()
        if column.numeric
    }
