"""The matrix of ABC moves and the sparklines."""

import numpy as np
import pandas as pd
import pytest

from playbook import charts
from playbook.errors import ParameterError
from playbook.i18n import use_language
from tests.charts.looks import LONG, assert_readable

CLASSES = ["A", "B", "C", ""]


def matrix(counts: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame(counts, index=CLASSES, columns=CLASSES)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("scale", [1, 10**7])
def test_the_matrix_can_be_read(lang: str, scale: int) -> None:
    counts = [[scale, 2, 0, 1], [3, scale, 5, 0], [0, 1, scale, 9], [0, 0, scale, 0]]
    with use_language(lang):
        assert_readable(charts.abc_moves(matrix(counts), title=LONG[lang]))


def test_the_matrix_says_every_move_that_happened() -> None:
    alt = charts.alt_text(
        charts.abc_moves(
            matrix([[7, 2, 0, 0], [0, 0, 0, 0], [0, 0, 0, 3], [1, 0, 0, 0]]), title="ABC"
        )
    )
    assert alt == "ABC. A → A: 7; A → B: 2; C → absent: 3; absent → A: 1."
    nothing = charts.abc_moves(matrix([[0] * 4] * 4), title="ABC")
    assert charts.alt_text(nothing) == "ABC. There are no products to class."


def days(**metrics: list[float | None]) -> pd.DataFrame:
    parts = [
        pd.DataFrame(
            {
                "metric": name,
                "period": pd.date_range("2026-06-01", periods=len(values)),
                "value": np.array(values, dtype="float64"),
            }
        )
        for name, values in metrics.items()
    ]
    return pd.concat(parts)


UNITS = {"gmv": "CNY", "cvr": "percent", "net": "USD", "uv": "count"}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [1, 3])
def test_sparklines_can_be_read(lang: str, columns: int) -> None:
    frame = days(gmv=[1e9, 2e9, 3e9], cvr=[0.1, 0.2, 0.03], net=[-1e6, 5, 1e6], uv=[0, 0, 0])
    with use_language(lang):
        fig = charts.sparklines(
            frame,
            title=LONG[lang],
            units_of=UNITS,
            names=dict.fromkeys(UNITS, LONG[lang]),
            columns=columns,
        )
    assert_readable(fig)


def test_sparklines_say_the_last_known_value_of_each() -> None:
    frame = days(gmv=[1, 2, None], uv=[4, 5, 6])
    alt = charts.alt_text(
        charts.sparklines(frame, title="Week", units_of=UNITS | {"gmv": "USD"}, names={"uv": "UV"})
    )
    assert alt == "Week. gmv: $2.00 (Jun 2); cvr: —; net: —; UV: 6 (Jun 3)."


def test_sparklines_without_values_or_with_strange_units() -> None:
    empty = charts.sparklines(days(gmv=[None]), title="Week", units_of=UNITS)
    assert "There are no values in this period." in charts.alt_text(empty)
    with pytest.raises(ParameterError, match="unit='km'"):
        charts.sparklines(days(gmv=[1]), title="Week", units_of={"gmv": "km"})
