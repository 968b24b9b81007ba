"""Which products sell and run out, and which have run out already?

The unit is one product: what can be sold at the last count up to the report's day, over what was
sold a day on average in four weeks. A product that does not sell is not listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.i18n import _, number
from playbook.metrics import Period
from playbook.reports import show
from playbook.reports.evidence import Evidence, evidence_row
from playbook.reports.frames import records
from playbook.reports.naming import item_names
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown

if TYPE_CHECKING:
    import pandas as pd

LOW_DAYS = 7
SHOWN = 10
HISTORY_DAYS = 28
MISSED, MOST = 3.0, 2
"""A product that is out is evidence from this many units a day on; at most so many of them."""

_STOCK = """
WITH counted AS (
  SELECT sku, sum(available) AS available FROM inventory
  WHERE date = (SELECT max(date) FROM inventory WHERE date <= ?) GROUP BY sku
), sold AS (
  SELECT l.sku, sum(l.quantity) AS units FROM order_lines AS l JOIN orders AS o USING (order_id),
    (SELECT ?::DATE AS last) AS d
  WHERE o.paid_at IS NOT NULL AND o.paid_at::DATE <= d.last
    AND o.paid_at::DATE > d.last - ?::INTEGER GROUP BY l.sku
)
SELECT sku, available::DOUBLE AS available, units / ?::DOUBLE AS per_day,
  available / per_day AS days
FROM counted JOIN sold USING (sku)
WHERE per_day > 0 AND available / per_day < ?
ORDER BY days, sku LIMIT ?
"""


def stock(report: Report) -> Shown:
    """Show the products that sell and run out soonest."""
    if report.has("inventory.available") and not report.has("order_lines.sku"):
        return show.left_out(
            "stock",
            _("Stock is left out: how fast a product sells is not known without order lines."),
            _("Import an order export with one row per product."),
        )
    if not report.has("inventory.available"):
        return show.left_out(
            "stock",
            _("Stock is left out: no inventory was imported."),
            _("Import the warehouse's or platform's stock list: playbook store import FILE"),
        )
    found = _running_out(report)
    if not len(found):
        return show.paragraphs(
            "stock",
            [_("No product that sells has less than {n} days of stock.", n=LOW_DAYS)],
            kind="note",
        )
    columns = {
        "sku": Column(_("Product")),
        "available": Column(_("Can be sold"), "count", unit=_("units")),
        "per_day": Column(_("Sold per day"), "x", unit=_("units")),
        "days": Column(_("Lasts"), "days", unit=_("days")),
    }
    caption = _(
        "Units on the last count up to {day}; sold per day on average over {n} days.",
        day=str(Period.day(report.day)),
        n=HISTORY_DAYS,
    )
    return show.table(
        "stock", found, columns, title=_("Runs out first"), caption=caption, key="sku"
    )


def sold_out(report: Report) -> list[Evidence]:
    """Return the products that sell most and cannot be sold any more, as evidence."""
    if not _known(report):
        return []
    found = _running_out(report)
    gone = found[(found["available"] <= 0) & (found["per_day"] >= MISSED)]
    gone = gone.sort_values(["per_day", "sku"], ascending=[False, True]).head(MOST)
    names = item_names(report, "sku", [str(one) for one in gone["sku"]])
    return [
        evidence_row(
            report,
            _("{product} is out of stock", product=names[str(row["sku"])]),
            _(
                "{left} can be sold; {n} a day were sold on average over {days} days",
                left=number(row["available"]),
                n=number(row["per_day"], 1),
                days=HISTORY_DAYS,
            ),
            "days_cover",
            f"sku={row['sku']}",
            {"available": row["available"], "per_day": row["per_day"]},
        )
        for row in records(gone)
    ]


def _known(report: Report) -> bool:
    return report.has("inventory.available") and report.has("order_lines.sku")


def _running_out(report: Report) -> pd.DataFrame:
    return report.store.sql(
        _STOCK, [report.day, report.day, HISTORY_DAYS, HISTORY_DAYS, LOW_DAYS, SHOWN]
    )
