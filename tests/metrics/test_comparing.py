"""Comparisons carry full names, dates, differences and reasons; progress knows its curve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from playbook.errors import ParameterError
from playbook.i18n import use_language
from playbook.metrics import Period, compare, progress
from playbook.metrics.naming import (
    DAY_BEFORE,
    LAST_YEAR,
    WEEK_AGO,
    WEEK_BEFORE,
    WEEK_MEDIAN,
    WEEKDAY_MEDIAN,
    comparison_name,
)
from playbook.metrics.promotions import Phase, last_year, promotion_days
from playbook.store import Store
from tests.shops import make_shop

D = dt.date
SUNDAY = D(2026, 3, 29)


def shop(path: Path, sales: Mapping[dt.date, float], **tables: Any) -> Store:
    """Make a shop with one paid order a day."""
    orders = [
        {
            "order_id": day.isoformat(),
            "created_at": f"{day} 10:00:00",
            "paid_at": f"{day} 10:00:00",
            "paid_amount": f"{amount:.2f}",
            "customer_id": "ann",
        }
        for day, amount in sales.items()
    ]
    return make_shop(path / "s", orders=orders, **tables)


def rows(frame: pd.DataFrame, metric: str = "gmv_paid") -> dict[str, dict[str, Any]]:
    chosen = frame[frame["metric"] == metric]
    return {
        str(row["comparison"]): {str(key): value for key, value in row.items()}
        for row in chosen.to_dict("records")
    }


def back(*weeks: int) -> list[dt.date]:
    return [SUNDAY - dt.timedelta(weeks=n) for n in weeks]


def test_a_day_is_compared_in_four_named_ways(tmp_path: Path) -> None:
    sales = dict(zip(back(0, 1, 2, 3, 4, 52), [150, 100, 80, 120, 500, 300], strict=True))
    store = shop(tmp_path, sales | {D(2026, 3, 28): 75})
    found = rows(compare(store, ["gmv_paid"], SUNDAY))
    assert list(found) == [WEEK_AGO, WEEKDAY_MEDIAN, LAST_YEAR, DAY_BEFORE]
    assert [row["base"] for row in found.values()] == [100, 110, 300, 75]
    assert [row["diff"] for row in found.values()] == [50, 40, -150, 75]
    assert [row["diff_pct"] for row in found.values()] == pytest.approx([0.5, 4 / 11, -0.5, 1])
    assert [row["alarm"] for row in found.values()] == [True, True, True, False]
    assert found[WEEK_AGO]["name"] == "Same weekday last week (Sun, Mar 22, 2026)"
    assert found[LAST_YEAR]["name"] == "Same weekday 52 weeks ago (Sun, Mar 30, 2025)"
    assert found[WEEKDAY_MEDIAN]["base_start"] == D(2026, 3, 1)


def test_names_are_full_in_chinese_too(tmp_path: Path) -> None:
    with use_language("zh"):
        found = rows(compare(shop(tmp_path, {SUNDAY: 1}), ["gmv_paid"], SUNDAY))
        names = [row["name"] for row in found.values()]
    assert names[0] == "上周同日（2026年3月22日 周日）"
    assert names[3].startswith("前一日（2026年3月28日")
    assert not any(bare in name for name in names for bare in ("环比", "同比"))


def test_a_median_needs_three_days_and_leaves_promotions_out(tmp_path: Path) -> None:
    sales = dict(zip(back(0, 1, 2, 3, 4), [150, 900, 80, 120, 100], strict=True))
    peak = {"campaign_id": "p", "family": "spring", "phase": "peak"}
    peak |= {"starts_on": "2026-03-21", "ends_on": "2026-03-22"}
    found = rows(compare(shop(tmp_path, sales, promotions=[peak]), "gmv_paid", SUNDAY))
    assert found[WEEKDAY_MEDIAN]["base"] == 100
    assert found[WEEK_AGO]["reason"] == "That day lay in a promotion; this one does not."


def test_two_days_are_no_median(tmp_path: Path) -> None:
    sales = dict(zip(back(0, 1, 2), [150, 900, 80], strict=True))
    row = rows(compare(shop(tmp_path, sales), "gmv_paid", SUNDAY))[WEEKDAY_MEDIAN]
    assert pd.isna(row["base"])
    assert pd.isna(row["diff"])
    assert row["reason"].startswith("Only 2 of the 4 periods before can be compared")


def test_last_year_is_aligned_by_the_phase_of_the_promotion() -> None:
    known = [
        Phase("618", "peak", Period(D(2026, 6, 15), D(2026, 6, 18))),
        Phase("618", "peak", Period(D(2025, 6, 16), D(2025, 6, 17))),
    ]
    second = last_year(known, D(2026, 6, 16))
    assert (second.date, second.index) == (D(2025, 6, 17), 2)
    name = comparison_name(LAST_YEAR, [second.date], second)
    assert name == "Same day of the promotion last year: 618, peak, day 2 (Tue, Jun 17, 2025)"
    # Last year's phase had no third day: 52 weeks ago, and the name says so.
    third = last_year(known, D(2026, 6, 17))
    assert (third.date, third.phase) == (D(2025, 6, 18), None)


def test_a_coupon_that_runs_for_weeks_marks_no_day() -> None:
    long = Phase("coupons", "single", Period(D(2026, 3, 1), D(2026, 3, 31)))
    assert promotion_days([long], Period(D(2026, 3, 1), D(2026, 3, 9))) == set()


def test_ratios_differ_in_points(tmp_path: Path) -> None:
    traffic = [
        {"date": str(day), "grain": "day", "scope": "shop", "uv": uv}
        for day, uv in zip(back(0, 1), [20, 40], strict=True)
    ]
    store = shop(tmp_path, dict.fromkeys(back(0, 1), 10.0), traffic=traffic)
    row = rows(compare(store, ["cvr_pay"], SUNDAY), "cvr_pay")[WEEK_AGO]
    assert (row["value"], row["base"]) == (0.05, 0.025)
    assert (row["diff"], row["diff_pct"], row["points"]) == (0.025, 1, True)
    assert (row["n"], row["base_n"], row["small"]) == (20, 40, True)


def test_a_base_of_zero_has_no_percentage(tmp_path: Path) -> None:
    store = shop(tmp_path, {SUNDAY: 10, D(2026, 3, 1): 5})
    row = rows(compare(store, "gmv_paid", SUNDAY))[WEEK_AGO]
    assert (row["base"], row["diff"]) == (0, 10)
    assert pd.isna(row["diff_pct"])
    assert row["reason"] == "The base is 0, so there is no percentage."


def test_a_week_is_compared_with_whole_weeks_only(tmp_path: Path) -> None:
    week = Period.week(SUNDAY)
    days = [week.start - dt.timedelta(days=n) for n in range(-6, 15)]
    found = rows(compare(shop(tmp_path, dict.fromkeys(days, 10.0)), "gmv_paid", week))
    assert list(found) == [WEEK_BEFORE, WEEK_MEDIAN, LAST_YEAR]
    assert (found[WEEK_BEFORE]["value"], found[WEEK_BEFORE]["base"]) == (70, 70)
    assert found[WEEK_BEFORE]["name"] == "Week before (Mar 16, 2026 to Mar 22, 2026)"
    # 2 whole weeks are held; the one before begins outside the data.
    assert found[WEEK_MEDIAN]["reason"].startswith("Only 2 of the 4")


def test_other_periods_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="neither one day nor one week"):
        compare(shop(tmp_path, {SUNDAY: 1}), "gmv_paid", Period(D(2026, 3, 1), D(2026, 3, 3)))


def target(amount: str | None, metric: str = "gmv_paid") -> dict[str, Any]:
    return {"date": "2026-03-01", "grain": "month", "metric": metric, "target": amount}


def test_progress_follows_the_weekdays_of_the_weeks_before(tmp_path: Path) -> None:
    # Sundays sell 40, other days 10: a week is 100.
    before = Period(D(2026, 1, 4), D(2026, 3, 10))
    sales = {day: 40.0 if day.isoweekday() == 7 else 10.0 for day in before}
    store = shop(tmp_path, sales, targets=[target("1000"), target(None, "orders_paid")])
    (row,) = progress(store, D(2026, 3, 10)).to_dict("records")
    # March has 31 days and 5 Sundays: 26·10 + 5·40 = 460; to the 10th 8·10 + 2·40 = 160.
    assert (row["target"], row["actual"], row["attained"]) == (1000, 160, 0.16)
    assert row["share_days"] == pytest.approx(10 / 31)
    assert row["share_curve"] == pytest.approx(160 / 460)
    assert row["curve"] == "the weekday's average over the 8 weeks before the month"
    assert row["ahead"] == pytest.approx(0.16 - 160 / 460)
    assert (row["days_left"], row["needed"], row["needed_per_day"]) == (21, 840, 40)


def test_progress_prefers_last_years_days(tmp_path: Path) -> None:
    then = Period(D(2025, 3, 2), D(2025, 4, 1))
    sales = dict.fromkeys(then, 10.0) | {D(2025, 4, 1): 200.0, D(2026, 3, 1): 5.0}
    store = shop(tmp_path, sales, targets=[target("100")])
    (row,) = progress(store, D(2026, 3, 1)).to_dict("records")
    assert row["share_curve"] == pytest.approx(10 / 500)
    assert row["curve"] == "last year's days, aligned by promotion phase, else by weekday"


def test_without_history_there_is_no_curve(tmp_path: Path) -> None:
    store = shop(tmp_path, {D(2026, 3, 1): 5.0}, targets=[target("100")])
    (row,) = progress(store, D(2026, 3, 1)).to_dict("records")
    assert pd.isna(row["share_curve"])
    assert row["ahead"] == pytest.approx(0.05 - 1 / 31)


def test_without_targets_there_is_no_row(tmp_path: Path) -> None:
    assert progress(shop(tmp_path, {SUNDAY: 1}), SUNDAY).empty


def test_two_runs_of_one_coupon_within_a_year_are_not_last_year() -> None:
    june = Phase("Type B", "single", Period(D(2017, 5, 31), D(2017, 6, 20)))
    winter = Phase("Type B", "single", Period(D(2017, 12, 28), D(2018, 1, 20)))
    found = last_year([winter, june], D(2017, 12, 30))
    assert (found.date, found.phase) == (D(2016, 12, 31), None)
