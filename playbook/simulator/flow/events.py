"""Which steps of which visitors does the shop's own tracking keep?

The unit is one step of one visitor. Steps are kept for 30 days and for a stated share of visitors
("sample" in flow.toml); attempts to pay are kept of everyone, since they are matched with orders.

Targets: "track" as in `traffic`; "pay_track" (device, version, second) is the share of purchases
that the tag reports; "pay_twice" (device, version, second) the share it reports twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.simulator.core.ids import opaque
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

ACTIONS = ("view", "favourite", "cart", "checkout", "place", "pay")


class Events(Piece):
    """Writes `events`.

    Attributes
    ----------
    day_rows : int array, shape (days kept,)
        First row of each of the last days, to let old rows go.
    """

    name = "events"
    state = ("day_rows",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("flow")["events"]
        self.frame = world.frame("events")
        self.day_rows = np.empty(0, np.int64)
        self._actions = world.texts.codes(ACTIONS)
        self._item = world.texts.code("item")
        self._declined = world.texts.code("declined")
        self._gateway = world.texts.code("gateway_timeout")

    def record(self, day: Day) -> None:
        """Write the day's steps; let those of 30 days ago go."""
        self.day_rows = np.append(self.day_rows, self.frame.first + self.frame.size)
        visits, traffic = day.visits, self.world.traffic
        chosen = self.world.draws.uniform("events.sample", visits.person)
        sampled = traffic.tracked & (chosen < self.constants["sample"])
        at = np.flatnonzero(sampled)
        steps = {
            "view": (at, visits.second[at]),
            "favourite": _after(visits.second, sampled & visits.favoured, 20),
            "cart": _after(visits.second, sampled & visits.carted, 35),
            "checkout": _after(visits.second, sampled & (visits.ordered >= 0), 50),
        }
        action = np.repeat(
            [ACTIONS.index(name) for name in steps], [len(a) for a, _s in steps.values()]
        )
        every, second = (np.concatenate(parts) for parts in zip(*steps.values(), strict=True))
        dwell = np.where(action == 0, visits.dwell_s[every], np.nan)
        self._steps(day, action, every, second, dwell_s=dwell)
        self._payments(day)
        kept = int(self.constants["kept_days"])
        if len(self.day_rows) > kept:
            self.day_rows = self.day_rows[-kept:]
            self.frame.drop(int(self.day_rows[0]))

    def _payments(self, day: Day) -> None:
        """Write one attempt for each order placed or balance due, as far as the tag reports it."""
        orders, visits = day.orders, day.visits
        at = orders.visit
        dims = {"device": visits.device[at], "version": visits.version[at]}
        second = np.where(orders.paid, orders.paid_second, orders.second + 30)
        share = day.effects.apply("pay_track", 0.99, second=second, **dims)
        twice = day.effects.apply("pay_twice", 0.004, second=second, **dims)
        u = self.world.draws.uniforms("events.pay", orders.key, time=day.index)
        told = np.flatnonzero(u[0] < share)
        again = told[(u[1] < twice)[told] & orders.paid[told]]
        self._attempts(day, told, again, second)

    def _attempts(self, day: Day, told: Array, again: Array, second: Array) -> None:
        orders, frame = day.orders, self.world.sales.orders
        of, copy = np.concatenate([told, again]), np.repeat([0, 1], [len(told), len(again)])
        rows, paid = orders.row[of], orders.paid[of]
        self._steps(
            day,
            np.full(len(of), ACTIONS.index("pay")) + copy,
            orders.visit[of],
            second[of] + copy,
            order_id=frame.get("order_id", rows),
            customer_id=frame.get("customer_id", rows),
            payment_method=frame.get("payment_method", rows),
            succeeded=paid,
            amount=frame.get("placed_amount", rows),
            error_code=np.where(paid, -1, self._errors(day, of)).astype(np.int32),
        )

    def _errors(self, day: Day, of: Array) -> Array:
        """Return what a failed attempt is told: a gateway that is down says so."""
        orders = day.orders
        codes = np.full(len(of), self._declined)
        if not day.effects.of("pay"):
            return codes
        dims = {"method": orders.method[of], "region": orders.region[of],
                "device": day.visits.device[orders.visit[of]]}  # fmt: skip
        works = day.effects.apply("pay", np.ones(len(of)), second=orders.second[of], **dims)
        return np.where(works < 1, self._gateway, codes)

    def _steps(self, day: Day, step: Array, at: Array, second: Array, **more: Array) -> None:
        """Write steps: places in `ACTIONS`, of visits; the place after "pay" is its second copy."""
        world, visits, count = self.world, day.visits, len(at)
        # A visit takes each step once, so visit and step make the event's key.
        key = visits.key[at] ^ (step.astype(np.uint64) + np.uint64(1) << np.uint64(58))
        event = world.draws.hash("events.number", key, time=day.index)
        null, none = np.full(count, NULL), np.full(count, -1, np.int32)
        customer = visits.customer[at]
        known = np.where(customer >= 0, customer, 0)
        customers = world.customers.frame
        columns = {
            "event_id": opaque(event),
            "occurred_at": day.start_at + np.minimum(second, 86_399),
            "visitor_id": opaque(world.draws.hash("events.visitor", visits.person[at])),
            "customer_id": np.where(customer >= 0, customers.get("customer_id", known), NULL),
            "session_id": opaque(world.draws.hash("events.session", visits.key[at])),
            "action": self._actions[np.minimum(step, len(ACTIONS) - 1)],
            "page_type": np.full(count, self._item, np.int32),
            "page_id": world.catalogue.page_code[visits.product[at]].astype(np.int32),
            "sku": world.catalogue.sku_code[visits.sku[at]].astype(np.int32),
            "channel": world.channels.labels(visits.channel[at], visits.person[at]).astype(
                np.int32
            ),
            "device": world.people.device_text[visits.device[at]],
            "browser": world.people.browser_text[visits.device[at], visits.browser[at]],
            "app_version": world.people.version_text(visits.version[at]),
            "region": world.people.region_text[visits.region[at]],
            "dwell_s": np.full(count, np.nan),
            "is_bot": visits.bot[at],
            "order_id": null,
            "payment_method": none,
            "succeeded": np.full(count, -1, np.int8),
            "amount": null,
            "error_code": none,
        }
        self.frame.append(**(columns | more))


def _after(second: Array, mask: Array, wait: int) -> tuple[Array, Array]:
    at = np.flatnonzero(mask)
    return at, second[at] + wait
