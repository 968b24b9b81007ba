"""How far can today's numbers be trusted?

The unit is one shop at one version: how fresh the data is, whether days are missing, how many
source rows were set aside, and which days may still change. It never hides a gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from playbook.i18n import _, day, number
from playbook.metrics import Period
from playbook.reports import show
from playbook.reports.basis import basis, note
from playbook.reports.session import Report, last_full_day
from playbook.reports.show import Column, Shown
from playbook.reports.words import sentences

LOOK_BACK_DAYS = 28
REFUNDS_MATURE_DAYS = 20


def quality(report: Report) -> Shown:
    """Show freshness, completeness, rows set aside and provisional days, each in words."""
    import pandas as pd

    rows = [_freshness(report), _completeness(report), _set_aside(report), _provisional(report)]
    columns = {
        "what": Column(_("Check")),
        "found": Column(_("Found")),
        "value": Column(_("Number"), "count"),
    }
    return show.table(
        "quality", pd.DataFrame(rows), columns,
        title=_("Data quality"), key="key", stack=True,
        caption=_("Version {n} of the shop's data.", n=report.store.version),
    )  # fmt: skip


def _freshness(report: Report) -> dict[str, Any]:
    counted = basis(report.store)
    stated = [str(one["as_of"])[:16].replace("T", " ") for one in report.store.imports()]
    text = _(
        "{rows} up to {last}; newest file of {stated}",
        rows=counted.name,
        last=day(counted.last),
        stated=max(stated, default="—"),
    )
    behind = (last_full_day(report.store) - report.day).days
    what = _("Freshness (full days after the report's day)")
    return {"key": "fresh", "what": what, "found": text, "value": max(behind, 0)}


def _completeness(report: Report) -> dict[str, Any]:
    counted = basis(report.store)
    start = max(counted.first, report.day - dt.timedelta(days=LOOK_BACK_DAYS - 1))
    name = "orders_paid" if counted.ours else "gmv_paid"
    found = report.query(name, grain="day", period=Period(start, report.day))
    empty = found[(found["value"] == 0) | found["value"].isna()]
    days = _(", ").join(day(stamp, "short") for stamp in empty["period"])
    if empty.empty:
        text = _("every day from {start} has {rows}", start=day(start), rows=counted.name)
    else:
        text = _(
            "days without {rows} since {start}: {days}",
            start=day(start),
            rows=counted.name,
            days=days,
        )
    return {"key": "empty", "what": _("Completeness"), "found": text, "value": len(empty)}


def _set_aside(report: Report) -> dict[str, Any]:
    imports = report.store.imports()
    read = sum(int(one.get("read", 0)) for one in imports)
    aside = sum(int(one.get("quarantined", 0)) for one in imports)
    text = _("{aside} of {read} source rows were set aside", aside=number(aside), read=number(read))
    if aside:
        text += " " + _("(see: playbook store check)")
    return {"key": "aside", "what": _("Rows set aside"), "found": text, "value": aside}


def _provisional(report: Report) -> dict[str, Any]:
    newest = last_full_day(report.store)
    if report.has("refunds") or report.has("orders.refunded_amount"):
        since = newest - dt.timedelta(days=REFUNDS_MATURE_DAYS - 1)
        text = _(
            "refund rates of orders paid since {since} will still rise: refunds come up to {n} "
            "days later",
            since=day(since),
            n=REFUNDS_MATURE_DAYS,
        )
        value = REFUNDS_MATURE_DAYS
    else:
        text, value = _("sales are final; refunds are not known"), 0
    if report.day > newest:
        text = _("the day had not ended when the file was made; ") + text
        value = max(value, 1)
    return {"key": "provisional", "what": _("Provisional days"), "found": text, "value": value}


def line(report: Report, unknown: Sequence[str]) -> Shown:
    """Say the state of the data in one paragraph, with what the shop cannot know.

    Parameters
    ----------
    report : Report
    unknown : sequence of str
        Names of headline metrics that are left out.
    """
    rows = [_freshness(report), _completeness(report), _set_aside(report)]
    text = _("Data: {what}.", what=_("; ").join(str(row["found"]) for row in rows))
    if unknown:
        left = _("Not known here, so left out: {names}.", names=_(", ").join(unknown))
        text = sentences(text, left)
    text = sentences(text, note(basis(report.store)))
    numbers = {str(row["key"]): row["value"] for row in rows}
    numbers["read"] = sum(int(one.get("read", 0)) for one in report.store.imports())
    return show.paragraphs("quality_line", [text], style="note", numbers=numbers)
