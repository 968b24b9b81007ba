"""What does the monitoring see of the day?

Writes `system_health`: every component by the hour, and the product page by region, device,
version and provider in longer intervals. Calls follow what people really did; a payment call fails
where the payment was made to fail. This module refuses to average a p95: each row states its own.

Equations: p95 = base x the hour's slowness x the slice's factor; failed calls ~ Poisson(calls x
failure rate) plus those that an outage of a slice swallows; good minutes = minutes x (1 - share of
people out).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.draws import poisson
from playbook.simulator.core.piece import Piece
from playbook.simulator.reach.system import HOUR_S, HOURS, hours_of
from playbook.simulator.reach.system_slices import Slices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SYNCS_AN_HOUR = 60
NOTICED = 0.05
"""Share of failing calls from which minutes count as bad."""


class Watch(Piece):
    """Writes what the monitoring sees; stands after the flow."""

    name = "watch"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        told = self.told = world.system.told
        rows = list(told["components"].values())
        gate, people = told["gateway"], world.people
        methods = [world.texts.values[int(code)] for code in people.method_text]
        names = [world.say(row["en"], row["zh"]) for row in rows]
        names += [
            world.say(gate["en"].format(method=m), gate["zh"].format(method=m)) for m in methods
        ]
        every = rows + [gate] * len(methods)
        self.counts = [row["calls"] for row in rows]
        self.methods = len(methods)
        self.component = np.array(names, np.int32)
        self.kind = world.texts.codes(row["kind"] for row in every)
        self.base_ms = np.array([float(row["base_ms"]) for row in every])
        self.failure = np.array([float(row["failure"]) for row in every])
        self.sync = self.counts.index("syncs")
        self.slices = Slices(world, self.component[0], self.kind[0])

    def record(self, day: Day) -> None:
        """Write the day's rows."""
        calls = self._calls(day)
        shape = calls.shape
        cells = np.arange(calls.size)
        u = self.world.draws.uniforms(self.draw("noise"), cells, time=day.index)
        failed = self._failed(day, calls, u[1])
        slow = self.world.system.slow * self.world.system.whole(day.effects.of("latency"))
        p95 = self.base_ms[:, None] * slow * (0.93 + 0.14 * u[0].reshape(shape))
        lost = self._lost(day, calls, failed)
        lag = np.full(shape, np.nan)
        lag[self.sync] = self._lag(day)
        count = calls.size
        self.world.frame("system_health").append(
            checked_at=np.tile(day.start_at + np.arange(HOURS) * HOUR_S, shape[0]),
            component=np.repeat(self.component, HOURS),
            kind=np.repeat(self.kind, HOURS),
            **{name: np.full(count, -1, np.int32) for name in self.slices.named},
            up=(lost < 0.5).ravel(),
            minutes=np.full(count, 60.0),
            good_minutes=np.round(60.0 * (1 - lost), 1).ravel(),
            calls=calls.ravel(),
            failed_calls=failed.ravel(),
            p50_ms=np.rint(p95 * float(self.told["median_share"])).ravel(),
            p75_ms=np.rint(p95 * float(self.told["p75_share"])).ravel(),
            p95_ms=np.rint(p95).ravel(),
            load=np.round(np.tile(self.world.system.load, shape[0]), 3),
            lag_s=lag.ravel(),
        )
        self.slices.write(day)

    def _lost(self, day: Day, calls: Ints, failed: Ints) -> Floats:
        """Return the share of each hour that counts as bad: people out, or many calls failing."""
        failing = np.where(failed >= 3, failed / np.maximum(calls, 1), 0.0)
        failing = np.where(failing > NOTICED, failing, 0.0)
        out = self._out(day)
        lost: Floats = np.where(out > 0, out, failing)
        return lost

    def _calls(self, day: Day) -> Ints:
        """Count calls by component and hour, shape (components, 24)."""
        visits, orders = day.visits, day.orders
        hour = visits.second // HOUR_S
        fresh = np.flatnonzero(orders.fresh)
        placed = np.bincount(orders.second[fresh] // HOUR_S, minlength=HOURS)
        counts = {
            "views": np.bincount(hour, visits.views, HOURS),
            "searches": np.bincount(hour, minlength=HOURS) // 3,
            "carts": np.bincount(hour[visits.carted], minlength=HOURS),
            "checkouts": np.bincount(hour[visits.checkout], minlength=HOURS) * 2,
            "orders": placed * 3,
            "syncs": np.full(HOURS, SYNCS_AN_HOUR),
        }
        slot = orders.method[fresh] * HOURS + orders.second[fresh] // HOUR_S
        paying = np.bincount(slot, minlength=self.methods * HOURS).reshape(-1, HOURS)
        rows = [counts[name].astype(np.int64) for name in self.counts]
        return np.concatenate([np.array(rows), paying])

    def _failed(self, day: Day, calls: Ints, u: Floats) -> Ints:
        """Count failed calls; payment calls fail as the payments themselves did."""
        failed = poisson(u, (calls * self.failure[:, None]).ravel()).reshape(calls.shape)
        if day.effects.of("pay"):
            failed[-self.methods :] += self._unpaid(day)
        out = self._out(day)
        swallowed = np.where(out < 1, calls * out / np.maximum(1 - out, 0.01), 0.0)
        failed = failed + np.rint(swallowed).astype(np.int64)
        calls += np.rint(swallowed).astype(np.int64)
        result: Ints = np.minimum(failed, calls)
        return result

    def _unpaid(self, day: Day) -> Ints:
        """Count first payments that today's effects on "pay" made fail, by method and hour."""
        orders, visits = day.orders, day.visits
        at = np.flatnonzero(orders.fresh)
        dims = {
            "method": orders.method[at],
            "second": orders.second[at],
            "region": orders.region[at],
            "device": visits.device[orders.visit[at]],
        }
        works = day.effects.apply("pay", np.ones(len(at)), **dims)
        fails = self.world.draws.uniform(self.draw("pay"), orders.key[at]) >= works
        slot = (orders.method[at] * HOURS + orders.second[at] // HOUR_S)[fails]
        found: Ints = np.bincount(slot, minlength=self.methods * HOURS).reshape(-1, HOURS)
        return found

    def _out(self, day: Day) -> Floats:
        """Return the share of people who reach nothing, by hour."""
        out = np.zeros(HOURS)
        for effect in day.effects.of("down"):
            share = self.world.system.share_of(effect)
            out = out + share * (1 - min(effect.factor, 1.0)) * hours_of(effect)
        result: Floats = np.minimum(out, 1.0)
        return result

    def _lag(self, day: Day) -> Floats:
        """Return how many seconds the stock on the page is behind, by hour."""
        lag: Floats = float(self.told["sync_lag_s"]) * self.world.system.slow
        stock = self.world.stock
        stuck = np.flatnonzero(~stock.synced)
        if len(stuck):
            since = int(stock.page_at[stuck].min())
            lag = lag + day.start_at + np.arange(HOURS) * HOUR_S - min(since, day.start_at)
        return lag
