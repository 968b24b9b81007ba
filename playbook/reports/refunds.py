"""What came back, and what is left after it?

The unit is one day of completed refunds, and the paid orders of the weeks before with their
refunds to date. The two views are kept apart: refunds of a day belong to orders of other days.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.metrics import Period, dictionary, metric
from playbook.reports import show
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.words import missing, say

if TYPE_CHECKING:
    import pandas as pd

METRICS = ("gmv_paid", "refund_amt", "net_sales", "net_sales_cohort", "refund_rate_amt", "refund_rate_ord")
COHORT_DAYS = 28


def refunds(report: Report, now: Period) -> Shown:
    """Show refunds and net sales of a period, beside the four weeks before it."""
    import pandas as pd

    known = [name for name in METRICS if name in dictionary()]
    before = Period(now.start - dt.timedelta(days=COHORT_DAYS), now.start - dt.timedelta(days=1))
    sides = {"now": report.query(known, period=now), "before": report.query(known, period=before)}
    table = _rows(report, known, sides)
    if not any(name.startswith(("refund", "net")) for name in table["key"]):
        return show.left_out(
            "refunds",
            _("Refunds and net sales are left out: no refunds were imported."),
            _("Import the platform's refund export: playbook store import FILE"),
        )
    columns = {
        "metric": Column(_("Metric")),
        "now": Column(str(now)),
        "before": Column(str(before)),
        "note": Column(_("Note")),
    }
    caption = _("Refunds count on the day they were completed; rates follow the orders paid.")
    return show.table(
        "refunds", pd.DataFrame(table), columns,
        title=_("Refunds and net sales"), caption=caption, key="key", stack=True,
    )  # fmt: skip


def _rows(report: Report, known: list[str], sides: dict[str, pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    values = {side: frame.set_index("metric") for side, frame in sides.items()}
    rows = []
    for name in known:
        cells = {side: frame.loc[name] for side, frame in values.items()}
        if missing(float(cells["now"]["value"])) and missing(float(cells["before"]["value"])):
            continue
        unit = metric(name).unit
        reason = cells["now"]["reason"]
        rows.append(
            {
                "key": name,
                "metric": metric(name).name,
                **{side: say(float(cell["value"]), unit, report.currency) for side, cell in cells.items()},
                "note": "" if missing(reason) else reason,
            }
        )
    return pd.DataFrame(rows, columns=["key", "metric", "now", "before", "note"])
