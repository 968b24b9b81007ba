"""Delivery, reviews, cases, systems: shown only where they are held, beside their usual range."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from playbook.metrics import Period
from playbook.reports import house, unusual, voices
from playbook.reports.readings import readings
from playbook.reports.session import Report
from playbook.runner.cleaning import clean
from tests.reports.small import XSS, small_report
from tests.shops import make_shop

LAST = dt.date(2026, 5, 30)
WEEKS = [LAST - dt.timedelta(days=7 * back) for back in range(9)]


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute))


def rows() -> dict[str, list[dict[str, Any]]]:
    """Nine Saturdays. On the last one 6 of 10 reviews are bad, page views fail, YTO is late."""
    reviews, tickets, health, orders, parcels = [], [], [], [], []
    for day in WEEKS:
        bad = 6 if day == LAST else 1
        reviews += [
            {"review_id": f"{day}-{n}", "sku": "A", "created_at": at(day, n), "topic": "quality",
             "stars": 1 if n < bad else 5, "text": f"{n} {XSS}"}
            for n in range(10)
        ]  # fmt: skip
        tickets += [
            {"ticket_id": f"{day}-{n}", "opened_at": at(day, 9 + n), "category": "parcel",
             "resolved_at": at(day, 20) if n else None, "status": "closed" if n else "open"}
            for n in range(2 if day != LAST else 5)
        ]  # fmt: skip
        health += [
            {"checked_at": at(day, hour), "component": "cart", "kind": "page", "minutes": 60,
             "good_minutes": 30 if (day, hour) == (LAST, 9) else 60, "calls": 1000,
             "failed_calls": 1, "p95_ms": 9000 if (day, hour) == (LAST, 9) else 1000}
            for hour in range(24)
        ]  # fmt: skip
        for carrier, hours in (("SF", 24), ("YTO", 72 if day == LAST else 48), ("ZTO", 40),
                               ("JT", 30)):  # fmt: skip
            key, paid = f"{day}-{carrier}", at(day, 12) - dt.timedelta(hours=hours)
            orders.append({"order_id": key, "created_at": paid, "paid_at": paid, "region": "east",
                           "paid_amount": "10.00"})  # fmt: skip
            parcels.append({"order_id": key, "carrier": carrier, "delivered_at": at(day, 12),
                            "shipped_at": paid, "status": "delivered"})  # fmt: skip
    return {"reviews": reviews, "tickets": tickets, "system_health": health, "orders": orders,
            "shipments": parcels}  # fmt: skip


@pytest.fixture(scope="module", name="report")
def _report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return Report(make_shop(tmp_path_factory.mktemp("house") / "s", **rows()), LAST)  # type: ignore[arg-type]


def test_bad_reviews_stand_beside_their_usual_share(report: Report) -> None:
    shown = house.reviews(report)
    assert shown.numbers["neg_rate/value"] == pytest.approx(0.6)
    assert "above" in shown.text
    # Usually 1 of 10: (0.1 · 10 + 1) / 12 = 1/6; sqrt(1/6 · 5/6 / 10) = 0.1179.
    reading = readings(report).set_index(["metric", "by"]).loc[("neg_rate", "")]
    assert reading["expected"] == pytest.approx(0.1)  # type: ignore[call-overload, index]
    assert reading["high"] == pytest.approx(0.1 + 3.5 * 0.11785, abs=1e-4)  # type: ignore[call-overload, index]


def test_each_metric_leads_to_its_definition(report: Report) -> None:
    assert 'href="#def-neg_rate"' in clean(house.reviews(report).html)
    assert "neg_rate" in house.used(report)


def test_the_three_slowest_carriers_are_listed(report: Report) -> None:
    text = house.delivery(report).text
    assert text.index("Carrier: YTO") < text.index("Carrier: ZTO") < text.index("Carrier: JT")
    assert "Carrier: SF" not in text
    assert "72.0 h" in text


def test_a_bad_hour_of_a_component_is_seen_though_the_day_has_no_percentile(
    report: Report,
) -> None:
    rows_ = readings(report)
    peak = rows_[(rows_["metric"] == "p95_ms") & (rows_["by"] == "component")].iloc[0]
    assert (peak["value"], peak["expected"]) == (9000, 1000)
    assert "(worst hour)" in house.systems(report).text


def test_availability_is_that_of_the_day(report: Report) -> None:
    # 30 of 1,440 minutes were lost.
    assert house.systems(report).numbers["availability/value"] == pytest.approx(1 - 30 / 1440)


def test_cases_are_counted_by_topic_beside_their_usual(report: Report) -> None:
    shown = voices.tickets(report)
    assert shown.numbers == {"parcel/now": 5, "parcel/usual": 2}
    # One case of each Saturday is still open, and one of them is new.
    assert "Open at the end of the day: 9, of which 1 are of this day." in shown.html


def test_the_newest_bad_reviews_are_quoted_and_only_text(report: Report) -> None:
    shown = voices.newest(report)
    assert shown.rows == 3
    assert shown.text.index("5 <script>") < shown.text.index("4 <script>")
    assert "<script" not in shown.html
    assert "&lt;script&gt;" in shown.html


def test_topics_of_bad_reviews_leave_good_ones_out(report: Report) -> None:
    assert voices.review_topics(report).numbers == {"quality/now": 6, "quality/usual": 1}


def test_what_is_unusual_here_reaches_the_action_sheet(report: Report) -> None:
    found = unusual.as_evidence(report, unusual.flagged(report))
    assert {"neg_rate", "availability"} <= {row.metric for row in found}


def test_tables_that_are_not_held_leave_no_trace(tmp_path: Path) -> None:
    report = small_report(tmp_path)
    parts = [
        house.delivery(report), house.service(report), house.reviews(report),
        house.content(report), house.rivals(report), house.systems(report), house.members(report),
        voices.tickets(report), voices.chats(report), voices.review_topics(report),
        voices.newest(report),
    ]  # fmt: skip
    assert [part.html + part.text for part in parts] == [""] * len(parts)


def test_a_week_of_the_house_stands_beside_the_week_before(report: Report) -> None:
    week = Period.week(LAST)
    shown = {part.name: part for part in house.week(report, week, week.shift(-7))}
    assert shown["reviews"].numbers["neg_rate/after"] == pytest.approx(0.6)
    assert shown["reviews"].numbers["neg_rate/before"] == pytest.approx(0.1)
    assert shown["delivery"].numbers["door_h/after"] == pytest.approx((24 + 72 + 40 + 30) / 4)


def test_a_week_without_a_house_is_one_sentence(tmp_path: Path) -> None:
    report = small_report(tmp_path)
    week = Period.week(LAST)
    (part,) = house.week(report, week, week.shift(-7))
    assert part.kind == "note"
    assert "left out" in part.text


def test_too_little_history_is_said_and_not_judged(tmp_path: Path) -> None:
    report = small_report(tmp_path)
    shown = unusual.table(report, unusual.flagged(report))
    assert shown.kind == "note"
    assert "fewer than 6" in shown.text
