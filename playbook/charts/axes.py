"""How are the two axes of a chart written: values up the left, days along the bottom?

The unit is one axis. Ticks are few, named apart, and the day that matters always has its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playbook.charts import units
from playbook.charts.fit import thin_out
from playbook.charts.style import GREY, MUTED, SMALL_SIZE
from playbook.i18n import day as write_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def value_axis(ax: Axes, unit: str) -> None:
    """Write short numbers up the left side, and draw the zero line."""
    from matplotlib.ticker import MaxNLocator

    ax.yaxis.set_major_locator(MaxNLocator(5, integer=unit == "count", steps=[1, 2, 2.5, 5, 10]))
    ax.yaxis.set_major_formatter(lambda value, _position: units.tick(value, unit))
    ax.tick_params(axis="y", labelsize=SMALL_SIZE, labelcolor=MUTED)
    ax.grid(visible=False, axis="x")
    ax.axhline(0, color=GREY, linewidth=0.8, zorder=2)


def date_axis(fig: Figure, ax: Axes, first: Any, last: Any, edge: Any = None) -> None:
    """Label weeks (or days, if few) from the last day backwards: the marked day is always named."""
    import pandas as pd

    step = "-1D" if (last - first).days < 10 else "-7D"
    stamps: Any = pd.date_range(last, first, freq=step)[::-1]
    half = pd.Timedelta(hours=12)
    ax.set_xlim(first - half, (edge or last) + half)
    ax.set_xticks(stamps, [write_day(stamp, "short") for stamp in stamps])
    thin_out(fig, ax.get_xticklabels())
