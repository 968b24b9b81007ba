"""A shop where nothing ever happens, for nine weeks, so that one planted change stands alone.

Every day has 144 orders, six an hour, by as many buyers: 48 in each of three regions, 48 of each
product (A at 100.00, B at 50.00, C at 30.00), half paid by card and half by bank. Every twelfth is
never paid: 132 are, for 8,040.00. Visitors: 4,000, half by search, half by ads.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playbook.reports.session import Report
from playbook.store import open_store
from tests.shops import add_rows, make_shop

LAST = dt.date(2026, 5, 30)
DAYS = 63
PRICES = {"A": 100, "B": 50, "C": 30}
REGIONS = ("east", "south", "west")
Tables = dict[str, list[dict[str, Any]]]
Plant = Callable[[Tables], None]


def day_rows(day: dt.date) -> Tables:
    """Return one day's rows of every table."""
    orders, lines = [], []
    for n in range(144):
        sku, key = "ABC"[n % 3], f"{day:%m%d}{n:03d}"
        placed = dt.datetime.combine(day, dt.time(n // 6, 10 * (n % 6)))
        unpaid = n % 12 == 11
        orders.append(
            {
                "order_id": key, "customer_id": f"b{key}", "created_at": placed, "units": 1,
                "region": REGIONS[n // 2 % 3], "payment_method": ("card", "bank")[n % 2],
                "channel": ("shelf", "live")[n // 3 % 2], "placed_amount": PRICES[sku],
                "list_amount": PRICES[sku] + 10, "discount_amount": 10,
                "paid_at": None if unpaid else placed + dt.timedelta(minutes=3),
                "paid_amount": None if unpaid else PRICES[sku],
            }
        )  # fmt: skip
        lines.append(
            {"order_id": key, "line_no": 1, "sku": sku, "title": f"Thing {sku}", "quantity": 1,
             "paid_amount": None if unpaid else PRICES[sku]}
        )  # fmt: skip
    paid = sum(order["paid_amount"] or 0 for order in orders)  # type: ignore[misc]
    shop = {"date": day, "grain": "day", "scope": "shop"}
    traffic = [{**shop, "uv": 4000, "pv": 16000, "orders": 132, "buyers": 132, "paid_amount": paid}]
    traffic += [
        {"date": day, "grain": "day", "scope": "channel", "channel": channel, "uv": 2000,
         "buyers": 66}
        for channel in ("search", "ads")
    ]  # fmt: skip
    ads = [
        {"date": day, "ad_platform": "x", "campaign_id": plan, "campaign_name": f"Plan {plan}",
         "impressions": 10000, "clicks": 200, "spend": 100, "orders": 8, "attributed_amount": 400}
        for plan in ("p1", "p2")
    ]  # fmt: skip
    stock = [{"date": day, "sku": sku, "warehouse": "w", "available": 500} for sku in PRICES]
    return {"orders": orders, "order_lines": lines, "traffic": traffic, "ads": ads,
            "inventory": stock}  # fmt: skip


def past(path: Path) -> Path:
    """Make the shop up to the day before the last, once for many tests."""
    every: Tables = {}
    for back in range(DAYS - 1, 0, -1):
        for name, found in day_rows(LAST - dt.timedelta(days=back)).items():
            every.setdefault(name, []).extend(found)
    return make_shop(path, **every).path  # type: ignore[arg-type]


def last_day(past_shop: Path, path: Path, plant: Plant | None = None, **more: Any) -> Report:
    """Copy the shop and add its last day, with a change planted into the day's rows."""
    rows = day_rows(LAST)
    if plant:
        plant(rows)
    shop = open_store(shutil.copytree(past_shop, path / "s"))
    return Report(add_rows(shop, **{n: found for n, found in rows.items() if found}, **more), LAST)
