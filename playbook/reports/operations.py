"""Stock, advertising and service: does anything there need a hand today?

The unit is one table that the shop may or may not have imported. A section without its table is
one sentence: what is left out, and how to get it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from playbook.i18n import _
from playbook.metrics import DICTIONARY, Period, metric
from playbook.reports import show
from playbook.reports.frames import values
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
LOW_DAYS = 7
SHOWN = 10
HISTORY_DAYS = 28


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
    known = [name for name in SERVICE if name in DICTIONARY]
    held = values(report.query(known, period=now)) if known else {}
    if all(missing(value) for value in held.values()):
        return show.left_out(
            "service",
            _("Service is left out: no refund reasons or shipping times were imported."),
            _("Import the after-sales export, or orders with shipping times."),
        )
    note = _("Rates follow the orders paid in the period.")
    return compared(report, "service", known, now, base, _("Service and delivery"), note)


def compared(
    report: Report, name: str, ids: Sequence[str], now: Period, base: Period, title: str, note: str
) -> Shown:
    """Show metrics of two periods side by side; those that are unknown are left out."""
    import pandas as pd

    known = [one for one in ids if one in DICTIONARY]
    first, second = (values(report.query(known, period=p)) for p in (base, now))
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
                "change": difference(before, after, unit),
                "change_value": change(before, after, unit),
            }
        )
    columns = {
        "metric": Column(_("Metric")),
        "after": Column(short(now), "said"),
        "before": Column(short(base), "said"),
        "change": Column(_("Change"), "said"),
    }
    return show.table(name, pd.DataFrame(rows), columns, title=title, caption=note, key="key")


def stock(report: Report) -> Shown:
    """Show the products that sell and run out soonest."""
    if report.has("inventory.available") and not report.has("order_lines.sku"):
        return show.left_out(
            "stock",
            _("Stock is left out: how fast a product sells is not known without order lines."),
            _("Import an order export with one row per product."),
        )
    if not report.has("inventory.available"):
        return show.left_out(
            "stock",
            _("Stock is left out: no inventory was imported."),
            _("Import the warehouse's or platform's stock list: playbook store import FILE"),
        )
    found = report.store.sql(
        _STOCK, [report.day, report.day, HISTORY_DAYS, HISTORY_DAYS, LOW_DAYS, SHOWN]
    )
    if not len(found):
        return show.paragraphs(
            "stock",
            [_("No product that sells has less than {n} days of stock.", n=LOW_DAYS)],
            kind="note",
        )
    columns = {
        "sku": Column(_("Product")),
        "available": Column(_("Can be sold"), "count", unit=_("units")),
        "per_day": Column(_("Sold per day"), "x", unit=_("units")),
        "days": Column(_("Lasts"), "days", unit=_("days")),
    }
    caption = _(
        "Units on the last count up to {day}; sold per day on average over {n} days.",
        day=str(Period.day(report.day)),
        n=HISTORY_DAYS,
    )
    return show.table(
        "stock", found, columns, title=_("Runs out first"), caption=caption, key="sku"
    )


_STOCK = """
WITH counted AS (
  SELECT sku, sum(available) AS available FROM inventory
  WHERE date = (SELECT max(date) FROM inventory WHERE date <= ?) GROUP BY sku
), sold AS (
  SELECT l.sku, sum(l.quantity) AS units FROM order_lines AS l JOIN orders AS o USING (order_id),
    (SELECT ?::DATE AS last) AS d
  WHERE o.paid_at IS NOT NULL AND o.paid_at::DATE <= d.last
    AND o.paid_at::DATE > d.last - ?::INTEGER GROUP BY l.sku
)
SELECT sku, available::DOUBLE AS available, units / ?::DOUBLE AS per_day,
  available / per_day AS days
FROM counted JOIN sold USING (sku)
WHERE per_day > 0 AND available / per_day < ?
ORDER BY days, sku LIMIT ?
"""


def weeks_before(now: Period, weeks: int) -> Period:
    """Return the given number of weeks that end the day before a period."""
    last = now.start - dt.timedelta(days=1)
    return Period.last_days(last, 7 * weeks)
