"""How far is the month against its target, and what must the remaining days bring?

The unit is one calendar month of paid sales. Without a target the month is still shown, and the
report says how to set one. Nothing is forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playbook.i18n import MISSING, _
from playbook.i18n import month as month_words
from playbook.metrics import Period, metric
from playbook.reports import show
from playbook.reports.frames import records
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.words import missing, say, sentences

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Month:
    """A month to date.

    Parameters
    ----------
    attained : float
        Paid sales from the first of the month to the day.
    target : float or None
    share_due : float or None
        Share of the month that was due by now: by the curve where there is one, else by days.
    rows : DataFrame
        As `playbook.metrics.progress`, one row a target.
    """

    attained: float
    target: float | None
    share_due: float | None
    rows: pd.DataFrame


def month_to_date(report: Report) -> Month:
    """Return the month to date and its targets."""
    from playbook.metrics import progress

    period = Period.month_to_date(report.day)
    attained = float(report.query("gmv_paid", period=period)["value"].iloc[0])
    rows = progress(report.store, report.day)
    own = rows[rows["metric"] == "gmv_paid"]
    if not len(own):
        return Month(attained, None, None, rows)
    row = own.iloc[0]
    due = row["share_days"] if missing(float(row["share_curve"])) else row["share_curve"]
    return Month(attained, float(row["target"]), float(due), rows)


def month_table(report: Report, found: Month) -> Shown:
    """Show the month to date against each target that is set."""
    if not len(found.rows):
        return show.left_out(
            "month",
            _("No target is set for {month}, so the month is not measured against one.",
              month=month_words(report.day)),
            _("Fill in data/templates/targets.xlsx and import it: playbook store import FILE"),
        )  # fmt: skip
    rows = [_row(report, row) for row in records(found.rows)]
    columns = {
        "metric": Column(_("Metric")),
        "target": Column(_("Target"), "said"),
        "actual": Column(_("Month to date"), "said"),
        "attained": Column(_("Reached"), "fraction"),
        "share_days": Column(_("Due by days"), "fraction"),
        "share_curve": Column(_("Due by the curve"), "fraction"),
        "needed": Column(_("Needed per remaining day"), "said"),
    }
    curve = next((row["curve"] for row in records(found.rows) if row["curve"]), "")
    caption = sentences(
        _("Month to date: {days}.", days=str(Period.month_to_date(report.day))),
        _("The curve follows {curve}.", curve=curve) if curve and not missing(curve) else "",
    )
    import pandas as pd

    return show.table(
        "month", pd.DataFrame(rows), columns,
        title=_("Targets of the month"), caption=caption, key="key", stack=True,
    )  # fmt: skip


def month_chart(report: Report, found: Month) -> Shown:
    """Draw the month to date against its target; nothing without a target."""
    if found.target is None:
        return show.nothing("chart_month")
    from playbook.charts import pace
    from playbook.metrics.progress import month_weights

    whole = report.query("gmv_paid", grain="day", period=Period.month_to_date(report.day))
    weights, _basis = month_weights(report.store, "gmv_paid", report.day)
    fig = pace(
        whole,
        found.target,
        report.day,
        title=metric("gmv_paid").name,
        unit=report.currency,
        weights=weights or None,
    )
    return show.figure("chart_month", fig, points=len(whole))


def _row(report: Report, row: dict[str, Any]) -> dict[str, Any]:
    unit = str(row["unit"])
    need = say(row["needed_per_day"], unit, report.currency)
    words = _("{need} (days left: {days})", need=need, days=row["days_left"])
    # A target that must not be exceeded, such as a refund rate, is not "reached" by exceeding it.
    ceiling = metric(row["metric"]).direction == "down"
    return {
        **row,
        "attained": None if ceiling else row["attained"],
        "key": row["metric"],
        "metric": metric(row["metric"]).name,
        "target": say(row["target"], unit, report.currency),
        "target_value": row["target"],
        "actual": say(row["actual"], unit, report.currency),
        "actual_value": row["actual"],
        "needed_value": row["needed_per_day"],
        "needed": MISSING if missing(row["needed_per_day"]) else words,
    }
