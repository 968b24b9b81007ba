"""Did the average order value change within groups, or did the groups' weights shift?

The unit is one group of orders (channel, new and returning buyers, region, branch): groups that
do not overlap. Mix and rate add up to the change of the whole.
"""

from __future__ import annotations

from typing import Any

from playbook.i18n import _
from playbook.metrics import Period, dimensions, metric
from playbook.reports import show
from playbook.reports.frames import values
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown

GROUPS = ("channel", "customer_type", "region", "payment_method", "store_id")
SHOWN = 8


def mix(report: Report, now: Period, base: Period) -> Shown:
    """Show the change of the average order value as mix and rate, by the first split known."""
    for by in GROUPS:
        found = _split(report, by, now, base)
        if found is not None:
            return _table(report, by, found, now, base)
    if not report.has("orders"):
        return show.left_out(
            "mix",
            _("Mix against rate is left out: it needs single orders."),
            _("Import an order export: playbook store import FILE"),
        )
    return show.left_out(
        "mix",
        _("Mix against rate is left out: orders carry no channel, buyer, region or branch."),
        _("Import an order export that has one of these columns."),
    )


def _split(report: Report, by: str, now: Period, base: Period) -> Any:
    from playbook.analysis import mix_and_rate
    from playbook.metrics import wide

    ids = ["gmv_paid", "orders_paid"]
    if by not in dimensions("aov_order"):
        return None
    sides = [wide(report.query(ids, by=[by], period=period)) for period in (base, now)]
    groups = {str(item) for side in sides for item in side[by].dropna()}
    if len(groups) < 2 or any(side[ids].isna().any().any() for side in sides):
        return None
    return mix_and_rate(sides[0], sides[1], by, "gmv_paid", "orders_paid")


def _table(report: Report, by: str, found: Any, now: Period, base: Period) -> Shown:
    import pandas as pd

    sums = found[["mix", "rate", "total", "weight_before", "weight_after"]].sum().to_dict()
    sums |= {
        f"rate_{side}": _order_value(report, p) for side, p in (("before", base), ("after", now))
    }
    listed = found.head(SHOWN).assign(
        label=[group_name(by, one) for one in found.head(SHOWN)["segment"]]
    )
    rest = found.iloc[SHOWN:]
    rows = [listed.assign(segment=listed["segment"].astype(str))]
    if len(rest):
        part = rest[["mix", "rate", "total", "weight_before", "weight_after"]].sum().to_dict()
        label = _("everything else ({n})", n=len(rest))
        rows.append(pd.DataFrame([{"segment": "rest", "label": label, **part}]))
    rows.append(pd.DataFrame([{"segment": "total", "label": metric("aov_order").name, **sums}]))
    frame = pd.concat([row.astype({"segment": "object"}) for row in rows], ignore_index=True)
    unit = report.currency
    columns = {
        "label": Column(group_title(by)),
        "weight_before": Column(_("Share of orders before"), "fraction"),
        "weight_after": Column(_("Share of orders now"), "fraction"),
        "rate_before": Column(_("Order value before"), "money", unit=unit),
        "rate_after": Column(_("Order value now"), "money", unit=unit),
        "mix": Column(_("By mix"), "money", signed=True, unit=unit),
        "rate": Column(_("By rate"), "money", signed=True, unit=unit),
        "total": Column(_("Together"), "money", signed=True, unit=unit),
    }
    caption = _(
        "{now} against {base}. Read the sum of the mix, not one group's.",
        now=str(now),
        base=str(base),
    )
    return show.table(
        "mix", frame, columns,
        title=_("Average order value: mix and rate"), caption=caption, key="segment", total=True,
    )  # fmt: skip


def _order_value(report: Report, period: Period) -> float:
    return values(report.query("aov_order", period=period))["aov_order"]


def group_title(by: str) -> str:
    """Name a way of grouping orders in the language in force."""
    names = {
        "channel": _("Channel"),
        "customer_type": _("New or returning buyer"),
        "region": _("Region"),
        "payment_method": _("Payment method"),
        "store_id": _("Branch"),
    }
    return names[by]


def group_name(by: str, item: Any) -> str:
    """Name one group in the language in force."""
    if item is None or item != item:
        return _("(not known)")
    names = {"new": _("new buyers"), "returning": _("returning buyers")}
    return names.get(str(item), str(item)) if by == "customer_type" else str(item)
