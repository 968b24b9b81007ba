"""What do the other pieces see of today's orders?

The unit is one order placed or paid in full today; arrays as in `day.Orders`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.day import Orders

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day
    from playbook.simulator.flow.ordering import Baskets
    from playbook.simulator.flow.ordering_money import Priced
    from playbook.simulator.flow.orders import Sales


def fresh_orders(
    day: Day,
    made: Baskets,
    priced: Priced,
    customer: Array,
    first: Array,
    rows: Array,
    lines: Array,
    paid_second: Array,
) -> Orders:
    """Return what the other pieces see of the orders placed today."""
    paid = paid_second >= 0
    return Orders(
        row=rows,
        fresh=np.ones(len(rows), bool),
        key=made.key,
        visit=made.visit,
        customer=customer,
        channel=day.visits.channel[made.visit],
        region=day.visits.region[made.visit],
        second=made.second,
        paid=paid,
        paid_second=paid_second,
        method=made.method,
        paid_cents=np.where(paid, priced.goods + priced.shipping, 0),
        shipping_cents=priced.shipping,
        first_order=first,
        line_row=lines,
        line_order=made.line_order,
        line_sku=made.line_sku,
        line_quantity=made.line_quantity,
        line_list_cents=priced.line_list,
        line_paid_cents=np.where(paid[made.line_order], priced.line_goods, 0),
        line_seller_discount_cents=priced.line_seller,
        line_platform_discount_cents=priced.line_platform,
        line_batch=np.full(len(lines), -1),
    )


def balances(sales: Sales, at: Array, rows: Array, lines: Array, second: Array) -> Orders:
    """Return what the other pieces see of the balances paid today."""
    orders, held = sales.orders, sales.lines
    sizes = orders.get("_lines", rows)
    return Orders(
        row=rows,
        fresh=np.zeros(len(rows), bool),
        key=orders.get("_key", rows),
        visit=at,
        customer=orders.get("_customer", rows),
        channel=orders.get("_channel", rows),
        region=orders.get("_region", rows),
        second=second,
        paid=np.ones(len(rows), bool),
        paid_second=second,
        method=orders.get("_method", rows),
        paid_cents=orders.get("_due", rows),
        shipping_cents=orders.get("shipping_amount", rows),
        first_order=np.zeros(len(rows), bool),
        line_row=lines,
        line_order=np.repeat(np.arange(len(rows)), sizes),
        line_sku=held.get("_sku", lines),
        line_quantity=held.get("quantity", lines),
        line_list_cents=held.get("list_price", lines) * held.get("quantity", lines),
        line_paid_cents=held.get("paid_amount", lines),
        line_seller_discount_cents=held.get("discount_amount", lines),
        line_platform_discount_cents=held.get("platform_discount_amount", lines),
        line_batch=np.full(len(lines), -1),
    )


def joined(first: Orders, second: Orders) -> Orders:
    """Return both, the second after the first."""
    parts = {}
    for name, values in vars(first).items():
        added = getattr(second, name)
        if name == "line_order":
            added = added + len(first)
        parts[name] = np.concatenate([values, added])
    return Orders(**parts)
