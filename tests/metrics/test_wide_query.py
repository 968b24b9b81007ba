"""Splits, levels, hours, fallbacks and gaps of the tables around the orders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from playbook.errors import ParameterError
from playbook.metrics import query, query_sql, wide
from playbook.store import Store
from tests.metrics.full_shop import march
from tests.metrics.wide_shop import at, wide_shop
from tests.shops import make_shop

DAYS = march(2, 4)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return wide_shop(tmp_path_factory.mktemp("wide") / "store")


def slices(store: Store, name: str, dim: str, **how: Any) -> dict[Any, float]:
    found = query(store, [name], by=[dim], **{"period": DAYS, **how})
    return {key if key == key else None: v for key, v in zip(found[dim], found["value"])}  # noqa: B905


def only(store: Store, name: str, **how: Any) -> dict[str, Any]:
    (row,) = query(store, [name], **{"period": DAYS, **how}).to_dict("records")
    return {str(key): value for key, value in row.items()}


def order(number: int, **more: Any) -> dict[str, Any]:
    when = {"created_at": at(2, "10:00:00"), "paid_at": at(2, "10:00:00"), "paid_amount": "10"}
    return {"order_id": str(number), **when, **more}


def test_the_day_of_the_ads_and_its_hours_are_never_added(shop: Store) -> None:
    assert only(shop, "spend")["value"] == 10
    hours = query(shop, ["spend"], grain="hour", period=march(2))
    assert dict(zip(hours["period"].dt.hour, hours["value"], strict=True)) == {9: 2, 10: 4}


def test_a_level_is_the_last_one_and_is_stated_by_day(shop: Store) -> None:
    days = query(shop, ["dsr", "aged_share"], grain="day", period=DAYS)
    dsr = days.loc[days["metric"] == "dsr", "value"].tolist()
    assert dsr == pytest.approx([4.8, float("nan"), 4.7], nan_ok=True)
    # A 4·20 of 14·20, then of 13·20; B nothing, and on the last day 9 of 18.
    shares = days.loc[days["metric"] == "aged_share", "value"].tolist()
    assert shares == pytest.approx([80 / 298, 80 / 278, 89 / 278])
    assert only(shop, "dsr", grain="none", period=march(3))["reason"] == (
        "The data has no row for this period."
    )


def test_a_percentile_is_never_put_together(shop: Store) -> None:
    hours = query(shop, ["p95_ms"], by=["component"], grain="hour", period=march(2))
    page = hours[hours["component"] == "shop page"]
    assert page["value"].tolist() == [900, 700]
    row = only(shop, "p95_ms", by=["component"], where={"component": "shop page"}, period=march(2))
    assert pd.isna(row["value"])
    assert "cannot be added up" in row["reason"]


def test_a_slice_of_a_component_is_read_alone(shop: Store) -> None:
    assert slices(shop, "availability", "region", period=march(2)) == {"Hunan": 0}


def test_who_asks_and_pays_counts_once_however_much_is_bought(tmp_path: Path) -> None:
    lines = [
        {"chat_id": c, "line_no": n, "sent_at": at(2), "sender": "customer", "customer_id": "ann"}
        for c in ("1", "2")
        for n in (1, 2)
    ]
    orders = [order(n, customer_id="ann") for n in (1, 2)]
    store = make_shop(tmp_path / "s", orders=orders, chat_messages=lines)
    found = wide(query(store, ["chatters", "chat_buyers", "chats"], period=march(2)))
    assert found.iloc[0].tolist() == [1, 1, 2]


def test_two_parcels_do_not_double_an_order(tmp_path: Path) -> None:
    parcels = [
        {"order_id": "1", "parcel_id": p, "shipped_at": at(3), "picked_up_at": at(3)}
        | {"promised_ship_at": at(2), "cost": "4", "status": "shipped"}
        for p in ("a", "b")
    ]
    store = make_shop(tmp_path / "s", orders=[order(1)], shipments=parcels)
    found = wide(query(store, ["ship_48h", "ship_breach", "shipping_cost"], period=march(2)))
    assert found.iloc[0].tolist() == [1, 1, 8]
    assert only(store, "orders_due", period=march(2))["value"] == 1


def test_paying_by_week_is_in_the_same_week(tmp_path: Path) -> None:
    lines = [{"chat_id": "1", "line_no": 1, "sent_at": at(3), "sender": "customer"}]
    lines[0] |= {"customer_id": "ann"}
    orders = [order(1, customer_id="ann") | {"paid_at": at(5)}]
    store = make_shop(tmp_path / "s", orders=orders, chat_messages=lines)
    assert only(store, "chat_buyers", grain="none", period=march(3, 3))["value"] == 0
    week = query(store, ["chat_buyers"], grain="week", period=march(2, 8))
    assert week["value"].tolist() == [1]


def test_an_order_cancelled_for_lack_of_stock_was_not_filled(tmp_path: Path) -> None:
    orders = [order(n, status="closed" if n < 3 else "shipped") for n in (1, 2, 3)]
    orders[2]["shipped_at"] = at(3)
    lines = [{"order_id": str(n), "line_no": 1, "sku": "A", "quantity": 1} for n in (1, 2, 3)]
    parcels = [{"order_id": "3", "shipped_at": at(3), "units": 1, "backordered_units": 0}]
    refunds = [
        {"refund_id": str(n), "order_id": str(n), "amount": "1", "reason_code": reason}
        for n, reason in ((1, "out_of_stock"), (2, "changed_mind"))
    ]
    held: dict[str, Any] = {"orders": orders, "order_lines": lines, "shipments": parcels}
    without = make_shop(tmp_path / "a", **held)
    assert only(without, "fill_rate", period=march(2))["value"] == 1
    row = only(make_shop(tmp_path / "b", **held, refunds=refunds), "fill_rate", period=march(2))
    assert (row["value"], row["n"]) == (1 / 2, 2)


def test_plans_without_a_budget_do_not_hide_the_pace_of_the_others(tmp_path: Path) -> None:
    plan = {"date": "2026-03-02", "ad_platform": "demo", "spend": "30"}
    ads = [plan | {"campaign_id": "a", "budget": "40"}, plan | {"campaign_id": "b"}]
    store = make_shop(tmp_path / "s", ads=ads)
    assert slices(store, "pacing", "campaign_id", period=march(2)) == {
        "a": 0.75,
        "b": pytest.approx(float("nan"), nan_ok=True),
    }
    assert only(store, "pacing", period=march(2))["value"] == 0.75


def test_without_parcels_the_shipping_time_stands_in(tmp_path: Path) -> None:
    orders = [order(1, shipped_at=at(3), status="shipped")]
    row = only(make_shop(tmp_path / "s", orders=orders), "ship_48h", period=march(2))
    assert (row["value"], row["basis"]) == (1, "orders, dated when paid")


def test_events_stand_in_for_search_terms_and_sessions(tmp_path: Path) -> None:
    events = [
        {"event_id": str(n), "occurred_at": at(2), "session_id": f"s{n // 2}", "action": "search"}
        | {"results": n, "is_bot": n == 3}
        for n in range(4)
    ]
    store = make_shop(tmp_path / "s", events=events)
    row = only(store, "zero_result", period=march(2))
    assert (row["value"], row["n"]) == (0.25, 4)
    assert only(store, "bot_share", period=march(2))["value"] == 0.5


def test_costs_of_one_unit_stand_in_for_the_carrier_bill(tmp_path: Path) -> None:
    lines = [{"order_id": "1", "line_no": 1, "sku": "A", "quantity": 3}]
    costs = [
        {"date": "2026-01-01", "sku": "A", "freight": "2"},
        {"date": "2026-03-02", "sku": "A", "freight": "5"},
        {"date": "2026-03-03", "sku": "A", "freight": "9"},
    ]
    store = make_shop(tmp_path / "s", orders=[order(1)], order_lines=lines, costs=costs)
    assert only(store, "shipping_cost", period=march(2))["value"] == 15
    # The cost sheet alone is enough for the goods cost as well, and it is silent here.
    assert only(store, "cogs", period=march(2))["reason"].startswith("The Store lacks:")


def test_the_cost_sheet_is_enough_for_the_goods_cost(tmp_path: Path) -> None:
    lines = [{"order_id": "1", "line_no": 1, "sku": "A", "quantity": 3}]
    costs = [{"date": "2026-01-01", "sku": "A", "goods": "2"}]
    store = make_shop(tmp_path / "s", orders=[order(1)], order_lines=lines, costs=costs)
    assert only(store, "cogs", period=march(2))["value"] == 6


def test_an_unknown_cost_leaves_the_margin_unknown(tmp_path: Path) -> None:
    refunds = [
        {"refund_id": "r", "order_id": "1", "sku": sku, "units": 1, "amount": "1", "type": "return"}
        | {"status": "completed", "closed_at": at(2)}
        for sku in ("A",)
    ]
    store = make_shop(
        tmp_path / "s",
        orders=[order(1)],
        refunds=refunds,
        products=[{"sku": "B", "cost": "1"}],
        costs=[{"date": "2026-01-01", "return_freight": "3", "resale_share": 1}],
    )
    row = only(store, "return_loss", period=march(2))
    assert pd.isna(row["value"])
    assert row["reason"] == "Known for 0 of 1 rows only."


def test_no_commission_is_taken_off_only_where_none_is_stated(shop: Store, tmp_path: Path) -> None:
    bare = make_shop(tmp_path / "s", orders=[order(1)])
    row = only(bare, "commissions", period=march(2))
    assert (row["value"], row["basis"]) == (0, "no commissions are stated; none are removed")
    # Where they are stated, a split that they cannot follow is not answered by 0.
    row = only(shop, "commissions", where={"region": "Hunan"})
    assert pd.isna(row["value"])
    assert row["reason"] == "The rows cannot be split this way."


def test_a_lagging_share_says_that_it_is_not_settled(shop: Store) -> None:
    row = only(shop, "cart_to_pay", period=march(9))
    assert row["reason"] == "Nothing to count in this period."
    assert pd.isna(only(shop, "cart_to_pay", period=march(2))["reason"])
    assert only(shop, "cart_to_pay", period=march(2, 3))["reason"] == (
        "Not settled: 7 days after the period are not over."
    )


def test_without_a_count_before_the_period_there_is_no_sell_through(shop: Store) -> None:
    row = only(shop, "sell_through", period=march(1, 2))
    assert pd.isna(row["value"])


def test_a_store_with_monitoring_alone_is_told_to_ask_by_component(tmp_path: Path) -> None:
    health = [{"checked_at": at(2), "component": "page", "p95_ms": 900}]
    store = make_shop(tmp_path / "s", system_health=health)
    row = only(store, "p95_ms", period=march(2))
    assert row["reason"] == "Ask for it by component: it cannot be added up."


def test_a_topic_must_be_asked_for(shop: Store) -> None:
    row = only(shop, "neg_topic")
    assert pd.isna(row["value"])
    assert row["reason"] == "Ask for it by topic: it cannot be added up."


def test_a_message_channel_is_no_sales_channel() -> None:
    with pytest.raises(ParameterError, match="cm3 cannot be split by channel"):
        query(None, ["cm3"], by=["channel"], period=DAYS)  # type: ignore[arg-type]


def test_the_hours_of_the_platform_are_read_apart_from_its_day(tmp_path: Path) -> None:
    hours = [
        {"date": "2026-03-02", "hour": h, "grain": "hour", "scope": "shop", "uv": uv, "pv": 2 * uv}
        for h, uv in ((9, 5), (10, 7))
    ]
    day = {"date": "2026-03-02", "grain": "day", "scope": "shop", "uv": 10, "pv": 24}
    store = make_shop(tmp_path / "s", traffic=[*hours, day])
    by_hour = query(store, ["uv"], by=["hour"], period=march(2))
    assert dict(zip(by_hour["hour"], by_hour["value"], strict=True)) == {9: 5, 10: 7}
    assert query(store, ["uv"], grain="hour", period=march(2))["value"].tolist() == [5, 7]
    assert only(store, "pv", period=march(2))["value"] == 24


def test_a_table_that_may_be_absent_is_written_as_an_empty_one(tmp_path: Path) -> None:
    lines = [{"order_id": "1", "line_no": 1, "sku": "A", "quantity": 2, "unit_cost": "3"}]
    store = make_shop(tmp_path / "s", orders=[order(1)], order_lines=lines)
    assert only(store, "cogs", period=march(2))["value"] == 6
    text = query_sql(store, "cogs", period=march(2))
    assert "costs AS (SELECT CAST(NULL AS DATE) AS" in text
