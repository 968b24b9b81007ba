"""Which values are counted in one pass, so that each table is read once?

The unit is one scan: all values that share rows, date, filter and split. This module only sorts
values into scans; `writing` makes the SQL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from playbook.metrics.ask import Ask
from playbook.metrics.model import Relation, Variant
from playbook.metrics.period import Period
from playbook.metrics.resolve import Leaf

PERIOD = "_period"


@dataclass
class Scan:
    """One pass over a relation.

    Parameters
    ----------
    relation : Relation
        The rows.
    variant : Variant
        A variant that shares the scan; its `per`, `inner` and `ignores` hold for all.
    stated : str or None
        Grain of the stated rows that are read.
    values : dict
        Column name in the result and its SQL aggregate.
    """

    name: str
    relation: Relation
    variant: Variant
    stated: str
    values: dict[str, str] = field(default_factory=dict)


def stated_grain(leaf: Leaf, ask: Ask) -> str:
    """Say the grain of the stated rows to read: a day's, unless the metric cannot be added."""
    if not leaf.relation.stated_grain:
        return ""
    if ask.grain == "hour" or "hour" in ask.dims:
        return "hour"
    if not (leaf.variant.exact or leaf.variant.stated):
        return "day"
    if ask.grain != "none":
        return ask.grain
    return whole(ask.period, leaf.variant)


def whole(period: Period, variant: Variant) -> str:
    """Name the grain that covers a period exactly; ``none`` when there is no such row."""
    if period.days == 1:
        return "day"
    if variant.whole_month and period.start.replace(day=1) == period.end.replace(day=1):
        return "month"
    if period.is_week():
        return "week"
    return "month" if period.is_month() else "none"


def collect(leaves: Iterable[Leaf], ask: Ask) -> tuple[list[Scan], dict[Leaf, tuple[Scan, str]]]:
    """Group the values into scans; tell where each value is found."""
    scans: dict[object, Scan] = {}
    places: dict[Leaf, tuple[Scan, str]] = {}
    for leaf in leaves:
        if leaf in places:
            continue
        variant, stated = leaf.variant, stated_grain(leaf, ask)
        key = (leaf.relation.name, stated, variant.per, str(variant.inner), variant.ignores)
        scan = scans.setdefault(key, Scan(f"s{len(scans)}", leaf.relation, variant, stated))
        column = f"{scan.name}_{leaf.metric.id}"
        scan.values[column] = _value(variant)
        if variant.known:
            scan.values[f"{column}_k"] = f"count({variant.known})"
        if variant.base:
            scan.values[f"{column}_n"] = variant.base
        places[leaf] = (scan, column)
    return list(scans.values()), places


def _value(variant: Variant) -> str:
    if variant.exact:
        # Two rows for one cell would have to be added, and visitors cannot be.
        return f"CASE WHEN count({variant.exact}) = 1 THEN max({variant.exact}) END"
    return variant.value
