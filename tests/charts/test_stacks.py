"""Stacked bars hold the whole, name their parts, and never hide one part behind "other"."""

import math

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from playbook import charts
from playbook.errors import ParameterError
from playbook.i18n import use_language
from tests.charts.looks import LONG, assert_readable


def frame(*periods: dict[str | None, float]) -> pd.DataFrame:
    rows = [(f"week {n}", s, v) for n, parts in enumerate(periods) for s, v in parts.items()]
    return pd.DataFrame(rows, columns=["period", "segment", "value"]).astype({"value": "float64"})


MANY: dict[str | None, float] = {f"直播间 channel {n} 🎁": float(2**n) for n in range(10)}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "periods", [[MANY, MANY], [{"a": 1.0}], [{LONG["zh"]: 1e9, LONG["en"]: 1e9, None: 1.0}] * 3]
)
def test_the_mix_can_be_read(lang: str, periods: list[dict[str | None, float]]) -> None:
    with use_language(lang):
        assert_readable(charts.mix(frame(*periods), title=LONG[lang], subtitle=LONG[lang]))


def test_each_bar_is_a_whole_and_the_small_ones_are_other() -> None:
    fig = charts.mix(frame(MANY, MANY), title="Mix")
    widths = [p.get_width() for p in fig.axes[0].patches if isinstance(p, Rectangle)]
    assert math.fsum(widths) == pytest.approx(2)
    assert len(widths) == 2 * 7
    # 2⁰ + … + 2³ = 15 of 1023.
    assert charts.alt_text(fig).endswith("other: 1.5%.")


def test_seven_segments_are_all_named() -> None:
    seven: dict[str | None, float] = dict.fromkeys("abcdefg", 1.0)
    assert "other" not in charts.alt_text(charts.mix(frame(seven), title="Mix"))


def test_a_segment_that_is_called_other_is_counted_once() -> None:
    parts: dict[str | None, float] = {"other": 9.0, **dict.fromkeys("abcdefgh", 1.0)}
    fig = charts.mix(frame(parts), title="Mix")
    widths = [p.get_width() for p in fig.axes[0].patches if isinstance(p, Rectangle)]
    assert math.fsum(widths) == pytest.approx(1)


def test_a_share_of_something_negative_is_refused() -> None:
    with pytest.raises(ParameterError, match="negative"):
        charts.mix(frame({"a": 1, "b": -1}), title="Mix")
    assert "nothing to split" in charts.alt_text(charts.mix(frame({"a": 0.0}), title="Mix"))


def buyers(*weeks: tuple[float | None, float | None, float | None]) -> pd.DataFrame:
    stamps = pd.date_range("2026-01-05", periods=len(weeks), freq="7D")
    rows = [
        (stamp, kind, value)
        for stamp, values in zip(stamps, weeks, strict=True)
        for kind, value in zip(("new", "returning", "unknown"), values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["period", "kind", "spend"]).astype({"spend": "float64"})


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("weeks", [[(1, 2, 0)], [(1e9, 2e9, 5)] * 60, [(None, 3, None)] * 4])
def test_new_and_returning_can_be_read(
    lang: str, weeks: list[tuple[float | None, float | None, float | None]]
) -> None:
    with use_language(lang):
        assert_readable(
            charts.new_and_returning(buyers(*weeks), title=LONG[lang], unit="CNY", subtitle="x")
        )


def test_unknown_buyers_are_drawn_only_where_there_are_some() -> None:
    fig = charts.new_and_returning(buyers((1, 2, 0), (3, 4, 0)), title="Buyers", unit="count")
    assert charts.alt_text(fig) == (
        "Buyers. Jan 5, 2026 – new: 1; returning: 2. Jan 12, 2026 – new: 3; returning: 4."
    )
    assert len(fig.axes[0].patches) == 4
    tops = [p.get_y() + p.get_height() for p in fig.axes[0].patches if isinstance(p, Rectangle)]
    assert tops == [1, 3, 3, 7]
    empty = charts.new_and_returning(buyers((0, 0, 0)), title="Buyers", unit="count")
    assert "There are no buyers in these periods." in charts.alt_text(empty)
