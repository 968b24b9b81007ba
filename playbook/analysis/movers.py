"""Which products, channels or categories moved a sum between two periods?

The unit is one value of one dimension. The listed rows and "everything else" add up to the whole
change. Only sums can be split this way: visitors, buyers and ratios are refused by their metric's
kind before they come here, because their parts do not add up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.analysis.frames import known, sums_by
from playbook.errors import ParameterError
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("dimension", "item", "before", "after", "change", "share", "kind", "items")


def movers(
    before: pd.DataFrame,
    after: pd.DataFrame,
    by: str,
    *,
    value: str = "value",
    top: int = 10,
) -> pd.DataFrame:
    """List what contributed most to the change of a SUM metric, largest first.

    Parameters
    ----------
    before, after : DataFrame
        The metric by one dimension, as ``metrics.query(store, [id], by=[by])`` gives it. Several
        rows of one item are added up; rows whose value is null are left out.
    by : str
        The dimension's column.
    value : str
        The column to compare.
    top : int
        How many items are listed one by one; the others become one row of kind "rest".

    Returns
    -------
    DataFrame
        dimension, item (null in the row "rest" and for an item without a name), before, after,
        change, share (of the whole change; null when the whole did not change), kind ("kept",
        "new": only in the second period, "gone": only in the first, "rest"), items (how many are
        in the row). Sorted by size of change, then by name; the rest comes last. ``change`` adds
        up to the change of the whole. Empty when both frames are.

    Raises
    ------
    ParameterError
        When a column is missing, `top` is below 1 or a frame holds several metrics.

    Notes
    -----
    contribution = after − before; share = contribution / Σ contributions. When ups and downs
    nearly cancel, shares are huge and mean little: read ``change`` then. A share is not a cause.
    """
    if known(top, "top") < 1:
        raise ParameterError(_("top={top} lists nothing. It must be 1 or more.", top=top))
    table = _changes(before, after, by, value)
    listed, rest = table.iloc[:top], table.iloc[top:]
    return _finished(listed, rest, by, table["change"].sum())


def _changes(before: pd.DataFrame, after: pd.DataFrame, by: str, value: str) -> pd.DataFrame:
    import pandas as pd

    first = sums_by(before, by, [value], "before")[value].rename("before")
    second = sums_by(after, by, [value], "after")[value].rename("after")
    table = pd.concat([first, second], axis=1, sort=False)
    kind = pd.Series("kept", index=table.index, dtype="object")
    kind = kind.mask(table["before"].isna(), "new").mask(table["after"].isna(), "gone")
    table = table.fillna(0.0).assign(kind=kind)
    table = table.assign(change=table["after"] - table["before"], items=1)
    table.index.name = "item"
    table = table.reset_index()
    # Equal changes are ordered by name, so that two runs list the same items.
    order = table.assign(size=-table["change"].abs(), name=table["item"].astype(str))
    return table.loc[order.sort_values(["size", "name"], kind="stable").index]


def _finished(listed: pd.DataFrame, rest: pd.DataFrame, by: str, change: float) -> pd.DataFrame:
    import pandas as pd

    if len(rest):
        sums = rest[["before", "after", "change", "items"]].sum()
        row = pd.DataFrame([{"item": None, "kind": "rest", **sums.to_dict()}])
        listed = pd.concat([listed, row.astype({"item": "object"})], ignore_index=True)
    share = listed["change"] / change if change else listed["change"] * float("nan")
    table = listed.assign(dimension=by, share=share).astype({"items": "int64"})
    return table[list(COLUMNS)].reset_index(drop=True)
