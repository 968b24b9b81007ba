"""How is each number of this report worked out?

The unit is one metric that the report shows. The text is the metric dictionary's own, folded: the
anchor is what every headline links to, and a link opens its fold. Paper shows all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from playbook.metrics import explain, metric
from playbook.metrics.dictionary import known
from playbook.reports.session import Report
from playbook.reports.show import Shown

if TYPE_CHECKING:
    import pandas as pd

SECTIONS = ("gmv_paid", "orders_paid", "aov_order", "refund_amt", "net_sales", "net_sales_cohort")
"""Metrics of the sections below the headline."""


def definitions(report: Report, ids: Iterable[str]) -> Shown:
    """Show name, meaning, formula, source and pitfall of each metric.

    Parameters
    ----------
    report : Report
    ids : iterable of str
        In the order shown; unknown ones are skipped.
    """
    named = [name for name in dict.fromkeys(ids) if name in known()]
    told = {name: explain(name, report.store).split("\n") for name in named}
    items = "".join(_item(name, lines) for name, lines in told.items())
    text = "\n".join(line for lines in told.values() for line in lines)
    return Shown("definitions", "text", f'<div class="definitions">{items}</div>', text, len(named))


def _item(name: str, lines: Sequence[str]) -> str:
    one = metric(name)
    facts = [one.definition or one.name, *lines[1:]]
    rest = "".join(f"<p>{escape(fact)}</p>" for fact in facts)
    summary = f"<summary>{escape(one.name)}</summary>"
    return f'<details class="definition" id="def-{escape(name)}">{summary}{rest}</details>'


def used(compared: pd.DataFrame) -> list[str]:
    """List the metrics that a report shows: the headline's, and those of its sections."""
    return [*dict.fromkeys(compared["metric"]), *SECTIONS]
