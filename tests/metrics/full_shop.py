"""One small shop with a row for every trap, and what each metric must be: worked out by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from playbook.metrics import Period
from playbook.store import Store
from tests.shops import make_shop


def march(first: int, last: int | None = None) -> Period:
    """Return days of March 2026; the 2nd is a Monday."""
    return Period(dt.date(2026, 3, first), dt.date(2026, 3, last or first))


Rows = list[dict[str, Any]]

ORDERS: Rows = [
    # Freight of 20.00 is paid on top of the lines.
    {
        "order_id": "1",
        "customer_id": "ann",
        "channel": "app",
        "region": "Zhejiang",
        "created_at": "2026-03-01 10:00:00",
        "paid_at": "2026-03-01 10:05:00",
        "shipped_at": "2026-03-02 09:00:00",
        "status": "completed",
        "payment_method": "card",
        "units": 3,
        "list_amount": "120",
        "discount_amount": "15",
        "tax_amount": "5",
        "platform_discount_amount": "4.90",
        "placed_amount": "100.10",
        "paid_amount": "100.10",
    },
    # Paid 25 hours after it was placed, shipped 72 hours after it was paid.
    {
        "order_id": "2",
        "customer_id": "bob",
        "channel": "web",
        "region": "Hunan",
        "created_at": "2026-03-01 12:00:00",
        "paid_at": "2026-03-02 13:00:00",
        "shipped_at": "2026-03-05 13:00:00",
        "status": "shipped",
        "payment_method": "card",
        "units": 1,
        "list_amount": "50",
        "discount_amount": "0",
        "tax_amount": "2.50",
        "platform_discount_amount": "0",
        "placed_amount": "50",
        "paid_amount": "50",
        "is_presale": True,
        "deposit_paid_at": "2026-03-01 12:00:00",
    },
    # Never paid; its deposit was.
    {
        "order_id": "3",
        "customer_id": "ann",
        "channel": "web",
        "region": "Hunan",
        "created_at": "2026-03-04 09:00:00",
        "status": "unpaid",
        "units": 1,
        "placed_amount": "70",
        "is_presale": True,
        "deposit_paid_at": "2026-03-04 09:00:00",
    },
    # Closed after payment: it still counts as paid.
    {
        "order_id": "4",
        "customer_id": "cat",
        "channel": "app",
        "region": "Hunan",
        "created_at": "2026-03-04 12:00:00",
        "paid_at": "2026-03-04 12:00:00",
        "status": "closed",
        "payment_method": "wallet",
        "units": 1,
        "list_amount": "40",
        "discount_amount": "10",
        "tax_amount": "1.50",
        "platform_discount_amount": "0",
        "placed_amount": "30",
        "paid_amount": "30",
    },
    {
        "order_id": "5",
        "customer_id": "ann",
        "channel": "app",
        "region": "Zhejiang",
        "created_at": "2026-03-05 08:00:00",
        "paid_at": "2026-03-05 08:00:00",
        "shipped_at": "2026-03-06 08:00:00",
        "status": "shipped",
        "payment_method": "card",
        "units": 2,
        "list_amount": "250",
        "discount_amount": "40",
        "tax_amount": "10",
        "platform_discount_amount": "10",
        "placed_amount": "200",
        "paid_amount": "200",
    },
]
LINES: Rows = [
    {
        "order_id": "1",
        "line_no": 1,
        "sku": "A",
        "quantity": 2,
        "list_price": "50",
        "discount_amount": "15",
        "paid_amount": "80.10",
        "unit_cost": "22",
    },
    {
        "order_id": "1",
        "line_no": 2,
        "sku": "G",
        "quantity": 1,
        "list_price": "20",
        "discount_amount": "0",
        "paid_amount": "0",
        "is_gift": True,
    },
    {
        "order_id": "2",
        "line_no": 1,
        "sku": "B",
        "quantity": 1,
        "list_price": "50",
        "discount_amount": "0",
        "paid_amount": "50",
    },
    {
        "order_id": "4",
        "line_no": 1,
        "sku": "A",
        "quantity": 1,
        "list_price": "40",
        "discount_amount": "10",
        "paid_amount": "30",
    },
    {
        "order_id": "5",
        "line_no": 1,
        "sku": "B",
        "quantity": 2,
        "list_price": "125",
        "discount_amount": "40",
        "paid_amount": "200",
    },
]
REFUNDS: Rows = [
    {
        "refund_id": "r1",
        "order_id": "1",
        "sku": "A",
        "amount": "10.10",
        "status": "completed",
        "requested_at": "2026-03-02 10:00:00",
        "closed_at": "2026-03-03 10:00:00",
        "type": "refund_only",
        "reason_code": "late",
        "platform_judged": False,
    },
    {
        "refund_id": "r2",
        "order_id": "5",
        "sku": "B",
        "amount": "100",
        "status": "completed",
        "requested_at": "2026-03-06 09:00:00",
        "closed_at": "2026-03-08 09:00:00",
        "units": 1,
        "type": "return",
        "reason_code": "quality",
        "platform_judged": True,
    },
    # Rejected: nothing was paid back.
    {
        "refund_id": "r3",
        "order_id": "2",
        "sku": "B",
        "amount": "5",
        "status": "rejected",
        "requested_at": "2026-03-03 09:00:00",
        "closed_at": "2026-03-03 10:00:00",
        "type": "refund_only",
        "reason_code": "other",
    },
]
PRODUCTS: Rows = [
    {
        "sku": "A",
        "category": "tea",
        "brand": "x",
        "cost": "20",
        "price": "50",
        "images": 3,
        "video": True,
        "attributes": "250 g",
        "listed_at": "2025-06-01 00:00:00",
    },
    {
        "sku": "B",
        "category": "cups",
        "brand": "y",
        "cost": "30",
        "price": "60",
        "images": 1,
        "video": False,
        "attributes": "white",
        "listed_at": "2026-02-01 00:00:00",
    },
    {"sku": "G", "category": "tea", "cost": "1", "listed_at": "2025-01-01 00:00:00"},
    # Listed after the days that are asked for.
    {"sku": "Z", "category": "cups", "cost": "9", "listed_at": "2026-03-20 00:00:00"},
]
SHOP_DAY: dict[str, Any] = {"grain": "day", "scope": "shop"}
TRAFFIC: Rows = [
    {
        **SHOP_DAY,
        "date": "2026-03-01",
        "uv": 100,
        "new_uv": 60,
        "pv": 250,
        "sessions": 120,
        "bounces": 48,
        "dwell_s": 3000,
        "cart_users": 20,
        "fav_users": 5,
        "placed_buyers": 2,
        "buyers": 1,
        "paid_amount": "100",
        "orders": 1,
    },
    {
        **SHOP_DAY,
        "date": "2026-03-02",
        "uv": 40,
        "new_uv": 10,
        "pv": 80,
        "sessions": 50,
        "bounces": 10,
        "dwell_s": 400,
        "cart_users": 4,
        "fav_users": 1,
        "placed_buyers": 0,
        "buyers": 1,
        "paid_amount": "50",
        "orders": 1,
    },
    # 140 visitors on two days, but 125 different ones in the week.
    {"date": "2026-03-02", "grain": "week", "scope": "shop", "uv": 125},
    {"date": "2026-03-01", "grain": "day", "scope": "channel", "channel": "search", "uv": 75},
    {"date": "2026-03-01", "grain": "day", "scope": "channel", "channel": "ads", "uv": 50},
]
PRODUCT_DAYS: Rows = [
    {"date": "2026-03-01", "sku": "A", "impressions": 900, "clicks": 45, "uv": 40, "buyers": 2},
    {"date": "2026-03-01", "sku": "B", "impressions": 100, "clicks": 5, "uv": 10, "buyers": 0},
]
PLAN: dict[str, Any] = {"ad_platform": "demo", "campaign_id": "p1", "budget": "60"}
ADS: Rows = [
    {
        **PLAN,
        "date": "2026-03-01",
        "keyword": "tea",
        "impressions": 1000,
        "clicks": 40,
        "spend": "20",
        "orders": 2,
        "attributed_amount": "90",
    },
    {
        **PLAN,
        "date": "2026-03-01",
        "keyword": "pot",
        "impressions": 3000,
        "clicks": 60,
        "spend": "30",
        "orders": 0,
        "attributed_amount": "0",
    },
    {
        **PLAN,
        "date": "2026-03-05",
        "keyword": "tea",
        "impressions": 1000,
        "clicks": 20,
        "spend": "10",
        "orders": 4,
        "attributed_amount": "210",
    },
]
INVENTORY: Rows = [
    {"date": "2026-03-04", "sku": "A", "warehouse": "w1", "on_hand": 10, "available": 0},
    {"date": "2026-03-04", "sku": "B", "warehouse": "w1", "on_hand": 10, "available": 10},
    {"date": "2026-03-05", "sku": "A", "warehouse": "w1", "on_hand": 4, "available": 4},
    {"date": "2026-03-05", "sku": "A", "warehouse": "w2", "on_hand": 2, "available": 2},
    {"date": "2026-03-05", "sku": "B", "warehouse": "w1", "on_hand": 0, "available": -1},
]
CUSTOMERS: Rows = [{"customer_id": "ann", "member_level": "gold"}, {"customer_id": "bob"}]
TARGETS: Rows = [{"date": "2026-03-01", "grain": "month", "metric": "gmv_paid", "target": "1000"}]
COSTS: Rows = [
    {"date": "2026-01-01", "platform_fee_rate": 0.05},
    {"date": "2026-01-01", "sku": "B", "platform_fee_rate": 0.02},
    {"date": "2026-03-04", "sku": "B", "platform_fee_rate": 0.03},
]


def full_shop(path: Path) -> Store:
    """Make the shop."""
    return make_shop(
        path,
        orders=ORDERS,
        order_lines=LINES,
        refunds=REFUNDS,
        products=PRODUCTS,
        traffic=TRAFFIC,
        product_days=PRODUCT_DAYS,
        ads=ADS,
        inventory=INVENTORY,
        customers=CUSTOMERS,
        targets=TARGETS,
        costs=COSTS,
    )
