"""Zero and null, fan-out, masked buyers, fallbacks, splits, filters and typing errors."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from playbook.errors import ParameterError
from playbook.i18n import use_language
from playbook.metrics import Period, query, query_sql, wide
from playbook.store import Store
from tests.metrics.full_shop import full_shop, march
from tests.shops import make_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return full_shop(tmp_path_factory.mktemp("shop") / "store")


def only(frame: pd.DataFrame, metric: str) -> dict[str, Any]:
    (row,) = frame[frame["metric"] == metric].to_dict("records")
    return {str(key): value for key, value in row.items()}


def order(number: int, day: str, paid: str | None = "10", **more: Any) -> dict[str, Any]:
    row = {"order_id": str(number), "created_at": f"{day} 10:00:00", **more}
    return row | ({"paid_at": f"{day} 10:00:00", "paid_amount": paid} if paid else {})


def test_the_columns_are_those_of_the_contract(shop: Store) -> None:
    found = query(shop, ["gmv_paid"], by=["channel"], grain="day", period=march(1, 5))
    expected = ["channel", "period", "metric", "value", "n", "reason", "basis", "small"]
    assert list(found.columns) == expected
    assert found["period"].dtype == "datetime64[us]"
    whole = query(shop, "gmv_paid", period=march(1, 5))
    assert list(whole.columns) == expected[2:]


def test_a_day_without_rows_is_zero_inside_the_data_and_unknown_outside(shop: Store) -> None:
    found = query(
        shop, ["gmv_paid"], grain="day", period=Period(dt.date(2026, 2, 28), march(6).end)
    )
    values = dict(zip(found["period"].dt.day, found["value"], strict=True))
    assert values[3] == 0
    assert found.loc[found["value"].isna(), "period"].dt.day.tolist() == [28, 6]
    assert [values[day] for day in (1, 2, 4, 5)] == [100.10, 50, 30, 200]
    told = found.loc[found["value"].isna(), "reason"].unique().tolist()
    assert told == ["The data covers Mar 1, 2026 to Mar 5, 2026 only."]


def test_a_part_that_is_not_covered_is_said(shop: Store) -> None:
    row = only(query(shop, ["gmv_paid"], period=march(4, 9)), "gmv_paid")
    assert row["value"] == 230
    assert row["reason"] == "The data covers Mar 1, 2026 to Mar 5, 2026 only."


def test_a_missing_platform_day_is_a_gap_and_not_zero(shop: Store) -> None:
    found = query(shop, ["pv"], grain="day", period=march(1, 3))
    assert found["value"].tolist()[:2] == [250, 80]
    assert pd.isna(found["value"].iloc[2])
    assert found["reason"].iloc[2] == "The data has no row for this period."
    row = only(query(shop, ["pv"], period=march(1, 3)), "pv")
    assert (row["value"], row["reason"]) == (330, "2 of 3 days have data.")


def test_visitors_are_never_added(shop: Store) -> None:
    found = query(shop, ["uv", "cvr_pay"], period=march(1, 2))
    assert found["value"].isna().all()
    assert found["reason"].str.startswith("Visitors cannot be added up").all()
    weeks = query(shop, ["uv"], grain="week", period=march(2, 8))
    assert weeks["value"].tolist() == [125]
    # The same week, not wholly asked for: its row says something else.
    part = query(shop, ["uv"], grain="week", period=march(2, 7))
    assert part["value"].isna().all()


def test_two_channels_are_not_put_together(shop: Store) -> None:
    found = query(shop, ["uv"], by=["channel"], period=march(1))
    assert dict(zip(found["channel"], found["value"], strict=True)) == {"search": 75, "ads": 50}
    both = query(shop, ["uv"], period=march(1), where={"channel": ["search", "ads"]})
    assert pd.isna(only(both, "uv")["value"])


def test_buyers_are_exact_over_any_period(shop: Store) -> None:
    days = query(shop, ["buyers"], grain="day", period=march(1, 5))
    assert days["value"].sum() == 4
    assert only(query(shop, ["buyers"], period=march(1, 5)), "buyers")["value"] == 3


def test_masked_buyers_are_unknown_and_never_counted(tmp_path: Path) -> None:
    store = make_shop(tmp_path / "s", orders=[order(1, "2026-03-01"), order(2, "2026-03-01")])
    found = query(store, ["buyers", "arpu_buyer", "new_buyers", "gmv_paid"], period=march(1))
    for name in ("buyers", "arpu_buyer", "new_buyers"):
        row = only(found, name)
        assert pd.isna(row["value"])
        assert row["reason"].startswith("Buyers are unknown")
    assert only(found, "gmv_paid")["value"] == 20


def test_some_unknown_buyers_leave_the_spend_per_buyer_unknown(tmp_path: Path) -> None:
    orders = [order(1, "2026-03-01", customer_id="ann"), order(2, "2026-03-01")]
    found = query(
        make_shop(tmp_path / "s", orders=orders), ["buyers", "arpu_buyer"], period=march(1)
    )
    assert only(found, "buyers")["value"] == 1
    assert only(found, "buyers")["reason"] == "Known for 1 of 2 rows only."
    assert pd.isna(only(found, "arpu_buyer")["value"])


def test_masked_buyers_are_taken_from_the_platform_where_it_states_them(tmp_path: Path) -> None:
    day = {"date": "2026-03-01", "grain": "day", "scope": "shop", "uv": 50, "buyers": 2}
    store = make_shop(tmp_path / "s", orders=[order(1, "2026-03-01")], traffic=[day])
    row = only(query(store, ["cvr_pay"], period=march(1)), "cvr_pay")
    assert row["value"] == 0.04
    assert row["basis"] == "the platform's own totals of the shop"


def test_refunds_without_a_refund_file_are_booked_on_the_order(tmp_path: Path) -> None:
    orders = [
        order(1, "2026-03-01", refunded_amount="4"),
        order(2, "2026-03-02", refunded_amount="0"),
    ]
    store = make_shop(tmp_path / "s", orders=orders)
    row = only(query(store, ["net_sales"], period=march(1, 2)), "net_sales")
    assert row["value"] == 16
    assert "refunds booked on the order's payment date" in row["basis"]
    with use_language("zh"):
        assert (
            "退款计入订单的付款日" in query(store, "refund_amt", period=march(1))["basis"].iloc[0]
        )


def test_several_lines_and_refunds_do_not_multiply_an_order(tmp_path: Path) -> None:
    lines = [
        {"order_id": "1", "line_no": n, "sku": s, "quantity": 1} for n, s in enumerate("ABC", 1)
    ]
    refunds = [
        {"refund_id": f"r{n}", "order_id": "1", "amount": "1", "status": "completed", "sku": "A"}
        | {"closed_at": "2026-03-01 12:00:00"}
        for n in range(2)
    ]
    store = make_shop(
        tmp_path / "s", orders=[order(1, "2026-03-01", "30")], order_lines=lines, refunds=refunds
    )
    ids = ["gmv_paid", "items_sold", "refund_amt", "net_sales_cohort", "orders_paid", "upt"]
    found = wide(query(store, ids, period=march(1)))
    assert found.iloc[0].tolist() == [30, 3, 2, 28, 1, 3]


def test_parts_of_a_ratio_are_split_apart_and_then_joined(shop: Store) -> None:
    ids = ["gmv_paid", "refund_amt", "net_sales"]
    found = wide(query(shop, ids, by=["channel"], period=march(1, 5))).set_index("channel")
    assert list(found.loc["app"]) == [330.10, 10.10, 320.00]
    # No refund on the web: zero, since the refund file covers those days.
    assert list(found.loc["web"]) == [50, 0, 50]


def test_a_product_brings_its_category_and_an_unknown_one_none(shop: Store) -> None:
    found = wide(query(shop, ["items_sold", "asp"], by="category", period=march(1, 5)))
    assert found.to_dict("list") == {
        "category": ["cups", "tea"],
        "items_sold": [3, 3],
        "asp": [pytest.approx(250 / 3), pytest.approx(110.10 / 3)],
    }


def test_new_and_returning_buyers(shop: Store) -> None:
    found = wide(query(shop, ["gmv_paid", "buyers"], by=["customer_type"], period=march(1, 5)))
    # All three began within these days; who came twice is still one new buyer.
    assert found.to_dict("list") == {"customer_type": ["new"], "gmv_paid": [380.10], "buyers": [3]}
    days = wide(query(shop, ["gmv_paid"], by=["customer_type"], grain="day", period=march(1, 5)))
    sums = days.groupby("customer_type")["gmv_paid"].sum().round(2)
    assert sums.to_dict() == {"new": 180.10, "returning": 200.0}


def test_a_buyer_is_new_or_returning_in_a_period_never_both(tmp_path: Path) -> None:
    bought = [("ann", "2026-03-02"), ("ann", "2026-03-06")]
    bought += [("bob", "2026-02-20"), ("bob", "2026-03-06")]
    orders = [order(n, day, customer_id=name) for n, (name, day) in enumerate(bought)]
    store = make_shop(tmp_path / "s", orders=orders)
    ids, by = ["buyers", "orders_paid"], ["customer_type"]
    for grain in ("none", "week"):
        found = wide(query(store, ids, by=by, grain=grain, period=march(2, 8)))
        assert found["customer_type"].tolist() == ["new", "returning"]
        assert found[ids].to_numpy().tolist() == [[1, 2], [1, 1]]
    friday = wide(query(store, ["buyers"], by=by, period=march(6)))
    assert friday.to_numpy().tolist() == [["returning", 2]]


def test_a_buyer_is_new_again_after_a_year(tmp_path: Path) -> None:
    days = ["2025-03-01", "2026-03-01", "2026-03-02"]
    orders = [order(n, day, customer_id="ann") for n, day in enumerate(days)]
    orders += [
        order(9, "2025-02-28", customer_id="bob"),
        order(10, "2026-03-01", customer_id="bob"),
    ]
    found = query(make_shop(tmp_path / "s", orders=orders), ["new_buyers"], period=march(1))
    # Ann's last order was exactly 365 days before; Bob's 366.
    assert found["value"].tolist() == [1]
    assert found["reason"].isna().all()


def test_hours_and_weekdays(shop: Store) -> None:
    hours = wide(query(shop, ["orders_paid"], by=["hour"], period=march(1, 5)))
    assert dict(zip(hours["hour"], hours["orders_paid"], strict=True)) == {
        8: 1,
        10: 1,
        12: 1,
        13: 1,
    }
    days = wide(query(shop, ["orders_paid"], by=["weekday"], period=march(1, 5)))
    assert days["weekday"].tolist() == [1, 3, 4, 7]


def test_a_filter_keeps_the_rows_and_none_means_without_value(shop: Store) -> None:
    web = query(shop, ["gmv_paid"], period=march(1, 5), where={"channel": "web"})
    assert web["value"].tolist() == [50]
    none = query(shop, ["gmv_placed"], period=march(1, 5), where={"payment_method": None})
    assert none["value"].tolist() == [70]
    odd = query(shop, ["orders_paid"], period=march(1, 5), where={"channel": "x' OR '1'='1"})
    assert odd["value"].tolist() == [0]


def test_a_small_base_is_flagged_for_ratios_only(shop: Store) -> None:
    found = query(shop, ["aov_order", "gmv_paid", "cvr_pay"], period=march(1))
    assert dict(zip(found["metric"], found["small"], strict=True)) == {
        "aov_order": True,
        "gmv_paid": False,
        "cvr_pay": False,
    }


def test_an_absent_table_gives_null_and_says_which(shop: Store, tmp_path: Path) -> None:
    store = make_shop(tmp_path / "s", orders=[order(1, "2026-03-01")])
    row = only(query(store, ["roas"], by=["keyword"], period=march(1)), "roas")
    assert pd.isna(row["value"])
    assert row["reason"].startswith("The Store lacks: Ads")


def test_empty_amounts_are_said_and_make_the_mean_unknown(tmp_path: Path) -> None:
    row = {"order_id": "2", "created_at": "2026-03-01 10:00:00", "paid_at": "2026-03-01 10:00:00"}
    store = make_shop(tmp_path / "s", orders=[order(1, "2026-03-01"), row])
    found = query(store, ["gmv_paid", "aov_order"], period=march(1))
    assert only(found, "gmv_paid")["value"] == 10
    assert only(found, "gmv_paid")["reason"] == "Known for 1 of 2 rows only."
    assert pd.isna(only(found, "aov_order")["value"])


def test_cents_do_not_drift(tmp_path: Path) -> None:
    orders = [order(n, "2026-03-01", "0.10", refunded_amount="0.01") for n in range(300)]
    store = make_shop(tmp_path / "s", orders=orders)
    found = wide(query(store, ["gmv_paid", "net_sales", "aov_order"], period=march(1)))
    assert found.iloc[0].tolist() == [30.0, 27.0, 0.1]


def test_order_campaigns_and_ad_plans_are_different_things(shop: Store) -> None:
    with pytest.raises(ParameterError, match="tacos cannot be split by campaign_id"):
        query(shop, ["tacos"], by=["campaign_id"], period=march(1))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"by": ["chanel"]}, "no dimension 'chanel'. Did you mean 'channel'"),
        ({"grain": "dya"}, "grain='dya' is not known. Allowed: none, hour, day, week, month. Did"),
        (
            {"by": ["keyword"]},
            "gmv_paid cannot be split by keyword. It can be split by: app_version,",
        ),
        ({"where": {"regoin": "x"}}, "no dimension 'regoin'. Did you mean 'region'"),
    ],
)
def test_typing_errors_are_told_what_is_allowed(
    shop: Store, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ParameterError) as caught:
        query(shop, ["gmv_paid"], period=march(1), **arguments)
    assert message in str(caught.value)


def test_no_metric_is_an_error(shop: Store) -> None:
    with pytest.raises(ParameterError, match="No metric was asked for"):
        query(shop, [], period=march(1))


def test_metrics_that_share_rows_are_counted_in_one_pass(shop: Store) -> None:
    ids = ["gmv_paid", "orders_paid", "buyers", "aov_order", "arpu_buyer", "discount_rate"]
    sql = query_sql(shop, ids, grain="day", period=march(1, 5))
    assert sql.count("FROM orders") == 1
