"""Bars by the hour."""

import pandas as pd
import pytest

from playbook import charts
from playbook.i18n import use_language
from tests.charts.looks import LONG, assert_readable


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("values", [[1.0] * 24, [1e9, 0], [-5.0], [0.0]])
def test_hours_can_be_read(lang: str, values: list[float]) -> None:
    frame = pd.DataFrame({"hour": range(len(values)), "value": values, "usual": 1.0})
    with use_language(lang):
        assert_readable(charts.hours(frame, title=LONG[lang], unit="CNY", usual="usual"))


def test_hours_name_the_strongest() -> None:
    frame = pd.DataFrame({"hour": [9, 21], "value": [3.0, 8.0]})
    alt = charts.alt_text(charts.hours(frame, title="Orders", unit="count"))
    assert alt == "Orders. Total 11; the strongest hour is 21:00 with 8."
    empty = charts.hours(frame.iloc[:0], title="Orders", unit="count")
    assert "no values for any hour" in charts.alt_text(empty)
