"""What are the day's, or the week's, main numbers, and are they good?

The unit is one metric with its comparisons. A number comes with its definition, its base and the
full name of what it is compared with; one that this shop cannot know is left out by name and is
never shown as 0.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from playbook.i18n import MISSING, _, number
from playbook.metrics import Period, metric
from playbook.reports import show
from playbook.reports.frames import records
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.shown import markup
from playbook.reports.words import difference, missing, plain_number, say

if TYPE_CHECKING:
    import pandas as pd

METRICS = (
    "gmv_paid", "net_sales", "orders_paid", "uv", "buyers", "cvr_pay", "arpu_buyer", "aov_order",
    "refund_rate_amt", "discount_rate",
)  # fmt: skip
"""Candidates for a card, most important first."""
CARDS = 6
WEEK_AGO = ("same_weekday_last_week", "week_before")
MEDIAN = ("weekday_median_4w", "week_median_4w")
NEAREST_YEAR_DAYS = 300


def comparisons(report: Report, period: Period) -> pd.DataFrame:
    """Compare every headline metric that this shop can know.

    Parameters
    ----------
    report : Report
    period : Period
        One day or one ISO week.

    Returns
    -------
    DataFrame
        As `playbook.metrics.compare`, for the metrics of `METRICS` in that order.
    """
    from playbook.metrics import DICTIONARY, compare

    known = [name for name in METRICS if name in DICTIONARY]
    values = report.query(known, period=period).set_index("metric")["value"]
    held = [name for name in known if not missing(float(values[name]))]
    found = compare(report.store, held, period)
    gap = found["value"].isna() & found["base"].isna()
    # "Last year" within the same year is no last year: a promotion was aligned to another one.
    near = (found["comparison"] == "last_year") & found["base_start"].map(
        lambda day: not missing(day) and (period.start - day).days < NEAREST_YEAR_DAYS
    )
    return found[~gap & ~near.astype(bool)].reset_index(drop=True)


def left_out(report: Report, period: Period) -> list[str]:
    """Name the headline metrics that this shop cannot know."""
    from playbook.metrics import DICTIONARY

    known = [name for name in METRICS if name in DICTIONARY]
    values = report.query(known, period=period).set_index("metric")["value"]
    return [metric(name).name for name in known if missing(float(values[name]))]


def cards(report: Report, found: pd.DataFrame) -> Shown:
    """Show the first metrics as cards, each with two comparisons and a link to its definition."""
    names = list(dict.fromkeys(found["metric"]))[:CARDS]
    rows = {name: found[found["metric"] == name] for name in names}
    inner = "".join(_card(report, name, rows[name]) for name in names)
    numbers = {name: plain_number(rows[name]["value"].iloc[0]) for name in names}
    for name in names:
        for row in records(rows[name]):
            numbers[f"{name}/{row['comparison']}"] = plain_number(row["base"])
    text = "\n".join(_card_text(report, name, rows[name]) for name in names)
    return Shown("headline", "table", f'<ul class="cards">{inner}</ul>', text, len(names), numbers)


def every_comparison(report: Report, found: pd.DataFrame) -> Shown:
    """Show all comparisons of all headline metrics as one table."""
    units = {name: metric(name).unit for name in found["metric"]}
    rows = [
        {
            "metric": metric(row["metric"]).name,
            "key": f"{row['metric']}/{row['comparison']}",
            "name": row["name"],
            "value": say(row["value"], units[row["metric"]], report.currency),
            "value_value": row["value"],
            "base": say(row["base"], units[row["metric"]], report.currency),
            "base_value": row["base"],
            "change": _change(row, units[row["metric"]]),
            "change_value": row["diff"] if row["points"] else row["diff_pct"],
            "note": row["reason"] if not missing(row["reason"]) else _small(row),
        }
        for row in records(found)
    ]
    columns = {
        "metric": Column(_("Metric")),
        "name": Column(_("Compared with")),
        "value": Column(_("Now"), "said"),
        "base": Column(_("Then"), "said"),
        "change": Column(_("Change"), "said"),
        "note": Column(_("Note")),
    }
    caption = _("Ratios change in percentage points (pp), all else in percent.")
    frame = _frame(rows)
    return show.table(
        "comparisons", frame, columns, title=_("Metric by metric"), caption=caption, key="key",
        stack=True,
    )  # fmt: skip


def arrow(change: Any, direction: str) -> tuple[str, str]:
    """Return the sign of a change and whether it is good or bad."""
    if missing(change) or change == 0:
        return "=" if change == 0 else "", ""
    sign = "▲" if change > 0 else "▼"
    if direction not in {"up", "down"}:
        return sign, ""
    return sign, "good" if (change > 0) == (direction == "up") else "bad"


def _card(report: Report, name: str, rows: pd.DataFrame) -> str:
    one = metric(name)
    first = rows.iloc[0]
    value = markup(say(first["value"], one.unit, report.currency))
    lines = [
        _line(row, one.direction)
        for codes in (WEEK_AGO, MEDIAN)
        for row in records(rows[rows["comparison"].isin(codes)])
        # The first comparison says when it is not known; a second such line is only noise.
        if codes is WEEK_AGO or not missing(row["base"])
    ]
    base = _base(one.unit, first)
    foot = f'<p class="base">{base}</p>' if base else ""
    return (
        f'<li class="card"><p class="name">{show.link(f"def-{name}", one.name)}</p>'
        f'<p class="value">{value}</p><ul>{"".join(lines)}</ul>{foot}</li>'
    )


def _line(row: dict[str, Any], direction: str) -> str:
    if missing(row["base"]):
        return f"<li>{escape(row['name'])}: {escape(_('not known'))}</li>"
    if missing(row["diff"]):
        # A part of a week is not compared with whole ones.
        return f"<li>{escape(row['name'])}: {escape(_('not compared'))}</li>"
    change = difference(row["base"], row["value"], row["unit"])
    sign, good = arrow(row["diff"], direction)
    kind = f' class="{good}"' if good else ""
    word = kind or ' class="whole"'
    return f"<li><span{word}>{sign} {escape(change)}</span> {escape(row['name'])}</li>"


def _change(row: dict[str, Any], unit: str) -> str:
    return MISSING if missing(row["diff"]) else difference(row["base"], row["value"], unit)


def _base(unit: str, row: Any) -> str:
    """Say what a ratio rests on, and mark a small base."""
    if missing(row["n"]) or (unit != "fraction" and not row["small"]):
        return ""
    text = escape(_("base n = {n}", n=number(row["n"])))
    mark = f' <span class="small-sample">{escape(_("small sample"))}</span>' if row["small"] else ""
    return text + mark


def _small(row: dict[str, Any]) -> str:
    return _("small sample (n = {n})", n=number(row["n"])) if row["small"] else ""


def _card_text(report: Report, name: str, rows: pd.DataFrame) -> str:
    one, first = metric(name), rows.iloc[0]
    parts = [f"{one.name}: {say(first['value'], one.unit, report.currency)}"]
    parts += [
        f"{_change(row, one.unit)} {row['name']}"
        for row in records(rows)
        if row["comparison"] in WEEK_AGO + MEDIAN and not missing(row["base"])
    ]
    return "; ".join(parts)


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows)
