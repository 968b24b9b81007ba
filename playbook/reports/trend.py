"""Is the day, or the week, unusual for this shop?

The unit is one day of paid sales beside the same weekday of the weeks before. Promotions of the
whole shop are shaded and judged apart. A verdict says "unusual", never why.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from playbook.analysis.baseline import REACH
from playbook.i18n import _
from playbook.metrics import Period, metric
from playbook.reports import show
from playbook.reports.basis import basis
from playbook.reports.session import Report
from playbook.reports.show import Shown

if TYPE_CHECKING:
    import pandas as pd

DRAWN_DAYS = 42
HISTORY_DAYS = DRAWN_DAYS + 7 * REACH
CHART_UNITS = {"count": "count", "fraction": "percent", "x": "number"}
LONGEST_DAYS = 14
"""A promotion longer than this is background: nothing would be left to compare with."""


def days(report: Report, name: str = "gmv_paid") -> pd.DataFrame:
    """Return the metric by day, as far back as a band needs it."""
    first = report.day - dt.timedelta(days=HISTORY_DAYS - 1)
    return report.query(name, grain="day", period=Period(first, report.day))


def promotions(report: Report, *, whole: bool = True) -> pd.DataFrame | None:
    """Return the short promotions of the whole shop, or of some products; None without any."""
    if not report.has("promotions"):
        return None
    found = report.store.sql(
        "SELECT name, starts_on, ends_on FROM promotions WHERE (skus IS NULL) = ? "
        "AND date_diff('day', starts_on, ends_on) < ? ORDER BY starts_on, name",
        [whole, LONGEST_DAYS],
    )
    return found if len(found) else None


def verdict(report: Report, name: str = "gmv_paid") -> dict[str, Any]:
    """Judge the day against the same weekday of the weeks before."""
    import pandas as pd

    from playbook.analysis import judge

    shaded = promotions(report)
    off = set() if shaded is None else {
        stamp
        for row in shaded.to_dict("records")
        for stamp in pd.date_range(row["starts_on"], row["ends_on"])
    }  # fmt: skip
    return judge(days(report, name), report.day, exclude=off)


def chart(report: Report, name: str = "gmv_paid") -> Shown:
    """Draw the last six weeks with the range that each weekday usually keeps to."""
    from playbook.charts import trend

    found, one = days(report, name), metric(name)
    part = "chart_trend" if name == "gmv_paid" else f"chart_{name}"
    drawn = int(found.tail(DRAWN_DAYS)["value"].notna().sum())
    if not drawn:
        return _unknown(report, part, one.name)
    fig = trend(
        found,
        day=report.day,
        title=one.name,
        unit=CHART_UNITS.get(one.unit, report.currency),
        length=DRAWN_DAYS,
        promotions=promotions(report),
    )
    return show.figure(part, fig, points=drawn)


def _unknown(report: Report, part: str, name: str) -> Shown:
    return show.left_out(
        part,
        _("{metric} by day is left out: {rows} do not state it.",
          metric=name, rows=basis(report.store).name),
        _("Import an order export: playbook store import FILE"),
    )  # fmt: skip


def verdict_words(found: dict[str, Any]) -> str:
    """Say a verdict in words, for the middle of a sentence."""
    from playbook.analysis import verdict_name

    if found["verdict"] == "not_enough_history":
        return _("not enough history to say whether that is usual")
    return verdict_name(str(found["verdict"]))
