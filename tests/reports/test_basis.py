"""A shop that holds only the platform's daily totals, or only product rows, has reports too."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from playbook.errors import DataContractError
from playbook.metrics import Period
from playbook.reports import (
    abc,
    buyers,
    factors,
    headline,
    mix,
    month,
    movers,
    platform,
    quality,
    run_report,
    stock,
    trend,
)
from playbook.reports.basis import basis, note
from playbook.reports.session import Report, last_full_day
from playbook.store import Store
from tests.shops import add_rows, make_shop

LAST = dt.date(2026, 5, 30)
DAY, BASE = Period.day(LAST), Period.day(LAST).shift(-7)


def totals(path: Path) -> Store:
    """Make a shop of 35 daily totals: 100 visitors, 10 buyers, 1,000.00; the last day 120, 9, 1,080.00."""  # noqa: E501
    days = [LAST - dt.timedelta(days=n) for n in range(35)]
    traffic: list[dict[str, Any]] = [
        {"date": day, "grain": "day", "scope": "shop", "uv": 100, "buyers": 10, "orders": 11,
         "paid_amount": "1000.00"}
        for day in days[1:]
    ]  # fmt: skip
    traffic.append(
        {"date": LAST, "grain": "day", "scope": "shop", "uv": 120, "buyers": 9, "orders": 12,
         "paid_amount": "1080.00"}
    )  # fmt: skip
    targets = [{"date": "2026-05-01", "grain": "month", "metric": "gmv_paid", "target": 31000}]
    return make_shop(path, traffic=traffic, targets=targets)


def product_rows(path: Path) -> Store:
    days = [(LAST, "1.00"), (LAST - dt.timedelta(days=7), "2.00")]
    return make_shop(
        path,
        product_days=[
            {"date": day, "sku": sku, "units": 1, "paid_amount": paid}
            for day, paid in days
            for sku in ("A", "B")
        ],
    )


@pytest.fixture(scope="module", name="report")
def _report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return Report(totals(tmp_path_factory.mktemp("totals") / "s"), LAST)


def test_orders_come_first_then_the_platform_s_totals(report: Report, tmp_path: Path) -> None:
    assert basis(report.store).table == "traffic"
    assert not basis(report.store).ours
    both = add_rows(
        totals(tmp_path / "s"),
        orders=[{"order_id": "1", "created_at": f"{LAST} 10:00:00", "paid_at": f"{LAST} 10:01:00",
                 "paid_amount": "5.00"}],
    )  # fmt: skip
    assert basis(both).table == "orders"
    assert note(basis(both)) == ""


def test_the_days_are_those_of_the_daily_totals(report: Report) -> None:
    found = basis(report.store)
    assert (found.first, found.last) == (LAST - dt.timedelta(days=34), LAST)
    assert last_full_day(report.store) == LAST


def test_weekly_rows_or_visitors_alone_are_no_sales(tmp_path: Path) -> None:
    seen = {"date": LAST, "grain": "day", "scope": "shop", "uv": 5}
    week = {"date": "2026-05-25", "grain": "week", "scope": "shop", "paid_amount": "7.00"}
    with pytest.raises(DataContractError, match="no daily totals"):
        basis(make_shop(tmp_path / "s", traffic=[seen, week]))


def test_the_headline_is_the_platform_s_count_and_says_so(report: Report) -> None:
    numbers = headline.cards(report, headline.comparisons(report, DAY)).numbers
    assert numbers["gmv_paid"] == 1080
    assert numbers["cvr_pay"] == pytest.approx(9 / 120)
    assert numbers["arpu_buyer"] == 120
    assert numbers["gmv_paid/weekday_median_4w"] == 1000
    assert "platform's own count" in quality.line(report, []).text


def test_totals_split_into_visitors_conversion_and_spend(report: Report) -> None:
    split = factors.split(report, DAY, BASE)
    assert split.parts["before"].tolist() == [100, 0.1, 100]
    assert split.parts["after"].tolist() == [120, 0.075, 120]
    assert split.parts["effect"].sum() == pytest.approx(80)


def test_the_month_is_measured_against_its_target(report: Report) -> None:
    found = month.month_to_date(report)
    assert found.attained == 29 * 1000 + 1080
    assert month.month_table(report, found).numbers["gmv_paid/needed"] == pytest.approx(920)


def test_what_needs_orders_is_a_sentence_with_the_next_step(report: Report) -> None:
    moved = movers.moved(report, "sku", DAY, BASE)
    parts = [
        platform.bridge(report), mix.mix(report, DAY, BASE), stock.stock(report),
        buyers.buyers(report, DAY, BASE), abc.table(abc.moves(report, DAY)),
        *movers.movers_parts(report, "sku", moved, BASE, DAY),
    ]  # fmt: skip
    for part in parts:
        assert part.kind == "note"
        assert "mport" in part.text or "export" in part.text
    assert "nothing differs" in parts[0].text


def test_product_rows_alone_give_sales_and_name_the_rest(tmp_path: Path) -> None:
    report = Report(product_rows(tmp_path / "s"), LAST)
    numbers = headline.cards(report, headline.comparisons(report, DAY)).numbers
    assert numbers == {
        "gmv_paid": 2, "gmv_paid/same_weekday_last_week": 4, "gmv_paid/weekday_median_4w": None,
        "gmv_paid/last_year": None, "gmv_paid/day_before": None,
    }  # fmt: skip
    assert "cannot be added" in note(basis(report.store))
    chart = factors.split_chart(report, factors.split(report, DAY, BASE))
    assert "Paid orders" in chart.text
    assert "do not state it" in trend.chart(report, "orders_paid").text
    assert len(abc.moves(report, Period.week(LAST))) == 2


@pytest.mark.parametrize("name", ["daily", pytest.param("weekly", marks=pytest.mark.slow)])
@pytest.mark.parametrize("make", [totals, pytest.param(product_rows, marks=pytest.mark.slow)])
def test_both_reports_run_whole(name: str, make: Any, tmp_path: Path) -> None:
    shop = make(tmp_path / "s")
    result = run_report(name, shop, {"date": LAST}, tmp_path / "out")
    manifest = json.loads(result.manifest.read_text(encoding="utf-8"))
    assert manifest["key_numbers"]["gmv_paid"] > 0
    assert result.html.read_text(encoding="utf-8").count('class="left-out"') >= 6
