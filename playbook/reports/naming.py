"""What are a dimension and its items called, in the language in force?

The unit is one dimension of the metric dictionary. Names of items come from data and are escaped
where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playbook.i18n import N_, _
from playbook.reports.frames import records
from playbook.reports.session import Report

DIMENSIONS: Mapping[str, str] = {
    "sku": N_("Product"),
    "channel": N_("Channel"),
    "category": N_("Category"),
    "region": N_("Region"),
    "payment_method": N_("Payment method"),
    "campaign_id": N_("Ad plan"),
    "hour": N_("Hour"),
    "carrier": N_("Carrier"),
    "warehouse": N_("Warehouse"),
    "component": N_("Component"),
    "batch_id": N_("Batch"),
    "coupon": N_("Coupon"),
    "content_id": N_("Content"),
    "device": N_("Device"),
    "app_version": N_("App version"),
}
TITLES = {"sku": N_("Products"), "channel": N_("Channels"), "category": N_("Categories")}
_CAMPAIGNS = (
    "SELECT campaign_id AS item, max(campaign_name) AS name FROM ads "
    "WHERE campaign_id IN (SELECT unnest(?)) AND campaign_name IS NOT NULL GROUP BY 1 ORDER BY 1"
)
_PRODUCTS = {
    "order_lines": "SELECT sku AS item, max(title) AS name FROM order_lines "
    "WHERE sku IN (SELECT unnest(?)) AND title IS NOT NULL GROUP BY 1 ORDER BY 1",
    "products": "SELECT sku AS item, max(title) AS name FROM products "
    "WHERE sku IN (SELECT unnest(?)) AND title IS NOT NULL GROUP BY 1 ORDER BY 1",
}


def dimension_name(by: str) -> str:
    """Name one value of a dimension."""
    return _(DIMENSIONS[by]) if by in DIMENSIONS else by


def dimension_title(by: str) -> str:
    """Name a dimension's values."""
    return _(TITLES[by]) if by in TITLES else dimension_name(by)


def titles(report: Report, skus: Sequence[str]) -> dict[str, str]:
    """Find product titles: the product list's, else the order lines'."""
    found: dict[str, str] = {}
    for table, query in _PRODUCTS.items():
        if report.has(f"{table}.title"):
            rows = records(report.store.sql(query, [list(skus)]))
            found |= {str(row["item"]): str(row["name"]) for row in rows}
    return found


def item_names(report: Report, by: str, items: Sequence[str]) -> dict[str, str]:
    """Name the items of a dimension: products and plans by title and code, hours by the clock.

    Parameters
    ----------
    report : Report
    by : str
    items : sequence of str

    Returns
    -------
    dict
        Item → name, for each item.
    """
    if by == "hour":
        return {one: f"{int(float(one)):02d}:00" for one in items}
    found: dict[str, str] = {}
    if by == "sku":
        found = titles(report, items)
    elif by == "campaign_id" and report.has("ads.campaign_name"):
        rows = records(report.store.sql(_CAMPAIGNS, [list(items)]))
        found = {str(row["item"]): str(row["name"]) for row in rows}
    return {one: f"{found[one]} · {one}" if one in found else one for one in items}
