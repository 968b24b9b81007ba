"""Which row of a sheet names the columns, and what are the columns called?

The unit is one row near the top of a sheet. A row is the header when it holds at least three
names that some source knows, or (for a file nobody knows) when it is the first row of distinct
words with rows of the same width under it. Positions are never used to name a column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence

from playbook.sources.reading.cells import SPACES, clean

__all__ = ["KnownHeaders", "find_header", "header_key", "normalise_header", "unique_names"]

KnownHeaders = Collection[str] | Callable[[str], bool]
SEARCH_ROWS = 30
ENOUGH = 3
_GAPS = re.compile(f"[{re.escape(SPACES)}]+")
_NUMERIC = re.compile(r"[0-9０-９.,:/%+\-¥￥$£€ ~年月日]+")


def normalise_header(text: str | None) -> str:
    """Write a header the one way: half-width, trimmed, single spaces; case is kept.

    Examples
    --------
    >>> normalise_header("收入金额（+元） ")
    '收入金额(+元)'
    """
    inner = clean(text) or ""
    return _GAPS.sub(" ", unicodedata.normalize("NFKC", inner)).strip(" ")


def header_key(text: str | None) -> str:
    """Return the form in which two headers are compared: normalised, without case or dashes' kind.

    Examples
    --------
    >>> header_key("Sessions – Total") == header_key("sessions - total")
    True
    """
    return re.sub("[‐‑‒–—−]", "-", normalise_header(text)).casefold()


def unique_names(header: Sequence[str | None]) -> tuple[str, ...]:
    """Name each column once: repeats become `同比#2`, blanks become `column_7`.

    DuckDB compares column names without case, so `UV价值环比` and `uv价值环比` are repeats too.

    Examples
    --------
    >>> unique_names(["日期", "同比", "", "同比"])
    ('日期', '同比', 'column_3', '同比#2')
    """
    names: list[str] = []
    taken = {"_row", "_extra", "rowid"}
    for position, text in enumerate(header, start=1):
        base = normalise_header(text) or f"column_{position}"
        name, repeat = base, 1
        while name.casefold() in taken:
            repeat += 1
            name = f"{base}#{repeat}"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def find_header(rows: Sequence[Sequence[str | None]], known: KnownHeaders) -> int | None:
    """Find the header among the first rows.

    Parameters
    ----------
    rows
        The first rows of the sheet, in file order; only the first 30 are looked at.
    known
        Header names that some source knows, or a function that says whether it knows one.

    Returns
    -------
    int or None
        The 0-based position of the header row, or None when no row qualifies.
    """
    head = rows[:SEARCH_ROWS]
    is_known = known if callable(known) else _membership(known)
    scores = [sum(1 for cell in set(row) if clean(cell) and is_known(cell or "")) for row in head]
    best = max(scores, default=0)
    if best >= ENOUGH:
        return scores.index(best)
    return next((at for at in range(len(head)) if _looks_like_header(rows, at)), None)


def _membership(known: Collection[str]) -> Callable[[str], bool]:
    keys = {header_key(name) for name in known}
    return lambda text: header_key(text) in keys


def _looks_like_header(rows: Sequence[Sequence[str | None]], at: int) -> bool:
    cells = [clean(cell) for cell in rows[at]]
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or len(filled) < 0.5 * len(cells) or str(filled[0]).startswith("#"):
        return False
    if any(_NUMERIC.fullmatch(cell) for cell in filled) or len(set(filled)) < 0.5 * len(filled):
        return False
    below = [row for row in rows[at + 1 : at + 6] if any(clean(cell) for cell in row)]
    return all(len(row) >= len(filled) for row in below[:1])
