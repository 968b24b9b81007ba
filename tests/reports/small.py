"""A shop small enough to check by hand: two Saturdays, seven orders, three products, two channels.

Sat 2026-05-23: 3 orders, 3 buyers, 300.00 (A 100 web, B 150 web, C 50 app).
Sat 2026-05-30: 4 orders, 3 buyers, 480.00 (A 100 + A 140 web, B 90 app, C 150 app).
Visitors 100 and 150; the platform says 500.00 for the second day, freight of 20.00 is in ours.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from playbook.reports.session import Report
from playbook.store import Store
from tests.shops import make_shop

THEN, NOW = dt.date(2026, 5, 23), dt.date(2026, 5, 30)
XSS = "<script>alert('x')</script><img src=x onerror=alert(1)>"
# order, day, buyer, channel, product, amount, freight
ORDERS = [
    ("1", THEN, "ann", "web", "A", "100.00", "0.00"),
    ("2", THEN, "bob", "web", "B", "150.00", "0.00"),
    ("3", THEN, "cem", "app", "C", "50.00", "0.00"),
    ("4", NOW, "ann", "web", "A", "100.00", "10.00"),
    ("5", NOW, "ann", "web", "A", "140.00", "10.00"),
    ("6", NOW, "dee", "app", "B", "90.00", "0.00"),
    ("7", NOW, "eve", "app", "C", "150.00", "0.00"),
]
TITLES = {"A": "Mug", "B": XSS, "C": "=2+3 Bowl"}


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return the shop's tables as rows."""
    return {
        "orders": [
            {
                "order_id": order, "customer_id": buyer, "channel": channel, "status": "paid",
                "created_at": f"{day} 10:00:00", "paid_at": f"{day} 10:05:00",
                "paid_amount": amount, "shipping_amount": freight,
            }
            for order, day, buyer, channel, _sku, amount, freight in ORDERS
        ],
        "order_lines": [
            {
                "order_id": order, "line_no": 1, "sku": sku, "title": TITLES[sku], "quantity": 1,
                "paid_amount": f"{float(amount) - float(freight):.2f}",
            }
            for order, _day, _buyer, _channel, sku, amount, freight in ORDERS
        ],
        "traffic": [
            {"date": THEN, "grain": "day", "scope": "shop", "uv": 100, "paid_amount": "300.00"},
            {"date": NOW, "grain": "day", "scope": "shop", "uv": 150, "paid_amount": "500.00"},
        ],
        "targets": [
            {"date": "2026-05-01", "grain": "month", "metric": "gmv_paid", "target": 1000},
        ],
    }  # fmt: skip


def small_shop(path: Path, **options: Any) -> Store:
    """Make the shop; options replace whole tables or name currency and language."""
    return make_shop(path, **{**rows(), **options})


def small_report(path: Path, **options: Any) -> Report:
    """Return a report of the second Saturday."""
    return Report(small_shop(path / "s", **options), NOW)
