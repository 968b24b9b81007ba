"""How is a booking of points written down?

The unit is one booking. Points are positive for each kind; the balance of a member is issued less
redeemed less expired. This module refuses to decide who gets points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.frames import NULL
from playbook.simulator.ids import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]

ISSUED, REDEEMED, EXPIRED = range(3)
KINDS = ("issued", "redeemed", "expired")


def book(
    world: World,
    day: Day,
    kind: int,
    customer: Array,
    points: Array,
    rule: int,
    order: Array | None = None,
    second: Array | None = None,
    expires_at: Array | None = None,
) -> None:
    """Write bookings.

    Parameters
    ----------
    kind : int
        `ISSUED`, `REDEEMED` or `EXPIRED`.
    customer : int array, shape (n,)
        Rows of the customers frame.
    points : int array, shape (n,)
        Positive.
    rule : int
        Text code of the rule.
    order : int array, optional
        Rows of the frame "orders".
    second : int array, optional
        Second of the day; the first of the day when not given.
    expires_at : int array, optional
        When points issued expire.
    """
    count = len(customer)
    if not count:
        return
    frame, orders = world.customers.frame, world.sales.orders
    about = frame.get("_key", customer) if order is None else orders.get("_key", order)
    worth = world.profile.section("members")["points"]["cents_per_point"] / 100
    null = np.full(count, NULL)
    world.frame("points").append(
        entry_id=numbers(day.number, about ^ (np.uint64(kind) << np.uint64(61))),
        booked_at=day.start_at + (np.zeros(count, np.int64) if second is None else second),
        customer_id=frame.get("customer_id", customer),
        kind=np.full(count, world.texts.code(KINDS[kind]), np.int32),
        points=points,
        unit_value=np.full(count, worth),
        rule=np.full(count, rule, np.int32),
        order_id=null if order is None else orders.get("order_id", order),
        expires_at=null if expires_at is None else expires_at,
    )
