"""What changed, what is suspected, and who does what by when: did it work?

The unit is one row: one change of one metric on one day. The report fills in the evidence; people
fill in the judgement in the shop's action sheet. On its due date a row comes back with the metric
then and now. Nothing here writes the sheet: the finished run does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from playbook.errors import ParameterError
from playbook.i18n import _
from playbook.metrics import Period, dictionary, metric
from playbook.reports import sheet, show
from playbook.reports.drivers import Split, dimension_name, factor_name
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.words import difference, missing, say

if TYPE_CHECKING:
    import pandas as pd

WATCHED = {
    "visitors": "uv", "conversion": "cvr_pay", "order_rate": "orders_paid",
    "spend_per_buyer": "arpu_buyer", "orders": "orders_paid", "order_value": "aov_order",
}  # fmt: skip
WINDOW_DAYS = 7
"""Then and now are both seven days, so that a weekend is not compared with a Monday."""
MOST = 6
WORKED = 0.05
"""The watched metric must have moved by this much, in the good direction."""


@dataclass(frozen=True)
class Evidence:
    """One thing that changed, ready for the sheet."""

    key: str
    day: str
    changed: str
    evidence: str
    metric: str
    where: str = ""


def evidence(report: Report, found: Split, verdict: str, moved: Mapping[str, pd.DataFrame]) -> list[Evidence]:
    """List what changed: the total, its largest factor, the largest mover up and down.

    Parameters
    ----------
    report : Report
    found : Split
    verdict : str
        Whether the total is usual, in words.
    moved : mapping of str to DataFrame
        Dimension → as `drivers.moved`.
    """
    if missing(found.change):
        return []
    rows = [_total(report, found, verdict)]
    if len(found.parts):
        rows.append(_factor(report, found))
    for by, table in moved.items():
        if len(table):
            rows += _movers(report, by, table)
    return rows[:MOST]


def table(report: Report, rows: Sequence[Evidence]) -> Shown:
    """Show the evidence beside what people wrote in the sheet."""
    import pandas as pd

    written = {str(row.get("key")): row for row in sheet.read(report.store.path).rows}
    frame = pd.DataFrame(
        [asdict(row) | _judgement(written.get(row.key, {})) for row in rows],
        columns=["key", "changed", "evidence", *sheet.JUDGED],
    )
    columns = {
        "changed": Column(_("What changed")),
        "evidence": Column(_("Evidence")),
        "cause": Column(_("Suspected cause")),
        "confidence": Column(_("Confidence")),
        "owner": Column(_("Who")),
        "action": Column(_("Does what")),
        "due": Column(_("By when")),
    }
    caption = _("Fill in cause, confidence, who, what and when in the shop's sheets/actions.xlsx.")
    shown = show.table(
        "actions", frame, columns,
        title=_("What changed, and who does what by when"), caption=caption, stack=True,
    )  # fmt: skip
    detail = {"evidence": [asdict(row) for row in rows]}
    return Shown(shown.name, shown.kind, shown.html, shown.text, shown.rows, {}, detail)


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
        "then": Column(_("Then")),
        "now": Column(_("Now")),
        "change": Column(_("Change")),
        "result": Column(_("Result")),
    }
    caption = _(
        "Then: the {n} days up to the day of the change; now: the {n} days up to {day}.",
        n=WINDOW_DAYS,
        day=str(Period.day(period.end)),
    )
    shown = show.table("due", table, columns, title=_("Actions that are due"), caption=caption, stack=True)
    numbers = {
        f"{row['key']}/{side}": show.plain_number(row[f"{side}_value"])
        for row in table.to_dict("records")
        for side in ("then", "now")
    }
    return Shown("due", "table", shown.html, shown.text, shown.rows, numbers)


def outcome(report: Report, row: Mapping[str, Any], until: dt.date) -> dict[str, Any]:
    """Measure a row's metric then and now, and say whether the action worked."""
    name = str(row.get("metric") or "gmv_paid")
    day = sheet.day_of(row)
    then = _window(report, name, row, day)
    now = _window(report, name, row, until)
    unit = metric(name).unit if name in dictionary() else "count"
    judged = _judgement(row)
    return {
        **judged,
        "key": row.get("key"),
        "changed": str(row.get("changed") or ""),
        "then": say(then, unit, report.currency),
        "now": say(now, unit, report.currency),
        "then_value": then,
        "now_value": now,
        "change": difference(then, now, unit),
        "result": result(name, then, now, sheet.due(row), until),
    }


def result(name: str, then: float | None, now: float | None, due: dt.date | None, until: dt.date) -> str:
    """Say whether an action worked: by the metric's good direction, once it is due."""
    if due is None or due > until:
        return _("too early")
    if missing(then) or missing(now) or not then or now is None:
        return _("cannot be told: the metric is not known")
    moved = (now - then) / abs(then)
    direction = metric(name).direction
    if direction not in {"up", "down"}:
        return _("changed by {change}; neither direction is better", change=difference(then, now, "count"))
    good = moved if direction == "up" else -moved
    return _("worked") if good >= WORKED else _("did not work")


def _window(report: Report, name: str, row: Mapping[str, Any], day: dt.date | None) -> float | None:
    """Return the metric over the seven days up to a day; None where it cannot be known."""
    if day is None or name not in dictionary():
        return None
    by, _equals, item = str(row.get("where") or "").partition("=")
    where = ((by, item),) if by and item else ()
    try:
        found = report.query(name, period=Period.last_days(day, WINDOW_DAYS), where=dict(where) or None)
    except ParameterError:
        # People may have edited the column: an unknown dimension is not a reason to stop.
        return None
    value = float(found["value"].iloc[0]) if len(found) else float("nan")
    return None if missing(value) else value


def _total(report: Report, found: Split, verdict: str) -> Evidence:
    change = difference(found.before, found.after, "money")
    return _evidence(
        report,
        _("{metric} {change}", metric=metric("gmv_paid").name, change=change),
        _(
            "{after} against {before} ({base}); {verdict}",
            after=say(found.after, "money", report.currency),
            before=say(found.before, "money", report.currency),
            base=str(found.base),
            verdict=verdict,
        ),
        "gmv_paid",
    )


def _factor(report: Report, found: Split) -> Evidence:
    part = found.parts.loc[found.parts["effect"].abs().idxmax()]
    name = str(part["factor"])
    return _evidence(
        report,
        _("{factor} {change}", factor=factor_name(name), change=difference(part["before"], part["after"], "count")),
        _(
            "{effect} of the change of {change}",
            effect=say(part["effect"], "money", report.currency, signed=True),
            change=say(found.change, "money", report.currency, signed=True),
        ),
        WATCHED[name],
    )


def _movers(report: Report, by: str, table: pd.DataFrame) -> list[Evidence]:
    named = table[(table["kind"] != "rest") & table["item"].notna()]
    rows = []
    for sign in (1, -1):
        side = named[named["change"] * sign > 0]
        if len(side):
            rows.append(_mover(report, by, side.iloc[0]))
    return rows


def _mover(report: Report, by: str, row: Any) -> Evidence:
    change = say(row["change"], "money", report.currency, signed=True)
    return _evidence(
        report,
        _("{dimension}: {item} {change}", dimension=dimension_name(by), item=row["label"], change=change),
        _(
            "{metric}: {after} against {before}",
            metric=metric("gmv_paid").name,
            after=say(row["after"], "money", report.currency),
            before=say(row["before"], "money", report.currency),
        ),
        "gmv_paid",
        f"{by}={row['item']}",
    )


def _evidence(report: Report, changed: str, found: str, name: str, where: str = "") -> Evidence:
    day = report.day.isoformat()
    return Evidence(f"{day}/{name}/{where or 'shop'}", day, changed, found, name, where)


def _judgement(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: str(row.get(name) or "") for name in sheet.JUDGED}
    due = sheet.due(row)
    return found | ({"due": due.isoformat()} if due else {})


def _due_in(row: Mapping[str, Any], period: Period) -> bool:
    due = sheet.due(row)
    return due is not None and due in period
