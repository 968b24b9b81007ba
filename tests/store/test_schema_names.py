"""Every table and column that the curriculum names is carried, and by one column only.

The list is the curriculum's own, copied by hand: the package keeps its own list, and the two must
agree.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.store import curriculum
from playbook.store.curriculum import carried
from playbook.store.schema import tables

ROOT = Path(__file__).parents[2]

NAMED = {
    "traffic": "date channel page_type page_id uv pv sessions bounces exits dwell_s new_uv region",
    "events": "ts visitor_id user_id session_id page_id action sku channel device",
    "orders": "order_id user_id store_id channel created_at paid_at pay_amount discount campaign_id"
    " status",
    "items": "order_id sku batch_id qty list_price paid_price unit_cost",
    "refunds": "refund_id order_id sku batch_id requested_at closed_at amount type reason_code"
    " reason_text freight_payer",
    "products": "sku title keywords description attributes price cost images image_px video"
    " category listed_at delisted_at status supplier_id",
    "product_day": "date sku impressions clicks uv pv carts buyers units amount price search_rank"
    " rating",
    "reviews": "review_id order_id sku user_id ts stars text is_follow_up views reply_ts"
    " reply_text",
    "users": "user_id registered_at source region birthday_month member_level points"
    " consent_marketing profile_filled",
    "ads": "date ad_platform campaign_id form keyword impressions clicks spend buyers"
    " attributed_amount",
    "campaigns": "campaign_id mechanics start end skus goal_metric goal_value budget"
    " stock_reserved",
    "tickets": "ticket_id opened_at via user_id order_id category first_reply_at resolved_at"
    " reopened csat agent",
    "inventory": "date sku on_hand reserved in_transit",
    "po": "po_id supplier_id sku qty ordered_at promised_at received_at qty_ok unit_price",
    "shipments": "order_id warehouse carrier route shipped_at delivered_at cost",
    "content": "content_id type topic author published_at owner licence rating_sum rating_n",
    "content_day": "date uv pv dwell_s rec_impressions rec_clicks exits goal_completions"
    " goal_value",
    "rivals": "date rival sku_match price promo rank reviews rating positioning sales_estimate",
    "sys": "ts component up p95_ms error_rate load",
    "backups": "job started finished ok bytes restore_tested_at",
    "tasks": "task_id project owner skill due started_at done_at depends_on important urgent"
    " est_hours actual_hours",
    "goals": "month metric target owner",
    "costs": "sku month goods platform_fee freight packaging ad labour",
    "changes": "ts area object_id what by",
    "search_terms": "date term searches results clicks own_impressions own_clicks own_buyers"
    " competition",
    "messages": "ts user_id kind template delivered opened clicked unsubscribed referral_code",
    "posts": "ts author_id text replies answered_at reposts",
    "steps": "run_id process step role started ended waited_min error rework",
    "people": "person role skills hours scores",
}
SPELT = {
    ("chats", "message lines"),
    ("suppliers", "supplier facts"),
    ("category", "date"),
    ("category", "category sales index"),
    ("category", "price bands"),
    ("category", "seasonal index"),
}
"""Names of more than one word, and the tables that have only such."""


def test_every_name_of_the_curriculum_is_carried() -> None:
    wanted = {(table, name) for table, names in NAMED.items() for name in names.split()} | SPELT
    assert {(one.table, one.name) for one in carried()} == wanted


def test_no_column_carries_two_names() -> None:
    columns = [(one.ours.name, one.column.name) for one in carried()]
    assert len(columns) == len(set(columns))


def test_what_a_column_was_is_a_name_of_the_curriculum() -> None:
    named = {(one.ours.name, one.column.name) for one in carried()}
    renamed = {(t.name, c.name) for t in tables().values() for c in t.columns.values() if c.was}
    # The lines of a chat name their buyer as tickets do; the curriculum does not spell them out.
    assert renamed - named == {("chat_messages", "customer_id")}


def test_a_name_without_a_column_is_a_fault() -> None:
    with pytest.raises(LookupError, match="orders has no column for the curriculum's 'weather'"):
        curriculum._column(tables()["orders"], "weather")


def test_the_dictionary_maps_every_name() -> None:
    written = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for one in carried():
        assert f"| `{one.table}`: {one.name} | `{one.ours.name}` | `{one.column.name}` |" in written
