"""Which products sell and run out, and which have run out already?

The unit is one product: what can be sold at the last count up to the report's day, over what was
sold a day on average in four weeks. A product that does not sell is not listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
ORDER BY days, per_day DESC, sku LIMIT ?
"""

_OUT = """
WITH counted AS (
  SELECT sku, sum(available) AS available FROM inventory
  WHERE date = (SELECT max(date) FROM inventory WHERE date <= $day) GROUP BY sku
), sold AS (
  SELECT l.sku, {product} AS product, sum(l.quantity) / $n::DOUBLE AS per_day
  FROM order_lines AS l JOIN orders AS o USING (order_id)
  WHERE o.paid_at IS NOT NULL AND o.paid_at::DATE <= $day::DATE
    AND o.paid_at::DATE > $day::DATE - $n::INTEGER GROUP BY 1, 2
), listed AS (SELECT * FROM sold JOIN counted USING (sku))
SELECT product, count(*) FILTER (WHERE available <= 0) AS out, count(*) AS all_skus,
  sum(per_day) FILTER (WHERE available <= 0) AS missed, sum(per_day) AS per_day,
  arg_max(sku, per_day) AS sku
FROM listed GROUP BY product
HAVING missed >= $least AND missed >= per_day / 2
ORDER BY missed DESC, product LIMIT $most
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
        "label": Column(_("Product")),
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
    with report.store.connect() as connection:
        split = report.has("order_lines.product_id")
        query = _OUT.format(product="coalesce(l.product_id, l.sku)" if split else "l.sku")
        asked = {"day": report.day, "n": HISTORY_DAYS, "least": MISSED, "most": MOST}
        gone = connection.execute(query, asked).df()
    names = item_names(report, "sku", [str(one) for one in gone["sku"]])
    return [_out_of_stock(report, row, names[str(row["sku"])]) for row in records(gone)]


def _out_of_stock(report: Report, row: dict[str, Any], name: str) -> Evidence:
    several = row["all_skus"] > 1
    told = _(
        "{out} of {all} variants cannot be sold; {n} units of them a day were sold on average over "
        "{days} days",
        out=row["out"], all=row["all_skus"], n=number(row["missed"], 1), days=HISTORY_DAYS,
    ) if several else _(
        "None can be sold; {n} a day were sold on average over {days} days",
        n=number(row["missed"], 1), days=HISTORY_DAYS,
    )  # fmt: skip
    where = f"product_id={row['product']}" if several else f"sku={row['sku']}"
    numbers = {"out": row["out"], "per_day": row["missed"]}
    title = name.partition(" · ")[0] if several else name
    found = _("{product} is out of stock", product=title)
    return evidence_row(report, found, told, "days_cover", where, numbers)


def _known(report: Report) -> bool:
    return report.has("inventory.available") and report.has("order_lines.sku")


def _running_out(report: Report) -> pd.DataFrame:
    asked = [report.day, report.day, HISTORY_DAYS, HISTORY_DAYS, LOW_DAYS, SHOWN]
    found = report.store.sql(_STOCK, asked)
    names = item_names(report, "sku", [str(one) for one in found["sku"]])
    return found.assign(label=[names[str(one)] for one in found["sku"]])
