"""Charts of lengths: what moved, and where are buyers lost?

The unit is one bar, always from zero, with its value written beside it. Titles come from data and
may be of any length and script: they are wrapped, then cut with "…".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playbook.analysis.frames import numeric, require
from playbook.charts import canvas, units
from playbook.charts.fit import make_room, wrap
from playbook.charts.style import (
    BLUE,
    DOWN_HATCH,
    DPI,
    GREY,
    INK,
    ORANGE,
    PALE,
    SMALL_SIZE,
    TEXT_SIZE,
    WIDTH,
    look,
)
from playbook.i18n import _, number, percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

LABEL_SHARE = 0.36  # of the figure's width, for the names left of the bars
ROW = 0.42  # inches


def movers(table: pd.DataFrame, *, title: str, unit: str, subtitle: str = "") -> Figure:
    """Draw what contributed to a change: up to the right, down to the left.

    Parameters
    ----------
    table : DataFrame
        As `playbook.analysis.movers` gives it: item, change, kind, items; drawn in its order.
    title : str
        The metric and what is compared, for example "Paid sales by product".
    unit : str
        "count", "number" or a currency code.
    subtitle : str
        Both periods, in words.

    Returns
    -------
    Figure
    """
    units.check(unit)
    require(table, ["item", "change", "kind", "items"], "table")
    with look():
        if table.empty:
            return canvas.nothing(title, subtitle, _("There is nothing to compare."))
        key = [(BLUE, _("up")), (ORANGE, _("down"))]
        fig, ax = canvas.blank(title, subtitle, key=key, body=body_of(len(table)))
        change = numeric(table, "change", "table").tolist()
        names = [_item_name(row) for row in table.to_dict("records")]
        bars = ax.barh(range(len(change)), change, color=BLUE, height=0.66, linewidth=0)
        for bar, amount, kind in zip(bars, change, table["kind"], strict=True):
            _paint(bar, amount, kind)
        words = [units.short(amount, unit, signed=True) for amount in change]
        rows(fig, ax, names, change, words)
        total = _("The whole: {change}.", change=units.exact(math.fsum(change), unit, signed=True))
        amounts = [units.exact(amount, unit, signed=True) for amount in change]
        said = canvas.listed(zip(names, amounts, strict=True))
        return canvas.finish(fig, canvas.sentences(title, subtitle, total, said))


def funnel(steps: pd.DataFrame, *, title: str, subtitle: str = "") -> Figure:
    """Draw the steps of a funnel with the rate from each step to the next.

    Parameters
    ----------
    steps : DataFrame
        As `playbook.analysis.funnel` gives it: step, count, step_rate, exceeds; top to bottom.
    title, subtitle : str

    Returns
    -------
    Figure
    """
    require(steps, ["step", "count", "step_rate", "exceeds"], "steps")
    with look():
        if steps["count"].isna().all():
            return canvas.nothing(title, subtitle, _("No step of the funnel is known."))
        fig, ax = canvas.blank(title, subtitle, body=body_of(len(steps)))
        counts = numeric(steps, "count", "steps").tolist()
        ax.barh(range(len(counts)), counts, color=BLUE, height=0.66, linewidth=0)
        names = [str(step) for step in steps["step"]]
        words = [_step_words(row) for row in steps.to_dict("records")]
        rows(fig, ax, names, [0.0 if c != c else c for c in counts], words)
        said = canvas.listed(zip(names, words, strict=True))
        return canvas.finish(fig, canvas.sentences(title, subtitle, said))


def rows(
    fig: Figure, ax: Axes, names: Sequence[str], ends: Sequence[float], words: Sequence[str]
) -> None:
    """Name each bar on the left and write its value beside its end, top to bottom."""
    most = LABEL_SHARE * WIDTH * DPI
    labels = [wrap(fig, name, TEXT_SIZE, most, 2) for name in names]
    ax.set_yticks(range(len(names)), labels, linespacing=1.05)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    ax.axvline(0, color=GREY, linewidth=0.9, zorder=4)
    texts = [
        _beside(ax, end, at, word) for at, (end, word) in enumerate(zip(ends, words, strict=True))
    ]
    if all(end == 0 for end in ends):
        ax.set_xlim(0, 1)
    make_room(fig, ax, texts)


def body_of(bars: int) -> float:
    """Return the inches that so many bars need; a name may take two lines."""
    return 0.2 + bars * ROW


def _beside(ax: Axes, end: float, at: float, word: str) -> Text:
    left = end < 0
    return ax.annotate(
        word,
        (end, at),
        xytext=(-4 if left else 4, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center",
        fontsize=SMALL_SIZE,
        color=INK,
    )


def _paint(bar: Any, amount: float, kind: str) -> None:
    """Tell up from down by colour and by hatch; "everything else" is paler."""
    down = amount < 0
    bar.set_facecolor("white" if down else (PALE if kind == "rest" else BLUE))
    if down:
        bar.set_hatch(DOWN_HATCH)
        bar.set_edgecolor(ORANGE)
        bar.set_linewidth(1.0)
        bar.set_alpha(0.6 if kind == "rest" else 1.0)


def _item_name(row: dict[Any, Any]) -> str:
    if row["kind"] == "rest":
        return _("everything else ({n})", n=number(row["items"]))
    item = row["item"]
    name = _("(no name)") if item is None or item != item or item == "" else str(item)
    if row["kind"] == "new":
        return _("{name} (new)", name=name)
    return _("{name} (gone)", name=name) if row["kind"] == "gone" else name


def _step_words(row: dict[Any, Any]) -> str:
    text = number(row["count"])
    rate = row["step_rate"]
    if rate is None or rate != rate:
        return text
    said = _("{count} · {rate} of the step before", count=text, rate=percent(rate))
    return said + (" !" if row["exceeds"] else "")
