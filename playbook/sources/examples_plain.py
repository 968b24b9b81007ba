"""What do a shop's own lists look like, with the mapping that reads each?

The unit is one order, one line, or one day's totals, as somebody keeps them in a spreadsheet. No
platform writes these; the mappings beside them show what a user confirms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from playbook.sources.examples_sales import FIRST_DAY, LAST_DAY, Sale, money, names_in, text_of

ORDERS = names_in("Order No,Order Date,Payment Date,Customer,Channel,Total Paid,Discount,Shipping")
LINES = names_in("订单号,下单时间,付款时间,商品名称,货号,数量,单价,实付金额")
DAYS = names_in("Date,Visitors,Orders,Buyers,Units,Sales")
MAPPINGS = {
    "own_orders": """rows = "orders"

[columns]
order_id = "Order No"
created_at = "Order Date"
paid_at = "Payment Date"
customer_id = "Customer"
channel = "Channel"
paid_amount = "Total Paid"
discount_amount = "Discount"
shipping_amount = "Shipping"

# 13/04/2026: the day comes first
[formats]
created_at = "%d/%m/%Y %H:%M"
paid_at = "%d/%m/%Y %H:%M"
""",
    "own_lines": """rows = "lines"

[columns]
order_id = "订单号"
created_at = "下单时间"
paid_at = "付款时间"
title = "商品名称"
sku = "货号"
quantity = "数量"
unit_price = "单价"
paid_amount = "实付金额"
""",
    "own_days": """rows = "days"

[columns]
date = "Date"
uv = "Visitors"
orders = "Orders"
buyers = "Buyers"
units = "Units"
paid_amount = "Sales"
""",
}


def plain_examples(sales: Sequence[Sale]) -> Mapping[str, bytes]:
    """Make the files and their mappings, by name."""
    stamp = LAST_DAY.isoformat()
    tables = {
        "own_orders": text_of(ORDERS, map(_order, sales)),
        "own_lines": text_of(LINES, _lines(sales)),
        "own_days": text_of(DAYS, _days(sales)),
    }
    files = {f"{name}_{stamp}.csv": text.encode() for name, text in tables.items()}
    return files | {f"{name}.mapping.toml": text.encode() for name, text in MAPPINGS.items()}


def _order(sale: Sale) -> dict[str, str]:
    return {
        "Order No": f"L-{sale.number}",
        "Order Date": f"{sale.placed:%d/%m/%Y %H:%M}",
        "Payment Date": f"{sale.paid:%d/%m/%Y %H:%M}" if sale.paid else "",
        "Customer": f"buyer{sale.buyer:03d}",
        "Channel": "market stall" if sale.number % 6 == 0 else "web shop",
        "Total Paid": money(sale.subtotal + sale.shipping if sale.paid else 0),
        "Discount": money(sale.discount),
        "Shipping": money(sale.shipping),
    }


def _lines(sales: Sequence[Sale]) -> Iterator[dict[str, str]]:
    for sale in sales:
        for item, quantity in sale.lines:
            gross = item.price * quantity
            yield {
                "订单号": f"L-{sale.number}",
                "下单时间": str(sale.placed),
                "付款时间": str(sale.paid or ""),
                "商品名称": item.title_zh,
                "货号": item.sku,
                "数量": str(quantity),
                "单价": money(item.price),
                "实付金额": money(gross if sale.paid else 0),
            }


def _days(sales: Sequence[Sale]) -> Iterator[dict[str, str]]:
    for offset in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + dt.timedelta(days=offset)
        paid = [sale for sale in sales if sale.paid and sale.placed.date() == day]
        yield {
            "Date": day.isoformat(),
            "Visitors": str(60 + 17 * len(paid) + offset % 7),
            "Orders": str(len(paid)),
            "Buyers": str(len({sale.buyer for sale in paid})),
            "Units": str(sum(quantity for sale in paid for _item, quantity in sale.lines)),
            "Sales": money(sum(sale.subtotal + sale.shipping for sale in paid)),
        }
