"""A tiny shop of fifteen whole weeks for the weekly report: three to six orders a day.

Rows come from plain arithmetic on the day's and the order's number, so that a second computation
can start from the same rows without asking the package anything.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from playbook.store import Store
from tests.shops import make_shop

SUNDAY = dt.date(2026, 5, 31)
DAYS = 7 * 15
CATEGORY = dict(zip("ABCDEFGH", ["tea", "tea", "tea", "cups", "cups", "food", "food", "food"],
                    strict=True))  # fmt: skip
PROMOTED = "A;B"
Rows = list[dict[str, Any]]


def days() -> list[dt.date]:
    """Return all days, oldest first."""
    return [SUNDAY - dt.timedelta(days=back) for back in range(DAYS - 1, -1, -1)]


def orders() -> Rows:
    """Return one row an order, with its only line's product and what was refunded."""
    found = []
    for i, day in enumerate(days()):
        for k in range(3 + (i * 7 + 3) % 4):
            amount = 20 + (i * 13 + k * 29) % 90
            found.append(
                {
                    "order_id": f"{i}-{k}", "day": day,
                    "customer_id": f"n{i}-{k}" if (i + k) % 9 == 0 else f"b{(i * 5 + k * 3) % 61}",
                    "channel": ("web", "app")[(i + k) % 2], "sku": "ABCDEFGH"[(i * 3 + k * 5) % 8],
                    "paid": amount, "off": (i + k) % 7, "units": 1 + k % 2,
                    "refund": amount / 2 if (i + k) % 6 == 0 else 0,
                }
            )  # fmt: skip
    return found


def shop(path: Path) -> Store:
    """Put the rows into a Store."""
    own = orders()
    last = dt.datetime.combine(SUNDAY, dt.time(23))
    tables: dict[str, Rows] = {
        "orders": [
            {"order_id": o["order_id"], "customer_id": o["customer_id"], "channel": o["channel"],
             "created_at": f"{o['day']} 10:00:00", "paid_at": f"{o['day']} 10:05:00",
             "paid_amount": o["paid"], "list_amount": o["paid"] + o["off"],
             "discount_amount": o["off"]}
            for o in own
        ],
        "order_lines": [
            {"order_id": o["order_id"], "line_no": 1, "sku": o["sku"], "quantity": o["units"],
             "title": f"Thing {o['sku']}", "paid_amount": o["paid"]}
            for o in own
        ],
        "products": [{"sku": sku, "category": name} for sku, name in CATEGORY.items()],
        "refunds": [
            {"refund_id": o["order_id"], "order_id": o["order_id"], "sku": o["sku"],
             "amount": o["refund"], "status": "completed",
             "closed_at": dt.datetime.combine(o["day"] + dt.timedelta(days=2), dt.time(12))}
            for o in own if o["refund"] and o["day"] + dt.timedelta(days=2) <= last.date()
        ],
        "ads": [
            {"date": day, "ad_platform": "x", "campaign_id": "c", "impressions": 1000 + i,
             "clicks": 50 + i % 5, "spend": 20 + i % 3, "orders": 2, "attributed_amount": 60 + i}
            for i, day in enumerate(days())
        ],
        "traffic": [
            {"date": day, "grain": "week", "scope": "shop", "uv": 300 + i, "cart_users": 60 + i,
             "placed_buyers": 40, "buyers": 30}
            for i, day in enumerate(days()) if day.isoweekday() == 1
        ],
        "promotions": [
            {"campaign_id": "p", "name": "Tea days", "starts_on": SUNDAY - dt.timedelta(days=3),
             "ends_on": SUNDAY, "skus": PROMOTED},
        ],
    }  # fmt: skip
    return make_shop(path, **tables)  # type: ignore[arg-type]
