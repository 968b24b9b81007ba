"""Who comes to the shop: where from, on what device, paying how, coming back how often?

The unit is one person. Traits are a function of the person's key, so a person is the same in every
world. Buyers differ in how often they want to buy (gamma) and in how likely they are to leave for
good after an order (beta): the two mechanisms behind Fader, Hardie and Lee (2005), "Counting your
customers the easy way". The constants are ours, calibrated in the tests.
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

RELEASES = 1000
"""A version's code is its device times this, plus the release number."""
BROWSERS = {
    "ios_app": ("app",),
    "android_app": ("app",),
    "mobile_web": ("Mobile Safari", "Chrome Mobile", "UC"),
    "pc": ("Chrome", "Edge", "Safari"),
}


class People(Piece):
    """Traits of people.

    Attributes
    ----------
    regions, devices, methods : int
        How many of each.
    region_text, device_text, method_text : int32 arrays
        Text codes.
    region_zone : int array, shape (regions,)
        Distance zone from the main warehouse, 0 nearest.
    pay_success : array, shape (methods,)
        Chance that a first attempt to pay goes through.
    """

    name = "people"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        told = world.profile.section("people")
        self.constants = told
        places = told[told.get("only_regions", "region")]
        self.regions, self.region_ids = len(places), list(places)
        self.region_share = np.array([place["share"] for place in places.values()])
        self.region_zone = np.array([place["zone"] for place in places.values()])
        self.region_text = np.array([world.say(p["en"], p["zh"]) for p in places.values()])
        self.region_text = self.region_text.astype(np.int32)
        kept = {name: share for name, share in told["devices"].items() if share > 0}
        self.devices, self.device_ids = len(kept), list(kept)
        self.device_share = np.array(list(kept.values()))
        self.device_text = world.texts.codes(kept)
        self._ways(told["methods"])
        self._browsers()
        self._version_texts: dict[int, int] = {}

    def _ways(self, told: dict[str, Any]) -> None:
        methods = {name: way for name, way in told.items() if way["share"] > 0}
        self.methods, self.method_ids = len(methods), list(methods)
        self.method_share = np.array([way["share"] for way in methods.values()])
        self.pay_success = np.array([way["success"] for way in methods.values()])
        self.method_text = np.array([self.world.say(w["en"], w["zh"]) for w in methods.values()])
        self.method_text = self.method_text.astype(np.int32)

    def _browsers(self) -> None:
        names = [BROWSERS[device] for device in self.device_ids]
        width = max(map(len, names))
        self.browser_text = np.array(
            [[self.world.texts.code(n[i % len(n)]) for i in range(width)] for n in names], np.int32
        )

    def regions_and_devices(self, person: NDArray) -> tuple[NDArray, NDArray, NDArray, NDArray]:
        """Return region, device, releases behind and browser number of people, by their keys."""
        u = self.world.draws.uniforms("people.traits", person)
        region = chance.pick(u[0], self.region_share)
        device = chance.pick(u[1], self.device_share)
        lag = chance.geometric(u[2], self.constants["versions"]["lag_mean"])
        browser = (u[3] * self.browser_text.shape[1]).astype(np.int64)
        return region, device, np.minimum(lag, 6), browser

    def release(self, day: int) -> int:
        """Return the number of the newest release on a day."""
        told = self.constants["versions"]
        return int(told["first"]) + day // int(told["release_days"])

    def versions(self, device: NDArray, lag: NDArray, day: int) -> NDArray:
        """Return the version codes of visits: people update late."""
        return device * RELEASES + self.release(day) - lag

    def version_text(self, version: NDArray) -> NDArray[np.int32]:
        """Return text codes of version codes."""
        codes, inverse = np.unique(version, return_inverse=True)
        return np.array([self._version(int(code)) for code in codes], np.int32)[inverse]

    def _version(self, code: int) -> int:
        if code not in self._version_texts:
            device, number = divmod(code, RELEASES)
            text = f"{self.device_ids[device]} {number // 10}.{number % 10}"
            self._version_texts[code] = self.world.texts.code(text)
        return self._version_texts[code]

    def purchase_habits(self, key: NDArray) -> dict[str, NDArray]:
        """Return how often buyers come back and how likely they are to leave.

        Returns
        -------
        dict
            ``gap`` mean days between visits, ``drop`` chance to leave after an order.
        """
        told = self.constants["coming_back"]
        u = self.world.draws.uniforms("people.habits", key)
        shape = told["rate_shape"]
        rate = np.maximum(chance.gamma(u[0], shape, 1 / shape), 0.02)
        gap = np.minimum(told["gap_days"] / rate, told["longest_gap_days"])
        return {"gap": gap, "drop": chance.beta(u[1], told["drop_a"], told["drop_b"])}

    def methods_of(self, key: NDArray) -> NDArray:
        """Return the payment method that a person prefers."""
        return chance.pick(self.world.draws.uniform("people.method", key), self.method_share)


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

    def record(self, day: Day) -> None:
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
