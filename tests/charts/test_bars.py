"""Bars: each one starts at zero, says its value, and keeps its name on the canvas."""

from typing import Any

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from playbook import analysis, charts
from playbook.i18n import use_language
from tests.charts.looks import LONG, assert_readable

NAMES = [
    "夏季新款法式碎花连衣裙女收腰显瘦气质长裙 2026 新款 M/L/XL 多色可选 顺丰包邮",
    "Trail running shoe, waterproof, grey/orange, size 36–46, wide fit, second edition",
    "🎁 gift set 🔥👍🏽",
    "$5 or $6 mug",
    "line\nbreak\ttab \u200f\x07",
    "Supercalifragilisticexpialidocious" * 4,
]


def table(changes: list[float], kinds: list[str] | None = None) -> pd.DataFrame:
    names = (NAMES * 4)[: len(changes)]
    frame = pd.DataFrame({"item": names, "change": changes, "items": 1})
    return frame.assign(kind=kinds or "kept").astype({"change": "float64"})


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "changes",
    [[5, -3, 2, -1, 1, -0.5], [1e9], [-1e9, -2e9], [0, 0], [1e9, -1, 0.01, 7, -8, 9] * 2],
)
def test_movers_can_be_read(lang: str, changes: list[float]) -> None:
    with use_language(lang):
        fig = charts.movers(table(changes), title=LONG[lang], unit="CNY", subtitle=LONG[lang])
    assert_readable(fig)


def test_movers_go_up_and_down_in_different_hatch_and_colour() -> None:
    fig = charts.movers(table([5, -3]), title="Sales", unit="count")
    up, down = (p for p in fig.axes[0].patches if isinstance(p, Rectangle))
    assert (up.get_width(), down.get_width()) == (5, -3)
    assert up.get_hatch() is None
    assert down.get_hatch()
    assert up.get_facecolor() != down.get_facecolor()


def test_movers_name_what_is_new_gone_nameless_and_the_rest() -> None:
    before = pd.DataFrame({"sku": ["a", None, "c"], "value": [50.0, 4.0, 1.0]})
    after = pd.DataFrame({"sku": ["b"], "value": [90.0]})
    alt = charts.alt_text(
        charts.movers(analysis.movers(before, after, "sku", top=3), title="Sales", unit="USD")
    )
    assert "b (new): +$90.00; a (gone): -$50.00; (no name) (gone): -$4.00" in alt
    assert "everything else (1): -$1.00" in alt
    assert "The whole: +$35.00." in alt


def test_no_movers_are_said_in_words() -> None:
    fig = charts.movers(table([]), title="Sales", unit="count")
    assert charts.alt_text(fig) == "Sales. There is nothing to compare."


def funnel(counts: list[Any]) -> pd.DataFrame:
    frame = pd.DataFrame({"step": [f"step {n}" for n in range(len(counts))], "count": counts})
    frame = frame.astype({"count": "float64"})
    rate = frame["count"] / frame["count"].shift(1)
    return frame.assign(step_rate=rate, exceeds=rate > 1)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("counts", [[100, 30, 40], [1e9, 1], [0, 0], [None, 5], [7]])
def test_funnels_can_be_read(lang: str, counts: list[Any]) -> None:
    with use_language(lang):
        assert_readable(charts.funnel(funnel(counts), title=LONG[lang]))


def test_a_funnel_marks_a_step_above_the_one_before() -> None:
    alt = charts.alt_text(charts.funnel(funnel([100, 30, 40]), title="Funnel"))
    assert "step 1: 30 · 30.0% of the step before; step 2: 40 · 133.3%" in alt
    assert alt.count("!") == 1
    unknown = charts.funnel(funnel([None, None]), title="Funnel")
    assert "No step of the funnel is known." in charts.alt_text(unknown)
