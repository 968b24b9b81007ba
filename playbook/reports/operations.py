"""Stock, advertising and service: does anything there need a hand today?

The unit is one table that the shop may or may not have imported. A section without its table is
one sentence: what is left out, and how to get it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from playbook.i18n import _
from playbook.metrics import DICTIONARY, Period, metric
from playbook.metrics.dictionary import known as every
from playbook.reports import show
from playbook.reports.frames import reasons, values
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.words import change, difference, missing, say, short

ADS = ("spend", "imp", "clk", "ctr", "cpc", "ad_cvr", "roas", "net_roas", "tacos", "pacing")
SERVICE = (
    "refund_rate_ord",
    "refund_only",
    "quality_refund",
    "refund_h_p90",
    "ship_48h",
    "ship_breach",
)


def ads(report: Report, now: Period, base: Period) -> Shown:
    """Show advertising of a period beside the one it is compared with."""
    if not report.has("ads"):
        return show.left_out(
            "ads",
            _("Advertising is left out: no ad report was imported."),
            _("Import the ad platform's daily report: playbook store import FILE"),
        )
    note = _("Attributed sales are the ad platform's own claim, refunds not removed.")
    return compared(report, "ads", ADS, now, base, _("Advertising"), note)


def service(report: Report, now: Period, base: Period) -> Shown:
    """Show what the shop knows about after-sales and delivery."""
    # Where parcels are held, delivery has a section of its own.
    away = report.has("shipments")
    known = [
        name for name in SERVICE if name in DICTIONARY and not (away and name.startswith("ship_"))
    ]
    held = values(report.query(known, period=now)) if known else {}
    if all(missing(value) for value in held.values()):
        return show.left_out(
            "service",
            _("Service is left out: no refund reasons or shipping times were imported."),
            _("Import the after-sales export, or orders with shipping times."),
        )
    note = _("Rates follow the orders paid in the period.")
    title = _("After-sales") if away else _("Service and delivery")
    return compared(report, "service", known, now, base, title, note)


def compared(
    report: Report, name: str, ids: Sequence[str], now: Period, base: Period, title: str, note: str
) -> Shown:
    """Show metrics of two periods side by side; those that are unknown are left out."""
    import pandas as pd

    known = [one for one in ids if one in every()]
    if not known:
        return show.nothing(name)
    asked = [report.query(known, period=p) for p in (base, now)]
    (first, second), why = (values(one) for one in asked), reasons(asked[1])
    rows = []
    for one in known:
        before, after = first[one], second[one]
        if missing(before) and missing(after):
            continue
        unit = metric(one).unit
        rows.append(
            {
                "key": one,
                "metric": metric(one).name,
                "after": say(after, unit, report.currency),
                "after_value": after,
                "before": say(before, unit, report.currency),
                "before_value": before,
                # A number that is not settled, or known in part, is not measured against a whole.
                "change": _("not compared") if why[one] else difference(before, after, unit),
                "change_value": None if why[one] else change(before, after, unit),
            }
        )
    if not rows:
        return show.nothing(name)
    columns = {
        "metric": Column(_("Metric")),
        "after": Column(short(now), "said"),
        "before": Column(short(base), "said"),
        "change": Column(_("Change"), "said"),
    }
    return show.table(name, pd.DataFrame(rows), columns, title=title, caption=note, key="key")


def weeks_before(now: Period, weeks: int) -> Period:
    """Return the given number of weeks that end the day before a period."""
    last = now.start - dt.timedelta(days=1)
    return Period.last_days(last, 7 * weeks)
