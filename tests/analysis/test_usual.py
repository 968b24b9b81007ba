"""Many slices against their own weekday, with bands worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from playbook.analysis.usual import MANY, history, usual
from playbook.errors import ParameterError

LAST = dt.date(2026, 5, 30)


def weeks(values: list[float | None], n: float = 100, **named: Any) -> pd.DataFrame:
    """Return one row a week up to the last day, the newest value last."""
    rows = [
        {
            "period": pd.Timestamp(LAST) - pd.Timedelta(days=7 * back),
            "value": value,
            "n": n,
            **named,
        }
        for back, value in enumerate(reversed(values))
        if value is not None
    ]
    return pd.DataFrame(rows)


def one(values: list[float | None], unit: str, **options: Any) -> dict[str, Any]:
    n = options.pop("n", 100)
    return dict(usual(weeks(values, n), LAST, unit=unit, **options).iloc[0])


def test_a_band_is_the_median_and_the_spread_around_it() -> None:
    # Median of 90, 100 … is 100; the distances 10, 10, 0 … have the median 10; 1.4826 · 10.
    row = one([90, 110, 100, 110, 90, 100, 90, 110, 100], "x", width=3.5)
    assert (row["expected"], row["weeks"]) == (100, 8)
    assert row["spread"] == pytest.approx(14.826)
    assert row["low"] == pytest.approx(100 - 3.5 * 14.826)
    assert row["verdict"] == "within"


def test_weeks_that_happen_to_agree_still_leave_room() -> None:
    steady: list[float | None] = [100] * 8
    assert one([*steady, 124], "x")["verdict"] == "within"
    # A twentieth of 100, five times.
    assert one([*steady, 126], "x")["verdict"] == "above"


def test_a_share_moves_with_its_base() -> None:
    steady: list[float | None] = [0.1] * 8
    # (0.1 · 100 + 1) / 102 = 0.1078; sqrt(0.1078 · 0.8922 / 100) = 0.0310; five times: 0.155.
    small = one([*steady, 0.24], "fraction", n=100)
    assert small["spread"] == pytest.approx(0.03102, abs=1e-4)
    assert small["verdict"] == "within"
    assert one([*steady, 0.24], "fraction", n=1000)["verdict"] == "above"


def test_a_share_near_one_has_little_room_and_no_high_above_one() -> None:
    steady: list[float | None] = [0.99] * 8
    row = one([*steady, 0.95], "fraction", n=10_000)
    assert row["verdict"] == "below"
    assert row["high"] <= 1


def test_a_count_moves_with_its_root_and_never_below_zero() -> None:
    # sqrt(8 + 1) = 3, five times: up to 23.
    steady: list[float | None] = [8] * 8
    assert one([*steady, 23], "count")["verdict"] == "within"
    assert one([*steady, 24], "count")["verdict"] == "above"
    assert one([*steady, 0], "count")["low"] == 0


def test_amounts_of_few_orders_move_more_than_those_of_many() -> None:
    steady: list[float | None] = [1000] * 8
    few = one([*steady, 4000], "money", events=True, zero=True, n=4)
    many = one([*steady, 4000], "money", events=True, zero=True, n=400)
    assert (few["verdict"], many["verdict"]) == ("within", "above")


def test_a_slice_without_a_row_is_zero_only_where_the_metric_adds_up() -> None:
    held = pd.concat([weeks([100] * 9, by="a"), weeks([90] * 8 + [None], by="b")])
    added = usual(held, LAST, ["by"], unit="count", zero=True).set_index("by")
    assert added["value"]["b"] == 0
    assert added["verdict"]["b"] == "below"
    share = usual(held, LAST, ["by"], unit="x").set_index("by")
    assert share["verdict"]["b"] == "no_value"


def test_a_new_slice_of_common_size_is_no_alarm() -> None:
    held = pd.concat([weeks([1000] * 9, n=10, by="a"), weeks([100], n=1, by="new")])
    found = usual(held, LAST, ["by"], unit="money", zero=True, events=True).set_index("by")
    assert found["expected"]["new"] == 0
    assert found["verdict"]["new"] == "within"


def test_promotion_days_are_no_history() -> None:
    values: list[float | None] = [100, 100, 100, 100, 100, 100, 900, 900, 100]
    off = [LAST - dt.timedelta(days=7), LAST - dt.timedelta(days=14)]
    row = one(values, "x", exclude=off)
    assert (row["expected"], row["weeks"]) == (100, 6)
    too_few = one(values, "x", exclude=[*off, LAST - dt.timedelta(days=21)])
    assert too_few["verdict"] == "not_enough_history"


def test_other_weekdays_and_empty_frames_are_passed_over() -> None:
    other = weeks([100] * 9).assign(period=lambda d: d["period"] - pd.Timedelta(days=1))
    assert usual(other, LAST, unit="x").empty


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ParameterError, match="days"):
        usual(weeks([1.0]).drop(columns="n"), LAST)


def test_the_width_is_stated() -> None:
    assert MANY == 5


def test_a_number_no_weekday_changes_may_take_every_day() -> None:
    rows = [
        {"period": pd.Timestamp(LAST - dt.timedelta(days=back)), "value": 0.5 if not back else 0.99,
         "n": 1000}
        for back in range(20)
    ]  # fmt: skip
    found = usual(pd.DataFrame(rows), LAST, unit="fraction", step=1, weeks=28, least=14).iloc[0]
    assert (found["weeks"], found["verdict"]) == (19, "below")
    assert usual(pd.DataFrame(rows), LAST, unit="fraction").iloc[0]["verdict"] == (
        "not_enough_history"
    )


def test_promotions_in_a_row_push_the_history_back() -> None:
    # Six of the last eight weeks were promotions; twelve ordinary weeks lie before them.
    values: list[float | None] = [100.0] * 12 + [900.0] * 6 + [100.0] * 2 + [101.0]  # type: ignore[assignment]
    off = [LAST - dt.timedelta(days=7 * back) for back in range(3, 9)]
    row = one(values, "x", exclude=off)
    assert (row["expected"], row["weeks"], row["verdict"]) == (100, 8, "within")
    assert history(LAST, off)[-1] == LAST - dt.timedelta(days=7 * 14)
    assert len(history(LAST, off, reach=8)) == 2
