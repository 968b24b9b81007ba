"""What rows does an HTML table hold that a small ERP tool saved with the name .xls?

The unit is one table row. Nested tables are read as text of their cell; nothing is fetched or run.
"""

from __future__ import annotations

from html.parser import HTMLParser

__all__ = ["html_tables"]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str | None]]] = []
        self.depth = 0
        self.cell: list[str] | None = None
        self.span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
        elif self.depth == 1 and tag == "tr":
            self._close_cell()
            self.tables[-1].append([])
        elif self.depth == 1 and tag in ("td", "th"):
            self._close_cell()
            self.cell = []
            span = dict(attrs).get("colspan") or "1"
            self.span = min(int(span), 1000) if span.isdigit() else 1
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            if self.depth == 1:
                self._close_cell()
            self.depth = max(0, self.depth - 1)
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def _close_cell(self) -> None:
        if self.cell is None or not self.tables:
            return
        if not self.tables[-1]:
            self.tables[-1].append([])
        text = "".join(self.cell)
        self.tables[-1][-1].extend([text or None, *[None] * (self.span - 1)])
        self.cell = None


def html_tables(text: str) -> list[list[list[str | None]]]:
    """Return the rows of each table of a page.

    Examples
    --------
    >>> html_tables("<table><tr><th>a<th>b</tr><tr><td>1</td><td>x &amp; y</td></tr></table>")
    [[['a', 'b'], ['1', 'x & y']]]
    """
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return parser.tables
