"""Which products, channels and categories moved sales?

The unit is one item of one dimension and the change of its paid sales between two days, or two
weeks. The rows listed and "everything else" add up to the whole change. Titles come from data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.metrics import Period
from playbook.reports import show
from playbook.reports.frames import known, records, values
from playbook.reports.naming import dimension_name, dimension_title, titles
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.words import short

if TYPE_CHECKING:
    import pandas as pd

TOP = 8


def moved(report: Report, by: str, now: Period, base: Period, *, top: int = TOP) -> pd.DataFrame:
    """List what moved paid sales along one dimension; empty where the shop has no such split."""
    import pandas as pd

    from playbook.analysis import movers

    # An unknown day is not a day of zero sales: everything would look new.
    if not _both_known(report, now, base):
        return pd.DataFrame()
    sides = [report.query("gmv_paid", by=[by], period=period) for period in (base, now)]
    if all(side["value"].isna().all() or side[by].isna().all() for side in sides):
        return pd.DataFrame()
    table = movers(sides[0], sides[1], by, top=top)
    return table.assign(label=_labels(report, by, table))


def _labels(report: Report, by: str, table: pd.DataFrame) -> list[str]:
    items = [str(item) for item in table["item"] if item is not None]
    named = titles(report, items) if by == "sku" else {}
    names = []
    for row in records(table):
        item = row["item"]
        if row["kind"] == "rest":
            names.append(_("everything else ({n})", n=row["items"]))
        elif item is None or item != item:
            names.append(_("(no name)"))
        else:
            title = named.get(str(item))
            names.append(f"{title} · {item}" if title else str(item))
    return names


def movers_table(
    report: Report, name: str, table: pd.DataFrame, title: str, base: Period, now: Period
) -> Shown:
    """Show what moved sales along one dimension."""
    keys = table["item"].astype(str).mask(table["kind"] == "rest", "rest")
    columns = {
        "label": Column(dimension_name(str(table["dimension"].iloc[0]))),
        "change": Column(_("Change"), "money", signed=True, unit=report.currency),
        "after": Column(short(now), "money", unit=report.currency),
        "before": Column(short(base), "money", unit=report.currency),
    }
    caption = _("Largest changes of paid sales first; the rows add up to the whole change.")
    frame = table.assign(key=keys)
    return show.table(name, frame, columns, title=title, caption=caption, key="key")


def movers_chart(
    report: Report, name: str, table: pd.DataFrame, title: str, base: Period, now: Period
) -> Shown:
    """Draw what moved sales along one dimension."""
    from playbook.charts import movers

    drawn = table.assign(item=table["label"].where(table["kind"] != "rest", None))
    fig = movers(
        drawn,
        title=title,
        unit=report.currency,
        subtitle=_("{now} against {base}", now=str(now), base=str(base)),
    )
    return show.figure(name, fig, points=len(table))


def movers_parts(
    report: Report, by: str, table: pd.DataFrame, base: Period, now: Period
) -> tuple[Shown, ...]:
    """Show one dimension's movers: a chart for categories and channels, and always the table."""
    part = {"sku": "products", "category": "categories", "channel": "channels"}.get(by, by)
    title = dimension_title(by)
    if not len(table):
        return (_left_out(report, part, title, now, base),)
    shown = movers_table(report, part, table, title, base, now)
    if by == "sku":
        return (shown,)
    return movers_chart(report, f"chart_{part}", table, title, base, now), shown


def _both_known(report: Report, now: Period, base: Period) -> bool:
    sums = [values(report.query("gmv_paid", period=p))["gmv_paid"] for p in (base, now)]
    return all(known(one) for one in sums)


def _left_out(report: Report, part: str, title: str, now: Period, base: Period) -> Shown:
    if not _both_known(report, now, base):
        why = _("{what} are left out: sales of {base} are not known.", what=title, base=str(base))
        how = _("It needs the day, or week, that this one is measured against.")
        return show.left_out(part, why, how)
    return show.left_out(
        part,
        _("{what} are left out: this shop's data does not say them.", what=title),
        _("Import order lines, a product list or orders with a channel."),
    )
