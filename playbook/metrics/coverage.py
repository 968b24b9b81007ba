"""For which days does the Store really hold what a metric is counted on?

The unit is one relation and one day. An order file says nothing about the days before its first
and after its last order: there a sum is unknown, and inside it is zero. This module never fills
a gap.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from playbook.metrics.columns import ALIASES
from playbook.metrics.dictionary import relation
from playbook.metrics.model import Relation
from playbook.metrics.period import Period
from playbook.store import tables

if TYPE_CHECKING:
    from playbook.store import Store

LAG_DAYS = 30
"""A first refund or parcel this soon after the first order means that there was none before it."""


EVENTS = {
    "orders": ("created_at", "paid_at"),
    "purchase_orders": ("ordered_at", "received_at"),
    "shipments": ("shipped_at", "picked_up_at", "delivered_at"),
}
"""Tables whose rows go on after their first date: the days they speak for last as long."""


def _span(store: Store, table: str) -> tuple[dt.date | None, dt.date | None]:
    columns = EVENTS.get(table, (tables()[table].date,))
    spans = [store.span(table, column) for column in columns]
    first = spans[0][0]
    if table == "shipments":
        first = _from_the_start(first, _span(store, "orders")[0])
    return first, max((last for _first, last in spans if last), default=None)


def _from_the_start(first: dt.date | None, opened: dt.date | None) -> dt.date | None:
    """Say from when what follows orders is known: soon after the first order means from there."""
    if first and opened and 0 <= (first - opened).days <= LAG_DAYS:
        return opened
    return first


def covered(store: Store, rows: Relation) -> Period | None:
    """Return the days that the rows cover; None where the Store holds no such day."""
    return _covered(store, rows.name)


@lru_cache(maxsize=256)
def _covered(store: Store, name: str) -> Period | None:
    # A Store is pinned to one version, so what it covers never changes.
    first, last = _bounds(store, relation(name))
    return Period(first, last) if first and last else None


def _bounds(store: Store, rows: Relation) -> tuple[dt.date | None, dt.date | None]:
    letter = rows.date.partition(".")[0]
    if rows.covers:
        return _span(store, rows.covers)
    if rows.date == "o.created_at":
        return store.span("orders", "created_at")
    if letter == "o":
        first, last = _span(store, "orders")
        _first, dated = store.span("orders", rows.date.partition(".")[2])
        return first, max((day for day in (last, dated) if day), default=None)
    if letter == "r":
        return _refunds(store, rows.date.partition(".")[2])
    return _span(store, ALIASES[letter])


def _refunds(store: Store, column: str) -> tuple[dt.date | None, dt.date | None]:
    """Days that the refunds cover: a quiet day inside the orders' days had none.

    A refund file speaks for the days up to its own time, as far as orders are known.
    """
    first, last = store.span("refunds", column)
    opened, ended = _span(store, "orders")
    if not (first and last and opened and ended):
        return first, last
    first = _from_the_start(first, opened)
    stated = _latest_statement(store.imports(), "refunds")
    return first, max(last, min(ended, stated)) if stated else last


def _latest_statement(imports: list[dict[str, Any]], table: str) -> dt.date | None:
    stated = [
        dt.datetime.fromisoformat(str(one["as_of"])).date()
        for one in imports
        if table in one.get("tables", ())
    ]
    return max(stated, default=None)
