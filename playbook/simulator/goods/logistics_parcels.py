"""Which carrier takes a parcel, how long is it on the way, what does it cost?

The unit is one parcel; an order travels in one. Equations:

* carrier ~ shares of the region (base share x exp(0.5 z(carrier, region))), or the decided one
* collected at the next collection x effects on "pickup"; 3 % are missed until the next day
* days on the way = median of the zone x speed of the carrier x exp(sigma z) x (1 + c x share of
  carriers closed) x effects on "transit"; handed over between 8 and 21 o'clock

Every time is drawn when the parcel leaves and is final. This module refuses to change orders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.goods.logistics_queue import by_day, next_collection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]
    Fields = dict[str, Array]


class Parcels:
    """Facts of carriers and ways.

    Attributes
    ----------
    carriers : int32 array, shape (4,)
        Text codes.
    zone : int array, shape (warehouses, regions)
        Distance zone.
    share : array, shape (regions, carriers)
        Chance of each carrier before decisions.
    """

    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.constants = world, told
        makers = told["carriers"]
        self.carriers = np.array([world.say(m["en"], m["zh"]) for m in makers], np.int32)
        self.speed = np.array([m["speed"] for m in makers])
        regions, count = world.people.regions, len(makers)
        z = world.draws.normal("logistics.share", np.arange(regions * count)).reshape(regions, -1)
        share = np.array([m["share"] for m in makers]) * np.exp(0.5 * z)
        self.share = share / share.sum(axis=1, keepdims=True)
        self.zone = self._zones()
        product = np.arange(world.catalogue.products)
        u = world.draws.normal("logistics.weight", product)
        self.unit_g = told["cost"]["unit_g"] * np.exp(told["cost"]["unit_sigma"] * u)
        self.median_days = np.array(told["zone_days"])
        self._routes: dict[tuple[int, int], int] = {}

    def _zones(self) -> NDArray[np.int64]:
        people, houses = self.world.people, self.world.profile.section("stock")["warehouses"]
        zone = np.tile(np.asarray(people.region_zone, np.int64), (len(houses), 1))
        for row, house in zip(zone, houses, strict=True):
            for region, value in house.get("zones", {}).items():
                if region in people.region_ids:
                    row[people.region_ids.index(region)] = value
        return zone

    def send(self, day: Day, told: Fields, share: Array) -> Fields:
        """Return what happens to parcels that leave.

        Parameters
        ----------
        told : dict of arrays, shape (n,)
            ``key``, ``region``, ``house``, ``shipped_at``, ``paid_s``, ``units``, ``weight_g``.
        share : array, shape (regions, carriers)
            Chance of each carrier today.
        """
        key, region, house = told["key"], told["region"], told["house"]
        u = self.world.draws.uniforms("logistics.way", key)
        v = self.world.draws.uniforms("logistics.luck", key)
        steps = np.cumsum(share, axis=1)[region]
        carrier = np.minimum((u[0][:, None] > steps).sum(axis=1), len(self.carriers) - 1)
        dims = {"carrier": carrier, "region": region, "warehouse": house}
        picked = self._collected(day, told["shipped_at"], u[1], dims)
        zone = self.zone[house, region]
        slow = 1 + self.constants["closed_slow"] * (1 - day.logistics_open)
        sigma = self.constants["transit_sigma"]
        days = self.median_days[zone] * self.speed[carrier] * slow
        days = day.effects.apply("transit", days * np.exp(sigma * chance.normal(u[2])), **dims)
        delivered = by_day(picked + (days * DAY_S).astype(np.int64))
        damaged = self.constants["damaged_share"] * np.ones(len(key))
        return {
            "carrier": carrier,
            "zone": zone,
            "picked_up_at": picked,
            "delivered_at": np.maximum(delivered, picked + 3600),
            "lost": v[0] < day.effects.apply("lost", self.constants["lost_share"], **dims),
            "is_damaged": v[1] < day.effects.apply("damage", damaged, **dims),
            "cost": self._cost(told["weight_g"], zone),
        }

    def promised(self, paid_s: Array, zone: Array) -> NDArray[np.int64]:
        """Return when delivery was promised: the end of a day, by the zone."""
        told = self.constants
        days = told["promise_days"] + told["promise_zone"] * self.median_days[zone]
        at = (paid_s + days * DAY_S).astype(np.int64)
        return np.asarray(at - at % DAY_S + DAY_S - 1)

    def route(self, house: Array, region: Array) -> NDArray[np.int32]:
        """Return text codes of the ways from warehouses to regions."""
        pairs, inverse = np.unique(house * 1000 + region, return_inverse=True)
        return np.array([self._route(*divmod(int(p), 1000)) for p in pairs], np.int32)[inverse]

    def _route(self, house: int, region: int) -> int:
        if (house, region) not in self._routes:
            values, stock = self.world.texts.values, self.world.stock
            start = values[stock.warehouse_text[house]]
            end = values[self.world.people.region_text[region]]
            self._routes[house, region] = self.world.texts.code(f"{start} – {end}")
        return self._routes[house, region]

    def _collected(self, day: Day, shipped: Array, u: Array, dims: Fields) -> NDArray[np.int64]:
        hours = self.constants["collect_hours"]
        usual = next_collection(shipped, hours) + (u * 1500).astype(np.int64)
        missed = usual + (u < self.constants["missed_share"]) * DAY_S
        gap = day.effects.apply("pickup", (missed - shipped).astype(float), **dims)
        return np.asarray(shipped + gap, np.int64)

    def _cost(self, weight_g: Array, zone: Array) -> NDArray[np.int64]:
        told = self.constants["cost"]
        more = np.maximum(np.ceil(weight_g / 1000) - 1, 0)
        first, further = np.array(told["first_kg"]), np.array(told["more_kg"])
        return np.asarray(first[zone] + more * further[zone], np.int64)

    def rows_of(self, told: Fields, lacking: Array) -> NDArray[np.int64]:
        """Return the rows of orders in the frame "shipments", written where they are not yet.

        Parameters
        ----------
        told : dict of arrays, shape (n,)
            ``order``, ``parcel`` (row, -1 when not written), ``house``, ``region``, ``paid_s``.
        lacking : bool array, shape (n,)
            Had to wait for stock.
        """
        rows = np.array(told["parcel"])
        fresh = np.flatnonzero(rows < 0)
        if len(fresh) or "order_id" not in self.world.frame("shipments").columns:
            part = {name: values[fresh] for name, values in told.items()}
            rows[fresh] = self._append(part, lacking[fresh])
        return rows

    def _append(self, told: Fields, lacking: Array) -> NDArray[np.int64]:
        """Write parcels that wait."""
        world, orders, count = self.world, told["order"], len(told["order"])
        size = world.sales.orders.get("_lines", orders)
        units, weight = self._contents(orders, size)
        nothing, code = np.full(count, NULL), np.full(count, -1, np.int32)
        zone = self.zone[told["house"], told["region"]]
        return world.frame("shipments").append(
            order_id=world.sales.orders.get("order_id", orders),
            warehouse=world.stock.warehouse_text[told["house"]],
            carrier=code,
            route=self.route(told["house"], told["region"]),
            region=world.people.region_text[told["region"]],
            promised_ship_at=told["paid_s"] + self.constants["promise_ship_hours"] * 3600,
            shipped_at=nothing,
            picked_up_at=nothing,
            promised_delivery_at=self.promised(told["paid_s"], zone),
            delivered_at=nothing,
            status=np.full(count, world.texts.code("waiting"), np.int32),
            sku_count=size,
            units=units,
            backordered_units=np.where(lacking, units, 0),
            weight_g=weight,
            cost=nothing,
            is_damaged=np.full(count, -1, np.int8),
            delay_reason=code,
            _order=orders,
        )

    def _contents(self, orders: Array, size: Array) -> tuple[NDArray[np.int64], Array]:
        """Return the units in orders and their weight in grams."""
        lines = self.world.sales.lines_of(orders)
        table = self.world.sales.lines
        order = np.repeat(np.arange(len(orders)), size)
        units = table.get("quantity", lines)
        weight = units * self.unit_g[table.get("_product", lines)]
        total = np.bincount(order, units, len(orders)).astype(np.int64)
        return total, np.round(np.bincount(order, weight, len(orders)))
