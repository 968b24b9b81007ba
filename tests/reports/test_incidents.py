"""Planted on the last day of a shop where nothing ever happens: is each found, and named?

The changes follow the incident catalogue; each test names the line of the page that shows it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playbook.i18n import use_language
from playbook.reports import doubts, stock, unusual
from playbook.reports.session import Report
from tests.reports.steady import LAST, Plant, Tables, last_day, past

Made = Callable[..., Report]


@pytest.fixture(scope="module", name="history")
def _history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return past(tmp_path_factory.mktemp("steady") / "past")


@pytest.fixture(name="made")
def _made(history: Path, tmp_path: Path) -> Made:
    def make(plant: Plant | None = None, **more: Any) -> Report:
        return last_day(history, tmp_path, plant, **more)

    return make


def keys(report: Report) -> list[str]:
    return list(unusual.flagged(report)["key"])


def doubted(report: Report) -> list[str]:
    return [one.key for one in doubts.doubts(report)]


def drop(tables: Tables, gone: Callable[[dict[str, Any]], bool]) -> None:
    """Take orders away, with their lines."""
    lost = {order["order_id"] for order in tables["orders"] if gone(order)}
    for name in ("orders", "order_lines"):
        tables[name] = [row for row in tables[name] if row["order_id"] not in lost]


def unpay(order: dict[str, Any]) -> None:
    order.update(paid_at=None, paid_amount=None)


def test_a_day_on_which_nothing_happened_says_so(made: Made) -> None:
    report = made()
    assert keys(report) == []
    assert doubted(report) == []
    said = unusual.table(report, unusual.flagged(report)).text
    assert "Nothing is outside its usual range" in said
    assert doubts.banner(report).html == ""


def test_a_payment_outage_is_named_by_method(made: Made) -> None:
    def plant(tables: Tables) -> None:
        for order in tables["orders"]:
            if order["payment_method"] == "card" and 9 <= order["created_at"].hour < 15:
                unpay(order)

    report = made(plant)
    assert keys(report)[0] == "pay_success/payment_method=card"
    # 72 orders by card, 18 of them in the six hours.
    assert unusual.flagged(report)["value"].iloc[0] == pytest.approx(54 / 72)
    (row, *_rest) = unusual.as_evidence(report, unusual.flagged(report))
    assert (row.metric, row.where) == ("pay_success", "payment_method=card")


def test_a_wrong_price_is_named_by_product(made: Made) -> None:
    def plant(tables: Tables) -> None:
        for order, line in zip(tables["orders"], tables["order_lines"], strict=True):
            if line["sku"] == "A" and order["paid_at"]:
                order["paid_amount"] = line["paid_amount"] = 1

    report = made(plant)
    assert keys(report)[0] == "asp/sku=A"
    assert unusual.flagged(report)["value"].iloc[0] == 1


def test_stacked_coupons_show_in_the_depth_of_the_deepest_discounts(made: Made) -> None:
    def plant(tables: Tables) -> None:
        for order in tables["orders"][:20]:
            order["discount_amount"] = order["list_amount"] - 1

    assert "stack_p99" in keys(made(plant))


def test_a_hero_product_that_ran_out_is_evidence(made: Made) -> None:
    def plant(tables: Tables) -> None:
        tables["inventory"][0]["available"] = 0

    report = made(plant)
    (row,) = stock.sold_out(report)
    assert (row.metric, row.where) == ("days_cover", "sku=A")
    assert row.numbers["out"] == 1
    assert stock.sold_out(Report(report.store, LAST - dt.timedelta(days=1))) == []


def test_broken_tracking_is_doubted_before_conversion_is_believed(made: Made) -> None:
    def plant(tables: Tables) -> None:
        tables["traffic"][0].update(uv=1000, pv=4000)

    report = made(plant)
    assert doubted(report) == ["apart/uv"]
    assert "check the tracking" in doubts.banner(report).text
    assert {"uv", "cvr_pay"} <= set(keys(report))


def test_machines_are_named_by_channel_and_dilution(made: Made) -> None:
    def plant(tables: Tables) -> None:
        tables["traffic"][0]["uv"] = 9000
        tables["traffic"][2]["uv"] = 7000

    report = made(plant)
    assert doubted(report) == ["apart/uv"]
    assert "because the crowd grew" in doubts.banner(report).text
    assert keys(report)[0] == "uv/channel=ads"


def test_an_ad_plan_that_runs_away_is_named(made: Made) -> None:
    def plant(tables: Tables) -> None:
        tables["ads"][0]["spend"] = 400

    report = made(plant)
    assert {"spend/campaign_id=p1", "cpc/campaign_id=p1"} <= set(keys(report))
    label = unusual.flagged(report).set_index("key")["label"]["spend/campaign_id=p1"]
    assert label == "Ad plan: Plan p1 · p1"


def test_ads_that_stopped_are_named(made: Made) -> None:
    def plant(tables: Tables) -> None:
        tables["ads"][1].update(spend=0, clicks=0, impressions=0, orders=0, attributed_amount=0)

    assert "spend/campaign_id=p2" in keys(made(plant))


def test_a_region_that_went_dark_is_named(made: Made) -> None:
    report = made(lambda tables: drop(tables, lambda order: order["region"] == "east"))
    assert keys(report)[0] == "orders_paid/region=east"


def test_a_product_that_comes_back_in_masses_is_named(made: Made) -> None:
    def back(day: dt.date, key: str, amount: int) -> dict[str, Any]:
        return {"refund_id": f"{day:%m%d}{key}", "order_id": f"{day:%m%d}000", "sku": key,
                "amount": amount, "requested_at": f"{day} 09:00:00", "status": "completed",
                "closed_at": f"{day} 12:00:00"}  # fmt: skip

    days = [LAST - dt.timedelta(days=7 * week) for week in range(9)]
    refunds = [back(day, key, 30) for day in days for key in "AB"]
    refunds += [{**back(LAST, "A", 100), "refund_id": f"more{n}"} for n in range(20)]
    report = made(refunds=refunds)
    assert "refund_amt/sku=A" in keys(report)
    assert "refund_amt/sku=B" not in keys(report)


def test_hours_without_orders_come_first(made: Made) -> None:
    late = made(lambda tables: drop(tables, lambda order: order["created_at"].hour >= 14))
    assert doubted(late)[0] == "hours"
    # Ten hours of six orders.
    assert doubts.banner(late).numbers["hours"] == 60
    assert "after 14:00" in doubts.banner(late).text


def test_a_gap_in_the_middle_is_told_from_an_early_end(made: Made) -> None:
    report = made(lambda tables: drop(tables, lambda order: 9 <= order["created_at"].hour < 13))
    assert "from 09:00 to 13:00" in doubts.banner(report).text


def test_a_day_that_one_source_lacks_is_named(made: Made) -> None:
    report = made(lambda tables: tables["ads"].clear())
    assert doubted(report) == ["absent/ads"]


def test_a_file_counted_twice_is_told_by_its_factor_and_its_twins(made: Made) -> None:
    def plant(tables: Tables) -> None:
        for name in ("orders", "order_lines"):
            again = [{**row, "order_id": row["order_id"] + "x"} for row in tables[name]]
            tables[name] += again

    report = made(plant)
    assert doubted(report) == ["twins", "scaled/orders"]
    numbers = doubts.banner(report).numbers
    assert numbers["scaled/orders"] == 2
    # The unpaid orders have no amount, so they have no twin.
    assert numbers["twins"] == 132


def test_a_retried_order_is_told_by_its_twins_alone(made: Made) -> None:
    def plant(tables: Tables) -> None:
        for order in [one for one in tables["orders"] if one["paid_at"]][:12]:
            again = order["created_at"] + dt.timedelta(seconds=30)
            tables["orders"].append(order | {"order_id": order["order_id"] + "x",
                                             "created_at": again})  # fmt: skip

    report = made(plant)
    assert doubted(report) == ["twins"]
    assert doubts.banner(report).numbers["twins"] == 12


@pytest.mark.parametrize("factor", [100, 0.01])
def test_yuan_taken_for_fen_is_told_by_its_factor(made: Made, factor: float) -> None:
    def plant(tables: Tables) -> None:
        for order in tables["orders"]:
            if order["paid_amount"]:
                order["paid_amount"] *= factor

    report = made(plant)
    assert "units/orders.paid_amount" in doubted(report)
    assert doubts.banner(report).numbers["units/orders.paid_amount"] == pytest.approx(factor)


def test_part_of_one_source_is_doubted_while_the_others_are_whole(made: Made) -> None:
    def plant(tables: Tables) -> None:
        for row in tables["ads"]:
            for name in ("impressions", "clicks", "spend", "attributed_amount"):
                row[name] = row[name] * 0.4

    report = made(plant)
    assert doubted(report) == ["scaled/ads"]
    assert "0.40 times" in doubts.banner(report).text


def test_doubts_are_told_in_chinese(made: Made) -> None:
    report = made(lambda tables: drop(tables, lambda order: order["created_at"].hour >= 14))
    with use_language("zh"):
        text = doubts.banner(report).text
    assert "14:00之后没有任何下单" in text
    assert "先核对数据" in text


def test_discounts_of_an_own_promotion_are_compared_with_own_promotions(made: Made) -> None:
    # Today two products are in a promotion: no day like it is known, so depth is not judged.
    def plant(tables: Tables) -> None:
        for order in tables["orders"][:20]:
            order["discount_amount"] = order["list_amount"] - 1
        tables["promotions"] = [
            {"campaign_id": "own", "name": "Own", "starts_on": LAST, "ends_on": LAST,
             "skus": "A;B"},
        ]  # fmt: skip

    assert "stack_p99" not in keys(made(plant))


def test_a_product_is_out_when_the_variants_that_sell_are_out(made: Made) -> None:
    def plant(tables: Tables) -> None:
        tables["inventory"][0]["available"] = 0

    (row,) = stock.sold_out(made(plant))
    assert "is out of stock" in row.changed
    assert row.evidence.startswith("None can be sold; ")
