"""The month's pace: what was due, what came in, and that it can be read."""

import datetime as dt

import pandas as pd
import pytest

from playbook import charts
from playbook.i18n import use_language
from tests.charts.looks import DAY, LONG, assert_readable, days


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("target", [1.0, 30_000.0, 9e9])
@pytest.mark.parametrize("day", [dt.date(2026, 6, 1), DAY])
def test_the_pace_can_be_read(lang: str, target: float, day: dt.date) -> None:
    with use_language(lang):
        assert_readable(charts.pace(days(), target, day, title=LONG[lang], unit="CNY"))


def test_the_pace_says_what_was_due() -> None:
    frame = pd.DataFrame({"period": pd.date_range("2026-06-01", "2026-06-20"), "value": 50.0})
    alt = charts.alt_text(charts.pace(frame, 3000, DAY, title="Orders", unit="count"))
    assert "Month to Jun 20, 2026: 1,000 of 3,000" not in alt  # axes and subtitles are short
    assert "Month to Jun 20, 2026: 1k of 3k (33.3%)." in alt
    assert "Due by then: 2,000; difference: -1,000." in alt


def test_the_pace_follows_the_promotion_curve() -> None:
    weights = {dt.date(2026, 6, n): float(n == 30) for n in range(1, 31)}
    fig = charts.pace(days(), 3000, DAY, title="Orders", unit="count", weights=weights)
    assert "Due by then: 0" in charts.alt_text(fig)


def test_a_month_without_any_value_is_not_drawn_as_zero() -> None:
    fig = charts.pace(days().iloc[:0], 3000, DAY, title="Orders", unit="count")
    assert charts.alt_text(fig) == "Orders. Jun 20, 2026. There are no values in this period."
