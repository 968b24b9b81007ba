"""A second small shop: the tables around the orders, with a row for every trap."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playbook.store import Store
from tests.shops import make_shop

Rows = list[dict[str, Any]]


def rows(columns: str, *values: Sequence[Any]) -> Rows:
    """Write rows under one list of column names; None is left out."""
    names = columns.split()
    return [{n: v for n, v in zip(names, one, strict=True) if v is not None} for one in values]


def at(day: int, time: str = "12:00:00") -> str:
    """Write a time of March 2026."""
    return f"2026-03-{day:02d} {time}"


# w3 is a pre-sale; w4 was cancelled before shipping.
# fmt: off
ORDERS = rows(
    "order_id customer_id created_at paid_at paid_amount shipped_at status is_presale device "
    "app_version coupons coupon_count is_member live_session_id",
    ("w1", "ann", at(2, "10:00:00"), at(2, "10:00:00"), "100", at(3, "08:00:00"), "completed",
     *(False, "phone", "7.1", "c1;c2", 2, True, "live1")),
    ("w2", "bob", at(2), at(2), "60", at(5, "10:00:00"), "completed",
     *(False, "pc", "7.0", None, 0, False, None)),
    ("w3", "ann", at(3, "09:00:00"), at(3, "09:00:00"), "40", at(4, "10:00:00"), "completed",
     *(True, "phone", "7.1", "c1", 1, True, None)),
    ("w4", "cat", at(4, "11:00:00"), at(4, "11:00:00"), "30", None, "closed",
     *(False, "pc", "7.0", None, 0, False, None)),
)
# fmt: on
LINES = rows(
    "order_id line_no sku quantity paid_amount batch_id warehouse",
    ("w1", 1, "A", 2, "100", "b1", "north"),
    ("w2", 1, "B", 3, "60", "b2", "south"),
    ("w3", 1, "A", 1, "40", "b2", "north"),
    ("w4", 1, "B", 1, "30", "b2", "south"),
)
REFUNDS = rows(
    "refund_id order_id sku batch_id units resalable_units amount type reason_code status "
    "requested_at closed_at",
    ("r1", "w2", "B", "b2", 1, None, "20", "return", "quality", "completed", at(4), at(4)),
    ("r2", "w1", "A", "b1", 1, 1, "50", "return", "size", "completed", at(4), at(4)),
)
PRODUCTS = rows(
    "sku category price cost supplier_id", ("A", "tea", "50", "20", "s1"),
    ("B", "cups", "25", "9", "s2"),
)  # fmt: skip
# The dated cost of B goes before the cost of the product; the shop's row stands in for B's own.
COSTS = rows(
    "date sku goods packaging platform_fee_rate resale_share return_freight",
    ("2026-01-01", "A", None, "1", None, 0.5, "6"),
    ("2026-01-01", "B", "8", "0.50", None, None, None),
    ("2026-03-04", "B", "10", None, None, None, None),
    ("2026-01-01", None, None, None, 0.1, 0.8, "4"),
)
# fmt: off
SHIPMENTS = rows(
    "order_id carrier warehouse promised_ship_at shipped_at picked_up_at delivered_at cost units "
    "backordered_units status",
    ("w1", "SF", "north", at(4, "10:00:00"), at(3, "08:00:00"), at(3, "20:00:00"),
     *(at(5, "10:00:00"), "5", 2, 0, "delivered")),
    ("w2", "YT", "south", at(4), at(5, "10:00:00"), at(5, "18:00:00"),
     *(at(7), "7", 3, 1, "delivered")),
    ("w3", "SF", "north", at(5, "09:00:00"), at(4, "10:00:00"), at(4),
     *(at(6, "09:00:00"), "5", 1, 0, "delivered")),
    ("w4", None, "south", at(6), None, None, None, None, 1, None, "waiting"),
)
# fmt: on
ADS = rows(
    "date hour ad_platform campaign_id spend",
    ("2026-03-02", None, "demo", "p1", "6"),
    ("2026-03-02", 9, "demo", "p1", "2"),
    ("2026-03-02", 10, "demo", "p1", "4"),
    ("2026-03-04", None, "demo", "p1", "4"),
)
# v2 pays half an hour too late after the cart, v3 just in time; w1 is reported twice, w2 never.
# fmt: off
EVENTS = rows(
    "event_id occurred_at visitor_id customer_id session_id action app_version sku order_id "
    "payment_method succeeded error_code load_ms results",
    ("1", at(2, "09:50:00"), "v1", "ann", "s1", "view", "7.1", *[None] * 5, 1000, None),
    ("2", at(2, "09:55:00"), "v1", "ann", "s1", "cart", "7.1", "A", *[None] * 6),
    ("3", at(2, "09:57:00"), "v1", "ann", "s1", "place", "7.1", None, "w1", *[None] * 5),
    ("4", at(2, "09:58:00"), "v1", "ann", "s1", "pay", "7.1", None, "w1",
     *("wallet", False, "timeout", None, None)),
    ("5", at(2, "10:00:00"), "v1", "ann", "s1", "pay", "7.1", None, "w1",
     *("card", True, None, None, None)),
    ("6", at(2, "10:00:30"), "v1", "ann", "s1", "pay", "7.1", None, "w1",
     *("card", True, None, None, None)),
    ("7", at(2, "11:00:00"), "v2", "bob", "s2", "view", "7.0", *[None] * 5, 2000, None),
    ("8", at(2, "11:30:00"), "v2", "bob", "s2", "cart", "7.0", "B", *[None] * 6),
    ("9", at(3, "15:00:00"), "v3", None, "s3", "cart", "7.0", "B", *[None] * 6),
    ("10", at(9, "12:00:00"), "v2", "bob", "s5", "pay", "7.0", None, "x1",
     *("card", True, None, None, None)),
    ("11", at(9, "16:00:00"), "v3", None, "s6", "pay", "7.0", None, "x2",
     *("card", True, None, None, None)),
)
# fmt: on
SEARCH_TERMS = rows(
    "date scope term searches zero_result_searches own_rank",
    ("2026-03-03", "shop", "tae", 10, 10, None),
    ("2026-03-03", "shop", "tea", 90, 0, None),
    ("2026-03-02", "market", "tea", 900, None, 1),
    ("2026-03-04", "market", "tea", 900, None, 4),
    ("2026-03-04", "market", "cup", 500, None, 10),
    ("2026-03-04", "market", "pot", 300, None, 20),
    ("2026-03-04", "market", "mug", 200, None, None),
)
# A bot's answer is none; a greeting before the question is none; chat 3 was never answered.
CHATS = rows(
    "chat_id line_no sent_at sender customer_id agent topic",
    ("1", 1, at(2, "09:00:00"), "customer", "ann", None, "price"),
    ("1", 2, at(2, "09:00:05"), "bot", "ann", None, None),
    ("1", 3, at(2, "09:01:00"), "agent", "ann", "k1", None),
    ("2", 1, at(2, "10:00:00"), "customer", "bob", None, "parcel"),
    ("2", 2, at(2, "10:00:30"), "agent", "bob", "k2", None),
    ("2", 3, at(2, "10:09:00"), "customer", "bob", None, "parcel"),
    ("3", 1, at(3, "11:59:00"), "agent", "dan", "k1", None),
    ("3", 2, at(3), "customer", "dan", None, "price"),
    ("4", 1, at(4), "customer", "eve", None, "price"),
    ("4", 2, at(4, "12:02:00"), "agent", "eve", "k1", None),
)
TRAFFIC = [
    {"date": f"2026-03-0{day}", "grain": "day", "scope": "shop", "uv": uv, "sessions": 60}
    | {"bot_sessions": 6}
    for day, uv in ((2, 50), (4, 20))
]
COUPON_DAYS = rows(
    "date coupon_id claimed used", ("2026-03-02", "c1", 10, 4), ("2026-03-03", "c2", 6, 4)
)
# m4 was held out as control and never sent.
OUTREACH = rows(
    "message_id sent_at customer_id channel test_group delivered unsubscribed cost",
    ("m1", at(2), "ann", "sms", "treated", True, False, "0.20"),
    ("m2", at(2), "bob", "sms", "treated", True, True, "0.20"),
    ("m3", at(4), "cat", "push", "treated", False, None, "0.10"),
    ("m4", at(4), "dan", "sms", "control", None, None, None),
)
POINTS = rows(
    "entry_id booked_at kind points unit_value rule",
    ("1", at(1), "issued", 100, 0.01, "buy"),
    ("2", at(2), "redeemed", 30, 0.01, "spend"),
    ("3", at(3), "expired", 20, 0.01, "year end"),
    ("4", at(3), "issued", -10, 0.01, "buy"),
    ("5", at(5), "issued", 500, 0.01, "buy"),
)
CONTENT = rows("content_id type host", ("live1", "live", "h1"), ("vid1", "video", None))
CONTENT_DAYS = rows(
    "date content_id pv plays full_plays paid_amount commission_amount",
    ("2026-03-02", "live1", 1000, None, None, "200", "2"),
    ("2026-03-04", "live1", 500, None, None, "40", "1"),
    ("2026-03-02", "vid1", 300, 100, 25, None, None),
    ("2026-03-03", "vid1", 80, 50, None, None, None),
)
REVIEWS = rows(
    "review_id created_at sku stars topic is_follow_up",
    ("1", at(2), "A", 5, None, False),
    ("2", at(2), "A", 1, "logistics", False),
    ("3", at(3), "B", 2, "quality", False),
    ("4", at(3), "A", 4, None, False),
    ("5", at(3), "A", None, "quality", True),
)
STORE_SCORES = rows(
    "date dimension score",
    ("2026-03-02", "overall", 4.8),
    ("2026-03-04", "overall", 4.7),
    ("2026-03-04", "service", 4.6),
)
INVENTORY = rows(
    "date sku warehouse on_hand available aged_units received_units",
    ("2026-03-01", "A", "north", 10, 10, 4, 0),
    ("2026-03-01", "B", "south", 5, 5, 0, 0),
    ("2026-03-02", "A", "north", 14, 14, 4, 6),
    ("2026-03-02", "B", "south", 2, 2, 0, 0),
    ("2026-03-03", "A", "north", 13, 13, 4, 0),
    ("2026-03-03", "B", "south", 2, 2, 0, 0),
    ("2026-03-04", "A", "north", 13, 13, 4, 0),
    ("2026-03-04", "B", "south", 2, 2, 1, 0),
)
# po1 came on the promised day; po2 not in full; po3 late; po4 cancelled; po5 not yet.
PURCHASE_ORDERS = rows(
    "po_id supplier_id sku quantity received_quantity accepted_quantity ordered_at promised_at "
    "received_at status",
    ("po1", "s1", "A", 10, 10, 9, "2026-02-20", at(3, "00:00:00"), at(3, "15:00:00"), "received"),
    ("po2", "s2", "B", 10, 8, 8, "2026-02-20", at(4), at(4), "partial"),
    ("po3", "s1", "A", 10, 10, 10, "2026-02-21", at(4), at(6), "received"),
    ("po4", "s1", "A", 10, 0, 0, "2026-02-21", at(3), None, "cancelled"),
    ("po5", "s2", "B", 10, None, None, "2026-02-22", at(5), None, "open"),
)
PRODUCT_DAYS = rows("date sku price", ("2026-03-02", "A", "55"), ("2026-03-02", "B", "35"))
COMPETITORS = rows(
    "date rival sku rival_sku price match_quality in_stock",
    ("2026-03-02", "x", "A", "x1", "40", "same", True),
    ("2026-03-02", "y", "A", "y1", "60", "close", None),
    ("2026-03-02", "z", "A", "z1", "1", "substitute", True),
    ("2026-03-02", "z", "A", "z2", "2", "same", False),
    ("2026-03-02", "x", "B", "x2", "25", "same", True),
)
# t3 is due and not settled; t5 only moves own money.
SETTLEMENTS = rows(
    "settlement_id due_at settled_at kind amount expected_amount",
    ("t1", at(3), at(3), "sale", "98", "100"),
    ("t2", at(3), at(3), "platform_fee", "-10", "-10"),
    ("t3", at(4), None, "sale", None, "60"),
    ("t4", at(4), at(4), "sale", "5", "5"),
    ("t5", at(4), at(4), "withdrawal", "-80", "-80"),
)
# The slice of one region is not added to the whole.
SYSTEM_HEALTH = rows(
    "checked_at component kind region minutes good_minutes calls failed_calls p95_ms",
    (at(2, "00:00:00"), "shop page", "page", None, 60, 54, None, None, 900),
    (at(2, "01:00:00"), "shop page", "page", None, 60, 60, None, None, 700),
    (at(2, "00:00:00"), "shop page", "page", "Hunan", 60, 0, None, None, 5000),
    (at(2, "00:00:00"), "stock", "api", None, 60, 60, 1000, 20, 300),
    (at(2, "00:00:00"), "card", "gateway", None, 60, 60, 500, 25, 400),
)


def wide_shop(path: Path) -> Store:
    """Make the shop."""
    return make_shop(
        path,
        orders=ORDERS,
        order_lines=LINES,
        refunds=REFUNDS,
        products=PRODUCTS,
        costs=COSTS,
        shipments=SHIPMENTS,
        ads=ADS,
        events=EVENTS,
        search_terms=SEARCH_TERMS,
        chat_messages=CHATS,
        traffic=TRAFFIC,
        coupon_days=COUPON_DAYS,
        outreach=OUTREACH,
        points=POINTS,
        content=CONTENT,
        content_days=CONTENT_DAYS,
        reviews=REVIEWS,
        store_scores=STORE_SCORES,
        inventory=INVENTORY,
        purchase_orders=PURCHASE_ORDERS,
        product_days=PRODUCT_DAYS,
        competitors=COMPETITORS,
        settlements=SETTLEMENTS,
        system_health=SYSTEM_HEALTH,
    )
