"""The sections of the weekly report, on the shop that can be counted by hand (see `small`).

Its two Saturdays lie in the weeks of May 18 and May 25, 2026.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from playbook.metrics import Period
from playbook.reports import abc, buyers, factors, funnel, promotions, weeks
from playbook.reports.session import Report
from playbook.reports.show import paragraphs
from tests.reports.small import NOW, THEN, rows, small_report
from tests.shops import make_shop

WEEK, BEFORE = Period.week(NOW), Period.week(THEN)


@pytest.fixture(scope="module", name="report")
def _report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    promoted = [
        {"campaign_id": "p", "name": "Mugs", "starts_on": THEN, "ends_on": NOW, "skus": "A;B"},
        {"campaign_id": "old", "name": "Old", "starts_on": "2026-01-01", "ends_on": "2026-01-02",
         "skus": "A"},
    ]  # fmt: skip
    weekly = {"date": WEEK.start, "grain": "week", "scope": "shop", "uv": 700, "cart_users": 70,
              "buyers": 3}  # fmt: skip
    return small_report(
        tmp_path_factory.mktemp("small"), promotions=promoted,
        traffic=[*rows()["traffic"], weekly],
    )  # fmt: skip


def test_weeks_run_from_monday_and_compare_with_the_one_before(report: Report) -> None:
    shown = weeks.weeks(report)
    assert shown.numbers["2026-05-18/gmv_paid"] == 300
    assert shown.numbers["2026-05-25/gmv_paid"] == 480
    # The data ends on Saturday, so the week has not ended and is not compared.
    assert shown.numbers["2026-05-25/change"] is None
    assert shown.numbers["2026-05-25/buyers"] == 3
    assert "May 25 (W22)" in shown.text


def test_the_lead_says_the_week_and_the_actions(report: Report) -> None:
    split = factors.split(report, WEEK, BEFORE)
    review = paragraphs("review", ["x"])
    shown = weeks.lead(report, split, {}, review)
    # The last order is of Saturday: six days are not compared with seven.
    assert "CN¥480.00 so far" in shown.text
    assert "+60.0%" not in shown.text
    assert "No action was entered" in shown.text
    assert shown.numbers["total"] == 480
    assert shown.numbers["median"] is None


def test_a_whole_week_is_compared_with_the_one_before(tmp_path: Path) -> None:
    sunday = rows()["orders"][-1] | {"order_id": "8", "created_at": f"{WEEK.end} 09:00:00"}
    sunday |= {"paid_at": f"{WEEK.end} 09:05:00", "paid_amount": "30.00"}
    report = small_report(tmp_path, orders=[*rows()["orders"], sunday])
    split = factors.split(report, WEEK, BEFORE)
    shown = weeks.lead(report, split, {}, paragraphs("review", ["x"]))
    # 480 + 30 against 300.
    assert "CN¥510.00, +70.0% against the week before" in shown.text
    assert weeks.weeks(report).numbers["2026-05-25/change"] == pytest.approx(0.7)


def test_the_chart_draws_days(report: Report) -> None:
    chart = weeks.chart(report)
    assert chart.rows >= 2
    assert "CN¥" in chart.text


def test_new_and_returning_buyers(report: Report) -> None:
    numbers = buyers.buyers(report, WEEK, BEFORE).numbers
    # ann came back; dee and eve are new; in the week before all three were new.
    assert numbers["new/buyers"] == 2
    assert numbers["returning/buyers"] == 1
    assert numbers["returning/gmv_paid"] == 240
    assert numbers["new/buyers_before"] == 3


def test_masked_buyers_are_left_out_and_not_counted(tmp_path: Path) -> None:
    masked = [{k: v for k, v in row.items() if k != "customer_id"} for row in rows()["orders"]]
    report = Report(make_shop(tmp_path / "s", orders=masked), NOW)
    assert buyers.buyers(report, WEEK, BEFORE).kind == "note"


def test_product_classes_count_every_product_once(report: Report) -> None:
    moves = abc.moves(report, WEEK)
    shown = abc.table(moves)
    assert sum(value for value in shown.numbers.values() if value) == len(moves) == 3
    assert abc.largest(report, moves).name == "abc_moves"


def test_without_lines_there_are_no_classes(tmp_path: Path) -> None:
    report = Report(make_shop(tmp_path / "s", orders=rows()["orders"]), NOW)
    assert abc.table(abc.moves(report, WEEK)).kind == "note"
    assert promotions.promotions(report, WEEK).kind == "note"


def test_a_promotion_shows_the_sales_of_its_products_and_what_is_unknown(report: Report) -> None:
    numbers = promotions.promotions(report, WEEK).numbers
    # Mugs: A 90 + 130 and B 90 in the week; refunds are not known, so neither is the rest.
    assert numbers == {"p/sales": 310, "p/refunds": None, "p/net": None}


def test_refunds_of_a_promotion_are_taken_off_where_they_are_known(tmp_path: Path) -> None:
    lines = rows()["order_lines"]
    for line in lines:
        line["refunded_amount"] = "10.00" if line["order_id"] == "4" else "0.00"
    promoted = {"campaign_id": "p", "name": "Mugs", "starts_on": THEN, "ends_on": NOW, "skus": "A"}
    report = small_report(tmp_path, order_lines=lines, promotions=[promoted])
    numbers = promotions.promotions(report, WEEK).numbers
    assert numbers == {"p/sales": 220, "p/refunds": 10, "p/net": 210}


def test_the_funnel_is_the_platform_s_own_week(report: Report) -> None:
    chart, table = funnel.funnel(report, WEEK)
    assert chart.kind == "figure"
    assert table.numbers["Visitors/count"] == 700
    assert table.numbers["Added to cart/step_rate"] == pytest.approx(0.1)
    assert table.numbers["Paid/overall_rate"] == pytest.approx(3 / 700)


def test_days_are_never_added_up_to_a_funnel(tmp_path: Path) -> None:
    (part,) = funnel.funnel(small_report(tmp_path), WEEK)
    assert part.kind == "note"
    assert "cannot be added" in part.text


def test_every_section_is_a_named_part(report: Report) -> None:
    shown: list[Any] = [
        weeks.weeks(report), buyers.buyers(report, WEEK, BEFORE),
        promotions.promotions(report, WEEK), *funnel.funnel(report, WEEK),
    ]  # fmt: skip
    assert [part.name for part in shown] == [
        "weeks", "buyers", "promotions", "chart_funnel", "funnel",
    ]  # fmt: skip
