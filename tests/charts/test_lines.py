"""The trend: what is drawn, what is said, and that it can be read."""

import numpy as np
import pandas as pd
import pytest

from playbook import charts
from playbook.errors import ParameterError
from playbook.i18n import use_language
from tests.charts.looks import DAY, LONG, assert_readable, days

PROMOTIONS = pd.DataFrame(
    {
        "name": ["618 预售", "618", "last year", None],
        "starts_on": ["2026-05-28", "2026-06-01", "2025-06-01", "2026-06-15"],
        "ends_on": ["2026-05-31", "2026-06-03", "2025-06-20", "2026-06-16"],
    }
)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("scale", "shift", "unit"),
    [(50000, 0, "CNY"), (1e9, 0, "USD"), (0, 0, "count"), (5e8, -1e9, "CNY"), (0.03, 0, "percent")],
)
def test_the_trend_can_be_read(lang: str, scale: float, shift: float, unit: str) -> None:
    with use_language(lang):
        fig = charts.trend(
            days(scale, shift), day=DAY, title=LONG[lang], unit=unit, promotions=PROMOTIONS
        )
    assert_readable(fig)


def test_the_trend_says_the_day_its_verdict_and_the_band() -> None:
    frame = days()
    frame.loc[frame["period"] == pd.Timestamp(DAY), "value"] = 10.0
    alt = charts.alt_text(charts.trend(frame, day=DAY, title="Orders", unit="count"))
    assert alt.startswith("Orders. May 10, 2026 to Sat, Jun 20, 2026. Last day: 10; below the")
    assert "Lowest 10 on Jun 20" in alt
    assert "from 8 weeks" in alt
    with use_language("zh"):
        alt = charts.alt_text(charts.trend(frame, day=DAY, title="订单数", unit="count"))
    assert "最后一天：10，低于正常范围。" in alt


def test_the_trend_draws_what_it_was_given() -> None:
    frame = days()
    fig = charts.trend(frame, day=DAY, title="Orders", unit="count", length=28)
    line = fig.axes[0].get_lines()[0]
    drawn = np.asarray(line.get_ydata(), dtype=float)
    assert drawn.tolist() == frame["value"].iloc[-28:].tolist()


def test_absent_days_leave_a_gap_and_a_lonely_day_a_dot() -> None:
    frame = days().iloc[[0, 1, 109, 111]]
    fig = charts.trend(frame, day=DAY, title="Orders", unit="count", length=5)
    line, dots = fig.axes[0].get_lines()[:2]
    assert np.isnan(np.asarray(line.get_ydata(), dtype=float)).tolist() == [1, 1, 0, 1, 0]
    assert len(np.asarray(dots.get_ydata())) == 2
    assert "not enough history" in charts.alt_text(fig)


def test_a_promotion_is_named_shaded_and_not_judged() -> None:
    today = pd.DataFrame({"name": ["Peak"], "starts_on": [DAY], "ends_on": [DAY]})
    alt = charts.alt_text(
        charts.trend(days(), day=DAY, title="Orders", unit="count", promotions=today)
    )
    assert "promotion day" in alt
    assert alt.endswith("Promotions: Peak.")


def test_without_values_a_trend_says_so() -> None:
    fig = charts.trend(days().iloc[:0], day=DAY, title="Orders", unit="count")
    assert "There are no values in this period." in charts.alt_text(fig)
    assert_readable(fig)


@pytest.mark.parametrize(
    ("scale", "unit", "length"),
    [(0.0004, "percent", 42), (0.06, "number", 7), (7e-5, "number", 100), (3, "count", 1)],
)
def test_ticks_are_named_apart(scale: float, unit: str, length: int) -> None:
    fig = charts.trend(days(scale), day=DAY, title="Rate", unit=unit, length=length)
    assert_readable(fig)
    words = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert len(set(words)) == len(words) >= 2


def test_a_short_trend_names_its_days_and_a_long_one_its_weeks() -> None:
    for length, shown in ((7, 7), (28, 4)):
        fig = charts.trend(days(), day=DAY, title="Orders", unit="count", length=length)
        named = [label for label in fig.axes[0].get_xticklabels() if label.get_visible()]
        assert len(named) == shown
        assert named[-1].get_text() == "Jun 20"


def test_unknown_units_and_columns_are_refused() -> None:
    with pytest.raises(ParameterError, match="unit='yuan'"):
        charts.trend(days(), day=DAY, title="Orders", unit="yuan")
    with pytest.raises(ParameterError, match="days has no column 'period'"):
        charts.trend(days().rename(columns={"period": "d"}), day=DAY, title="x", unit="count")
    with pytest.raises(ParameterError, match="promotions has no column 'name'"):
        charts.trend(days(), day=DAY, title="x", unit="count", promotions=days())
