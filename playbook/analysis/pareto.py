"""Which few products carry most of the sales, and which changed class?

The unit is one product (or any item) in one period. A = the items that together make the first
80 %, B up to 95 %, C the rest. What did not sell at all is C: it may also have been out of stock,
which this does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.analysis.frames import sums_by
from playbook.errors import ParameterError
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

CLASSES = ("A", "B", "C")
ABSENT = ""

COLUMNS = ("rank", "item", "value", "share", "cumulative", "class")


def abc(
    frame: pd.DataFrame, by: str, *, value: str = "value", a: float = 0.8, b: float = 0.95
) -> pd.DataFrame:
    """Class items by their cumulative share of a sum.

    Parameters
    ----------
    frame : DataFrame
        The sum by item, as ``metrics.query(store, [id], by=[by])`` gives it.
    by, value : str
        Column names.
    a, b : float
        Cumulative shares at which A and B end.

    Returns
    -------
    DataFrame
        Largest first, equal ones by name: rank, item, value, share, cumulative, class. The item
        that crosses a limit still belongs to the better class, so A is never empty. Items at 0 or
        below are C and carry no share: returns of last month's sales must not push others up.

    Raises
    ------
    ParameterError
        When a column is missing or not 0 < a < b ≤ 1.

    Notes
    -----
    Limits 80 / 95 as in common stock control practice. Margin is the better sum for stock
    decisions than sales. Use a period of four weeks or more: one day's A list is chance.
    """
    import pandas as pd

    if not 0 < a < b <= 1:
        raise ParameterError(_("a={a} and b={b} must satisfy 0 < a < b ≤ 1.", a=a, b=b))
    table = sums_by(frame, by, [value], "frame")[[value]].rename(columns={value: "value"})
    table.index.name = "item"
    table = table.reset_index()
    order = table.assign(size=-table["value"], name=table["item"].astype(str))
    table = table.loc[order.sort_values(["size", "name"], kind="stable").index]
    sold = table["value"].clip(lower=0)
    total = sold.sum()
    share = sold / total if total > 0 else sold
    cumulative = share.cumsum()
    # The share before an item decides. Sums of shares miss 0.8 by the last digit of a float.
    start = (cumulative - share).round(12)
    named = pd.Series("C", index=table.index, dtype="object")
    named = named.mask(start < b, "B").mask(start < a, "A").mask(sold <= 0, "C")
    table = table.assign(share=share, cumulative=cumulative, rank=range(1, len(table) + 1))
    return table.assign(**{"class": named})[list(COLUMNS)].reset_index(drop=True)


def abc_moves(
    before: pd.DataFrame,
    after: pd.DataFrame,
    by: str,
    *,
    value: str = "value",
    a: float = 0.8,
    b: float = 0.95,
) -> pd.DataFrame:
    """Compare the classes of two periods of equal length.

    Parameters
    ----------
    before, after, by, value, a, b
        As for `abc`.

    Returns
    -------
    DataFrame
        item, class_before, class_after ("" when absent from that period), value_before,
        value_after (0 when absent), change, move ("up", "down", "same", "new", "gone"). Sorted by
        the size of change, then by name.
    """
    import pandas as pd

    first = abc(before, by, value=value, a=a, b=b).set_index("item")[["class", "value"]]
    second = abc(after, by, value=value, a=a, b=b).set_index("item")[["class", "value"]]
    table = pd.concat(
        [first.add_suffix("_before"), second.add_suffix("_after")], axis=1, sort=False
    )
    classes = table[["class_before", "class_after"]].fillna(ABSENT)
    values = table[["value_before", "value_after"]].fillna(0.0)
    table = pd.concat([classes, values], axis=1)
    table = table.assign(
        change=table["value_after"] - table["value_before"],
        move=_moves(table["class_before"], table["class_after"]),
    )
    table.index.name = "item"
    table = table.reset_index()
    order = table.assign(size=-table["change"].abs(), name=table["item"].astype(str))
    rows = order.sort_values(["size", "name"], kind="stable").index
    return table.loc[rows].reset_index(drop=True)


def moves_matrix(moves: pd.DataFrame) -> pd.DataFrame:
    """Count items by class before (rows) and after (columns); the last of each is "absent".

    Returns
    -------
    DataFrame
        Index and columns A, B, C and "" (absent), all present even when 0.
    """
    import pandas as pd

    order = [*CLASSES, ABSENT]
    counts = pd.crosstab(moves["class_before"], moves["class_after"])
    return counts.reindex(index=order, columns=order, fill_value=0).astype("int64")


def _moves(before: pd.Series[str], after: pd.Series[str]) -> pd.Series[str]:
    import pandas as pd

    # "A" < "B" < "C": a smaller letter is a better class.
    move = pd.Series("same", index=before.index, dtype="object")
    move = move.mask(after < before, "up").mask(after > before, "down")
    return move.mask(before == ABSENT, "new").mask(after == ABSENT, "gone")
