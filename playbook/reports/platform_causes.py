"""How much of the gap to the platform's total can the tables themselves measure?

The unit is one cause and one day of paid sales. Whether the platform takes refunds off, and on
which date, is learned from the days before and never from the day it is applied to, so that the
day's own rest cannot be explained away. A cause that the tables cannot tell stays unknown.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from playbook.metrics import Period
from playbook.reports.session import Report

if TYPE_CHECKING:
    import pandas as pd

LEARN_DAYS = 28
LEAST_DAYS = 7
CLEARLY = 0.8
"""A way of counting refunds is taken for the platform's when its misses are this much smaller."""

_DAYS = """
WITH theirs AS (
  SELECT date AS day, sum(paid_amount)::DOUBLE AS theirs FROM traffic
  WHERE scope = 'shop' AND grain = 'day' AND paid_amount IS NOT NULL
    AND region IS NULL AND device IS NULL
  AND app_version IS NULL AND page_type IS NULL AND page_id IS NULL
  GROUP BY date HAVING count(*) = 1
), ours AS (
  SELECT paid_at::DATE AS day, sum(paid_amount)::DOUBLE AS ours,
    sum(shipping_amount)::DOUBLE AS freight, sum(tax_amount)::DOUBLE AS tax,
    sum(CASE WHEN is_presale THEN deposit_amount END)::DOUBLE AS presale_balance
  FROM orders WHERE paid_at IS NOT NULL GROUP BY 1
), {refunds}
SELECT day, theirs, ours, coalesce(freight, 0) AS freight, coalesce(tax, 0) AS tax,
  coalesce(presale_balance, 0) AS presale_balance, coalesce(closed, 0) AS closed,
  coalesce(own, 0) AS own
FROM theirs JOIN ours USING (day) LEFT JOIN closed USING (day) LEFT JOIN own USING (day)
WHERE day BETWEEN ? AND ? ORDER BY day
"""
_REFUNDS = """closed AS (
  SELECT closed_at::DATE AS day, sum(amount)::DOUBLE AS closed FROM refunds
  WHERE closed_at IS NOT NULL AND coalesce(status, 'completed') = 'completed' GROUP BY 1
), own AS (
  SELECT o.paid_at::DATE AS day, sum(r.amount)::DOUBLE AS own
  FROM refunds AS r JOIN orders AS o USING (order_id)
  WHERE r.closed_at IS NOT NULL AND coalesce(r.status, 'completed') = 'completed' GROUP BY 1
)"""
_NONE = """closed AS (SELECT NULL::DATE AS day, 0::DOUBLE AS closed WHERE false),
own AS (SELECT NULL::DATE AS day, 0::DOUBLE AS own WHERE false)"""
HELD = ("freight", "tax", "presale_balance")


def causes(report: Report) -> dict[str, float | None]:
    """Measure each cause for the report's day; None where the tables cannot tell.

    Parameters
    ----------
    report : Report

    Returns
    -------
    dict
        Cause of `playbook.analysis.CAUSES` → what it adds to our number on the way to theirs.
    """
    table = _days(report)
    row = table[table["day"] == report.day.isoformat()]
    found: dict[str, float | None] = {
        cause: -float(row[cause].iloc[0])
        for cause in HELD
        if len(row) and float(row[cause].iloc[0])
    }
    return found | _refunds(report, table) | {"export_window": _window(report)}


def _days(report: Report) -> pd.DataFrame:
    """Return theirs, ours and each measured part by day, the day of the report last."""
    first = report.day - dt.timedelta(days=LEARN_DAYS)
    query = _DAYS.format(refunds=_REFUNDS if report.has("refunds.closed_at") else _NONE)
    table = report.store.sql(query, [first, report.day])
    return table.assign(day=table["day"].astype("str").str[:10])


def _refunds(report: Report, table: pd.DataFrame) -> dict[str, float | None]:
    """Say what refunds add: taken off at all, and on completion instead of on payment."""
    row = table[table["day"] == report.day.isoformat()]
    way = convention(table[table["day"] != report.day.isoformat()])
    if not way or not len(row) or not report.has("refunds.closed_at"):
        return {"refund_date": None}
    if way == "gross":
        return {"refund_date": 0.0}
    own, closed = float(row["own"].iloc[0]), float(row["closed"].iloc[0])
    return {"refunds": -own, "refund_date": own - closed if way == "completed" else 0.0}


def convention(table: pd.DataFrame) -> str:
    """Learn how the platform counts refunds, from days on which both totals are known.

    Parameters
    ----------
    table : DataFrame
        One row a day: theirs, ours, freight, tax, presale_balance, closed (refunds completed on
        the day), own (refunds of the day's own orders).

    Returns
    -------
    {"", "gross", "completed", "paid"}
        "" where fewer than 7 days, or no refunds, or no way that is clearly nearest.
    """
    if len(table) < LEAST_DAYS or not (table["closed"].any() or table["own"].any()):
        return ""
    rest = table["theirs"] - table["ours"] + table[list(HELD)].sum(axis=1)
    off = {
        "gross": float(rest.abs().sum()),
        "completed": float((rest + table["closed"]).abs().sum()),
        "paid": float((rest + table["own"]).abs().sum()),
    }
    best, second = sorted(off, key=lambda way: off[way])[:2]
    return best if off[best] < CLEARLY * off[second] else ""


def _window(report: Report) -> float | None:
    """Say what lies in our day and not in theirs because their file was made before midnight."""
    ended = dt.datetime.combine(Period.day(report.day).shift(1).start, dt.time())
    made = {name: _stated(report, name) for name in ("orders", "traffic")}
    orders, theirs = made["orders"], made["traffic"]
    # Orders paid after our own file was made are in neither count: nothing can measure them.
    if orders is None or theirs is None or orders < min(ended, theirs):
        return None
    row = report.store.sql(
        "SELECT coalesce(sum(paid_amount), 0)::DOUBLE AS late FROM orders "
        "WHERE paid_at >= ? AND paid_at < ?",
        [max(theirs, dt.datetime.combine(report.day, dt.time())), ended],
    )
    return 0.0 - float(row["late"].iloc[0])


def _stated(report: Report, table: str) -> dt.datetime | None:
    """Return the time of the newest file that held the table."""
    times = [
        dt.datetime.fromisoformat(str(one["as_of"])).replace(tzinfo=None)
        for one in report.store.imports()
        if table in one.get("tables", ())
    ]
    return max(times, default=None)
