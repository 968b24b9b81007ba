"""Which tables and columns does a piece of SQL name?

The unit is one alias: one or two letters stand for the same table in every definition. It parses
no SQL and runs none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "o": "orders",
        "l": "order_lines",
        "r": "refunds",
        "c": "customers",
        "p": "products",
        "d": "product_days",
        "t": "traffic",
        "a": "ads",
        "i": "inventory",
        "g": "targets",
        "k": "costs",
        "cd": "content_days",
        "ch": "chat_messages",
        "co": "coupon_days",
        "cp": "competitors",
        "ct": "content",
        "ev": "events",
        "ou": "outreach",
        "po": "purchase_orders",
        "pt": "points",
        "rv": "reviews",
        "sc": "store_scores",
        "se": "search_terms",
        "sh": "shipments",
        "sm": "settlements",
        "sy": "system_health",
    }
)
"""One or two letters a table, the same in every definition. Others are derived columns."""

_COLUMN = re.compile(r"(?<![\w.])([a-z]{1,2})\.([a-z][a-z_0-9]*)")


def columns_of(sql: str) -> tuple[str, ...]:
    """List ``table.column`` for every column that a definition names by its alias.

    Examples
    --------
    >>> columns_of("sum(o.paid_amount) / count(DISTINCT o.customer_id)")
    ('orders.paid_amount', 'orders.customer_id')
    """
    found = (f"{ALIASES[a]}.{c}" for a, c in _COLUMN.findall(sql) if a in ALIASES)
    return tuple(dict.fromkeys(found))


def tables_of(source: str) -> tuple[str, ...]:
    """List the tables that a FROM clause gives an alias of theirs.

    Examples
    --------
    >>> tables_of("order_lines AS l JOIN orders AS o ON o.order_id = l.order_id")
    ('order_lines', 'orders')
    """
    used = re.findall(r"\bAS ([a-z]{1,2})\b", source)
    return tuple(dict.fromkeys(ALIASES[alias] for alias in used if alias in ALIASES))
