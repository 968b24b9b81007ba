"""Every metric, against numbers worked out by hand from the rows in `full_shop`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from playbook.metrics import DICTIONARY, Period, query
from playbook.store import Store
from tests.metrics.full_shop import full_shop, march
from tests.metrics.test_wide_values import CASES as WIDE_CASES
from tests.shops import make_shop

FIRST_FIVE = march(1, 5)

# metric, period, split, slice, value, n
CASES: list[tuple[str, Period, dict[str, str], float, float]] = [
    # 100.10 + 50 + 70 + 30 + 200, the unpaid order included
    ("gmv_placed", FIRST_FIVE, {}, 450.10, 5),
    ("gmv_paid", FIRST_FIVE, {}, 380.10, 4),
    # Order 5 is refunded on March 8; the rejected request counts never.
    ("refund_amt", FIRST_FIVE, {}, 10.10, 1),
    ("net_sales", FIRST_FIVE, {}, 370.00, 4),
    ("net_sales_cohort", FIRST_FIVE, {}, 270.00, 4),
    ("orders_paid", FIRST_FIVE, {}, 4, 4),
    ("items_sold", FIRST_FIVE, {}, 6, 5),
    ("buyers", FIRST_FIVE, {}, 3, 4),
    ("aov_order", FIRST_FIVE, {}, 380.10 / 4, 4),
    ("arpu_buyer", FIRST_FIVE, {}, 380.10 / 3, 3),
    ("asp", FIRST_FIVE, {}, 380.10 / 6, 6),
    ("upt", FIRST_FIVE, {}, 6 / 4, 4),
    # (15 + 4.90 + 10 + 40 + 10) / (120 + 50 + 40 + 250)
    ("discount_rate", FIRST_FIVE, {}, 79.90 / 460, 4),
    ("uv_value", march(1), {}, 100.10 / 100, 100),
    ("goal_attain", FIRST_FIVE, {}, 0.3801, 4),
    ("uv", march(1), {}, 100, 100),
    ("uv", march(2, 8), {}, 125, 125),
    ("pv", march(1, 2), {}, 330, 2),
    ("pv_per_uv", march(1), {}, 2.5, 100),
    ("new_uv_share", march(1), {}, 0.6, 100),
    ("dwell", march(1), {}, 30, 100),
    ("bounce", march(1, 2), {}, 58 / 170, 170),
    ("sessions", march(1, 2), {}, 170, 2),
    ("channel_share", march(1), {"channel": "search"}, 75 / 125, 125),
    ("search_exposure", march(1), {}, 1000, 2),
    ("ctr_nat", march(1), {}, 0.05, 1000),
    ("cvr_pay", march(1), {}, 0.01, 100),
    ("cvr_order", march(1), {}, 0.02, 100),
    # Order 2 was paid after 25 hours, order 3 never.
    ("pay_success", FIRST_FIVE, {}, 3 / 5, 5),
    ("atc_rate", march(1), {}, 0.2, 100),
    ("fav_rate", march(1), {}, 0.05, 100),
    ("pdp_cvr", march(1), {"sku": "A"}, 2 / 40, 40),
    ("pdp_cvr", march(1), {"sku": "B"}, 0, 10),
    # A, B and the gift were sold; A, B and G are on the shelf, Z not yet.
    ("active_sku_rate", FIRST_FIVE, {}, 1, 3),
    ("cr5", FIRST_FIVE, {}, 1, 5),
    ("hhi", FIRST_FIVE, {}, (110.10**2 + 250**2) / 360.10**2, 5),
    ("new_sku_share", FIRST_FIVE, {}, 250 / 360.10, 5),
    ("attach_rate", FIRST_FIVE, {"sku": "A", "with_sku": "G"}, 1 / 2, 2),
    ("attach_rate", FIRST_FIVE, {"sku": "G", "with_sku": "A"}, 1, 1),
    # B has no video, G has nothing.
    ("content_gap", FIRST_FIVE, {}, 2 / 3, 3),
    ("coupon_cost_rate", FIRST_FIVE, {}, 65 / 380.10, 4),
    ("balance_rate", FIRST_FIVE, {}, 1 / 2, 2),
    # Sorted depths 0, 19.9/120, 0.2, 0.25: 0.97 of the way from the third to the fourth.
    ("stack_p99", FIRST_FIVE, {}, 0.2 + 0.97 * 0.05, 4),
    # discount 65, margin 460 − (2·22 + 1 + 30 + 20 + 60)
    ("breakeven_uplift", FIRST_FIVE, {}, 65 / (460 - 155 - 65), 5),
    ("imp", FIRST_FIVE, {}, 5000, 3),
    ("clk", FIRST_FIVE, {}, 120, 3),
    ("spend", FIRST_FIVE, {}, 60, 3),
    ("ctr", FIRST_FIVE, {}, 120 / 5000, 5000),
    ("cpc", FIRST_FIVE, {}, 0.5, 120),
    ("cpm", FIRST_FIVE, {}, 12, 5000),
    ("ad_cvr", FIRST_FIVE, {}, 6 / 120, 120),
    ("roas", FIRST_FIVE, {}, 5, 3),
    ("net_roas", FIRST_FIVE, {}, 300 * (1 - 110.10 / 380.10) / 60, 6),
    ("be_roas", FIRST_FIVE, {}, 1 / (205.10 / 360.10 * (270 / 380.10)), 5),
    ("cpa", FIRST_FIVE, {}, 10, 6),
    ("tacos", FIRST_FIVE, {}, 60 / 380.10, 4),
    ("cac", FIRST_FIVE, {}, 60 / 3, 3),
    # The budget of 60 stands in two rows of March 1 and counts once.
    ("pacing", FIRST_FIVE, {}, 60 / 120, 3),
    # "pot": 60 clicks at 6 orders in 120 clicks should have brought 3.
    ("waste", FIRST_FIVE, {}, 30 / 60, 120),
    ("waste", march(1), {}, 0, 100),
    ("new_buyers", FIRST_FIVE, {}, 3, 4),
    ("repeat_rate", FIRST_FIVE, {}, 1 / 3, 3),
    ("repurchase_n", FIRST_FIVE, {}, 1 / 3, 3),
    ("freq", FIRST_FIVE, {}, 4 / 3, 3),
    ("ipt_med", FIRST_FIVE, {}, 4, 1),
    # Gaps: 4 days. On the 8th Bob has been silent for 6 days, Cat for 4, Ann for 3.
    ("churn_p90", march(1, 8), {}, 1, 3),
    ("member_share", FIRST_FIVE, {}, 300.10 / 380.10, 4),
    ("refund_rate_amt", FIRST_FIVE, {}, 110.10 / 380.10, 4),
    ("refund_rate_ord", FIRST_FIVE, {}, 2 / 4, 4),
    ("refund_only", FIRST_FIVE, {}, 1 / 4, 4),
    ("return_rate", march(6), {}, 1 / 2, 2),
    ("quality_refund", FIRST_FIVE, {}, 1 / 4, 4),
    ("dispute", FIRST_FIVE, {}, 1 / 4, 4),
    # 24 and 48 hours: nine tenths of the way.
    ("refund_h_p90", march(1, 8), {}, 24 + 0.9 * 24, 2),
    # Order 2 took 72 hours; the closed order is not due.
    ("ship_48h", FIRST_FIVE, {}, 2 / 3, 3),
    # (4 + 2 − 1) / (6 units in 28 days)
    ("days_cover", FIRST_FIVE, {}, 5 / (6 / 28), 6),
    ("days_cover", FIRST_FIVE, {"sku": "A"}, 6 / (3 / 28), 3),
    # Stock at cost 500 and 120, on average 310; cost of goods 155; 5 days.
    ("turn_days", FIRST_FIVE, {}, 310 / 155 * 5, 6),
    # On the 5th, B is oversold: order 5.
    ("oversell", march(4, 5), {}, 1, 1),
    ("cogs_cov", FIRST_FIVE, {}, 1, 5),
    # 370.00 − 155 − 19
    ("gross_margin", FIRST_FIVE, {}, 196, 4),
    # 80.10·5 % + 50·2 % + 30·5 % + 200·3 %
    ("platform_fee", FIRST_FIVE, {}, 12.505, 5),
    ("freshness", FIRST_FIVE, {}, 16, 5),
    ("complete", FIRST_FIVE, {}, 3 / 5, 5),
    ("recon_gap", march(1), {}, 0.10 / 100, 1),
]
ELSEWHERE = {"stockout", "lost_sales", "retention_k"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return full_shop(tmp_path_factory.mktemp("shop") / "store")


def test_no_metric_is_left_out() -> None:
    told = {case[0] for case in [*CASES, *WIDE_CASES]} | ELSEWHERE
    assert set(DICTIONARY) <= told


@pytest.mark.parametrize(
    ("name", "period", "where", "value", "n"),
    CASES,
    ids=[
        f"{case[0]}-{case[1].start.day}-{case[1].end.day}-{''.join(case[2].values())}"
        for case in CASES
    ],
)
def test_a_metric_is_what_the_hand_gives(
    shop: Store, name: str, period: Period, where: dict[str, str], value: float, n: float
) -> None:
    found = query(shop, [name], by=list(where), period=period)
    for dim, wanted in where.items():
        found = found[found[dim] == wanted]
    (row,) = found.to_dict("records")
    assert row["value"] == pytest.approx(value, rel=1e-12), row["reason"]
    assert row["n"] == n
    assert row["basis"]


def test_retention_follows_the_buyers_of_the_month(tmp_path: Path) -> None:
    days = {"ann": ["2026-01-05", "2026-02-28"], "bob": ["2026-01-31", "2026-03-01"]}
    days |= {"cat": ["2026-01-10"], "dan": ["2026-02-02", "2026-05-01"]}
    orders = [
        {
            "order_id": f"{who}{day}",
            "customer_id": who,
            "paid_amount": "1",
            "created_at": f"{day} 10:00:00",
            "paid_at": f"{day} 10:00:00",
        }
        for who, dates in days.items()
        for day in dates
    ]
    store = make_shop(tmp_path / "s", orders=orders)
    january = Period(dt.date(2026, 1, 5), dt.date(2026, 1, 31))
    (row,) = query(store, ["retention_k"], period=january).to_dict("records")
    assert (row["value"], row["n"]) == (pytest.approx(1 / 3), 3)
    assert row["reason"] is None or row["reason"] != row["reason"]


def test_lost_sales_weigh_the_demand_of_days_in_stock(tmp_path: Path) -> None:
    # 4 units on the 1st, 2 on the 2nd; out on the 3rd: 3 units a day at 10.00 are missed.
    sold = {"2026-03-01": 4, "2026-03-02": 2, "2026-03-03": 1}
    orders = [
        {"order_id": day, "created_at": f"{day} 08:00:00", "paid_at": f"{day} 08:00:00"}
        for day in sold
    ]
    lines = [
        {"order_id": day, "line_no": 1, "sku": "A" if day < "2026-03-03" else "B", "quantity": n}
        for day, n in sold.items()
    ]
    stock = [
        {"date": day, "sku": sku, "available": 0 if sku == "A" and day == "2026-03-03" else 9}
        for day in sold
        for sku in ("A", "B")
    ]
    products = [{"sku": "A", "price": "10"}, {"sku": "B", "price": "5"}]
    store = make_shop(
        tmp_path / "s", orders=orders, order_lines=lines, inventory=stock, products=products
    )
    found = query(store, ["lost_sales", "stockout"], period=march(3))
    # B sold nothing on the two days before: it weighs 0.
    assert found["value"].tolist() == [30.0, 1.0]
