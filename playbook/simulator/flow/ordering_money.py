"""What does each order cost, to the cent?

The unit is one order line. Item discounts come off the page's price; order discounts (spend and
save, coupons) are shared over the lines in proportion, and the cents that do not divide go to the
first lines, so that lines always add up to their order. Money is int64 cents throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day
    from playbook.simulator.flow.ordering import Baskets
    from playbook.simulator.world import World


@dataclass
class Priced:
    """Money of baskets, in cents: per line, then per order."""

    line_unit: Array  # the page's price of one unit
    line_list: Array  # that times the quantity
    line_seller: Array  # discount the seller bears
    line_platform: Array  # discount the platform bears
    line_goods: Array  # what is due for the line
    listed: Array
    seller: Array
    platform: Array
    goods: Array
    shipping: Array
    points: Array
    discounts: Any


def price_baskets(world: World, day: Day, made: Baskets, customer: Array, first: Array) -> Priced:
    """Price every line and order.

    Parameters
    ----------
    customer : int array, shape (m,)
        Row of the buyer in the customers frame.
    first : bool array, shape (m,)
        Whether the buyer has no order yet.
    """
    order, sku, quantity = made.line_order, made.line_sku, made.line_quantity
    product, count = world.catalogue.sku_product[sku], len(made.key)
    shelf = day.price_cents[sku] * 1.0
    unit = day.effects.apply("price", shelf, sku=sku, second=made.second[order])
    unit = np.maximum(np.round(unit), 1).astype(np.int64)
    listed = unit * quantity
    item_off = np.round(listed * day.discount[product]).astype(np.int64)
    subtotal = np.bincount(order, listed - item_off, count).astype(np.int64)
    level = world.members.level_of(customer) if "members" in world.pieces else first * 0
    off = world.promotions.checkout(day, subtotal, made.key, customer, first, level, made.second)
    seller = np.minimum(off.seller_cents, subtotal - 1)
    platform = np.minimum(off.platform_cents, subtotal - 1 - seller)
    points = _points(world, day, customer, subtotal - seller - platform)
    line_due = listed - item_off
    line_seller = shared(seller, line_due, order)
    line_platform = shared(platform, line_due, order)
    line_points = shared(points, line_due, order)
    goods = subtotal - seller - platform - points
    told = world.profile.section("flow")["order"]
    free = subtotal - seller >= told["free_shipping_cents"]
    return Priced(
        unit,
        listed,
        item_off + line_seller + line_points,
        line_platform,
        line_due - line_seller - line_platform - line_points,
        np.bincount(order, listed, count).astype(np.int64),
        np.bincount(order, item_off, count).astype(np.int64) + seller + points,
        platform,
        goods,
        np.where(free, 0, told["shipping_cents"]),
        points,
        off,
    )


def _points(world: World, day: Day, customer: Array, goods: Array) -> NDArray[np.int64]:
    redeem = getattr(world.pieces.get("members"), "redeem", None)
    return redeem(day, customer, goods) if redeem else np.zeros(len(goods), np.int64)


def shared(total: Array, weight: Array, order: Array) -> NDArray[np.int64]:
    """Share cents of each order over its lines in proportion, exactly.

    Parameters
    ----------
    total : int array, shape (m,)
        Cents of each order.
    weight : int array, shape (l,)
        Cents due for each line.
    order : int array, shape (l,)
        Order of each line; lines of an order lie together.

    Examples
    --------
    >>> shared(np.array([100]), np.array([300, 300, 300]), np.array([0, 0, 0])).tolist()
    [34, 33, 33]
    """
    if not len(order):
        return np.zeros(0, np.int64)
    base = np.maximum(np.bincount(order, weight, len(total)), 1.0)
    share = np.floor(weight * (total / base)[order]).astype(np.int64)
    left = total - np.bincount(order, share, len(total)).astype(np.int64)
    starts = np.flatnonzero(np.r_[True, order[1:] != order[:-1]])
    nth = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    return share + (nth < left[order])
