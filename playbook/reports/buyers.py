"""How many buyers were new, how many came back, and what did each group spend?

The unit is one buyer in one week. New means: no order in the 365 days before. Where the platform
masks names, buyers are unknown and are not guessed.
"""

from __future__ import annotations

from typing import Any

from playbook.i18n import _
from playbook.metrics import Period, dimensions, metric, wide
from playbook.reports import show
from playbook.reports.frames import records
from playbook.reports.mix import group_name
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown

IDS = ("buyers", "orders_paid", "gmv_paid", "arpu_buyer")


def buyers(report: Report, now: Period, base: Period) -> Shown:
    """Show new and returning buyers of a week beside the week before."""
    import pandas as pd

    if not report.has("orders.customer_id") or "customer_type" not in dimensions("buyers"):
        return show.left_out(
            "buyers",
            _("New and returning buyers are left out: no orders with buyers are held."),
            _("An export with buyer ids, or the platform's own new-buyer counts, would fill it."),
        )
    first, second = (_sides(report, period) for period in (base, now))
    rows = [_row(kind, first.get(kind, {}), second[kind]) for kind in second]
    columns: dict[str, Column] = {"label": Column(_("Buyers"))}
    for name in IDS:
        one = metric(name)
        unit = report.currency if one.unit == "money" else ""
        columns[name] = Column(one.name, one.unit, unit=unit)
    columns["buyers_before"] = Column(_("Buyers in the week before"), "count")
    caption = _("New: no order in the 365 days before the week. {days}.", days=str(now))
    return show.table(
        "buyers", pd.DataFrame(rows), columns,
        title=_("New and returning buyers"), caption=caption, key="kind",
    )  # fmt: skip


def _sides(report: Report, period: Period) -> dict[str, dict[str, Any]]:
    found = wide(report.query(list(IDS), by=["customer_type"], period=period))
    rows = {str(row["customer_type"]): row for row in records(found)}
    order = ("new", "returning")
    return {
        kind: rows[kind] for kind in (*order, *(k for k in rows if k not in order)) if kind in rows
    }


def _row(kind: str, before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    return {
        **now,
        "kind": kind,
        "label": group_name("customer_type", now["customer_type"]),
        "buyers_before": before.get("buyers"),
    }
