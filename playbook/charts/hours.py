"""Chart of a day: at which hour do orders come?

The unit is one hour. Hours without a row stay empty; an hour at 0 has no bar either, so the alt
text gives the total.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.analysis.frames import numeric, require
from playbook.charts import canvas, units
from playbook.charts.axes import value_axis
from playbook.charts.fit import thin_out
from playbook.charts.style import BLUE, INK, look
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def hours(
    frame: pd.DataFrame,
    *,
    title: str,
    unit: str,
    subtitle: str = "",
    value: str = "value",
    usual: str | None = None,
) -> Figure:
    """Draw a day by the hour; hours without a row stay empty.

    Parameters
    ----------
    frame : DataFrame
        hour (0 to 23), the value, and optionally a column with what the hour usually brings.
    title, subtitle : str
    unit : str
        "count", "percent", "number" or a currency code.
    value : str
    usual : str, optional
        Column drawn as a short line across each hour.

    Returns
    -------
    Figure
    """
    units.check(unit)
    require(frame, ["hour", value, *([usual] if usual else [])], "frame")
    with look():
        if frame[value].isna().all():
            return canvas.nothing(title, subtitle, _("There are no values for any hour."))
        key = [(BLUE, title)] + ([(INK, _("usual"))] if usual else [])
        fig, ax = canvas.blank(title, subtitle, key=key if usual else [])
        at = frame["hour"].astype(int)
        values = numeric(frame, value, "frame")
        ax.bar(at, values, color=BLUE, width=0.8, linewidth=0)
        if usual:
            expected = numeric(frame, usual, "frame")
            ax.hlines(expected, at - 0.45, at + 0.45, color=INK, linewidth=1.6)
        ax.set_xlim(-0.6, 23.6)
        ax.set_xticks(range(0, 24, 3), [f"{h}:00" for h in range(0, 24, 3)])
        thin_out(fig, ax.get_xticklabels())
        value_axis(ax, unit)
        peak = int(at.iloc[int(values.argmax())])
        said = _(
            "Total {total}; the strongest hour is {hour}:00 with {peak}.",
            total=units.exact(values.sum(), unit),
            hour=peak,
            peak=units.exact(values.max(), unit),
        )
        return canvas.finish(fig, canvas.sentences(title, subtitle, said))
