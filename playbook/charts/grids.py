"""Charts of many small things: moves between ABC classes, and sparklines of the headline metrics.

The unit is one cell. Each carries its number, so that colour only helps and never has to be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from playbook.analysis.frames import numeric, require
from playbook.charts import canvas, units
from playbook.charts.fit import ellipsis
from playbook.charts.style import (
    BLUE,
    DPI,
    INK,
    LINE,
    MUTED,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    WIDTH,
    look,
)
from playbook.i18n import _, number
from playbook.i18n import day as write_day

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def abc_moves(matrix: pd.DataFrame, *, title: str, subtitle: str = "") -> Figure:
    """Draw how many products were in which class before, and are now.

    Parameters
    ----------
    matrix : DataFrame
        As `playbook.analysis.moves_matrix` gives it: rows before, columns now.
    title, subtitle : str

    Returns
    -------
    Figure
        Products that kept their class lie on the diagonal.
    """
    with look():
        counts = matrix.to_numpy()
        if not counts.sum():
            return canvas.nothing(title, subtitle, _("There are no products to class."))
        fig, ax = canvas.blank(title, subtitle, body=0.62 + 0.5 * len(counts))
        # The square root keeps a move of three products visible beside four hundred that stayed.
        ax.imshow(counts**0.5, cmap=_pale_blue(), aspect="auto", vmin=0, vmax=counts.max() ** 0.5)
        rows = [_class_name(name) for name in matrix.index]
        columns = [_class_name(name) for name in matrix.columns]
        ax.set_xticks(range(len(columns)), [_("now: {name}", name=name) for name in columns])
        ax.set_yticks(range(len(rows)), [_("before: {name}", name=name) for name in rows])
        ax.tick_params(axis="both", length=0, labelsize=SMALL_SIZE, labelcolor=INK)
        ax.xaxis.tick_top()
        ax.grid(visible=False)
        for spine in ax.spines.values():
            spine.set_visible(False)
        said = []
        for i, row in enumerate(rows):
            for j, column in enumerate(columns):
                dark = counts[i, j] > 0.5 * counts.max()
                stayed = i == j
                ax.text(
                    j,
                    i,
                    number(counts[i, j]),
                    ha="center",
                    va="center",
                    color="white" if dark else INK if counts[i, j] else MUTED,
                    fontsize=TITLE_SIZE if counts[i, j] and not stayed else TEXT_SIZE,
                )
                if counts[i, j]:
                    said.append((f"{row} → {column}", number(counts[i, j])))
        return canvas.finish(fig, canvas.sentences(title, subtitle, canvas.listed(said)))


def sparklines(
    frame: pd.DataFrame,
    *,
    title: str,
    units_of: Mapping[str, str],
    names: Mapping[str, str] | None = None,
    subtitle: str = "",
    columns: int = 3,
    value: str = "value",
    date: str = "period",
    metric: str = "metric",
) -> Figure:
    """Draw one small line per metric, each with its name and its last value.

    Parameters
    ----------
    frame : DataFrame
        Several metrics by day, as ``metrics.query(store, [ids], grain="day")`` gives them.
    title, subtitle : str
    units_of : mapping of str to str
        Metric id → unit; also the order. Metrics without a row are said to have no values.
    names : mapping of str to str, optional
        Metric id → name in the reader's language.
    columns : int
        Lines side by side.
    value, date, metric : str
        Column names.

    Returns
    -------
    Figure
        Every line starts at zero at the bottom, or below it where values are negative.
    """
    import pandas as pd

    require(frame, [value, date, metric], "frame")
    for unit in units_of.values():
        units.check(unit)
    with look():
        if not len(units_of) or frame[value].isna().all():
            return canvas.nothing(title, subtitle, _("There are no values in this period."))
        lines = -(-len(units_of) // columns)
        fig, ax = canvas.blank(title, subtitle, body=1.15 * lines)
        cells = _cells(fig, ax, lines, columns)
        first, last = pd.to_datetime(frame[date]).min(), pd.to_datetime(frame[date]).max()
        days = pd.date_range(first, last)
        said = []
        for cell, (key, unit) in zip(cells, units_of.items(), strict=False):
            held = frame[frame[metric] == key]
            series = pd.Series(
                numeric(held, value, "frame").to_numpy(), index=pd.to_datetime(held[date])
            ).reindex(days)
            name = (names or {}).get(key, key)
            _spark(fig, cell, series, name, unit, columns)
            known = series.dropna()
            words = units.exact(None if known.empty else float(known.iloc[-1]), unit)
            stamp: Any = None if known.empty else known.index[-1]
            said.append(
                (name, words if stamp is None else f"{words} ({write_day(stamp, 'short')})")
            )
        for cell in cells[len(units_of) :]:
            cell.set_axis_off()
        return canvas.finish(fig, canvas.sentences(title, subtitle, canvas.listed(said)))


def _cells(fig: Figure, ax: Axes, lines: int, columns: int) -> list[Axes]:
    ax.remove()
    grid: Any = fig.subplots(lines, columns, squeeze=False)
    return list(grid.ravel())


def _spark(
    fig: Figure, ax: Axes, series: pd.Series[float], name: str, unit: str, columns: int
) -> None:
    known = series.dropna()
    width = WIDTH * DPI / columns - 0.25 * DPI
    ax.plot(series.index, series, color=BLUE, linewidth=1.5)
    if len(known):
        ax.plot(known.index[-1:], known.iloc[-1:], "o", color=BLUE, markersize=4)
    last = units.short(None if known.empty else float(known.iloc[-1]), unit)
    words = f"{ellipsis(fig, name, SMALL_SIZE, width)}\n{last}"
    ax.set_title(words, loc="left", fontsize=SMALL_SIZE, color=INK, linespacing=1.3, pad=4)
    top, bottom = max(known.max(), 0) if len(known) else 1, min(known.min(), 0) if len(known) else 0
    span = (top - bottom) or 1.0
    ax.set_ylim(bottom - (0.08 * span if bottom < 0 else 0), top + 0.12 * span)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines["bottom"].set_visible(False)
    ax.axhline(0, color=LINE, linewidth=0.9)


def _class_name(name: str) -> str:
    return name or _("absent")


def _pale_blue() -> Any:
    from matplotlib.colors import LinearSegmentedColormap

    stops: Sequence[str] = ["#f4f6f8", "#bcd3e3", BLUE]
    return LinearSegmentedColormap.from_list("playbook", stops)
