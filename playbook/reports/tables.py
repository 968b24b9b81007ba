"""How does a small frame become a table that reads well on a phone, on paper and in a terminal?

The unit is one table of at most some dozen rows. Every number in it is recorded under
``row/column``. Nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from playbook.reports.frames import records
from playbook.reports.shown import Shown, markup
from playbook.reports.words import plain_number, write

if TYPE_CHECKING:
    import pandas as pd


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
    link : str
        Column of the frame that holds the anchor, on the same page, that a cell leads to.
    """

    title: str
    kind: str = "text"
    signed: bool = False
    unit: str = ""
    link: str = ""

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
    words = f"<strong>{escape(title)}</strong>" + (f" {markup(caption)}" if caption else "")
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


def _heading(column: Column) -> str:
    unit = f' <span class="unit">{escape(column.unit)}</span>' if column.unit else ""
    kind = ' class="num"' if column.numeric else ""
    return f'<th scope="col"{kind}>{escape(column.title)}{unit}</th>'


def _row(row: Mapping[str, Any], columns: Mapping[str, Column], *, last: bool, stack: bool) -> str:
    cells = []
    for at, (name, column) in enumerate(columns.items()):
        said = write(row.get(name), column.kind, signed=column.signed)
        text = _linked(row, column, markup(said))
        label = f' data-label="{escape(column.title)}"' if stack and at else ""
        kind = _cell_class(column, said)
        kind = f' class="{kind}"' if kind else ""
        cells.append(
            f"<td{kind}{label}>{text}</td>" if at else f'<th scope="row"{kind}>{text}</th>'
        )
    opened = '<tr class="total">' if last else "<tr>"
    return f"{opened}{''.join(cells)}</tr>"


def _linked(row: Mapping[str, Any], column: Column, text: str) -> str:
    anchor = row.get(column.link) if column.link else None
    return f'<a href="#{escape(str(anchor))}">{text}</a>' if anchor else text


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
