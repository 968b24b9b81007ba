"""What does a manager need to know, in three sentences made from the numbers?

The unit is one report. Each sentence states a number, what it is compared with, and what it rests
on; none names a cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playbook.i18n import _, day
from playbook.metrics import Period, metric
from playbook.reports import show, trend
from playbook.reports.factors import Split, factor_name
from playbook.reports.frames import largest
from playbook.reports.month import Month
from playbook.reports.session import Report
from playbook.reports.show import Shown
from playbook.reports.words import difference, missing, say, sentences

if TYPE_CHECKING:
    import pandas as pd


def lead(report: Report, found: Split, month: Month, moved: Mapping[str, pd.DataFrame]) -> Shown:
    """Say the day in three sentences: the result, what carries it, and the month."""
    texts = [_result(report, found), carried(report, found, moved), _month(report, month)]
    numbers = carried_numbers(found, moved) | {
        "month_to_date": month.attained,
        "target": month.target,
        "share_due": month.share_due,
    }
    told = [text for text in texts if text]
    return show.paragraphs("lead", told, style="lead", numbers=numbers)


def _result(report: Report, found: Split) -> str:
    total = say(found.after, "money", report.currency, whole=True)
    if missing(found.before) or missing(found.after):
        return _(
            "{day}: {metric} {total}; the same weekday last week is not known.",
            day=day(report.day, "weekday"), metric=metric("gmv_paid").name, total=total,
        )  # fmt: skip
    return _(
        "{day}: {metric} {total}, {change} against the same weekday last week ({base}); {verdict}.",
        day=day(report.day, "weekday"),
        metric=metric("gmv_paid").name,
        total=total,
        change=difference(found.before, found.after, "money"),
        base=str(found.base),
        verdict=trend.verdict_words(trend.verdict(report)),
    )


def carried(report: Report, found: Split, moved: Mapping[str, pd.DataFrame]) -> str:
    """Say which factor and which item carry most of a change; "" where nothing is known."""
    if not len(found.parts):
        return ""
    first = largest(found.parts, "effect")
    text = _(
        "Largest factor: {factor}, {effect} of the change of {change}.",
        change=say(found.change, "money", report.currency, signed=True, whole=True),
        effect=say(first["effect"], "money", report.currency, signed=True, whole=True),
        factor=factor_name(str(first["factor"])),
    )
    top = _largest(moved)
    if top is not None:
        item = _(
            "Largest single mover: {item} ({effect}).",
            item=top["label"],
            effect=say(top["change"], "money", report.currency, signed=True, whole=True),
        )
        return sentences(text, item)
    return text


def carried_numbers(found: Split, moved: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Return the numbers that stand in the first two sentences."""
    top = _largest(moved)
    return {
        "total": found.after,
        "before": found.before,
        "largest_effect": largest(found.parts, "effect")["effect"] if len(found.parts) else None,
        "largest_mover": None if top is None else top["change"],
    }


def _largest(moved: Mapping[str, pd.DataFrame]) -> Any:
    """Return the largest mover of the coarsest dimension that is known: categories, products."""
    for by in ("category", "sku", "channel"):
        table = moved.get(by)
        if table is not None and len(table):
            named = table[(table["kind"] != "rest") & table["item"].notna()]
            if len(named):
                return named.iloc[0]
    return None


def _month(report: Report, month: Month) -> str:
    so_far = say(month.attained, "money", report.currency, whole=True)
    if month.target is None:
        return _(
            "{days}: {total}; no target is set for this month.",
            days=str(Period.month_to_date(report.day)),
            total=so_far,
        )
    return _(
        "{days}: {total}, {share} of the target of {target}; by now {due} was due.",
        days=str(Period.month_to_date(report.day)),
        total=so_far,
        share=say(month.attained / month.target, "fraction", report.currency),
        target=say(month.target, "money", report.currency, whole=True),
        due=say(month.share_due, "fraction", report.currency),
    )
