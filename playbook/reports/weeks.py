"""Where is the shop heading, over the last thirteen weeks?

The unit is one ISO week, Monday to Sunday. Buyers are counted once a week and never added over
weeks. A week that has begun but not ended is not compared.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from playbook.analysis.baseline import REACH
from playbook.i18n import _, day
from playbook.metrics import DICTIONARY, Period, metric, wide
from playbook.reports import show, trend
from playbook.reports.frames import known, values
from playbook.reports.lead import carried, carried_numbers
from playbook.reports.session import Report, last_full_day
from playbook.reports.show import Column, Shown
from playbook.reports.words import difference, say, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from playbook.reports.factors import Split

SHOWN = 13
METRICS = ("gmv_paid", "orders_paid", "buyers", "uv", "cvr_pay", "aov_order", "refund_rate_amt")


def week_of(report: Report) -> Period:
    """Return the ISO week that the report is about."""
    return Period.week(report.day)


def unfinished(report: Report, week: Period) -> bool:
    """Whether the week had not ended when the data was made."""
    return week.end > last_full_day(report.store)


def weeks(report: Report) -> Shown:
    """Show the last weeks, one row each, with the metrics that this shop can know."""
    last = week_of(report)
    ids = [name for name in METRICS if name in DICTIONARY]
    period = Period(last.shift(-7 * (SHOWN - 1)).start, last.end)
    found = wide(report.query(ids, grain="week", period=period))
    ids = [name for name in ids if found[name].notna().any()]
    found = found[found["gmv_paid"].notna()]
    change = found["gmv_paid"] / found["gmv_paid"].shift(1) - 1
    if unfinished(report, last):
        change = change.mask(found["period"].dt.date == last.start)
    frame = found.assign(
        week=[str(stamp.date()) for stamp in found["period"]],
        label=[_week_label(stamp.date()) for stamp in found["period"]],
        change=change,
    )
    columns = {"label": Column(_("Week from")), "gmv_paid": _column(report, "gmv_paid")}
    columns["change"] = Column(_("Against the week before"), "fraction", signed=True)
    columns |= {name: _column(report, name) for name in ids if name != "gmv_paid"}
    return show.table(
        "weeks", frame, columns, title=_("Week by week"), key="week",
        caption=_("Monday to Sunday; buyers count once a week."),
    )  # fmt: skip


def _week_label(monday: dt.date) -> str:
    return _("{day} (W{n})", day=day(monday, "short"), n=monday.isocalendar().week)


def _column(report: Report, name: str) -> Column:
    one = metric(name)
    return Column(one.name, one.unit, unit=report.currency if one.unit == "money" else "")


def chart(report: Report) -> Shown:
    """Draw the days of the thirteen weeks with the range that each weekday usually keeps to."""
    from playbook.charts import trend as draw

    last = week_of(report)
    end = min(last.end, max(last_full_day(report.store), report.day))
    drawn = 7 * SHOWN
    found = report.query("gmv_paid", grain="day", period=Period.last_days(end, drawn + 7 * REACH))
    fig = draw(
        found,
        day=end,
        title=metric("gmv_paid").name,
        unit=report.currency,
        length=drawn,
        promotions=trend.promotions(report),
    )
    return show.figure("chart_weeks", fig, points=int(found.tail(drawn)["value"].notna().sum()))


def lead(report: Report, found: Split, moved: Mapping[str, pd.DataFrame], actions: Shown) -> Shown:
    """Say the week in three sentences: the result, what carries it, and the actions."""
    carrying = "" if unfinished(report, found.now) else carried(report, found, moved)
    texts = [_result(report, found), carrying, _actions(actions)]
    numbers = carried_numbers(found, moved) | {"median": _median(report, found.now)}
    told = [text for text in texts if text]
    return show.paragraphs("lead", told, style="lead", numbers=numbers)


def _result(report: Report, found: Split) -> str:
    total = say(found.after, "money", report.currency, whole=True)
    if unfinished(report, found.now):
        return _(
            "{week}: {metric} {total} so far. The week had not ended when the data was made, so it "
            "is not compared.",
            week=str(found.now),
            metric=metric("gmv_paid").name,
            total=total,
        )
    text = _(
        "{week}: {metric} {total}, {change} against the week before.",
        week=str(found.now),
        metric=metric("gmv_paid").name,
        total=total,
        change=difference(found.before, found.after, "money"),
    )
    median = _median(report, found.now)
    if median is not None:
        more = _(
            "Against the median of the four weeks before: {change}.",
            change=difference(median, found.after, "money"),
        )
        text = sentences(text, more)
    return text


def _median(report: Report, week: Period) -> float | None:
    sums = [
        values(report.query("gmv_paid", period=week.shift(-7 * n)))["gmv_paid"]
        for n in (1, 2, 3, 4)
    ]
    held = sorted(one for one in sums if known(one))
    return (held[1] + held[2]) / 2 if len(held) == 4 else None


def _actions(review: Shown) -> str:
    results: list[Any] = review.detail.get("results", [])
    if not results:
        return _("No action was entered in the action sheet for this week or the one before.")
    counts = {result: results.count(result) for result in dict.fromkeys(results)}
    listed = _(", ").join(f"{result}: {n}" for result, n in counts.items())
    return _("Actions reviewed: {listed}.", listed=listed)
