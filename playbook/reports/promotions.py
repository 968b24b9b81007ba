"""What did promotions and advertising bring once refunds are taken off?

The unit is one promotion that ran in the week, and the week's advertising. Sales during a
promotion are not its effect: this table does not say what would have been sold anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.metrics import Period
from playbook.reports import show
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 10

# Sales of the promotion's own orders where orders name it, else of its products.
_BY_ORDER = """
SELECT p.campaign_id, any_value(p.name) AS name, any_value(p.starts_on) AS starts_on,
  any_value(p.ends_on) AS ends_on, sum(o.paid_amount)::DOUBLE AS sales,
  sum(o.refunded_amount)::DOUBLE AS refunds
FROM promotions AS p LEFT JOIN orders AS o ON o.campaign_id = p.campaign_id
  AND o.paid_at >= $start::DATE AND o.paid_at < $stop::DATE
WHERE p.starts_on < $stop AND p.ends_on >= $start
GROUP BY p.campaign_id ORDER BY sales DESC NULLS LAST, p.campaign_id LIMIT $n
"""
_BY_PRODUCT = """
WITH running AS (
  SELECT campaign_id, name, starts_on, ends_on, unnest(string_split(skus, ';')) AS sku
  FROM promotions WHERE starts_on < $stop AND ends_on >= $start AND skus IS NOT NULL
), sold AS (
  SELECT l.sku, o.paid_at::DATE AS day, l.paid_amount, l.refunded_amount
  FROM order_lines AS l JOIN orders AS o USING (order_id)
  WHERE o.paid_at >= $start::DATE AND o.paid_at < $stop::DATE
)
SELECT r.campaign_id, any_value(r.name) AS name, any_value(r.starts_on) AS starts_on,
  any_value(r.ends_on) AS ends_on, sum(s.paid_amount)::DOUBLE AS sales,
  sum(s.refunded_amount)::DOUBLE AS refunds
FROM running AS r LEFT JOIN sold AS s
  ON s.sku = trim(r.sku) AND s.day BETWEEN r.starts_on AND r.ends_on
GROUP BY r.campaign_id ORDER BY sales DESC NULLS LAST, r.campaign_id LIMIT $n
"""


def promotions(report: Report, week: Period) -> Shown:
    """Show the promotions of a week with what was sold and refunded in them."""
    if not report.has("promotions"):
        return show.left_out(
            "promotions",
            _("Promotions are left out: none are listed."),
            _("Fill in data/templates/promotions.xlsx and import it: playbook store import FILE"),
        )
    by_order = report.has("orders.campaign_id")
    if not by_order and not report.has("order_lines.sku"):
        return show.left_out(
            "promotions",
            _("Sales by promotion are left out: orders name none and there are no order lines."),
            _("Import an order export with one row per product."),
        )
    found = _found(report, week, _BY_ORDER if by_order else _BY_PRODUCT)
    if not len(found):
        return show.paragraphs(
            "promotions",
            [_("No promotion with named products or orders ran in this week.")],
            kind="note",
        )
    # Without refunds per order or line, what is left after them is unknown, and not all of it.
    told = report.has("orders.refunded_amount" if by_order else "order_lines.refunded_amount")
    refunds = found["refunds"].fillna(0) if told else found["refunds"].astype("float64")
    frame = found.assign(net=found["sales"] - refunds)
    columns = {
        "name": Column(_("Promotion")),
        "starts_on": Column(_("From"), "day"),
        "ends_on": Column(_("To"), "day"),
        "sales": Column(_("Paid sales in the week"), "money", unit=report.currency),
        "refunds": Column(_("Refunded so far"), "money", unit=report.currency),
        "net": Column(_("After refunds"), "money", unit=report.currency),
    }
    caption = _(
        "Sales during a promotion are not its effect. A product may be in several promotions."
    )
    return show.table(
        "promotions", frame, columns,
        title=_("Promotions of the week"), caption=caption, key="campaign_id", stack=True,
    )  # fmt: skip


def _found(report: Report, week: Period, query: str) -> pd.DataFrame:
    asked = {"start": week.start, "stop": week.shift(7).start, "n": SHOWN}
    with report.store.connect() as connection:
        return connection.execute(query, asked).df()
