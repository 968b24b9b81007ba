"""Delivery, service, reviews, content, rivals, systems, members: does anything need a hand?

The unit is one section of the page, shown only when the shop holds its tables. Each number stands
beside its usual range (median of the same weekday of eight weeks and a robust band), never beside
the day before. Slices are listed only where they are unusual, or as the worst three.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.metrics import Period, metric
from playbook.reports import operations, show, unusual, watchlist
from playbook.reports.readings import readings
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown

if TYPE_CHECKING:
    import pandas as pd

WORST = 3
SLICES = 3
TABLES = {
    watchlist.DELIVERY: ("shipments",),
    watchlist.SERVICE: ("chat_messages", "tickets"),
    watchlist.REVIEWS: ("reviews", "store_scores"),
    watchlist.CONTENT: ("content_days",),
    watchlist.RIVALS: ("competitors",),
    watchlist.SYSTEMS: ("system_health", "events"),
    watchlist.MEMBERS: ("points", "customers"),
}


def delivery(report: Report) -> Shown:
    """Show how fast parcels leave and arrive, with the three slowest carriers."""
    worst = _worst(report, "door_h", "carrier")
    note = _("Hours from payment to signature, by the day of signature; the slowest carriers.")
    return section(report, watchlist.DELIVERY, _("Delivery"), note, worst)


def service(report: Report) -> Shown:
    """Show how fast people are answered."""
    note = _("A bot's answer is no first reply.")
    return section(report, watchlist.SERVICE, _("Customer service"), note)


def reviews(report: Report) -> Shown:
    """Show the share of bad reviews and the platform's scores."""
    note = _("Negative: 1 or 2 stars. Scores of the platform lag by weeks.")
    return section(report, watchlist.REVIEWS, _("Reviews"), note)


def content(report: Report) -> Shown:
    """Show live streams and videos."""
    note = _("Sales are those that the platform attributes, refunds not removed.")
    return section(report, watchlist.CONTENT, _("Live streams and content"), note)


def rivals(report: Report) -> Shown:
    """Show our prices beside matched rivals' prices."""
    note = _("Above 1: we are dearer than the median of the matched rivals.")
    return section(report, watchlist.RIVALS, _("Competitors"), note)


def systems(report: Report) -> Shown:
    """Show whether pages, interfaces and tracking work."""
    note = _("Tracking should find 95 to 105 % of the orders.")
    return section(report, watchlist.SYSTEMS, _("Systems and tracking"), note)


def members(report: Report) -> Shown:
    """Show members' share of sales and what their points are worth."""
    note = _("Points that are issued and not used are a debt of the shop.")
    return section(report, watchlist.MEMBERS, _("Members and points"), note)


def section(
    report: Report, name: str, title: str, note: str, extra: pd.DataFrame | None = None
) -> Shown:
    """Show a section's numbers beside their usual ranges; nothing where none is held.

    Parameters
    ----------
    report : Report
    name : str
        A section of `watchlist`.
    title, note : str
    extra : DataFrame, optional
        Further readings to list, such as the worst slices.
    """
    import pandas as pd

    # A shop that never heard of a table is not told about it; its numbers may have other sources.
    if not any(report.has(table) for table in TABLES[name]):
        return show.nothing(name)
    held = readings(report)
    held = held[(held["section"] == name) & held["value"].notna()]
    whole = held[held["by"] == ""]
    sliced = held[(held["by"] != "") & held["verdict"].isin(["above", "below"])].head(SLICES)
    listed = [whole, sliced] if extra is None else [whole, sliced, extra]
    found = pd.concat(listed, ignore_index=True).drop_duplicates(["metric", "by", "item"])
    if not len(found):
        return show.nothing(name)
    rows = unusual.rows(report, unusual.labelled(report, found))
    return show.table(name, pd.DataFrame(rows), _columns(), title=title, caption=note, key="key")


def week(report: Report, now: Period, base: Period) -> tuple[Shown, ...]:
    """Show each section's numbers of a week beside the week before; only those that are held."""
    titles = {
        watchlist.DELIVERY: _("Delivery"),
        watchlist.SERVICE: _("Customer service"),
        watchlist.REVIEWS: _("Reviews"),
        watchlist.CONTENT: _("Live streams and content"),
        watchlist.RIVALS: _("Competitors"),
        watchlist.SYSTEMS: _("Systems and tracking"),
        watchlist.MEMBERS: _("Members and points"),
    }
    parts = []
    for name, title in titles.items():
        ids = list(dict.fromkeys(one.id for one in watchlist.watches(name)))
        if any(report.has(table) for table in TABLES[name]):
            parts.append(operations.compared(report, name, ids, now, base, title, ""))
    held = tuple(part for part in parts if part.rows)
    if held:
        return held
    return (
        show.left_out(
            "house",
            _("Delivery, service, content and systems are left out: none of it was imported."),
            _("Import shipments, chats, reviews or monitoring: playbook store import FILE"),
        ),
    )


def _columns() -> dict[str, Column]:
    return {
        "metric": Column(_("Metric"), link="anchor"),
        "value": Column(_("Now"), "said"),
        "usual": Column(_("Usual range")),
        "verdict": Column(_("Verdict")),
    }


def _worst(report: Report, name: str, by: str) -> pd.DataFrame:
    """Return the three worst slices of a metric, by its bad direction."""
    held = readings(report)
    known = held[(held["metric"] == name) & (held["by"] == by) & held["value"].notna()]
    rising = len(known) > 0 and metric(name).direction == "up"
    return known.sort_values("value", ascending=rising, kind="stable").head(WORST)


def used(report: Report) -> Sequence[str]:
    """List the metrics that the watched sections and the list of the unusual link to."""
    held = readings(report)
    known = held[held["value"].notna()]
    return list(dict.fromkeys(known["metric"]))
