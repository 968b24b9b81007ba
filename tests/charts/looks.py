"""What every figure is asked: is each word on the canvas, shown by a font, and clear of others?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from playbook.charts.fonts import shows

DAY = dt.date(2026, 6, 20)
LONG = {
    "en": "Net contribution after advertising, refunds, freight and commission, all channels " * 3,
    "zh": "扣除广告、退款、运费与平台佣金后的净贡献，全部渠道合计，含直播与达人分销" * 4,
}


def days(scale: float = 1000.0, shift: float = 0.0) -> pd.DataFrame:
    """Return 16 weeks of days that vary by weekday, up to `DAY`."""
    stamps = pd.date_range(end=DAY, periods=112)
    usual = np.array([1.0, 0.9, 0.95, 1.0, 1.1, 1.4, 1.3])[stamps.day_of_week]
    noise = np.random.default_rng(7).normal(1, 0.05, len(stamps))
    return pd.DataFrame({"period": stamps, "value": scale * usual * noise + shift})


def written(fig: Figure) -> list[Text]:
    """List every text that is drawn."""
    hidden = {id(label) for axes in fig.axes for label in _undrawn(axes)}
    texts: list[Any] = fig.findobj(Text)
    return [
        text
        for text in texts
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden
    ]


def _undrawn(axes: Axes) -> Iterator[Text]:
    """Yield labels of ticks beyond the axis: matplotlib keeps them and does not draw them."""
    both: list[Any] = [axes.xaxis, axes.yaxis]
    for axis in both:
        drawn = {id(tick) for tick in axis._update_ticks()} if axes.axison else set()
        for tick in [*axis.majorTicks, *axis.minorTicks]:
            if id(tick) not in drawn:
                yield tick.label1


def assert_readable(fig: Figure) -> None:
    """Fail when a word is cut off, too small, a box instead of a glyph, or over another word."""
    fig.canvas.draw()
    canvas = fig.bbox
    boxes: list[tuple[str, Bbox]] = []
    for text in written(fig):
        box = text.get_window_extent()
        words = text.get_text()
        assert canvas.x0 - 1 <= box.x0, f"{words!r} runs off the left"
        assert box.x1 <= canvas.x1 + 1, f"{words!r} runs off the right"
        assert canvas.y0 - 1 <= box.y0, f"{words!r} runs off the bottom"
        assert box.y1 <= canvas.y1 + 1, f"{words!r} runs off the top"
        assert float(text.get_fontsize()) >= 9, f"{words!r} is too small"
        assert all(shows(c) or c == "\n" for c in words), f"{words!r} has no glyph"
        boxes.append((words, box))
    for at, (words, box) in enumerate(boxes):
        for others, other in boxes[at + 1 :]:
            overlap = Bbox.intersection(box, other)
            deep = overlap is not None and min(overlap.width, overlap.height) > 3
            assert not deep, f"{words!r} lies over {others!r}"
