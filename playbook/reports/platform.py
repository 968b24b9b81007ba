"""How does our number differ from the platform's own (口径对照)?

The unit is one day of paid sales. The platform's total is a row that was imported; ours is counted
from orders. Causes that the data can measure carry their amount; what is left stays visible.
"""

from __future__ import annotations

from typing import Any

from playbook.i18n import _
from playbook.metrics import Period, metric
from playbook.reports import show
from playbook.reports.basis import basis
from playbook.reports.frames import records
from playbook.reports.platform_causes import LEARN_DAYS, causes
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown

_THEIRS = """
SELECT sum(paid_amount)::DOUBLE AS theirs FROM traffic
WHERE scope = 'shop' AND grain = 'day' AND date = ? AND paid_amount IS NOT NULL
  AND region IS NULL AND device IS NULL
  AND app_version IS NULL AND page_type IS NULL AND page_id IS NULL
HAVING count(*) = 1
"""


def bridge(report: Report) -> Shown:
    """Show ours, theirs, the gap and each named cause; or how to get the platform's total."""
    import pandas as pd

    from playbook.analysis import bridge as lead_over

    theirs = platform_total(report)
    if not basis(report.store).ours:
        return show.left_out(
            "bridge",
            _("The sales of this report are the platform's own count, so nothing differs."),
            _("Import an order export to see where a count of your orders differs from it."),
        )
    if theirs is None:
        return show.left_out(
            "bridge",
            _("The platform's own total is left out: none was imported for this day."),
            _("Import the platform's daily shop report (traffic) to see where the two differ."),
        )
    ours = _ours(report)
    table = lead_over(ours, theirs, causes(report))
    rows = [_named(row) for row in records(table)]
    columns = {
        "label": Column(_("Step")),
        "amount": Column(metric("gmv_paid").name, "money", unit=report.currency),
        "share": Column(_("Of the gap"), "fraction"),
    }
    caption = _(
        "Ours counts orders by payment time, refunds not removed. How the platform dates refunds "
        "is learned from the {n} days before. A cause marked “not measured” may be part of the "
        "unexplained rest.",
        n=LEARN_DAYS,
    )
    return show.table(
        "bridge", pd.DataFrame(rows), columns,
        title=_("Our number and the platform's"), caption=caption, key="key",
    )  # fmt: skip


def platform_total(report: Report) -> float | None:
    """Return the platform's own paid amount of the day; None unless exactly one is held."""
    if not report.has("traffic.paid_amount"):
        return None
    found = report.store.sql(_THEIRS, [report.day])
    return float(found["theirs"].iloc[0]) if len(found) else None


def _ours(report: Report) -> float:
    # Straight from the orders: the metric itself may fall back to the platform's total.
    row = report.store.sql(
        "SELECT coalesce(sum(paid_amount), 0)::DOUBLE AS ours FROM orders "
        "WHERE paid_at >= ?::DATE AND paid_at < ?::DATE",
        [report.day, Period.day(report.day).shift(1).start],
    )
    return float(row["ours"].iloc[0])


def _named(row: dict[str, Any]) -> dict[str, Any]:
    from playbook.analysis.bridge import row_name

    label = row_name(row["kind"], row["cause"])
    if row["kind"] == "unmeasured":
        label += _(" (not measured)")
    return {**row, "label": label, "key": row["cause"] or row["kind"]}
