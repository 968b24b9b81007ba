"""Which products carry the sales, and which moved up or down?

The unit is one product over four weeks, beside the four weeks before. A: the products that make
the first 80 % of sales; B: up to 95 %; C: the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.metrics import Period
from playbook.reports import show
from playbook.reports.naming import titles
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown

if TYPE_CHECKING:
    import pandas as pd

WEEKS = 4
SHOWN = 10


def moves(report: Report, week: Period) -> pd.DataFrame:
    """Return every product's class in both four-week periods; empty without order lines."""
    import pandas as pd

    from playbook.analysis import abc_moves

    if not (report.has("order_lines.sku") or report.has("product_days.paid_amount")):
        return pd.DataFrame()
    now = Period.last_days(week.end, 7 * WEEKS)
    sides = [report.query("gmv_paid", by=["sku"], period=p) for p in (now.previous(), now)]
    return abc_moves(sides[0], sides[1], "sku")


def table(found: pd.DataFrame) -> Shown:
    """Show how many products moved from class to class."""
    from playbook.analysis import moves_matrix

    if not len(found):
        return show.left_out(
            "abc",
            _("Product classes are left out: there are no order lines and no product rows."),
            _("Import an order export with one row per product."),
        )
    matrix = moves_matrix(found)
    names = {"A": "A", "B": "B", "C": "C", "": _("not sold")}
    frame = matrix.rename(columns={"": "absent"}).reset_index(names="before")
    frame = frame.assign(
        label=[names[one] for one in frame["before"]],
        before=frame["before"].replace("", "absent"),
    )
    columns = {"label": Column(_("Class before"))}
    for one in ("A", "B", "C", "absent"):
        columns[one] = Column(_("now {name}", name=names.get(one, names[""])), "count")
    caption = _("Number of products, last {n} weeks against the {n} before.", n=WEEKS)
    return show.table(
        "abc", frame, columns, title=_("Product classes"), caption=caption, key="before"
    )


def largest(report: Report, found: pd.DataFrame) -> Shown:
    """Show the largest products that rose into A or fell out of it."""
    if not len(found):
        return show.nothing("abc_moves")
    # A product that is new to the shop has not "risen": only those sold in both periods move.
    moved = found[found["move"].isin(["up", "down"])]
    edge = moved[(moved["class_before"] == "A") | (moved["class_after"] == "A")].head(SHOWN)
    if not len(edge):
        return show.paragraphs(
            "abc_moves", [_("No product rose into class A or fell out of it.")], kind="note"
        )
    named = titles(report, [str(item) for item in edge["item"]])
    labels = [f"{named[str(i)]} · {i}" if str(i) in named else str(i) for i in edge["item"]]
    frame = edge.assign(label=labels, moved=edge["class_before"] + " → " + edge["class_after"])
    columns = {
        "label": Column(_("Product")),
        "moved": Column(_("Class")),
        "value_before": Column(_("Before"), "money", unit=report.currency),
        "value_after": Column(_("Now"), "money", unit=report.currency),
        "change": Column(_("Change"), "money", signed=True, unit=report.currency),
    }
    return show.table("abc_moves", frame, columns, title=_("Into and out of class A"), key="item")
