"""Which reports can be run?

The unit is one `ReportSpec`. A misspelt id is refused with the nearest known one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.reports.basis import SALES
from playbook.reports.spec import DATE, NOTEBOOKS, Promise, ReportSpec

DAILY = ReportSpec(
    id="daily",
    en="Daily report",
    zh="经营日报",
    about_en="How was the day, what moved it, and who does what about it?",
    about_zh="昨天经营得怎么样，是什么带来的变化，谁来做什么？",
    notebook=NOTEBOOKS / "daily.ipynb",
    parameters=(DATE,),
    tables=SALES,
    promises=(
        Promise("lead", "text"),
        Promise("headline", "table"),
        Promise("headline", "table", least=3, needs=("orders",)),
        Promise("decomposition", "table", least=2, words=True),
        Promise("products", "table", needs=("order_lines.sku",), words=True),
        Promise("quality", "table"),
        Promise("actions", "table", words=True),
        Promise("definitions", "text"),
        Promise("chart_trend", "figure"),
        Promise("chart_decomposition", "figure", least=2, words=True),
        Promise("chart_orders_paid", "figure", words=True),
    ),
)
WEEKLY = ReportSpec(
    id="weekly",
    en="Weekly report",
    zh="经营周报",
    about_en="Where is the shop heading, which parts carry it, and did last week's actions work?",
    about_zh="店铺在往哪里走，靠什么支撑，上周的行动见效了吗？",
    notebook=NOTEBOOKS / "weekly.ipynb",
    parameters=(DATE,),
    tables=SALES,
    period="week",
    promises=(
        Promise("lead", "text"),
        Promise("headline", "table"),
        Promise("headline", "table", least=3, needs=("orders",)),
        Promise("weeks", "table"),
        Promise("abc", "table", needs=("order_lines.sku",)),
        Promise("quality", "table"),
        Promise("definitions", "text"),
        Promise("chart_weeks", "figure"),
    ),
)

REPORTS: Mapping[str, ReportSpec] = MappingProxyType({spec.id: spec for spec in (DAILY, WEEKLY)})


def report(name: str) -> ReportSpec:
    """Return a report by its id.

    Raises
    ------
    ParameterError
        No such report.

    Examples
    --------
    >>> report("daily").tables
    ('orders', 'traffic.paid_amount', 'product_days.paid_amount')
    """
    if name not in REPORTS:
        raise ParameterError(
            _("There is no report {name!r}. Reports: {known}.", name=name, known=", ".join(REPORTS))
            + did_you_mean(name, REPORTS)
        )
    return REPORTS[name]
