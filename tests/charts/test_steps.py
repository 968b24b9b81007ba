"""The waterfall ends where its parts lead."""

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from playbook import charts
from playbook.i18n import use_language
from tests.charts.looks import LONG, assert_readable


def waterfall(start: float, effects: list[float | None], **options: str) -> Figure:
    parts = pd.DataFrame(
        {"factor": [f"factor {n}" for n in range(len(effects))], "effect": effects}
    )
    options = {"title": "Sales", "unit": "CNY", "start_name": "Mon", "end_name": "Tue"} | options
    return charts.waterfall(parts.astype({"effect": "float64"}), start=start, **options)  # type: ignore[arg-type]


def bars(fig: Figure) -> list[tuple[float, float]]:
    boxes = [p for p in fig.axes[0].patches if isinstance(p, Rectangle)]
    return [(box.get_x(), box.get_x() + box.get_width()) for box in boxes]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("start", "effects"),
    [
        (60000, [-5760, -12200, 7641]),
        (60000, [-57.6, -122, 76.4]),
        (6e9, [-5e9, -9e9, 1e9]),
        (-5, [2, -1]),
        (0, [0]),
        (1e9, [None, 5e8]),
        (3, []),
    ],
)
def test_the_waterfall_can_be_read(lang: str, start: float, effects: list[float | None]) -> None:
    with use_language(lang):
        fig = waterfall(start, effects, title=LONG[lang], start_name=LONG[lang])
    assert_readable(fig)


def test_bars_float_from_the_first_number_to_the_last() -> None:
    assert bars(waterfall(100, [-30, 50])) == [(0, 100), (100, 70), (70, 120), (0, 120)]


def test_small_steps_start_from_no_change_and_say_so() -> None:
    fig = waterfall(10000, [-30, 10])
    assert bars(fig) == [(0, 0), (0, -30), (-30, -20), (0, -20)]
    words = [text.get_text() for text in fig.texts]
    assert "Steps start from CN¥10,000.00." in words


def test_a_part_nobody_measured_has_a_dash_and_no_bar() -> None:
    fig = waterfall(100, [None, 50])
    assert len(bars(fig)) == 3
    assert "factor 0: —; factor 1: +CN¥50.00." in charts.alt_text(fig)


def test_alt_text_tells_both_numbers_and_the_change() -> None:
    alt = charts.alt_text(waterfall(100, [-30, 50], subtitle="two days"))
    assert alt.startswith("Sales. two days. Mon: CN¥100.00; Tue: CN¥120.00; change +CN¥20.00.")


def test_parts_of_a_rate_are_percentage_points() -> None:
    alt = charts.alt_text(waterfall(0.03, [0.01], unit="percent"))
    assert "Tue: 4.00%; change +1.00 pp. factor 0: +1.00 pp." in alt
