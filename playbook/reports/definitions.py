"""How is each number of this report worked out?

The unit is one metric that the report shows. The text is the metric dictionary's own; the anchor
is what every headline links to.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.metrics import dictionary, metric
from playbook.reports.session import Report
from playbook.reports.show import Shown

if TYPE_CHECKING:
    import pandas as pd

SECTIONS = ("gmv_paid", "orders_paid", "aov_order", "refund_amt", "net_sales", "net_sales_cohort")
"""Metrics of the sections below the headline."""


def definitions(_report: Report, ids: Iterable[str]) -> Shown:
    """Show name, meaning, formula, pitfall and source of each metric.

    Parameters
    ----------
    report : Report
    ids : iterable of str
        In the order shown; unknown ones are skipped.
    """
    known = [name for name in dict.fromkeys(ids) if name in dictionary()]
    items = "".join(_item(name) for name in known)
    text = "\n".join(f"{metric(name).name}: {metric(name).definition}" for name in known)
    return Shown("definitions", "text", f'<dl class="definitions">{items}</dl>', text, len(known))


def _item(name: str) -> str:
    one = metric(name)
    lines = [f"<dd>{escape(one.definition)}</dd>"]
    if one.formula:
        lines.append(f'<dd class="formula">{escape(one.formula)}</dd>')
    if one.pitfall:
        lines.append(f'<dd class="note">{escape(_("Beware: {what}", what=one.pitfall))}</dd>')
    return f'<dt id="def-{escape(name)}">{escape(one.name)}</dt>{"".join(lines)}'


def used(compared: pd.DataFrame) -> list[str]:
    """List the metrics that a report shows: the headline's, and those of its sections."""
    return [*dict.fromkeys(compared["metric"]), *SECTIONS]
