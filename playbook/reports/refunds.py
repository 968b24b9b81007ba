"""What came back, and what is left after it?

The unit is one day of completed refunds, and the paid orders of the weeks before with their
refunds to date. The two views are kept apart: refunds of a day belong to orders of other days.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.metrics import DICTIONARY, Period, metric
from playbook.reports import show
from playbook.reports.frames import known, reasons, values
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.words import say, short

if TYPE_CHECKING:
    import pandas as pd

METRICS = (
    "gmv_paid",
    "refund_amt",
    "net_sales",
    "net_sales_cohort",
    "refund_rate_amt",
    "refund_rate_ord",
)
COHORT_DAYS = 28
COLUMNS = ["key", "metric", "now", "before", "now_value", "before_value", "note"]


def refunds(report: Report, now: Period) -> Shown:
    """Show refunds and net sales of a period, beside the four weeks before it."""
    import pandas as pd

    held = [name for name in METRICS if name in DICTIONARY]
    before = Period(now.start - dt.timedelta(days=COHORT_DAYS), now.start - dt.timedelta(days=1))
    sides = {"now": report.query(held, period=now), "before": report.query(held, period=before)}
    table = _rows(report, held, sides)
    if not any(name.startswith(("refund", "net")) for name in table["key"]):
        return show.left_out(
            "refunds",
            _("Refunds and net sales are left out: no refunds were imported."),
            _("Import the platform's refund export: playbook store import FILE"),
        )
    columns = {
        "metric": Column(_("Metric")),
        "now": Column(short(now), "said"),
        "before": Column(short(before), "said"),
        "note": Column(_("Note")),
    }
    caption = _("Refunds count on the day they were completed; rates follow the orders paid.")
    return show.table(
        "refunds", pd.DataFrame(table), columns,
        title=_("What came back, what is left"), caption=caption, key="key", stack=True,
    )  # fmt: skip


def _rows(report: Report, ids: list[str], sides: dict[str, pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    cells = {side: values(frame) for side, frame in sides.items()}
    why = reasons(sides["now"])
    rows = []
    for name in ids:
        if not any(known(side[name]) for side in cells.values()):
            continue
        unit = metric(name).unit
        rows.append(
            {
                "key": name,
                "metric": metric(name).name,
                **{side: say(cell[name], unit, report.currency) for side, cell in cells.items()},
                **{f"{side}_value": cell[name] for side, cell in cells.items()},
                "note": why[name],
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)
