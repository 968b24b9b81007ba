"""What is written down of an order and of its lines?

The unit is one row of `orders` and of `order_lines`. Columns that begin with ``_`` are for the
pieces that follow (shipping, refunds) and never reach a Store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.simulator.core.ids import numbers, opaque
from playbook.simulator.flow.orders_stages import PAID, UNPAID

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array, Ints
    from playbook.simulator.core.day import Day
    from playbook.simulator.flow.ordering import Baskets
    from playbook.simulator.flow.ordering_money import Priced
    from playbook.simulator.flow.orders import Sales

CLUSTERS = 12
"""Addresses that a ring of buyers shares on a day."""


def write_orders(
    sales: Sales, day: Day, made: Baskets, priced: Priced, customer: Array, paid_second: Array
) -> Ints:
    """Write today's orders; return their row numbers."""
    world, visits, at = sales.world, day.visits, made.visit
    paid, off = paid_second >= 0, priced.discounts
    placed = priced.goods + priced.shipping
    deposit = np.where(visits.deposit[at], placed * sales.constants["deposit_rate"], 0)
    stage = np.where(paid, PAID, UNPAID)
    created = day.start_at + made.second
    frame = world.customers.frame
    address, device = _clusters(sales, day, frame.get("_key", customer), customer)
    return sales.orders.append(
        order_id=numbers(day.number, made.key),
        customer_id=frame.get("customer_id", customer),
        channel=world.channels.labels(visits.channel[at], visits.person[at]).astype(np.int32),
        region=world.people.region_text[visits.region[at]],
        device=world.people.device_text[visits.device[at]],
        app_version=world.people.version_text(visits.version[at]),
        payment_method=world.people.method_text[made.method],
        status=np.where(paid, sales.status(PAID), sales.status(UNPAID)).astype(np.int32),
        close_reason=np.full(len(at), -1, np.int32),
        created_at=created,
        paid_at=np.where(paid, day.start_at + paid_second, NULL),
        shipped_at=np.full(len(at), NULL),
        completed_at=np.full(len(at), NULL),
        closed_at=np.full(len(at), NULL),
        currency=np.full(len(at), sales.currency, np.int32),
        units=np.bincount(made.line_order, made.line_quantity, len(at)).astype(np.int64),
        list_amount=priced.listed,
        discount_amount=priced.seller,
        platform_discount_amount=priced.platform,
        shipping_amount=priced.shipping,
        placed_amount=placed,
        paid_amount=np.where(paid, placed, 0),
        refunded_amount=np.zeros(len(at), np.int64),
        is_presale=visits.deposit[at],
        deposit_amount=np.where(visits.deposit[at], deposit.astype(np.int64), NULL),
        deposit_paid_at=np.where(visits.deposit[at], created + 40, NULL),
        campaign_id=off.campaign.astype(np.int32),
        coupons=off.coupon.astype(np.int32),
        coupon_count=off.coupons,
        points_amount=priced.points,
        points_redeemed=priced.points,
        is_member=frame.get("member_level", customer) >= 0,
        ship_cluster=address,
        device_cluster=device,
        _key=made.key,
        _customer=customer,
        _channel=visits.channel[at],
        _region=visits.region[at],
        _method=made.method,
        _plan=visits.plan[at],
        _day=np.full(len(at), day.index),
        _stage=stage,
        _first_line=np.zeros(len(at), np.int64),
        _lines=np.bincount(made.line_order, minlength=len(at)),
        _paid_s=np.where(paid, day.start_at + paid_second, NULL),
        _due=placed,
    )


def _clusters(sales: Sales, day: Day, key: Array, customer: Array) -> tuple[Array, Array]:
    """Return numbers of the address and the device: a buyer's own, or a ring's."""
    draws = sales.world.draws
    own = opaque(draws.hash("sales.place", key))
    if not day.effects.of("cluster"):
        return own, own ^ 1
    first = sales.world.customers.frame.get("_orders", customer) == 0
    u = draws.uniforms("sales.ring", key, time=day.index)
    ring = u[0] < day.effects.apply("cluster", 0.0, first=first.astype(np.int64))
    group = 1 + (u[1] * CLUSTERS).astype(np.int64) + day.index * CLUSTERS
    return np.where(ring, group, own), np.where(ring, group, own ^ 1)


def write_lines(sales: Sales, day: Day, made: Baskets, priced: Priced, rows: Array) -> Ints:
    """Write the lines of today's orders; return their row numbers."""
    world, order, sku = sales.world, made.line_order, made.line_sku
    catalogue = world.catalogue
    starts = np.flatnonzero(np.r_[True, order[1:] != order[:-1]]) if len(order) else order
    sizes = np.diff(np.r_[starts, len(order)])
    number = np.arange(len(order)) - np.repeat(starts, sizes) + 1
    product = catalogue.sku_product[sku]
    order_id = sales.orders.get("order_id", rows)[order]
    line_rows = sales.lines.append(
        order_id=order_id,
        line_no=number,
        sku=catalogue.sku_code[sku],
        product_id=catalogue.product_code[product],
        title=catalogue.title_code[product],
        variant=catalogue.variant_code[sku],
        batch_id=world.stock.batch[sku],
        warehouse=world.stock.warehouse_text[world.stock.warehouse[product]],
        quantity=made.line_quantity,
        list_price=priced.line_unit,
        unit_price=priced.line_unit,
        discount_amount=priced.line_seller,
        platform_discount_amount=priced.line_platform,
        placed_amount=priced.line_goods,
        paid_amount=np.where(sales.orders.get("_stage", rows)[order] == PAID,
                             priced.line_goods, 0),
        refunded_amount=np.zeros(len(order), np.int64),
        unit_cost=catalogue.cost_cents[sku],
        _order=rows[order],
        _sku=sku,
        _product=product,
        _batch=world.stock.batch[sku],
        _channel=day.visits.channel[made.visit][order],
    )  # fmt: skip
    sales.orders.set(rows, _first_line=line_rows[starts] if len(order) else rows)
    return line_rows
