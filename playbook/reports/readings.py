"""What does each watched number say today, and what does its weekday usually bring?

The unit is one metric in one slice on the report's day. All are read once a report. A number that
this shop cannot know has no row. History is the eight nearest ordinary days of the same weekday,
never the day before; promotions push it back, by half a year at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from playbook.analysis.baseline import REACH, WEEKS
from playbook.analysis.usual import history
from playbook.errors import PlaybookError
from playbook.metrics import Period, dimensions, metric
from playbook.metrics.dictionary import known
from playbook.reports import trend
from playbook.reports.basis import basis
from playbook.reports.session import Report
from playbook.reports.watchlist import PRICES, SALES, Watch, watches

if TYPE_CHECKING:
    import pandas as pd

DAYS = 28
"""History of a steady number that is not known for enough weeks, any weekday."""
SKUS = 40
"""Products looked at one by one: those with the most units in the eight weeks."""
FLOORS = {
    ("asp", "sku"): 0.12, ("roas", "campaign_id"): 0.5, ("spend", "campaign_id"): 0.15,
    ("dsr", ""): 0.01,
}  # fmt: skip
"""A product's price moves with its own promotions, a small plan with a few late orders: a mistake
moves them farther."""
WIDTHS = {("refund_amt", "sku"): 8.0}
"""Refunds of one product come in lumps."""
HOURS_VARY = 0.6
"""Hours of parcels differ less than amounts of orders: standard deviation over mean."""
OWN_FLOOR = 0.12
"""Own promotions differ in depth more than ordinary days do."""
PEAKS = {"component": ("p95_ms",)}
"""Split → metrics that are read as the worst hour of the day."""
_EXTRA = ("section", "metric", "by", "item")
_TOP = """
SELECT l.sku FROM order_lines AS l JOIN orders AS o USING (order_id)
WHERE o.paid_at >= ?::DATE AND o.paid_at < ?::DATE AND l.sku IS NOT NULL
GROUP BY l.sku ORDER BY sum(l.quantity) DESC, l.sku LIMIT ?
"""


def readings(report: Report) -> pd.DataFrame:
    """Read everything that is watched.

    Parameters
    ----------
    report : Report

    Returns
    -------
    DataFrame
        section, metric, by, item (null for the whole shop), and the columns of
        `playbook.analysis.usual`. A row a number that is known today or usually is.
    """
    return _readings(report).copy()


@lru_cache(maxsize=8)
def _readings(report: Report) -> pd.DataFrame:
    import pandas as pd

    from playbook.analysis.usual import COLUMNS

    groups: dict[tuple[str, bool], list[Watch]] = {}
    for one in watches():
        if one.id in known() and (not one.by or one.by in dimensions(one.id)):
            groups.setdefault((one.by, one.steady), []).append(one)
    frames = [_group(report, by, ones) for (by, _steady), ones in groups.items()]
    held = [frame for frame in frames if len(frame)]
    if not held:
        return pd.DataFrame(columns=[*_EXTRA, *COLUMNS])
    order = {(one.section, one.id, one.by): at for at, one in enumerate(watches())}
    table = pd.concat(held, ignore_index=True)
    keys = zip(table["section"], table["metric"], table["by"], strict=True)
    table = table.assign(_at=[order[key] for key in keys])
    return table.sort_values(["_at", "item"], kind="stable", ignore_index=True).drop(columns="_at")


def _compared(report: Report, one: Watch) -> dict[str, Any]:
    """Say which days a number is compared with: ordinary ones, or days of like promotions.

    A promotion of some products moves only prices and discounts: on its days these are compared
    with days of own promotions, on other days they are not.
    """
    if one.steady:
        return {"exclude": ()}
    off = set(promotion_days(report))
    if one.section != PRICES:
        return {"exclude": off}
    own = own_promotion_days(report)
    if report.day not in own:
        return {"exclude": off | own}
    back = (report.day - dt.timedelta(days=n) for n in range(7 * REACH + 1))
    return {"exclude": {day for day in back if day not in own} | off, "step": 1}


def _group(report: Report, by: str, ones: Sequence[Watch]) -> pd.DataFrame:
    """Read the metrics of one split with one question."""
    import pandas as pd

    asked = {one.section: _compared(report, one) for one in ones}
    days = [day for one in asked.values() for day in history(report.day, **one)]
    period = Period(min(days, default=report.day), report.day)
    found = _asked(report, by, tuple(dict.fromkeys(one.id for one in ones)), period)
    if found is None:
        return pd.DataFrame()
    rows = [_judged(report, found, one, asked[one.section]) for one in ones]
    return pd.concat(rows, ignore_index=True)


def _asked(report: Report, by: str, ids: tuple[str, ...], period: Period) -> pd.DataFrame | None:
    if by in PEAKS and set(ids) & set(PEAKS[by]):
        return _with_peaks(report, by, ids, period)
    asked: dict[str, Any] = {"grain": "day", "period": period}
    if by:
        asked |= {"by": [by]}
    if by == "sku":
        top = _top(report)
        if not top:
            return None
        asked |= {"where": {"sku": top}}
    try:
        return report.query(ids, **asked)
    except PlaybookError:
        # One metric that cannot be asked so must not cost the others.
        return None if len(ids) == 1 else _one_by_one(report, by, ids, period)


def _with_peaks(
    report: Report, by: str, ids: tuple[str, ...], period: Period
) -> pd.DataFrame | None:
    """Ask some metrics by the hour and keep each day's worst: a percentile has no day's value."""
    import pandas as pd

    peaks = tuple(name for name in ids if name in PEAKS[by])
    hours = report.query(peaks, by=[by], grain="hour", period=period)
    days = hours.assign(period=hours["period"].dt.normalize())
    worst = days.groupby([by, "period", "metric"], as_index=False, dropna=False).agg(
        value=("value", "max"), n=("n", "sum")
    )
    rest = tuple(name for name in ids if name not in peaks)
    others = report.query(rest, by=[by], grain="day", period=period) if rest else None
    found = worst.assign(reason=None)
    return found if others is None else pd.concat([others, found], ignore_index=True)


def _one_by_one(
    report: Report, by: str, ids: tuple[str, ...], period: Period
) -> pd.DataFrame | None:
    import pandas as pd

    found = [one for name in ids if (one := _asked(report, by, (name,), period)) is not None]
    return pd.concat(found, ignore_index=True) if found else None


def _judged(
    report: Report, found: pd.DataFrame, one: Watch, compared: dict[str, Any]
) -> pd.DataFrame:
    from playbook.analysis.baseline import FLOOR
    from playbook.analysis.usual import MANY, ONE, VARIES, usual

    kind, adds = metric(one.id), metric(one.id).kind in {"SUM", "DISTINCT"}
    own = found[found["metric"] == one.id]
    # A rate whose orders may still be refunded is not compared with settled ones.
    own = own[(own["period"].dt.date != report.day) | own["reason"].isna()]
    if one.by:
        own = own[own[one.by].notna()]
    asked: dict[str, Any] = {
        **compared, "unit": kind.unit, "zero": adds and bool(one.by),
        "events": _varies(report, one),
        "width": WIDTHS.get((one.id, one.by), MANY if one.by else ONE),
        "floor": FLOORS.get((one.id, one.by), OWN_FLOOR if "step" in compared else FLOOR),
        "varies": HOURS_VARY if kind.unit in {"hours", "seconds"} else VARIES,
    }  # fmt: skip
    split = [one.by] if one.by else []
    table = usual(own, report.day, split, **asked)
    if one.steady and table["expected"].isna().all():
        # Events are kept for a month: too short for eight Mondays, long enough for four weeks.
        table = usual(own, report.day, split, weeks=DAYS, least=DAYS // 2, step=1, **asked)
    held = table[table["value"].notna() | table["expected"].notna()]
    if report.day in compared["exclude"]:
        held = held.assign(verdict="promotion_day")
    item = held[one.by].astype("str") if one.by else None
    told = held.assign(section=one.section, metric=one.id, by=one.by, item=item)
    return told.drop(columns=one.by) if one.by else told


def _varies(report: Report, one: Watch) -> bool:
    """Whether an amount is made of orders or parcels, which differ: a product's price does not."""
    if metric(one.id).unit in {"hours", "seconds"}:
        return True
    orders = one.section in {SALES, PRICES}
    return orders and basis(report.store).ours and (one.id, one.by) != ("asp", "sku")


def promotion_days(report: Report) -> list[dt.date]:
    """List the days of short promotions of the whole shop, today and as far back as is looked."""
    return sorted(_days(report, trend.promotions(report)))


def own_promotion_days(report: Report) -> set[dt.date]:
    """List the days on which some products were in a short promotion."""
    return _days(report, trend.promotions(report, whole=False))


def _days(report: Report, promotions: pd.DataFrame | None) -> set[dt.date]:
    import pandas as pd

    if promotions is None:
        return set()
    first = report.day - dt.timedelta(days=7 * REACH)
    days = {
        stamp.date()
        for row in promotions.to_dict("records")
        for stamp in pd.date_range(row["starts_on"], row["ends_on"])
    }
    return {one for one in days if first <= one <= report.day}


def compared_days(report: Report) -> list[dt.date]:
    """List the ordinary same weekdays that the shop's own numbers are compared with."""
    first = basis(report.store).first
    days = history(report.day, promotion_days(report))
    return [one for one in days if one >= first]


def _top(report: Report) -> list[str]:
    if not report.has("order_lines.sku"):
        return []
    start = report.day - dt.timedelta(days=7 * WEEKS)
    stop = Period.day(report.day).shift(1).start
    return [str(sku) for sku in report.store.sql(_TOP, [start, stop, SKUS])["sku"]]
