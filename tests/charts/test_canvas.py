"""Figures leave no trace, are the same bytes twice, and reach a notebook with their alt text."""

import base64
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.figure import Figure

from playbook import charts
from playbook.charts import fonts, style
from playbook.charts.canvas import listed, sentences
from playbook.charts.fit import ellipsis, text_width, wrap
from playbook.errors import PlaybookError
from playbook.i18n import use_language
from tests.charts.looks import assert_readable

TABLE = pd.DataFrame({"item": ["连衣裙"], "change": [5.0], "kind": ["kept"], "items": [1]})


def chart() -> Figure:
    return charts.movers(TABLE, title="支付金额（按商品）", unit="CNY")


def test_the_same_numbers_give_the_same_bytes_without_a_date() -> None:
    first = charts.png(chart())
    assert first == charts.png(chart())
    assert first.startswith(b"\x89PNG")
    assert b"Software" not in first
    assert b"tIME" not in first


def test_a_chart_leaves_settings_and_pyplot_alone() -> None:
    from matplotlib import pyplot as plt

    before = dict(mpl.rcParams)
    chart()
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


def test_the_picture_is_wide_enough_for_a_screen_and_small_enough_for_a_phone() -> None:
    width = chart().get_size_inches()[0] * style.DPI
    assert 1000 <= width <= 1200


def test_show_carries_the_alt_text_in_the_outputs_metadata(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from IPython import display

    seen: list[tuple[dict[str, str], dict[str, Any]]] = []

    def publish(data: dict[str, str], *, metadata: dict[str, Any], raw: bool) -> None:
        assert raw
        seen.append((data, metadata))

    monkeypatch.setattr(display, "display", publish)
    fig = chart()
    charts.show(fig)
    [(data, metadata)] = seen
    assert metadata == {"image/png": {"alt": charts.alt_text(fig)}}
    assert data["text/plain"] == charts.alt_text(fig)
    assert base64.b64decode(data["image/png"]) == charts.png(fig)


def test_a_foreign_figure_has_no_alt_text() -> None:
    assert charts.alt_text(Figure()) == ""


def test_chinese_has_glyphs_in_the_font_that_is_used() -> None:
    assert fonts.families()[0] == "Noto Sans SC"
    title = "支付金额、客单价与访客数：“双十一”预售（¥1.2万）—对比"
    assert all(fonts.shows(c) for c in title)
    assert fonts.printable(title) == title


def test_what_no_font_shows_becomes_a_box_and_marks_without_shape_vanish() -> None:
    assert fonts.printable("🎁 a\u200bb\x07c 👍🏽") == "□ abc □"
    assert fonts.printable(None) == "None"
    assert all(fonts.shows(c) for c in fonts.UNSHOWABLE)


def test_a_missing_font_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib import util

    fonts.font_file.cache_clear()
    monkeypatch.setattr(util, "find_spec", lambda _name: None)
    try:
        with pytest.raises(PlaybookError, match="zhplot"):
            fonts.font_file()
    finally:
        fonts.font_file.cache_clear()


def test_the_font_package_is_never_imported() -> None:
    import sys

    chart()
    assert "zhplot" not in sys.modules


def test_text_is_measured_cut_and_wrapped() -> None:
    fig = chart()
    with style.look():
        most = text_width(fig, "连衣裙连衣裙", 10)
        assert ellipsis(fig, "连衣裙", 10, most) == "连衣裙"
        cut = ellipsis(fig, "连衣裙" * 9, 10, most)
        assert cut.endswith("…")
        assert text_width(fig, cut, 10) <= most
        lines = wrap(fig, "red shoe and blue hat and more", 10, most, 2).split("\n")
        assert len(lines) == 2
        assert all(text_width(fig, line, 10) <= most for line in lines)
        assert wrap(fig, "", 10, most) == ""


def test_sentences_end_once_in_either_language() -> None:
    assert sentences("A", "", "B.", "C!") == "A. B. C!"
    assert listed([("a", "1"), ("b", "2")]) == "a: 1; b: 2"
    with use_language("zh"):
        assert sentences("甲", "乙。") == "甲。乙。"
        assert listed([("甲", "1"), ("乙", "2")]) == "甲：1；乙：2"


@pytest.mark.parametrize(
    ("words", "places", "named"),
    [
        (["off"], [(0.99, 0.5)], "runs off the right"),
        (["one word", "another"], [(0.4, 0.5), (0.42, 0.5)], "lies over"),
        (["\U0001f381"], [(0.4, 0.5)], "has no glyph"),
    ],
)
@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
def test_the_test_of_readability_itself_fails_on_unreadable_figures(
    words: list[str], places: list[tuple[float, float]], named: str
) -> None:
    from playbook.charts.canvas import blank

    with style.look():
        fig, _ax = blank("Title")
        for word, (x, y) in zip(words, places, strict=True):
            fig.text(x, y, word, fontsize=12)
        with pytest.raises(AssertionError, match=named):
            assert_readable(fig)
