"""How many buyers came for the first time, how many came back, and what did each spend?

The unit is one buyer in one period. A buyer is new in the period that holds the first order known,
and every order of that period counts as a new buyer's; in later periods the buyer returns. Orders
without a buyer id (masked names) are "unknown" and never guessed: their buyers are not counted.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from playbook.analysis.frames import numeric, require
from playbook.errors import ParameterError
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

Grain = Literal["day", "week", "month"]

KINDS = ("new", "returning", "unknown")
COLUMNS = ("period", "kind", "buyers", "orders", "spend")


def new_and_returning(
    orders: pd.DataFrame,
    *,
    start: dt.date,
    end: dt.date,
    grain: Grain = "week",
    buyer: str = "customer_id",
    day: str = "paid_at",
    spend: str = "amount",
    first_order: str | None = None,
) -> pd.DataFrame:
    """Split buyers, orders and spend per period into new, returning and unknown.

    Parameters
    ----------
    orders : DataFrame
        One row per paid order, with the whole history: who bought before `start` is not new. A
        frame that begins at `start` would call everyone new.
    start, end : date
        The periods shown, both days included.
    grain : {"day", "week", "month"}
        Weeks begin on Monday.
    buyer, day, spend : str
        Column names.
    first_order : str, optional
        A column with the buyer's first order date from the platform; the earlier of it and the
        first order known counts.

    Returns
    -------
    DataFrame
        period (its first day), kind, buyers (distinct; null for "unknown"), orders, spend; the
        kinds of one period in the order of `KINDS`, each present even when 0, for every period
        from start to end. Buyers must not be added up over periods.

    Raises
    ------
    ParameterError
        When a column is missing, end lies before start, or the grain is unknown.
    """
    import pandas as pd

    known = [first_order] if first_order else []
    require(orders, [buyer, day, spend, *known], "orders")
    if end < start:
        raise ParameterError(_("end={end} lies before start={start}.", end=end, start=start))
    days = pd.to_datetime(orders[day]).dt.normalize()
    data = pd.DataFrame(
        {"buyer": orders[buyer], "day": days, "spend": numeric(orders, spend, "orders")}
    )
    first = data.groupby("buyer")["day"].transform("min")
    if first_order:
        stated = pd.to_datetime(orders[first_order]).dt.normalize()
        first = pd.concat([first, stated], axis=1).min(axis=1)
    period, begins = _begins(data["day"], grain), _begins(first, grain)
    kind = pd.Series("returning", index=data.index, dtype="object").mask(begins == period, "new")
    data = data.assign(period=period, kind=kind.mask(data["buyer"].isna(), "unknown"))
    inside = data[(data["day"] >= pd.Timestamp(start)) & (data["day"] <= pd.Timestamp(end))]
    return _table(inside, _begins(pd.Series(pd.date_range(start, end)), grain).unique())


def split_buyers(
    buyers: pd.DataFrame,
    start: dt.date,
    *,
    first_order: str = "first_order",
    orders: str = "orders",
    spend: str = "spend",
) -> pd.DataFrame:
    """Split one period's buyers when they are already one row each.

    Parameters
    ----------
    buyers : DataFrame
        One row per buyer of the period: date of the first order ever, orders and spend in the
        period.
    start : date
        The period's first day: a first order on or after it makes a buyer new.
    first_order, orders, spend : str
        Column names.

    Returns
    -------
    DataFrame
        kind ("new", "returning", "unknown": no first order date), buyers, orders, spend; three
        rows, 0 where there is none.

    Examples
    --------
    >>> import pandas as pd
    >>> one = {"first_order": [pd.Timestamp("2026-06-02")], "orders": [2], "spend": [90.0]}
    >>> split_buyers(pd.DataFrame(one), dt.date(2026, 6, 1))["orders"].tolist()
    [2, 0, 0]
    """
    import pandas as pd

    require(buyers, [first_order, orders, spend], "buyers")
    first = pd.to_datetime(buyers[first_order])
    kind = pd.Series("returning", index=buyers.index, dtype="object")
    kind = kind.mask(first >= pd.Timestamp(start), "new").mask(first.isna(), "unknown")
    data = pd.DataFrame(
        {
            "kind": kind,
            "buyers": 1,
            "orders": numeric(buyers, orders, "buyers"),
            "spend": numeric(buyers, spend, "buyers"),
        }
    )
    sums = data.groupby("kind")[["buyers", "orders", "spend"]].sum().reindex(KINDS, fill_value=0)
    sums = sums.astype({"buyers": "int64", "orders": "int64", "spend": "float64"})
    return sums.rename_axis("kind").reset_index()


def _begins(days: pd.Series[Any], grain: Grain) -> pd.Series[Any]:
    """Return the first day of the period that each day lies in."""
    codes = {"day": "D", "week": "W-SUN", "month": "M"}
    if grain not in codes:
        raise ParameterError(
            _("grain='{grain}' is unknown. Choose day, week or month.", grain=grain)
        )
    begins: pd.Series[Any] = days.dt.to_period(codes[grain]).dt.start_time
    return begins


def _table(orders: pd.DataFrame, periods: Any) -> pd.DataFrame:
    import pandas as pd

    groups = orders.groupby(["period", "kind"])
    sums = pd.DataFrame(
        {
            "buyers": groups["buyer"].nunique(),
            "orders": groups.size(),
            "spend": groups["spend"].sum(),
        }
    )
    every = pd.MultiIndex.from_product([periods, KINDS], names=["period", "kind"])
    table = sums.reindex(every, fill_value=0).reset_index()
    table = table.astype({"buyers": "Int64", "orders": "int64", "spend": "float64"})
    # How many people stand behind masked names is not known, and it is not 0.
    some = (table["kind"] == "unknown") & (table["orders"] > 0)
    return table.assign(buyers=table["buyers"].mask(some))[list(COLUMNS)]
