"""Chart of a change in steps: from one number to the other, part by part.

The unit is one part of a decomposition or of a bridge. Bars start at zero. Where the parts are too
small beside the totals to be seen, the totals are written above and the steps start from "no
change", and the subtitle says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from playbook.analysis.frames import known, numeric, require
from playbook.charts import canvas, units
from playbook.charts.bars import body_of, rows
from playbook.charts.style import BLUE, DOWN_HATCH, GREY, ORANGE, look
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Below this part of the larger total, a step would be a hairline.
VISIBLE = 0.04


def waterfall(
    parts: pd.DataFrame,
    *,
    start: Any,
    title: str,
    unit: str,
    start_name: str,
    end_name: str,
    subtitle: str = "",
    names: Mapping[str, str] | None = None,
    name: str = "factor",
    effect: str = "effect",
) -> Figure:
    """Draw the way from a first number to a second, one bar per part.

    Parameters
    ----------
    parts : DataFrame
        One row per part, in order, as `playbook.analysis.decompose` gives it.
    start : number
        The first number; the second is start + Σ effects.
    title, subtitle : str
    unit : str
        "count", "percent", "number" or a currency code.
    start_name, end_name : str
        The two periods, for example "Mon 1 Jun" and "Mon 8 Jun".
    names : mapping of str to str, optional
        Part → its name in the reader's language.
    name, effect : str
        Column names.

    Returns
    -------
    Figure
        A part whose effect is null is named, with "—" and no bar.
    """
    units.check(unit)
    require(parts, [name], "parts")
    first = known(start, "start")
    effects = [0.0 if e != e else e for e in numeric(parts, effect, "parts")]
    absent = numeric(parts, effect, "parts").isna().tolist()
    labels = [(names or {}).get(key, key) for key in parts[name]]
    last = first + math.fsum(effects)
    whole = _visible(first, last, effects)
    with look():
        lines = [subtitle] if subtitle else []
        if not whole:
            lines.append(_("Steps start from {start}.", start=units.exact(first, unit)))
        # One word per colour; the totals are grey.
        key = [(GREY, _("total")), (BLUE, _("adds")), (ORANGE, _("takes away"))]
        fig, ax = canvas.blank(title, " · ".join(lines), key=key, body=body_of(len(labels) + 2))
        base = 0.0 if whole else first
        words = [units.short(e, unit, signed=True) for e in effects]
        words = ["—" if gone else word for gone, word in zip(absent, words, strict=True)]
        _bars(ax, first - base, effects, last - base)
        ends = _ends(first - base, effects, last - base)
        written = [units.short(first, unit), *words, units.short(last, unit)]
        rows(fig, ax, [start_name, *labels, end_name], ends, written)
        return canvas.finish(
            fig,
            _alt(
                title,
                subtitle,
                unit,
                (start_name, first, end_name, last),
                list(zip(labels, effects, absent, strict=True)),
            ),
        )


def _visible(first: float, last: float, effects: Sequence[float]) -> bool:
    largest = max((abs(e) for e in effects), default=0.0)
    total = max(abs(first), abs(last))
    return largest == 0 or largest >= VISIBLE * total


def _bars(ax: Axes, first: float, effects: Sequence[float], last: float) -> None:
    style: dict[str, Any] = {"height": 0.62, "zorder": 3}
    ax.barh(0, first, color=GREY, linewidth=0, **style)
    level = first
    for at, effect in enumerate(effects, start=1):
        if effect < 0:
            ax.barh(
                at,
                effect,
                left=level,
                facecolor="white",
                edgecolor=ORANGE,
                hatch=DOWN_HATCH,
                linewidth=1.0,
                **style,
            )
        elif effect > 0:
            ax.barh(at, effect, left=level, facecolor=BLUE, linewidth=0, **style)
        # A thin line carries the level down to the next bar.
        ax.vlines(level, at - 1, at, color=GREY, linewidth=0.8, zorder=2)
        level += effect
    ax.vlines(level, len(effects), len(effects) + 1, color=GREY, linewidth=0.8, zorder=2)
    ax.barh(len(effects) + 1, last, color=GREY, linewidth=0, **style)


def _ends(first: float, effects: Sequence[float], last: float) -> list[float]:
    """Return where each value is written: right of its bar, or left when all lies below zero."""
    ends, level = [first], first
    for effect in effects:
        low, high = sorted((level, level + effect))
        ends.append(high if high > 0 else low)
        level += effect
    return [*ends, last]


def _alt(
    title: str,
    subtitle: str,
    unit: str,
    totals: tuple[str, float, str, float],
    parts: Sequence[tuple[str, float, bool]],
) -> str:
    start_name, first, end_name, last = totals
    whole = _(
        "{start_name}: {start}; {end_name}: {end}; change {change}.",
        start_name=start_name,
        start=units.exact(first, unit),
        end_name=end_name,
        end=units.exact(last, unit),
        change=units.exact(last - first, unit, signed=True),
    )
    said = canvas.listed(
        (label, units.exact(math.nan if gone else effect, unit, signed=True))
        for label, effect, gone in parts
    )
    return canvas.sentences(title, subtitle, whole, said)
