"""Did the actions work?

The unit is one row of the action sheet that people filled in. On its due date it comes back with
the metric then and now, seven days against seven, so that a weekend is not compared with a Monday.
It says whether the metric moved, and not that the action moved it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from playbook.errors import ParameterError
from playbook.i18n import _, percent
from playbook.metrics import DICTIONARY, Period, metric
from playbook.reports import sheet, show
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.words import difference, missing, say

WINDOW_DAYS = 7
WORKED = 0.05
"""The watched metric must have moved by this much, in the good direction."""


def due_now(report: Report, period: Period) -> Shown:
    """Show the actions whose due date lies in the period, with their metric then and now."""
    import pandas as pd

    rows = [row for row in sheet.judged(report.store.path) if _due_in(row, period)]
    if not rows:
        return show.nothing("due")
    table = pd.DataFrame([outcome(report, row, period.end) for row in rows])
    columns = {
        "changed": Column(_("What changed")),
        "owner": Column(_("Who")),
        "action": Column(_("Does what")),
        "due": Column(_("By when")),
        "then": Column(_("Then"), "said"),
        "now": Column(_("Now"), "said"),
        "change": Column(_("Change")),
        "result": Column(_("Result")),
    }
    caption = _(
        "Then: the {n} days up to the day of the change; now: the {n} days up to {day}.",
        n=WINDOW_DAYS,
        day=str(Period.day(period.end)),
    )
    return show.table(
        "due", table, columns,
        title=_("Actions that are due"), caption=caption, key="key", stack=True,
    )  # fmt: skip


def outcome(report: Report, row: Mapping[str, Any], until: dt.date) -> dict[str, Any]:
    """Measure a row's metric then and now, and say whether the action worked."""
    name = str(row.get("metric") or "gmv_paid")
    day = sheet.day_of(row)
    then = _window(report, name, row, day)
    now = _window(report, name, row, until)
    unit = metric(name).unit if name in DICTIONARY else "count"
    judged = sheet.judgement(row)
    return {
        **judged,
        "key": row.get("key"),
        "changed": str(row.get("changed") or ""),
        "then": say(then, unit, report.currency),
        "now": say(now, unit, report.currency),
        "then_value": then,
        "now_value": now,
        "change": difference(then, now, unit),
        "result": result(name, then, now, _ripe(sheet.due(row), day), until),
    }


def result(
    name: str, then: float | None, now: float | None, due: dt.date | None, until: dt.date
) -> str:
    """Say whether an action worked: by the metric's good direction, once it is due."""
    if due is None or due > until:
        return _("too early")
    if missing(then) or missing(now) or not then or now is None:
        return _("cannot be told: the metric is not known")
    moved = (now - then) / abs(then)
    direction = metric(name).direction
    if direction not in {"up", "down"}:
        return _(
            "changed by {change}; neither direction is better",
            change=difference(then, now, "count"),
        )
    good = moved if direction == "up" else -moved
    return _("worked") if good >= WORKED else _("did not work")


def _window(report: Report, name: str, row: Mapping[str, Any], day: dt.date | None) -> float | None:
    """Return the metric over the seven days up to a day; None where it cannot be known."""
    if day is None or name not in DICTIONARY:
        return None
    by, _equals, item = str(row.get("where") or "").partition("=")
    where = ((by, item),) if by and item else ()
    try:
        found = report.query(
            name, period=Period.last_days(day, WINDOW_DAYS), where=dict(where) or None
        )
    except ParameterError:
        # People may have edited the column: an unknown dimension is not a reason to stop.
        return None
    value = float(found["value"].iloc[0]) if len(found) else float("nan")
    return None if missing(value) else value


def review(report: Report, week: Period) -> Shown:
    """Show every action of the week before, and those due this week: worked, did not, too early."""
    import pandas as pd

    last = week.shift(-7)
    rows = [
        row
        for row in sheet.judged(report.store.path)
        if _due_in(row, week) or (sheet.day_of(row) or dt.date.min) in last
    ]
    if not rows:
        return show.left_out(
            "review",
            _("No action of last week was entered."),
            _("Enter causes, owners and due dates in the shop's sheets/actions.xlsx."),
        )
    outcomes = [outcome(report, row, week.end) for row in rows]
    columns = {
        "changed": Column(_("What changed")),
        "action": Column(_("Does what")),
        "owner": Column(_("Who")),
        "due": Column(_("By when")),
        "then": Column(_("Then"), "said"),
        "now": Column(_("Now"), "said"),
        "result": Column(_("Result")),
    }
    caption = _(
        "Worked: the metric moved by {share} or more the good way, seven days against seven.",
        share=percent(WORKED, 0),
    )
    shown = show.table(
        "review", pd.DataFrame(outcomes), columns,
        title=_("Actions: did they work?"), caption=caption, key="key", stack=True,
    )  # fmt: skip
    detail = {"results": [one["result"] for one in outcomes]}
    return Shown(shown.name, shown.kind, shown.html, shown.text, shown.rows, shown.numbers, detail)


def _ripe(due: dt.date | None, day: dt.date | None) -> dt.date | None:
    """Return the first day on which a result can be told: due, and no day counted on both sides."""
    if due is None or day is None:
        return due
    return max(due, day + dt.timedelta(days=WINDOW_DAYS))


def _due_in(row: Mapping[str, Any], period: Period) -> bool:
    due = sheet.due(row)
    return due is not None and due in period
