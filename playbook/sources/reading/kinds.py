"""Which rows under the header are not data: totals, notes, blank rows, a repeated header?

The unit is one row of cleaned cells. A row is judged by its key cell (the first cell that is not
blank), by its last column (`Grand total` stands there in GA4) and by columns that the caller names.
Judged rows are kept apart and counted by name, never dropped. A `汇总` deeper in a hierarchy is the
business of that source: it names the columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from playbook.sources.reading.cells import clean
from playbook.store.sql import ident, literal

__all__ = ["BLANK", "DATA", "MALFORMED", "NOTE", "REPEATED", "TOTAL", "candidate_sql", "kind_sql"]

DATA, BLANK, TOTAL, NOTE = "data", "blank", "total", "note"
REPEATED, MALFORMED = "repeated header", "malformed"

_COLON_WORDS = ("合计", "总计", "汇总", "总和", "小计", "共计", "total", "grand total")
TOTAL_WORDS = (*_COLON_WORDS, "总合计", "totals", "subtotal", "sub total", "sum")
NOTE_STARTS = (
    *("#-", "# ", "导出时间", "导出人", "导出日期", "数据来源", "数据更新时间", "更新时间"),
    *("备注:", "备注：", "注:", "注：", "说明:", "说明：", "export time", "exported at"),
)
# `#1001` is a Shopify order; `#…列表结束` and `#收入合计：…` are Alipay's footer.
NOTE_PATTERN = "^#[^0-9].*(结束|合计|导出|笔|----)|^#[^0-9]*[:：]"


def kind_sql(
    cells: Sequence[str], header: Sequence[str | None], spare: Sequence[str], totals: Sequence[str]
) -> str:
    """Write the SQL expression that names the kind of a row.

    Parameters
    ----------
    cells
        Names of the cleaned columns that have a header, in file order.
    header
        The header's own texts, to recognise a repeated header.
    spare
        Names of the columns that lie beyond the header: anything in them is malformed.
    totals
        More columns in which a total word marks a total row.
    """
    key = f"coalesce({', '.join(map(ident, cells))}, '')"
    marked = [_is_total(text) for text in (key, *map(ident, {cells[-1], *totals}))]
    beyond = " OR ".join(f"{ident(cell)} IS NOT NULL" for cell in spare) or "false"
    return f"""CASE WHEN {beyond} THEN {literal(MALFORMED)}
        WHEN {key} = '' THEN {literal(BLANK)}
        WHEN {_same(cells, header)} THEN {literal(REPEATED)}
        WHEN {" OR ".join(marked)} THEN {literal(TOTAL)}
        WHEN {_is_note(key)} THEN {literal(NOTE)}
        ELSE {literal(DATA)} END"""


def candidate_sql(
    cells: Sequence[str], header: Sequence[str | None], spare: Sequence[str], totals: Sequence[str]
) -> str:
    """Write a cheap condition that holds for every row that `kind_sql` may call other than data.

    Parameters are those of `kind_sql`.
    """
    key = f"coalesce({', '.join(map(ident, cells))}, '')"
    begin = [re.escape(word) for word in (*TOTAL_WORDS, *NOTE_STARTS)]
    pattern = literal(f"^(?i:$|#|{'|'.join(begin)})")
    # Comparing costs a tenth of a regular expression, and none of the words begins with a digit.
    tests = [
        f"CASE WHEN {text} >= '0' AND {text} < ':' THEN false"
        f" ELSE regexp_matches({text}, {pattern}) END"
        for text in (key, *map(ident, sorted({cells[-1], *totals})))
    ]
    tests += [f"{ident(name)} IS NOT NULL" for name in spare]
    pairs = zip(cells, map(clean, header), strict=False)
    first = next(((ident(cell), text) for cell, text in pairs if text), None)
    tests += [f"{first[0]} = {literal(first[1])}"] if first else []
    return " OR ".join(tests)


def _is_total(expression: str) -> str:
    words = ", ".join(literal(word) for word in TOTAL_WORDS)
    starts = [literal(word + mark) for word in _COLON_WORDS for mark in ":："]
    begun = " OR ".join(f"starts_with(lower({expression}), {start})" for start in starts)
    return f"(length({expression}) < 60 AND (lower({expression}) IN ({words}) OR {begun}))"


def _is_note(key: str) -> str:
    starts = " OR ".join(f"starts_with(lower({key}), {literal(start)})" for start in NOTE_STARTS)
    pattern = f"regexp_matches({key}, {literal(NOTE_PATTERN)})"
    return f"({starts} OR (starts_with({key}, '#') AND {pattern}))"


def _same(cells: Sequence[str], header: Sequence[str | None]) -> str:
    pairs = [(cell, clean(text)) for cell, text in zip(cells, header, strict=False)]
    tests = [f"{ident(cell)} = {literal(text)}" for cell, text in pairs if text]
    return "coalesce(" + (" AND ".join(tests) or "false") + ", false)"
