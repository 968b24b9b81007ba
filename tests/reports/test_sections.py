"""The sections of the daily report, on a shop that can be counted by hand (see `small`)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from playbook.i18n import use_language
from playbook.metrics import Period
from playbook.reports import (
    actions,
    factors,
    headline,
    lead,
    mix,
    month,
    movers,
    operations,
    platform,
    quality,
    refunds,
    stock,
    trend,
)  # fmt: skip
from playbook.reports.session import Report
from tests.reports.small import NOW, THEN, XSS, rows, small_report
from tests.shops import make_shop

DAY, BASE = Period.day(NOW), Period.day(THEN)


@pytest.fixture(scope="module", name="report")
def _report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return small_report(tmp_path_factory.mktemp("small"))


def test_sales_are_visitors_times_conversion_times_spend(report: Report) -> None:
    split = factors.split(report, DAY, BASE)
    assert split.parts["factor"].tolist() == ["visitors", "conversion", "spend_per_buyer"]
    assert split.parts["before"].tolist() == [100, 0.03, 100]
    assert split.parts["after"].tolist() == [150, 0.02, 160]
    assert (split.before, split.after, split.why) == (300, 480, "")
    assert split.parts["effect"].sum() == pytest.approx(180, abs=1e-9)


def test_without_visitors_sales_are_orders_times_order_value(tmp_path: Path) -> None:
    report = Report(make_shop(tmp_path / "s", orders=rows()["orders"]), NOW)
    split = factors.split(report, DAY, BASE)
    assert split.parts["factor"].tolist() == ["orders", "order_value"]
    assert split.parts["after"].tolist() == [4, 120]
    assert "Visitors" in split.why


def test_the_split_table_adds_up_and_records_its_numbers(report: Report) -> None:
    numbers = factors.split_table(report, factors.split(report, DAY, BASE)).numbers
    parts = [v for k, v in numbers.items() if k.endswith("/effect") and not k.startswith("total")]
    assert sum(parts) == pytest.approx(numbers["total/effect"])
    assert numbers["conversion/after"] == 0.02


def test_movers_add_up_to_the_change(report: Report) -> None:
    table = movers.moved(report, "channel", DAY, BASE)
    assert dict(zip(table["item"], table["change"], strict=True)) == {"app": 190, "web": -10}
    numbers = movers.movers_table(report, "channels", table, "Channels", BASE, DAY).numbers
    assert numbers["app/change"] == 190


def test_products_are_named_and_their_titles_escaped(report: Report) -> None:
    table = movers.moved(report, "sku", DAY, BASE)
    labels = dict(zip(table["item"], table["label"], strict=True))
    assert labels["A"] == "Mug · A"
    html = movers.movers_table(report, "products", table, "Products", BASE, DAY).html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_dimension_that_is_not_known_is_a_sentence(report: Report) -> None:
    table = movers.moved(report, "category", DAY, BASE)
    (part,) = movers.movers_parts(report, "category", table, BASE, DAY)
    assert part.kind == "note"
    assert "left out" in part.text


def test_headline_cards_carry_value_comparison_and_definition_link(report: Report) -> None:
    found = headline.comparisons(report, DAY)
    cards = headline.cards(report, found)
    assert cards.numbers["gmv_paid"] == 480
    assert cards.numbers["gmv_paid/same_weekday_last_week"] == 300
    assert cards.numbers["cvr_pay"] == pytest.approx(0.02)
    assert 'href="#def-gmv_paid"' in cards.html
    assert "Same weekday last week (Sat, May 23, 2026)" in cards.html
    assert "+60.0%" in cards.text


def test_a_rate_on_few_shows_its_base_and_says_so(tmp_path: Path) -> None:
    few = rows()["traffic"]
    few[1]["uv"] = 20
    report = small_report(tmp_path, traffic=few)
    html = headline.cards(report, headline.comparisons(report, DAY)).html
    assert "base n = 20" in html
    assert "small sample" in html


def test_what_cannot_be_known_is_named_and_not_zero(report: Report) -> None:
    assert "Net sales (calendar)" in headline.left_out(report, DAY)
    assert "net_sales" not in set(headline.comparisons(report, DAY)["metric"])


def test_the_lead_says_three_things(report: Report) -> None:
    split, so_far = factors.split(report, DAY, BASE), month.month_to_date(report)
    found = {"channel": movers.moved(report, "channel", DAY, BASE)}
    first, second, third = lead.lead(report, split, so_far, found).text.splitlines()
    assert "CN¥480.00, +60.0%" in first
    assert "not enough history" in first
    assert "app" in second
    assert "78.0% of the target of CN¥1,000" in third


def test_the_month_is_measured_against_its_target(report: Report) -> None:
    so_far = month.month_to_date(report)
    assert (so_far.attained, so_far.target) == (780, 1000)
    numbers = month.month_table(report, so_far).numbers
    assert numbers["gmv_paid/actual"] == 780
    assert numbers["gmv_paid/needed"] == pytest.approx(220)


def test_mix_and_rate_add_up(report: Report) -> None:
    numbers = mix.mix(report, DAY, BASE).numbers
    # Order value 100 → 120. Weights of web 2/3 → 1/2, app 1/3 → 1/2; web 125 → 120, app 50 → 120.
    assert numbers["total/total"] == pytest.approx(20)
    assert numbers["web/rate"] == pytest.approx((2 / 3 + 1 / 2) / 2 * -5)
    assert numbers["app/mix"] == pytest.approx(1 / 6 * 85)


def test_the_bridge_names_freight_and_leaves_the_rest_visible(report: Report) -> None:
    numbers = platform.bridge(report).numbers
    assert numbers["ours/amount"] == 480
    assert numbers["freight/amount"] == -20
    assert numbers["unexplained/amount"] == 40
    assert numbers["theirs/amount"] == 500
    assert numbers["refund_date/amount"] is None


def test_without_the_platform_s_total_the_bridge_is_a_sentence(tmp_path: Path) -> None:
    seen = [
        {name: v for name, v in row.items() if name != "paid_amount"} for row in rows()["traffic"]
    ]
    report = small_report(tmp_path, traffic=seen)
    assert platform.bridge(report).kind == "note"


def test_sections_without_tables_are_sentences_with_a_next_step(report: Report) -> None:
    parts = [
        stock.stock(report), operations.ads(report, DAY, BASE),
        operations.service(report, DAY, BASE), refunds.refunds(report, DAY),
    ]  # fmt: skip
    for part in parts:
        assert part.kind == "note"
        assert "mport" in part.text


def test_ads_show_both_periods_and_their_change(tmp_path: Path) -> None:
    spent = [
        {"date": day, "ad_platform": "x", "campaign_id": "c", "impressions": 1000, "clicks": clicks,
         "spend": "30.00"}
        for day, clicks in ((THEN, 40), (NOW, 50))
    ]  # fmt: skip
    numbers = operations.ads(small_report(tmp_path, ads=spent), DAY, BASE).numbers
    assert (numbers["clk/before"], numbers["clk/after"], numbers["clk/change"]) == (40, 50, 0.25)
    assert numbers["ctr/change"] == pytest.approx(0.01)


def test_stock_lists_what_runs_out_first(tmp_path: Path) -> None:
    counted = [
        {"date": NOW, "sku": "A", "warehouse": "main", "available": 0},
        {"date": NOW, "sku": "B", "warehouse": "main", "available": 500},
        {"date": NOW + dt.timedelta(days=1), "sku": "A", "warehouse": "main", "available": 900},
    ]
    numbers = stock.stock(small_report(tmp_path, inventory=counted)).numbers
    # A: 3 units in 28 days; the count of the day after the report is not looked at.
    assert numbers == {"A/available": 0, "A/per_day": pytest.approx(3 / 28), "A/days": 0}


def test_data_quality_names_days_without_orders(report: Report) -> None:
    shown = quality.quality(report)
    assert shown.numbers["empty/value"] == 6
    assert shown.numbers["aside/value"] == 0
    assert "May 24" in shown.text


def test_evidence_names_the_total_the_factor_and_the_movers(report: Report) -> None:
    split = factors.split(report, DAY, BASE)
    found = {"channel": movers.moved(report, "channel", DAY, BASE)}
    rows_ = actions.evidence(report, split, "usual", found)
    assert [row.key for row in rows_] == [
        "2026-05-30/gmv_paid/shop",
        "2026-05-30/arpu_buyer/shop",
        "2026-05-30/gmv_paid/channel=app",
        "2026-05-30/gmv_paid/channel=web",
    ]
    shown = actions.table(report, rows_)
    assert shown.rows == 4
    assert shown.detail["evidence"][0]["metric"] == "gmv_paid"


def test_evidence_from_data_is_escaped(report: Report) -> None:
    split = factors.split(report, DAY, BASE)
    found = {"sku": movers.moved(report, "sku", DAY, BASE)}
    shown = actions.table(report, actions.evidence(report, split, "usual", found))
    assert XSS in shown.text
    assert "<script" not in shown.html


def test_a_promotion_of_the_whole_shop_is_shaded_and_a_coupon_is_not(
    tmp_path: Path,
) -> None:
    report = small_report(
        tmp_path,
        promotions=[
            {"campaign_id": "1", "name": "618", "starts_on": THEN, "ends_on": NOW},
            {"campaign_id": "2", "name": "coupon", "starts_on": THEN, "ends_on": NOW, "skus": "A"},
            {"campaign_id": "3", "name": "long", "starts_on": "2026-01-01", "ends_on": NOW},
        ],
    )
    shaded = trend.promotions(report)
    assert shaded is not None
    assert shaded["name"].tolist() == ["618"]
    assert trend.verdict(report)["verdict"] == "promotion_day"


def test_charts_have_alt_text_with_the_numbers_in_both_languages(report: Report) -> None:
    split = factors.split(report, DAY, BASE)
    assert "CN¥480.00" in factors.split_chart(report, split).text
    with use_language("zh"):
        chart = factors.split_chart(report, split)
    assert "客单价" in chart.text
    assert chart.image.startswith(b"\x89PNG")
