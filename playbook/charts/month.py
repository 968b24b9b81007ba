"""Chart of a month: does it keep up with its target?

The unit is one day of one month, added up from the first. A month without any value is not drawn
as a line at 0.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from playbook.analysis.pace import pace_curve
from playbook.charts import canvas, units
from playbook.charts.axes import date_axis, value_axis
from playbook.charts.style import BLUE, GREY, look
from playbook.i18n import _
from playbook.i18n import day as write_day

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def pace(
    days: pd.DataFrame,
    target: Any,
    day: dt.date,
    *,
    title: str,
    unit: str,
    weights: Any = None,
    value: str = "value",
    date: str = "period",
) -> Figure:
    """Draw the month to date, added up, against its target.

    Parameters
    ----------
    days, target, day, weights, value, date
        As for `playbook.analysis.pace_curve`.
    title : str
        The metric's name.
    unit : str
        "count", "number" or a currency code.

    Returns
    -------
    Figure
    """
    units.check(unit)
    table = pace_curve(days, target, day, weights=weights, value=value, date=date)
    table = table.set_index("date")
    goal = float(table["expected_days"].iloc[-1])
    attained = float(table["cumulative"].iloc[day.day - 1])
    column = "expected_days" if weights is None else "expected_curve"
    due = float(table[column].iloc[day.day - 1])
    subtitle = _(
        "Month to {day}: {attained} of {target} ({share})",
        day=write_day(day),
        attained=units.short(attained, unit),
        target=units.short(goal, unit),
        share=units.short(attained / goal, "percent"),
    )
    words = _("due by days") if weights is None else _("due by the promotion curve")
    with look():
        if table["value"].isna().all():
            return canvas.nothing(title, write_day(day), _("There are no values in this period."))
        key = [(BLUE, _("so far, added up")), (GREY, words)]
        fig, ax = canvas.blank(title, subtitle, key=key)
        ax.plot(table.index, table[column], color=GREY, linestyle=(0, (4, 3)), linewidth=1.6)
        done = table["cumulative"].dropna()
        ax.plot(done.index, done, color=BLUE, linewidth=2.4)
        ax.plot(done.index[-1:], done.iloc[-1:], "o", color=BLUE, markersize=6, clip_on=False)
        ax.set_ylim(min(0.0, done.min() * 1.08), max(goal, done.max()) * 1.08)
        value_axis(ax, unit)
        date_axis(fig, ax, table.index[0], table.index[-1])
        said = _(
            "Due by then: {due}; difference: {gap}.",
            due=units.exact(due, unit),
            gap=units.exact(attained - due, unit, signed=True),
        )
        return canvas.finish(fig, canvas.sentences(title, subtitle, said))
