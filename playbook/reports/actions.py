"""What changed, what is suspected, and who does what by when: did it work?

The unit is one row: one change of one metric on one day. The report fills in the evidence; people
fill in the judgement in the shop's action sheet. On its due date a row comes back with the metric
then and now. Nothing here writes the sheet: the finished run does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from playbook.i18n import _
from playbook.metrics import metric
from playbook.reports import sheet, show
from playbook.reports.evidence import Evidence, evidence_row
from playbook.reports.factors import Split, factor_name
from playbook.reports.frames import largest
from playbook.reports.naming import dimension_name
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.words import difference, missing, say

if TYPE_CHECKING:
    import pandas as pd

WATCHED = {
    "visitors": "uv", "conversion": "cvr_pay", "order_rate": "orders_paid",
    "spend_per_buyer": "arpu_buyer", "orders": "orders_paid", "order_value": "aov_order",
}  # fmt: skip
MOST = 9


def evidence(
    report: Report,
    found: Split,
    verdict: str,
    moved: Mapping[str, pd.DataFrame],
    unusual: Sequence[Evidence] = (),
) -> list[Evidence]:
    """List what changed: the total, its largest factor, what is unusual, the largest movers.

    Parameters
    ----------
    report : Report
    found : Split
    verdict : str
        Whether the total is usual, in words.
    moved : mapping of str to DataFrame
        Dimension → as `movers.moved`.
    unusual : sequence of Evidence
        What is outside its usual range.
    """
    rows = [] if missing(found.change) else [_total(report, found, verdict)]
    if len(found.parts):
        rows.append(_factor(report, found))
    rows += [row for row in unusual if row.key not in {one.key for one in rows}]
    for by, table in moved.items():
        if len(table):
            rows += _movers(report, by, table)
    return rows[:MOST]


def table(report: Report, rows: Sequence[Evidence]) -> Shown:
    """Show the evidence beside what people wrote in the sheet."""
    import pandas as pd

    if not rows:
        return show.left_out(
            "actions",
            _("Nothing can be said to have changed: the same weekday last week is not known."),
            _("From the second week of data on, the evidence stands here."),
        )

    written = {str(row.get("key")): row for row in sheet.read(report.store.path).rows}
    frame = pd.DataFrame(
        [asdict(row) | sheet.judgement(written.get(row.key, {})) for row in rows],
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
        title=_("Evidence and actions"), caption=caption, stack=True,
    )  # fmt: skip
    detail = {"evidence": [asdict(row) for row in rows]}
    numbers = {f"{row.key}/{name}": v for row in rows for name, v in row.numbers.items()}
    return Shown(shown.name, shown.kind, shown.html, shown.text, shown.rows, numbers, detail)


def _total(report: Report, found: Split, verdict: str) -> Evidence:
    change = difference(found.before, found.after, "money")
    return evidence_row(
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
        numbers={"before": found.before, "after": found.after},
    )


def _factor(report: Report, found: Split) -> Evidence:
    part = largest(found.parts, "effect")
    name = str(part["factor"])
    return evidence_row(
        report,
        _(
            "{factor} {change}",
            factor=factor_name(name),
            change=difference(part["before"], part["after"], "count"),
        ),
        _(
            "{effect} of the change of {change}",
            effect=say(part["effect"], "money", report.currency, signed=True),
            change=say(found.change, "money", report.currency, signed=True),
        ),
        WATCHED[name],
        numbers={name: part[name] for name in ("before", "after", "effect")},
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
    return evidence_row(
        report,
        _(
            "{dimension}: {item} {change}",
            dimension=dimension_name(by),
            item=row["label"],
            change=change,
        ),
        _(
            "{metric}: {after} against {before}",
            metric=metric("gmv_paid").name,
            after=say(row["after"], "money", report.currency),
            before=say(row["before"], "money", report.currency),
        ),
        "gmv_paid",
        f"{by}={row['item']}",
        {name: row[name] for name in ("before", "after", "change")},
    )
