"""From visitors to buyers: at which step are people lost?

The unit is one week as the platform itself states it. Visitors of days cannot be added to
visitors of a week, so without the platform's weekly row there is no funnel, and the report says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.i18n import N_, _
from playbook.metrics import Period
from playbook.reports import show
from playbook.reports.frames import records
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown

if TYPE_CHECKING:
    import pandas as pd

STEPS = {
    "uv": N_("Visitors"),
    "cart_users": N_("Added to cart"),
    "placed_buyers": N_("Placed an order"),
    "buyers": N_("Paid"),
}
_ROW = """
SELECT uv, cart_users, placed_buyers, buyers FROM traffic
WHERE scope = 'shop' AND grain = 'week' AND date = ? AND region IS NULL AND device IS NULL
  AND app_version IS NULL
  AND page_type IS NULL AND page_id IS NULL
"""


def funnel(report: Report, week: Period) -> tuple[Shown, ...]:
    """Show the week's funnel as a chart and a table, or why there is none."""
    from playbook.analysis import funnel as compute

    found = report.store.sql(_ROW, [week.start]) if report.has("traffic") else None
    row = records(found)[0] if found is not None and len(found) == 1 else {}
    counts = {
        name: row[name] for name in STEPS if row.get(name) is not None and row[name] == row[name]
    }
    if len(counts) < 2:
        return (
            show.left_out(
                "funnel",
                _("The funnel is left out: the platform's weekly visitor row was not imported."),
                _("Daily visitors cannot be added up to a week. Import the weekly shop report."),
            ),
        )
    table = compute({_(STEPS[name]): count for name, count in counts.items()})
    return _chart(table, week), _table(table, week)


def _chart(table: pd.DataFrame, week: Period) -> Shown:
    from playbook.charts import funnel as draw

    fig = draw(table, title=_("From visitor to buyer"), subtitle=str(week))
    return show.figure("chart_funnel", fig, points=len(table))


def _table(table: pd.DataFrame, week: Period) -> Shown:
    columns = {
        "step": Column(_("Step")),
        "count": Column(_("People"), "count"),
        "step_rate": Column(_("Of the step before"), "fraction"),
        "overall_rate": Column(_("Of all visitors"), "fraction"),
    }
    caption = _("As the platform counts them in {week}.", week=str(week))
    return show.table("funnel", table, columns, title=_("Funnel"), caption=caption, key="step")
