"""Chart over days: is yesterday unusual?

The unit is one day of one metric. Absent days leave a gap in the line; they are never drawn as 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from playbook.analysis.baseline import band_series, verdict_name
from playbook.analysis.frames import numeric, require
from playbook.charts import canvas, units
from playbook.charts.axes import date_axis, value_axis
from playbook.charts.fit import ellipsis, make_room, thin_out
from playbook.charts.style import (
    BAND,
    BLUE,
    DPI,
    INK,
    MUTED,
    ORANGE,
    SHADE,
    WIDTH,
    look,
)
from playbook.i18n import _
from playbook.i18n import day as write_day

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def trend(
    days: pd.DataFrame,
    *,
    day: dt.date,
    title: str,
    unit: str,
    length: int = 42,
    promotions: pd.DataFrame | None = None,
    value: str = "value",
    date: str = "period",
    **band: Any,
) -> Figure:
    """Draw the days up to one day, with the band that its weekday usually keeps to.

    Parameters
    ----------
    days : DataFrame
        One row a day, with the history before the days drawn: the band needs it.
    day : date
        The day marked; the last one drawn.
    title : str
        The metric's name.
    unit : str
        "count", "percent", "number" or a currency code.
    length : int
        How many days are drawn.
    promotions : DataFrame, optional
        name, starts_on, ends_on. They are shaded, serve as no history and get no verdict.
    value, date : str
        Column names.
    **band
        Passed on to `playbook.analysis.band_series`.

    Returns
    -------
    Figure
    """
    import pandas as pd

    units.check(unit)
    require(days, [date, value], "days")
    last = pd.Timestamp(day)
    first = last - pd.Timedelta(days=length - 1)
    held = days[pd.to_datetime(days[date]) <= last]
    subtitle = _("{first} to {last}", first=write_day(first), last=write_day(last, "weekday"))
    with look():
        if held[value].isna().all() or pd.to_datetime(held[date]).max() < first:
            return canvas.nothing(title, subtitle, _("There are no values in this period."))
        shaded = [] if promotions is None else list(_promotions(promotions, first, last))
        off = {d for _name, start, end in _all(promotions) for d in pd.date_range(start, end)}
        table = band_series(
            held, value=value, date=date, exclude=off | set(band.pop("exclude", ())), **band
        )
        table = table.set_index("date").reindex(pd.date_range(first, last))
        table["verdict"] = table["verdict"].fillna("no_value")
        key = [(BLUE, _("each day"))]
        verdict = table["verdict"].iloc[-1]
        if verdict in {"above", "below"}:
            key.append((ORANGE, f"{write_day(last, 'short')}: {verdict_name(verdict)}"))
        if table["expected"].notna().any():
            n = int(table["n"].iloc[-1])
            key.append((BAND, _("usual range of the same weekday, from {n} ordinary ones", n=n)))
        if shaded:
            key.append((SHADE, _("promotion")))
        fig, ax = canvas.blank(title, subtitle, key=key)
        _draw_trend(ax, table, unit)
        _shade(fig, ax, shaded)
        # Room for the last value: beside its point, not on the line.
        date_axis(fig, ax, first, last, last + (last - first) * 0.11)
        return canvas.finish(fig, _trend_alt(title, subtitle, table, unit, shaded))


def _draw_trend(ax: Axes, table: pd.DataFrame, unit: str) -> None:
    low = table["low"]
    if table["value"].min() >= 0:
        low = low.clip(lower=0)  # a band below 0 would promise what cannot happen
    ax.fill_between(table.index, low, table["high"], color=BAND, linewidth=0, zorder=1)
    ax.plot(table.index, table["value"], color=BLUE, linewidth=1.8, zorder=3)
    # A day between two absent ones has no line to show it.
    value = table["value"]
    alone = value[value.notna() & value.shift(1).isna() & value.shift(-1).isna()]
    ax.plot(alone.index, alone, ".", color=BLUE, zorder=3)
    top = max(table["value"].max(), table["high"].max(skipna=True) if low.notna().any() else 0, 0)
    bottom = min(table["value"].min(), low.min() if low.notna().any() else 0, 0)
    pad = (top - bottom) * 0.18 or 1.0
    ax.set_ylim(bottom - (pad * 0.3 if bottom < 0 else 0), top + pad)
    now = table["value"].iloc[-1]
    if now == now:
        odd = table["verdict"].iloc[-1] in {"above", "below"}
        ax.plot(
            table.index[-1:],
            [now],
            "o",
            color=ORANGE if odd else BLUE,
            markersize=7,
            zorder=4,
            clip_on=False,
        )
        ax.annotate(
            units.short(float(now), unit),
            (table.index[-1], now),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            zorder=5,
        )
    value_axis(ax, unit)


def _all(promotions: pd.DataFrame | None) -> Iterator[tuple[str, Any, Any]]:
    import pandas as pd

    if promotions is None:
        return
    require(promotions, ["name", "starts_on", "ends_on"], "promotions")
    ordered = promotions.sort_values(["starts_on", "ends_on"], kind="stable")
    starts, ends = pd.to_datetime(ordered["starts_on"]), pd.to_datetime(ordered["ends_on"])
    yield from zip(ordered["name"].fillna("").astype(str), starts, ends, strict=True)


def _promotions(frame: pd.DataFrame, first: Any, last: Any) -> Iterator[tuple[str, Any, Any]]:
    """Keep the promotions that touch the days drawn, cut to them."""
    for name, start, end in _all(frame):
        if end >= first and start <= last:
            yield name, max(start, first), min(end, last)


def _shade(fig: Figure, ax: Axes, shaded: list[tuple[str, Any, Any]]) -> None:
    import pandas as pd

    half = pd.Timedelta(hours=12)
    for _name, start, end in shaded:
        ax.axvspan(start - half, end + half, color=SHADE, linewidth=0, zorder=0)
    labels = [
        ax.annotate(
            ellipsis(fig, name, 9, WIDTH * DPI * 0.2),
            (start + (end - start) / 2, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, -3),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=9,
            color=MUTED,
        )
        for name, start, end in shaded
    ]
    if labels:
        make_room(fig, ax, [])
        thin_out(fig, labels)


def _trend_alt(
    title: str, subtitle: str, table: pd.DataFrame, unit: str, shaded: list[tuple[str, Any, Any]]
) -> str:
    row = table.iloc[-1]
    value = numeric(table, "value", "days").dropna()
    lowest: Any = value.idxmin()
    highest: Any = value.idxmax()
    said = _(
        "Last day: {value}; {verdict}. Lowest {low} on {low_day}, highest {high} on {high_day}.",
        value=units.exact(float(row["value"]), unit),
        verdict=verdict_name(row["verdict"]),
        low=units.exact(float(value.min()), unit),
        low_day=write_day(lowest, "short"),
        high=units.exact(float(value.max()), unit),
        high_day=write_day(highest, "short"),
    )
    usual = names = ""
    if row["expected"] == row["expected"]:
        usual = _(
            "Usual for this weekday: {expected} ({low} to {high}, from {n} weeks).",
            expected=units.exact(float(row["expected"]), unit),
            low=units.exact(float(row["low"]), unit),
            high=units.exact(float(row["high"]), unit),
            n=int(row["n"]),
        )
    if shaded:
        names = _("Promotions: {names}.", names=", ".join(name for name, _start, _end in shaded))
    return canvas.sentences(title, subtitle, said, usual, names)
