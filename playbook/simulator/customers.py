"""Which people have an account, and when do they come back?

The unit is one buyer. Whoever orders gets an account; after a paid order a buyer leaves for good
with their own chance, or comes back after a wait of their own rate (see `people`). Buyers known on
the first day have a past that is told (registration, orders so far) but not simulated.

Targets: "leave" (customer) scales the chance to leave after an order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator import draws as chance
from playbook.simulator.frames import NULL
from playbook.simulator.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.day import Day
    from playbook.simulator.world import World


class Customers(Piece):
    """Buyers with an account: who they are and when they come back.

    Writes `customers`; keeps ``_key``, ``_region``, ``_device``, ``_gap``, ``_drop``, ``_orders``,
    ``_spend`` (cents) and ``_last`` (day index of the last order) of each.
    """

    name = "customers"
    state = ("known",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.frame = world.frame("customers")
        self.known = 0
        told = world.people.constants["coming_back"]
        count = max(1, round(told["start_per_order"] * world.orders_per_day))
        key = world.draws.hash("customers.first", np.arange(count))
        self._open_book(key, told)

    def _open_book(self, key: NDArray, told: dict[str, Any]) -> None:
        """Enter the buyers of the past; those who still live come back on their own day."""
        draws = self.world.draws
        u = draws.uniforms("customers.past", key)
        registered = -(30 + u[0] * 900).astype(np.int64)
        rows = self.enter(key, key, registered, orders=1 + chance.geometric(u[1], 0.8))
        alive = np.flatnonzero(u[2] < told["start_alive"])
        wait = chance.exponential(u[3][alive], self.frame.get("_gap", rows[alive]))
        self.world.agenda.put("return_visit", wait.astype(np.int64), customer=rows[alive])

    def enter(
        self, key: NDArray, person: NDArray, day: NDArray, orders: object = 0, second: object = 0
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
            customer_id=(draws.hash("customers.id", key) >> np.uint64(1)).astype(np.int64),
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
        first = np.full(len(rows), 86_399)
        np.minimum.at(first, inverse, orders.second[paid])
        frame.set(rows, _last=np.full(len(rows), day.index), last_login_at=day.start_at + first)
        self._come_back(day, rows)

    def _come_back(self, day: Day, rows: NDArray) -> None:
        frame = self.frame
        entity = frame.get("_key", rows)
        u = self.world.draws.uniforms("customers.next", entity, time=day.index)
        stays = u[0] >= day.effects.apply("leave", frame.get("_drop", rows), customer=rows)
        wait = chance.exponential(u[1], frame.get("_gap", rows))
        due = day.index + 1 + np.minimum(wait, 2000).astype(np.int64)
        self.world.agenda.put("return_visit", due[stays], customer=rows[stays])

    def again(self, day: Day, rows: NDArray) -> None:
        """Book another visit for buyers who came and bought nothing."""
        u = self.world.draws.uniform("customers.again", self.frame.get("_key", rows), day.index)
        wait = chance.exponential(u, self.frame.get("_gap", rows))
        due = day.index + 1 + np.minimum(wait, 2000).astype(np.int64)
        self.world.agenda.put("return_visit", due, customer=rows)


class Buyers(Piece):
    """Settles the customers' accounts after the day's orders."""

    name = "buyers"

    def record(self, day: Day) -> None:
        """Count the day's orders and book the next visits."""
        self.world.customers.settle(day)
