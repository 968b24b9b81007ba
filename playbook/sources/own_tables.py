"""How do an own list's orders, lines or days fill the Store's tables?

The unit is one kind of row that a mapping can name. The expressions are made here from column
names alone; nothing that the user writes becomes SQL.
"""

from __future__ import annotations

from collections.abc import Mapping

from playbook.sources.profile import TableSpec
from playbook.store.schema import tables
from playbook.store.sql import literal

ORDER_LEVEL = (
    *("created_at", "paid_at", "customer_id", "status", "channel", "region", "payment_method"),
    *("store_id", "currency"),
)


def _order_columns(fields: set[str], when_placed: bool, wrap: str = "{}") -> dict[str, str]:
    """Say when an order was paid: by its column, or, if the user says so, when it was placed."""
    columns = {name: wrap.format(name) for name in fields if name in tables()["orders"].columns}
    if "close_reason" in fields:
        columns["close_reason"] = f"wording({wrap.format('close_reason')})"
    created, status = wrap.format("created_at"), wrap.format("status")
    if "paid_at" not in fields and when_placed:
        paid = f"CASE WHEN {status} NOT IN ('unpaid', 'closed') THEN {created} END"
        columns["paid_at"] = paid if "status" in fields else created
    if "status" in fields:
        columns["platform_status"] = f"wording({wrap.format('status_text')})"
        columns["status"] = f"wording({status})"  # what is no status may name a person
    else:
        paid_at = columns.get("paid_at", "NULL")
        columns["status"] = f"CASE WHEN {paid_at} IS NULL THEN 'unpaid' ELSE 'paid' END"
    return columns


def _orders(fields: set[str], when_placed: bool) -> dict[str, TableSpec]:
    return {"orders": TableSpec("orders", _order_columns(fields, when_placed))}


def _lines(fields: set[str], when_placed: bool) -> dict[str, TableSpec]:
    columns = {name: name for name in fields if name in tables()["order_lines"].columns}
    if "paid_amount" not in fields and "unit_price" in fields:
        columns["paid_amount"] = "whole(quantity) * money(unit_price)"
    specs = {"order_lines": TableSpec("order_lines", {**columns, "line_no": "line_no"}, "filled")}
    if "created_at" in fields:
        specs["orders"] = TableSpec(
            "orders",
            _gathered(fields, columns, when_placed),
            relation="filled",
            where="order_id IS NOT NULL",
            group="order_id",
            derived=True,
        )
    return specs


def _gathered(fields: set[str], lines: Mapping[str, str], when_placed: bool) -> dict[str, str]:
    """Gather an order from its lines: the earliest time, the sums of its amounts."""
    level = fields & {*ORDER_LEVEL, "order_id"}
    columns = _order_columns(level, when_placed, "min({})")
    summed = ("placed_amount", "discount_amount", "paid_amount", "refunded_amount")
    sums = {name: f"total_money(:key, {lines[name]})" for name in summed if name in lines}
    return {**columns, **sums, "units": "total_whole(:key, quantity)"}


def _days(fields: set[str], _when_placed: bool) -> dict[str, TableSpec]:
    columns = {name: name for name in fields if name in tables()["traffic"].columns}
    scope = "CASE WHEN channel IS NULL THEN 'shop' ELSE 'channel' END"
    columns["scope"] = scope if "channel" in fields else literal("shop")
    columns["grain"] = literal("day")
    return {"traffic": TableSpec("traffic", columns)}


BUILDERS = {"orders": _orders, "lines": _lines, "days": _days}
"""What makes the tables, by what one row is."""
