"""How does each source's day compare with its own weekday, column by column?

The unit is one table with daily rows and the sums of its columns that may be added. The sums are
compared with the median of the same weekday in the eight weeks before; too few weeks give no
factor. A table that the shop does not hold is no source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from playbook.i18n import N_, _, pick
from playbook.reports.session import Report
from playbook.store import tables
from playbook.store.sql import ident

WEEKS, LEAST = 8, 4
LEAST_SUM = 20
"""A sum that is usually smaller moves by chance alone."""


@dataclass(frozen=True)
class Source:
    """A table, how a row is dated, which rows count, and the columns that add up."""

    name: str
    date: str
    columns: tuple[str, ...]
    where: str = "true"
    rows: bool = False
    """Whether a row is an event, so that their number is a sum too."""


_SHOP = (
    "scope = 'shop' AND grain = 'day' AND region IS NULL AND device IS NULL "
    "AND app_version IS NULL "
    "AND page_type IS NULL AND page_id IS NULL"
)
SOURCES: Mapping[str, Source] = {
    "orders": Source(
        N_("Orders"), "paid_at", ("paid_amount", "units"), "paid_at IS NOT NULL", rows=True
    ),
    "traffic": Source(
        N_("The platform's totals"), "date", ("uv", "pv", "orders", "buyers", "paid_amount"), _SHOP
    ),
    "product_days": Source(N_("Product rows"), "date", ("units", "paid_amount")),
    "ads": Source(
        N_("Ad reports"), "date", ("impressions", "clicks", "spend", "attributed_amount"),
        "hour IS NULL",
    ),
    "refunds": Source(N_("Refunds"), "requested_at", ("amount",), rows=True),
    "inventory": Source(N_("Stock counts"), "date", ("on_hand", "available")),
}  # fmt: skip
DAILY = ("traffic", "product_days", "ads", "inventory")
"""Sources that state every day: a day without a row was not imported."""
_UNSCALED = ("inventory",)


def source_name(source: str) -> str:
    """Name a source in the language in force."""
    return _(SOURCES[source].name)


def column_name(source: str, column: str) -> str:
    """Name a source's column in the language in force."""
    if column == "rows":
        return _("number of rows")
    known = tables()[source].columns[column]
    return pick(en=known.en, zh=known.zh)


def ratios(report: Report, source: str) -> dict[str, float] | None:
    """Return each sum of the day over its usual.

    Parameters
    ----------
    report : Report
    source : str
        A key of `SOURCES`.

    Returns
    -------
    dict or None
        Column → factor; "rows" is the number of events. Empty where the source is not held or has
        too short a history. None: it states every day, but not this one.
    """
    one = SOURCES[source]
    if not report.has(f"{source}.{one.date}"):
        return {}
    sums = _sums(report, source)
    now, before = sums.get(report.day, {}), [v for d, v in sums.items() if d != report.day]
    if len(before) < LEAST:
        return {}
    if not now:
        return None if source in DAILY and len(before) >= WEEKS - 1 else {}
    if source in _UNSCALED:
        return {}
    found = {}
    for column, value in now.items():
        held = sorted(was for row in before if (was := row.get(column)) is not None)
        usual = _median(held)
        if value is not None and len(held) >= LEAST and usual >= LEAST_SUM:
            found[column] = value / usual
    return {column: factor for column, factor in found.items() if factor > 0}


def _median(held: list[float]) -> float:
    middle = len(held) // 2
    if not held:
        return 0.0
    return held[middle] if len(held) % 2 else (held[middle - 1] + held[middle]) / 2


@lru_cache(maxsize=64)
def _sums(report: Report, source: str) -> dict[dt.date, dict[str, float | None]]:
    """Add up the day and the same weekdays before it."""
    one = SOURCES[source]
    held = [column for column in one.columns if report.has(f"{source}.{column}")]
    parts = {column: f"sum({ident(column)})::DOUBLE" for column in held}
    if one.rows:
        parts["rows"] = "count(*)::DOUBLE"
    if not parts:
        return {}
    asked = ", ".join(f"{sql} AS {ident(name)}" for name, sql in parts.items())
    days = [report.day - dt.timedelta(days=7 * week) for week in range(WEEKS + 1)]
    table = report.store.sql(
        f"SELECT {ident(one.date)}::DATE AS day, {asked} FROM {ident(source)} "
        f"WHERE {one.where} AND {ident(one.date)}::DATE IN (SELECT unnest(?)::DATE) "
        "GROUP BY 1 ORDER BY 1",
        [[day.isoformat() for day in days]],
    )
    return {
        dt.date.fromisoformat(str(row["day"])[:10]): {
            name: None if row[name] != row[name] or row[name] is None else float(row[name])
            for name in parts
        }
        for row in table.to_dict("records")
    }
