"""Charts of parts of a whole: the mix of segments, and new against returning buyers.

The unit is one period. Every part is named; what is too small to name is one part, "other", so
that each bar still holds the whole. Shares of money from refunds (negative parts) are refused: a
share of a whole cannot be negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playbook.analysis.frames import numeric, require
from playbook.charts import canvas, units
from playbook.charts.axes import value_axis
from playbook.charts.bars import body_of
from playbook.charts.fit import ellipsis, text_width, thin_out
from playbook.charts.style import (
    BLUE,
    DPI,
    GREY,
    INK,
    PALE,
    SERIES,
    SMALL_SIZE,
    TEXT_SIZE,
    WIDTH,
    look,
)
from playbook.errors import ParameterError
from playbook.i18n import _, percent
from playbook.i18n import day as write_day

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 6

# Light parts carry dark numbers and the other way round.
_LIGHT = {SERIES[1], SERIES[2], SERIES[5], SERIES[6], PALE}


def mix(
    frame: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    segment: str = "segment",
    value: str = "value",
    period: str = "period",
) -> Figure:
    """Draw each period as one bar of 100 %, split into at most six segments and "other".

    Parameters
    ----------
    frame : DataFrame
        One row per period and segment. Periods are drawn in the order in which they come, under
        their own words.
    title, subtitle : str
    segment, value, period : str
        Column names.

    Returns
    -------
    Figure

    Raises
    ------
    ParameterError
        When a value is negative.
    """
    require(frame, [segment, value, period], "frame")
    with look():
        table = _shares(frame, segment, value, period)
        if table.empty:
            return canvas.nothing(title, subtitle, _("There is nothing to split."))
        colors = dict(zip(table.columns, SERIES, strict=False))
        key = [(colors[name], name) for name in table.columns]
        fig, ax = canvas.blank(title, subtitle, key=key, body=body_of(len(table)))
        left = [0.0] * len(table)
        for name in table.columns:
            widths = table[name].tolist()
            ax.barh(
                range(len(table)),
                widths,
                left=left,
                color=colors[name],
                height=0.66,
                edgecolor="white",
                linewidth=0.8,
            )
            _inside(fig, ax, left, widths, colors[name])
            left = [a + b for a, b in zip(left, widths, strict=True)]
        most = 0.3 * WIDTH * DPI
        words = [ellipsis(fig, _period(p), TEXT_SIZE, most) for p in table.index]
        ax.set_yticks(range(len(table)), words)
        ax.set_ylim(len(table) - 0.4, -0.6)
        ax.set_xlim(0, 1)
        ax.set_xticks([])
        ax.grid(visible=False)
        ax.spines["bottom"].set_visible(False)
        said = [
            canvas.listed((str(name), percent(share)) for name, share in row.items())
            for row in table.to_dict("records")
        ]
        rows = [f"{word} – {text}" for word, text in zip(words, said, strict=True)]
        return canvas.finish(fig, canvas.sentences(title, subtitle, *rows))


def new_and_returning(
    table: pd.DataFrame,
    *,
    title: str,
    unit: str,
    value: str = "spend",
    subtitle: str = "",
) -> Figure:
    """Draw new and returning buyers' part of each period, stacked.

    Parameters
    ----------
    table : DataFrame
        As `playbook.analysis.new_and_returning` gives it.
    title : str
    unit : str
        "count" for buyers and orders, a currency code for spend.
    value : {"buyers", "orders", "spend"}
    subtitle : str

    Returns
    -------
    Figure
        "unknown" is drawn only where there is some.
    """
    units.check(unit)
    require(table, ["period", "kind", value], "table")
    names = {"new": _("new"), "returning": _("returning"), "unknown": _("unknown buyer")}
    shades = {"new": BLUE, "returning": PALE, "unknown": GREY}
    with look():
        data = table.assign(value=numeric(table, value, "table"))
        wide = data.pivot_table("value", "period", "kind", aggfunc="sum", sort=True, dropna=False)
        kinds = [k for k in names if k in wide.columns and wide[k].fillna(0).ne(0).any()]
        if not kinds:
            return canvas.nothing(title, subtitle, _("There are no buyers in these periods."))
        fig, ax = canvas.blank(title, subtitle, key=[(shades[k], names[k]) for k in kinds])
        bottom = wide[kinds[0]] * 0.0
        for kind in kinds:
            heights = wide[kind].fillna(0.0)
            ax.bar(
                range(len(wide)),
                heights,
                bottom=bottom,
                color=shades[kind],
                width=0.72,
                edgecolor="white",
                linewidth=0.6,
            )
            bottom = bottom.fillna(0.0) + heights
        ax.set_xlim(-0.7, len(wide) - 0.3)
        ax.set_xticks(range(len(wide)), [write_day(p, "short") for p in wide.index])
        thin_out(fig, ax.get_xticklabels())
        value_axis(ax, unit)
        rows = [
            f"{write_day(at)} – "
            + canvas.listed((names[k], units.exact(row[k], unit)) for k in kinds)
            for at, row in zip(wide.index, wide.to_dict("records"), strict=True)
        ]
        return canvas.finish(fig, canvas.sentences(title, subtitle, *rows))


def _shares(frame: pd.DataFrame, segment: str, value: str, period: str) -> pd.DataFrame:
    """Return shares: one row per period in order, one column per segment, largest first."""
    import pandas as pd

    values = numeric(frame, value, "frame").fillna(0.0)
    if (values < 0).any():
        raise ParameterError(
            _("frame, column '{column}' holds a negative value: it has no share.", column=value)
        )
    names = [_("(no name)") if s is None or s != s else str(s) for s in frame[segment]]
    data = pd.DataFrame(
        {"period": frame[period].to_numpy(), "segment": names, "value": values.to_numpy()}
    )
    totals = data.groupby("segment")["value"].sum()
    ranked = (
        totals[totals > 0]
        .reset_index()
        .sort_values(["value", "segment"], ascending=[False, True], kind="stable")["segment"]
    )
    if ranked.empty:
        return pd.DataFrame()
    named = list(ranked[:MOST])
    other = _("other")
    if len(ranked) == MOST + 1:
        named = list(ranked)  # "other" for a single segment would hide its name for nothing
    data["segment"] = data["segment"].where(data["segment"].isin(named), other)
    wide = data.pivot_table("value", "period", "segment", aggfunc="sum", fill_value=0.0, sort=False)
    order = [*(n for n in named if n != other), *([other] if other in wide.columns else [])]
    whole = wide.sum(axis=1)
    return wide[whole > 0][order].div(whole[whole > 0], axis=0).loc[:, lambda d: d.sum() > 0]


def _inside(fig: Figure, ax: Axes, left: list[float], widths: list[float], color: str) -> None:
    """Write the share inside each part that has room for it."""
    room = (0.62 * WIDTH * DPI) - 6
    for at, (start, width) in enumerate(zip(left, widths, strict=True)):
        words = percent(width, 0)
        if text_width(fig, words, SMALL_SIZE) < width * room:
            ax.text(
                start + width / 2,
                at,
                words,
                ha="center",
                va="center",
                fontsize=SMALL_SIZE,
                color=INK if color in _LIGHT else "white",
            )


def _period(value: Any) -> str:
    return write_day(value, "short") if hasattr(value, "year") else str(value)
