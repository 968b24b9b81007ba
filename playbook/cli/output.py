"""How are results printed so that a name in the data can never act on the terminal?

The unit is one line or table. Everything that comes from data goes through `plain`: no markup,
no control characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


WIDE = 28
"""Characters that a column of long names has at least."""


def console() -> Console:
    """Return the console for results."""
    from rich.console import Console

    return Console(highlight=False)


def errors() -> Console:
    """Return the console for messages about what went wrong."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def say(text: str) -> None:
    """Print a line as it is: brackets are no markup, long paths are not cut."""
    console().print(plain(text), soft_wrap=True)


def plain(text: object) -> Text:
    r"""Return text that is only text: control characters become "�".

    Examples
    --------
    >>> plain("red: \x1b[31m[bold]").plain
    'red: �[31m[bold]'
    """
    from rich.text import Text

    safe = "".join(
        "�" if unicodedata.category(sign) == "Cc" and sign not in "\n\t" else sign
        for sign in str(text)
    )
    return Text(safe)


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    numbers: Sequence[int] = (),
    wide: Sequence[int] = (),
) -> None:
    """Print a table.

    Parameters
    ----------
    heads : sequence of str
        Column titles, translated.
    rows : iterable of sequences
        Cells, formatted.
    title : str
        A line above.
    numbers : sequence of int
        Positions of the columns that are set to the right.
    wide : sequence of int
        Positions of columns of long names, which narrower ones must not squeeze.
    """
    from rich import box
    from rich.table import Table

    grid = Table(title=plain(title) if title else None, box=box.SIMPLE_HEAD, title_justify="left")
    for position, head in enumerate(heads):
        grid.add_column(
            plain(head),
            justify="right" if position in numbers else "left",
            overflow="fold",
            min_width=WIDE if position in wide else None,
        )
    for row in rows:
        grid.add_row(*(plain(cell) for cell in row))
    console().print(grid)
