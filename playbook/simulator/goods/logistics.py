"""Which paid orders leave today, and which parcels arrive?

The unit is one order; it leaves in one parcel from the warehouse of its first line's product. Paid
orders wait in a queue; packers send them first come, first served (`logistics_queue`), carriers do
the rest (`logistics_parcels`). Capacity of a warehouse a day = people x parcels a person x weekend
x temporary packers x share of carriers open x effects on "capacity". An order that the buyer
cancels before it is packed never leaves; one that lacks stock waits.

Targets: "capacity" (warehouse); "pickup" (carrier, region, warehouse) scales the hours until
collection; "transit" (carrier, region, warehouse) scales the days on the way of what leaves today;
"lost", "damage" (same dimensions) scale those chances; "hold" (product, warehouse) adds a chance
that an order does not leave today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece
from playbook.simulator.goods.logistics_arrivals import SHIPPED, Signing, nobody
from playbook.simulator.goods.logistics_decisions import carrier, staff
from playbook.simulator.goods.logistics_parcels import Parcels
from playbook.simulator.goods.logistics_queue import NEVER, finish_times

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]
    Fields = dict[str, Array]

WHY = ("", "address", "stock", "warehouse")
"""Why an order is late; the index stands in the queue's ``why``."""
ADDRESS, LACKING, PACKING = range(1, 4)
FIELDS = ("order", "key", "ready", "asked", "house", "region", "product", "paid_s", "why", "parcel")
BUSY = ("opening", "peak", "encore", "single")
"""Phases of yearly promotions for which temporary packers are hired."""


class Logistics(Piece):
    """Packing, carrying, signing.

    Attributes
    ----------
    people : int array, shape (warehouses,)
        Packers on an ordinary day.
    arrived : Arrived
        Today's arrivals.
    cancelled : (int array, int array)
        Orders that buyers cancelled before they were packed, and when (seconds since 1970).
    lost : int array
        Orders whose parcel is known to be lost since today.
    """

    queue_order: Array
    queue_key: Array
    queue_ready: Array
    queue_asked: Array
    queue_house: Array
    queue_region: Array
    queue_product: Array
    queue_paid_s: Array
    queue_why: Array
    queue_parcel: Array

    name = "logistics"
    state = ("people", "temps", "carrier_share", *(f"queue_{name}" for name in FIELDS))

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("logistics")
        self.parcels = Parcels(world, self.constants)
        self.signing = Signing(world, self.constants)
        self.carrier_share = self.parcels.share.copy()
        self.people = self._people()
        self.temps = np.zeros(len(self.people), bool)
        self._take_over({name: np.zeros(0, np.int64) for name in FIELDS})
        self.queue_key = np.zeros(0, np.uint64)
        self._why = np.array([-1, *world.texts.codes(WHY[1:])], np.int32)
        self._nothing()

    def _people(self) -> NDArray[np.int64]:
        """Return the packers that each warehouse's expected orders need."""
        stock, told = self.world.stock, self.constants
        houses = len(stock.warehouse_text)
        share = np.bincount(stock.warehouse, self.world.catalogue.appeal, houses)
        orders = self.world.orders_per_day * share / max(share.sum(), 1e-9)
        return np.asarray(np.ceil(told["headroom"] * orders / told["parcels_a_person"]), np.int64)

    def _nothing(self) -> None:
        none = np.zeros(0, np.int64)
        self.arrived = nobody()
        self.cancelled = (none, none)
        self.lost = none

    # The queue.

    def queue(self) -> Fields:
        """Return the orders that wait, one a row."""
        return {name: getattr(self, f"queue_{name}") for name in FIELDS}

    def _take_over(self, told: Fields) -> None:
        for name in FIELDS:
            setattr(self, f"queue_{name}", told[name])

    def _keep(self, rows: Array) -> None:
        self._take_over({name: values[rows] for name, values in self.queue().items()})

    def withdraw(self, orders: Array) -> None:
        """Take orders out of the queue (the shop cancels them)."""
        self._keep(~np.isin(self.queue_order, orders))

    def waiting(self, day: Day) -> tuple[Array, Array, Array]:
        """Return the orders that wait, for how many hours, and whether for stock."""
        hours = (day.start_at + DAY_S - self.queue_paid_s) / 3600
        return self.queue_order, hours, self.queue_why == LACKING

    # The day.

    def record(self, day: Day) -> None:
        """Pack and send what can leave, then see what arrives."""
        self._nothing()
        self.lost = self.signing.on_the_way(day)
        self._take_in(day)
        self._pack(day)
        self._overdue(day)
        self.arrived = self.signing.arrive(day)
        self.signing.confirm(day)

    def _take_in(self, day: Day) -> None:
        """Put the orders paid today into the queue."""
        told, orders = self.constants, self.world.sales.orders
        rows = day.orders.row[day.orders.paid]
        key = orders.get("_key", rows)
        u = self.world.draws.uniforms(self.draw("take_in"), key)
        paid = orders.get("_paid_s", rows)
        held = u[0] < told["held_share"]
        wait = told["first_wait_s"] * (0.5 + u[1])
        wait = wait + held * chance.exponential(u[2], told["held_days"]) * DAY_S
        product = self.world.sales.lines.get("_product", orders.get("_first_line", rows))
        fresh = {
            "order": rows,
            "key": key,
            "ready": paid + wait.astype(np.int64),
            "asked": self.world.refunds.asks_before_packing(day, rows),
            "house": self.world.stock.warehouse[product],
            "region": orders.get("_region", rows),
            "product": product,
            "paid_s": paid,
            "why": np.where(held, ADDRESS, 0),
            "parcel": np.full(len(rows), -1),
        }
        self._take_over({n: np.concatenate([q, fresh[n]]) for n, q in self.queue().items()})

    def _pack(self, day: Day) -> None:
        """Send what the packers reach today; drop what was cancelled before."""
        told, end = self.constants, day.start_at + DAY_S
        start = day.start_at + round(told["open_hour"] * 3600)
        length = (told["close_hour"] - told["open_hour"]) * 3600
        turn = np.lexsort((self.queue_key, self.queue_ready))
        self._keep(turn)
        stays = self._lacking() | self._held(day)
        done = np.full(len(turn), NEVER)
        for house, capacity in enumerate(self._capacity(day).tolist()):
            at = np.flatnonzero(
                (self.queue_house == house) & ~stays & (self.queue_asked > self.queue_ready)
            )
            ready = np.maximum(self.queue_ready[at], start) - start
            finish = finish_times(ready, capacity / length)
            done[at] = np.where(finish <= length, start + finish, NEVER).astype(np.int64)
        gone = self.queue_asked < np.minimum(done, end)
        sent = (done < NEVER) & ~gone
        self.cancelled = (self.queue_order[gone], self.queue_asked[gone])
        self._send(day, sent, done[sent])
        self._keep(~gone & ~sent)

    def _capacity(self, day: Day) -> NDArray[np.float64]:
        """Return the parcels that each warehouse can send today."""
        told, houses = self.constants, np.arange(len(self.people))
        usual = self.people * told["parcels_a_person"]
        waiting = np.bincount(
            self.queue_house[self.queue_ready < day.start_at], minlength=len(houses)
        )
        self.temps = (waiting > told["temps_backlog"] * usual) | (day.phase in BUSY)
        share = told["weekend_share"] if day.weekday >= 5 else 1.0
        usual = usual * share * np.where(self.temps, told["temps"], 1.0) * day.logistics_open
        return np.asarray(day.effects.apply("capacity", usual, warehouse=houses), float)

    def _lacking(self) -> NDArray[np.bool_]:
        """Return which waiting orders lack stock, when served in the queue's order."""
        stock, sales = self.world.stock, self.world.sales
        if (stock.on_hand - stock.damaged >= stock.reserved).all() or not len(self.queue_order):
            return np.zeros(len(self.queue_order), np.bool_)
        lines = sales.lines_of(self.queue_order)
        count = sales.orders.get("_lines", self.queue_order)
        there = stock.pickable(sales.lines.get("_sku", lines), sales.lines.get("quantity", lines))
        order = np.repeat(np.arange(len(count)), count)
        lacks = np.bincount(order, ~there, len(count)) > 0
        self.queue_why = np.where(lacks, LACKING, self.queue_why)
        return np.asarray(lacks)

    def _held(self, day: Day) -> NDArray[np.bool_]:
        if not day.effects.of("hold"):
            return np.zeros(len(self.queue_order), np.bool_)
        dims = {"product": self.queue_product, "warehouse": self.queue_house}
        share = day.effects.apply("hold", 0.0, **dims)
        u = self.world.draws.uniform(self.draw("hold"), self.queue_key, day.index)
        return np.asarray(u < share)

    def _send(self, day: Day, sent: Array, shipped_at: Array) -> None:
        """Let parcels leave: the order is shipped, the stock goes down."""
        world, sales = self.world, self.world.sales
        told = {n: values[sent] for n, values in self.queue().items()}
        told["parcel"] = self.parcels.rows_of(told, told["why"] == LACKING)
        shipments, rows = world.frame("shipments"), told["parcel"]
        told["shipped_at"] = shipped_at
        told["weight_g"] = shipments.get("weight_g", rows)
        way = self.parcels.send(day, told, self.carrier_share)
        late = np.where(shipped_at > shipments.get("promised_ship_at", rows), PACKING, 0)
        late = np.where((late > 0) & (told["why"] > 0), told["why"], late)
        shipments.set(
            rows,
            carrier=self.parcels.carriers[way["carrier"]],
            shipped_at=shipped_at,
            picked_up_at=np.where(self._today(day, way), way["picked_up_at"], NULL),
            status=np.full(len(rows), world.texts.code("shipped"), np.int32),
            cost=way["cost"],
            is_damaged=way["is_damaged"],
            delay_reason=self._why[late],
        )
        lines = sales.lines_of(told["order"])
        world.stock.ship(sales.lines.get("_sku", lines), sales.lines.get("quantity", lines))
        sales.orders.set(
            told["order"],
            status=np.full(len(rows), sales.status(SHIPPED), np.int32),
            shipped_at=shipped_at,
            _stage=np.full(len(rows), SHIPPED),
        )
        self._book(day, told["order"], rows, way)

    def _today(self, day: Day, way: Fields) -> NDArray[np.bool_]:
        """Say which parcels the carrier collects before midnight."""
        return np.asarray(way["picked_up_at"] < day.start_at + DAY_S)

    def _book(self, day: Day, orders: Array, rows: Array, way: Fields) -> None:
        """Put the next steps of parcels down for their days."""
        agenda = self.world.agenda
        today = day.number
        seen = np.maximum(way["picked_up_at"] // DAY_S - today, 0) + day.index + 1
        agenda.put("parcel_picked", seen, parcel=rows)
        later = ~self._today(day, way)
        agenda.put("parcel_collected", seen[later] - 1, parcel=rows[later],
                   at=way["picked_up_at"][later])  # fmt: skip
        lost = way["lost"]
        due = day.index + np.maximum(way["delivered_at"] // DAY_S - today, 0)
        agenda.put("parcel", due[~lost], order=orders[~lost], parcel=rows[~lost],
                   at=way["delivered_at"][~lost])  # fmt: skip
        after = np.full(int(lost.sum()), day.index + self.constants["lost_after_days"])
        agenda.put("parcel_lost", after, order=orders[lost], parcel=rows[lost])

    def _overdue(self, day: Day) -> None:
        """Write the orders that still wait after the promise has passed."""
        promise = self.queue_paid_s + self.constants["promise_ship_hours"] * 3600
        late = np.flatnonzero((promise < day.start_at + DAY_S) & (self.queue_parcel < 0))
        if len(late):
            told = {name: values[late] for name, values in self.queue().items()}
            self.queue_parcel[late] = self.parcels.rows_of(told, told["why"] == LACKING)

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return `staff` and `carrier`; see `logistics_decisions`."""
        return {"staff": partial(staff, self), "carrier": partial(carrier, self)}
