"""Month to date against its target, by days and by a curve."""

import datetime as dt

import pandas as pd
import pytest

from playbook.analysis import pace, pace_curve
from playbook.errors import ParameterError

DAY = dt.date(2026, 6, 10)
JUNE = pd.DataFrame({"period": pd.date_range("2026-05-28", periods=20), "value": 80.0})
EVEN = {dt.date(2026, 6, n): 1 for n in range(1, 31)}


def test_only_this_months_days_up_to_the_day_count() -> None:
    now = pace(JUNE, 3000, DAY)
    assert (now["attained"], now["share"]) == (800, pytest.approx(0.8 / 3))
    assert (now["days_passed"], now["days_in_month"], now["remaining_days"]) == (10, 30, 20)
    assert (now["expected_days"], now["gap_days"]) == (pytest.approx(1000), pytest.approx(-200))
    assert (now["remaining"], now["needed_per_day"]) == (2200, 110)
    assert now["expected_curve"] is None


def test_the_curve_expects_little_before_the_promotion() -> None:
    # 20 June carries 10 of 39 parts: by the 10th, 10 of 39 are due.
    now = pace(JUNE, 3900, DAY, weights=EVEN | {dt.date(2026, 6, 20): 10})
    assert (now["expected_curve"], now["gap_curve"]) == (pytest.approx(1000), pytest.approx(-200))
    assert now["expected_days"] == pytest.approx(1300)


def test_an_even_curve_is_the_curve_by_days() -> None:
    table = pace_curve(JUNE, 3000, DAY, weights=EVEN)
    assert table["expected_curve"].tolist() == pytest.approx(table["expected_days"].tolist())
    assert table["expected_days"].iloc[-1] == pytest.approx(3000)
    assert table["cumulative"].notna().sum() == 10


def test_a_day_without_a_value_is_counted_as_missing_and_not_as_zero() -> None:
    gap = JUNE[JUNE["period"] != pd.Timestamp("2026-06-03")]
    now = pace(gap, 3000, DAY)
    assert (now["days_missing"], now["attained"]) == (1, 720)
    assert pace_curve(gap, 3000, DAY)["value"].isna().iloc[2]


def test_the_last_day_and_a_reached_target_need_nothing_per_day() -> None:
    assert pace(JUNE, 10, DAY)["needed_per_day"] == 0
    assert pace(JUNE, 10_000, dt.date(2026, 6, 30))["needed_per_day"] is None


def test_a_month_without_any_day_is_all_missing() -> None:
    now = pace(JUNE.iloc[:0], 3000, DAY)
    assert (now["attained"], now["days_missing"]) == (0, 10)


@pytest.mark.parametrize(
    ("target", "weights", "named"),
    [
        (0, None, "above 0"),
        (None, None, "target=None"),
        (1, {DAY: 1}, "2026-06-01, 2026-06-02, 2026-06-03"),
        (1, EVEN | {DAY: -1}, "0 or more"),
        (1, dict.fromkeys(EVEN, 0), "0 or more"),
        (1, EVEN | {DAY: None}, "weights=None"),
    ],
)
def test_unfit_targets_and_weights_are_refused(
    target: float | None, weights: dict[dt.date, float] | None, named: str
) -> None:
    with pytest.raises(ParameterError, match=named):
        pace(JUNE, target, DAY, weights=weights)
