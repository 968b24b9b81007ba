"""A day is judged by the same weekday of the weeks before."""

import datetime as dt
import json

import pandas as pd
import pytest

from playbook.analysis import VERDICTS, band_series, judge, verdict_name
from playbook.errors import ParameterError
from playbook.i18n import use_language

MONDAY = dt.date(2026, 3, 2)
MONDAYS = [100, 104, 96, 108, 92, 102, 98, 100]  # median 100, |deviation| 0 0 2 2 4 4 8 8: MAD 3


def mondays(today: float | None, history: list[int] = MONDAYS) -> pd.DataFrame:
    """Return the Mondays before, then today; every other day is absent."""
    first = MONDAY - dt.timedelta(weeks=len(history))
    days = pd.date_range(first, periods=len(history) + 1, freq="7D")
    return pd.DataFrame({"period": days, "value": [*history, today]})


def test_the_band_is_the_median_and_the_robust_spread() -> None:
    row = judge(mondays(110), MONDAY, floor=0, width=2)
    assert row["expected"] == 100
    assert row["spread"] == pytest.approx(1.4826 * 3)
    assert row["high"] == pytest.approx(100 + 2 * 1.4826 * 3)
    assert row["z"] == pytest.approx(10 / (1.4826 * 3))
    assert (row["n"], row["verdict"]) == (8, "above")


def test_a_verdict_holds_plain_numbers() -> None:
    row = judge(mondays(110), MONDAY)
    row.pop("date")
    assert json.loads(json.dumps(row)) == row


def test_the_floor_keeps_a_calm_history_from_crying_wolf() -> None:
    calm = [100] * 8
    assert judge(mondays(103, calm), MONDAY)["verdict"] == "within"  # spread 5, band ± 17.5
    assert judge(mondays(103, calm), MONDAY, floor=0)["verdict"] == "above"
    assert judge(mondays(80, calm), MONDAY)["verdict"] == "below"


def test_a_usual_monday_low_is_no_alarm_after_a_strong_sunday() -> None:
    days = pd.DataFrame({"period": pd.date_range("2026-01-05", "2026-03-02")})
    days["value"] = days["period"].dt.day_of_week.map(lambda d: 50.0 if d == 0 else 200.0)
    row = judge(days, MONDAY)
    assert (row["expected"], row["verdict"]) == (50, "within")


def test_promotion_days_are_neither_history_nor_judged() -> None:
    shifted = mondays(100, [100, 100, 900, 100, 100, 100, 100, 100])
    promo = MONDAY - dt.timedelta(weeks=6)
    row = judge(shifted, MONDAY, exclude=[promo])
    assert (row["n"], row["spread"]) == (7, 5)
    assert judge(mondays(900), MONDAY, exclude=[MONDAY])["verdict"] == "promotion_day"


def test_too_little_history_says_so() -> None:
    row = judge(mondays(5, [100] * 5), MONDAY)
    assert (row["verdict"], row["n"]) == ("not_enough_history", 5)
    assert pd.isna(row["expected"])


def test_a_missing_day_has_no_value_but_an_expectation() -> None:
    row = judge(mondays(1).iloc[:-1], MONDAY)
    assert (row["verdict"], row["expected"]) == ("no_value", 100)
    assert judge(mondays(None), MONDAY)["verdict"] == "no_value"
    assert judge(mondays(1).iloc[:0], MONDAY)["verdict"] == "no_value"


def test_all_zeros_are_within_and_have_no_z() -> None:
    row = judge(mondays(0, [0] * 8), MONDAY)
    assert row["verdict"] == "within"
    assert pd.isna(row["z"])


def test_negative_values_keep_a_positive_spread() -> None:
    row = judge(mondays(-100, [-100] * 8), MONDAY)
    assert (row["spread"], row["low"], row["high"]) == (5, -117.5, -82.5)


def test_later_days_do_not_change_a_verdict() -> None:
    later = pd.DataFrame({"period": [pd.Timestamp("2026-03-09")], "value": [1e9]})
    whole = pd.concat([mondays(110), later])
    assert judge(whole, MONDAY) == judge(mondays(110), MONDAY)


def test_every_calendar_day_gets_a_row() -> None:
    table = band_series(mondays(110))
    assert len(table) == 57
    assert table["verdict"].iloc[1] == "not_enough_history" or table["value"].isna().iloc[1]
    assert band_series(mondays(1).iloc[:0]).columns.tolist() == table.columns.tolist()


def test_unfit_days_are_refused() -> None:
    twice = pd.concat([mondays(1), mondays(2)])
    with pytest.raises(ParameterError, match="2026-01-05 more than once"):
        band_series(twice)
    with pytest.raises(ParameterError, match="no column 'period'"):
        judge(mondays(1).rename(columns={"period": "day"}), MONDAY)


def test_every_verdict_has_a_name_in_both_languages() -> None:
    with use_language("zh"):
        chinese = {verdict_name(verdict) for verdict in VERDICTS}
    assert not chinese & set(VERDICTS.values())


def test_a_day_right_after_a_long_promotion_still_has_a_band() -> None:
    days = mondays(105, [100] * 10 + [900] * 6)
    off = [MONDAY - dt.timedelta(weeks=back) for back in range(1, 7)]
    row = judge(days, MONDAY, exclude=off)
    assert (row["expected"], row["n"], row["verdict"]) == (100, 8, "within")
    assert judge(days, MONDAY, exclude=off, reach=8)["verdict"] == "not_enough_history"
