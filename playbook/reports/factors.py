"""Which factor moved sales: visitors, conversion, spend per buyer, orders?

The unit is one change of paid sales between two days, or two weeks. Parts add up to the change.
They are arithmetic, not causes. Where a factor is unknown a shorter chain is used, and the reason
stands beside it in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playbook.i18n import N_, _
from playbook.metrics import Period, metric
from playbook.reports import show
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.words import missing, say, sentences, short

if TYPE_CHECKING:
    import pandas as pd

FACTORS: dict[str, str] = {
    "visitors": N_("Visitors"),
    "conversion": N_("Conversion (buyers / visitors)"),
    "order_rate": N_("Orders per visitor"),
    "spend_per_buyer": N_("Spend per buyer"),
    "orders": N_("Orders"),
    "order_value": N_("Average order value"),
}
UNITS = {
    "visitors": "count", "conversion": "fraction", "order_rate": "fraction",
    "spend_per_buyer": "money", "orders": "count", "order_value": "money",
}  # fmt: skip


@dataclass(frozen=True)
class Split:
    """A change of paid sales, split into factors.

    Parameters
    ----------
    parts : DataFrame
        As `playbook.analysis.decompose`; empty where sales of one period are unknown.
    before, after : float
        Paid sales of both periods.
    base, now : Period
    why : str
        Why the chain is shorter than visitors × conversion × spend per buyer; "" when it is not.
    """

    parts: pd.DataFrame
    before: float
    after: float
    base: Period
    now: Period
    why: str = ""

    @property
    def change(self) -> float:
        """After minus before."""
        return self.after - self.before


def split(report: Report, now: Period, base: Period) -> Split:
    """Split the change of paid sales into visitors × conversion × spend per buyer, if known."""
    import pandas as pd

    from playbook.analysis import chain, decompose

    ids = ["uv", "buyers", "orders_paid", "gmv_paid"]
    first, second = (report.query(ids, period=p).set_index("metric") for p in (base, now))
    before, after = float(first["value"]["gmv_paid"]), float(second["value"]["gmv_paid"])
    names, why = _chain(first, second)
    if any(
        missing(float(side["value"][name])) for side in (first, second) for name in names.values()
    ):
        return Split(pd.DataFrame(), before, after, base, now, _lacking(first, second, names))
    sides = [chain({k: side["value"][v] for k, v in names.items()}) for side in (first, second)]
    return Split(decompose(sides[0], sides[1]), before, after, base, now, why)


def _chain(first: pd.DataFrame, second: pd.DataFrame) -> tuple[dict[str, str], str]:
    """Choose the longest chain that both periods know."""
    gone = [
        name
        for name in ("uv", "buyers")
        if missing(float(first["value"][name])) or missing(float(second["value"][name]))
        or not first["value"][name] or not second["value"][name]
    ]  # fmt: skip
    if not gone:
        names = {"visitors": "uv", "conversion": "buyers", "spend_per_buyer": "gmv_paid"}
        return names, ""
    lacking = _(", ").join(metric(name).name for name in gone)
    if "uv" in gone:
        return (
            {"orders": "orders_paid", "order_value": "gmv_paid"},
            _(
                "Split into orders × average order value only: not known here: {what}.",
                what=lacking,
            ),
        )
    return (
        {"visitors": "uv", "order_rate": "orders_paid", "order_value": "gmv_paid"},
        _("Split by orders instead of buyers: not known here: {what}.", what=lacking),
    )


def factor_name(factor: str) -> str:
    """Name a factor in the language in force."""
    return _(FACTORS[factor])


def split_table(report: Report, found: Split) -> Shown:
    """Show the factors and their exact parts of the change."""
    if not len(found.parts):
        return show.nothing("decomposition", rows=1)
    import pandas as pd

    rows = [
        {
            "key": part["factor"],
            "factor": factor_name(part["factor"]),
            "before": say(part["before"], UNITS[part["factor"]], report.currency),
            "before_value": part["before"],
            "after": say(part["after"], UNITS[part["factor"]], report.currency),
            "after_value": part["after"],
            "effect": part["effect"],
        }
        for part in found.parts.to_dict("records")
    ]
    rows.append(
        {
            "key": "total",
            "factor": metric("gmv_paid").name,
            "before": say(found.before, "money", report.currency),
            "before_value": found.before,
            "after": say(found.after, "money", report.currency),
            "after_value": found.after,
            "effect": found.change,
        }
    )
    columns = {
        "factor": Column(_("Factor")),
        "before": Column(short(found.base), "said"),
        "after": Column(short(found.now), "said"),
        "effect": Column(_("Part of the change"), "money", signed=True, unit=report.currency),
    }
    exact = _("The parts add up to the change exactly (logarithmic mean, LMDI).")
    caption = sentences(exact, found.why)
    return show.table(
        "decomposition", pd.DataFrame(rows), columns,
        title=_("Parts of the change"), caption=caption, key="key", total=True,
    )  # fmt: skip


def _lacking(first: pd.DataFrame, second: pd.DataFrame, names: dict[str, str]) -> str:
    if missing(float(first["value"]["gmv_paid"])) or missing(float(second["value"]["gmv_paid"])):
        return _("Sales of one of the days are unknown.")
    lacking = _(", ").join(metric(name).name for name in names.values() if name != "gmv_paid")
    return _("not known here: {what}.", what=lacking)


def _unknown(name: str, found: Split) -> Shown:
    if not missing(found.change):
        return show.left_out(
            name,
            _("The split is left out: {why}", why=found.why),
            _("Import an order export, or the platform's daily shop report with its orders."),
        )
    return show.left_out(
        name,
        _("The split is left out: sales of {base} are not known.", base=str(found.base)),
        _("It needs the day, or week, that this one is measured against."),
    )


def split_chart(report: Report, found: Split) -> Shown:
    """Draw the split as steps; say so in words where there is nothing to split."""
    if not len(found.parts):
        return _unknown("chart_decomposition", found)
    from playbook.charts import waterfall

    fig = waterfall(
        found.parts,
        start=found.before,
        title=_("From {base} to {now}", base=short(found.base), now=short(found.now)),
        unit=report.currency,
        start_name=short(found.base),
        end_name=short(found.now),
        names={name: factor_name(name) for name in found.parts["factor"]},
    )
    return show.figure("chart_decomposition", fig, points=len(found.parts))
