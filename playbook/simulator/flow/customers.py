"""Which people have an account, and when do they come back?

The unit is one buyer. Whoever orders gets an account. After a paid order a buyer leaves for good
with their own chance, after a visit without one with the chance `lapse`; or else comes back after a
wait of their own rate (see `people`). Each has one next visit of their own at a time; messages and
full carts may bring them earlier. Buyers known on the first day have a past (`customers_past`).

Targets: "leave" (customer) scales the chance to leave after a visit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.simulator.core.ids import opaque
from playbook.simulator.core.piece import Piece
from playbook.simulator.flow.customers_past import Past, past, waits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World


class Customers(Piece):
    """Buyers with an account: who they are and when they come back.

    Writes `customers`; keeps ``_key``, ``_region``, ``_device``, ``_gap``, ``_drop``, ``_orders``,
    ``_spend`` (cents), ``_last`` (day index of the last order) and ``_next`` (of the next visit of
    their own) of each.
    """

    name = "customers"
    state = ("known",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.frame = world.frame("customers")
        self.known = 0
        self.constants = world.people.constants["coming_back"]
        self._open_book(past(world, self.constants))

    def _open_book(self, lived: Past) -> None:
        """Enter the buyers of the past; those who still live come back on their own day."""
        rows = self.enter(lived.key, lived.key, lived.registered, orders=lived.orders)
        self.frame.set(rows, _last=lived.last, _next=lived.next)
        alive = lived.next >= 0
        self.world.agenda.put("return_visit", lived.next[alive], customer=rows[alive])

    def enter(
        self, key: Array, person: Array, day: Array, orders: object = 0, second: object = 0
    ) -> NDArray[np.int64]:
        """Add buyers; return their row numbers.

        Parameters
        ----------
        key : uint64 array, shape (n,)
            The buyer's own key: that of the visit on which they first ordered.
        person : uint64 array, shape (n,)
            The person's key, from which traits follow.
        day : int array, shape (n,)
            Day index of registration (negative before the first day).
        orders : int or array
            Orders so far.
        second : int or array
            Second of the day of registration.
        """
        people, draws = self.world.people, self.world.draws
        region, device, lag, browser = people.regions_and_devices(person)
        habits = people.purchase_habits(key)
        u = draws.uniforms("customers.facts", key)
        v = draws.uniforms("customers.more", key)
        start = (self.world.start.toordinal() - 719_163 + np.asarray(day)) * 86_400
        consent = u[1] < 0.62
        registered = start + np.asarray(second)
        self.known += len(key)
        return self.frame.append(
            customer_id=opaque(draws.hash("customers.id", key)),
            registered_at=registered.astype(np.int64),
            region=people.region_text[region],
            birthday_month=np.where(u[0] < 0.7, 1 + (u[0] / 0.7 * 12).astype(np.int64), NULL),
            consent_marketing=consent,
            consent_at=np.where(consent, registered, NULL).astype(np.int64),
            profile_filled=u[2] < 0.55,
            source=np.full(len(key), -1, np.int32),
            member_level=np.full(len(key), -1, np.int32),
            points=np.zeros(len(key), np.int64),
            last_login_at=registered.astype(np.int64),
            _key=key,
            _person=person,
            _region=region,
            _device=device,
            _lag=lag,
            _browser=browser,
            _method=people.methods_of(person),
            _gap=habits["gap"],
            _drop=habits["drop"],
            _taste=v[0],
            _consent=consent,
            _orders=np.broadcast_to(np.asarray(orders, np.int64), (len(key),)),
            _spend=np.zeros(len(key), np.int64),
            _last=np.asarray(day, np.int64),
            _next=np.full(len(key), -1),
        )

    def settle(self, day: Day) -> None:
        """After the day's orders: count them, let some buyers leave, book the next visits."""
        orders = day.orders
        paid = orders.paid
        rows, inverse = np.unique(orders.customer[paid], return_inverse=True)
        frame = self.frame
        spend = np.bincount(inverse, orders.paid_cents[paid], len(rows)).astype(np.int64)
        count = np.bincount(inverse, minlength=len(rows))
        frame.add(rows, _orders=count, _spend=spend)
        frame.set(rows, _last=np.full(len(rows), day.index))
        self._logged_in(day)
        visits = day.visits
        came = np.unique(visits.customer[(visits.customer >= 0) & ~visits.sure])
        self._come_back(day, np.union1d(rows, came), rows)

    def _logged_in(self, day: Day) -> None:
        """Note the last time each of today's customers placed an order, paid for or not."""
        rows, inverse = np.unique(day.orders.customer, return_inverse=True)
        last = np.zeros(len(rows), np.int64)
        np.maximum.at(last, inverse, day.orders.second)
        self.frame.set(rows, last_login_at=day.start_at + last)

    def _come_back(self, day: Day, rows: Array, bought: Array) -> None:
        """Let some of today's visitors leave for good and book the next visits of the others."""
        frame = self.frame
        leave = np.where(np.isin(rows, bought), frame.get("_drop", rows), self.constants["lapse"])
        leave = day.effects.apply("leave", leave, customer=rows)
        u = self.world.draws.uniforms("customers.next", frame.get("_key", rows), time=day.index)
        self._book(day, rows[u[0] >= leave], u[1][u[0] >= leave])

    def again(self, day: Day, rows: Array) -> None:
        """Book another visit for buyers whose day it was and who did not come."""
        u = self.world.draws.uniform("customers.again", self.frame.get("_key", rows), day.index)
        self._book(day, rows, u)

    def _book(self, day: Day, rows: Array, u: Array) -> None:
        """Book the next visits of those who have none ahead."""
        # Who came by a message or for a full cart still has their own day: two would add up.
        free = self.frame.get("_next", rows) <= day.index
        rows, u = rows[free], u[free]
        due = day.index + waits(u, self.frame.get("_gap", rows))
        self.frame.set(rows, _next=due)
        self.world.agenda.put("return_visit", due, customer=rows)


class Buyers(Piece):
    """Settles the customers' accounts after the day's orders."""

    name = "buyers"

    def record(self, day: Day) -> None:
        """Count the day's orders and book the next visits."""
        self.world.customers.settle(day)
