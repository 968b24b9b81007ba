"""Who writes to the shop today, about what?

The unit is one contact: questions before buying (`service_questions`), then what buyers write about
their orders. Equations: a parcel on its way brings a question with chance a day: early, and once
the promised day has passed late + late per day x days; a refund asked for, an address, an invoice
with chances of their own; each times the day's effects on "topic". It refuses to know how fast
anybody is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.team.service_questions import NAMES, Contacts, Questions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]
    Fields = dict[str, Array]

WAITING, MOVING = ("waiting",), ("shipped", "in_transit")
MIX = np.uint64(0x9E3779B97F4A7C15)
"""Odd: spreads the contacts of one order over all keys."""
SPREAD = {"chase": np.uint64(100_000), "refund": np.uint64(200_000), "paid": np.uint64(300_000)}


class Asking:
    """Finds the day's contacts.

    Parameters
    ----------
    world : World
    told : dict
        Constants of service.toml.

    Attributes
    ----------
    topics : list of str
    """

    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.constants = world, told
        self.questions = Questions(world, told)
        self.topics = self.questions.topics
        reasons = {world.texts.code(name): t for name, t in told["reason"].items()}
        self._reason = {code: self.topics.index(topic) for code, topic in reasons.items()}
        self._status = {name: world.texts.code(name) for name in (*WAITING, *MOVING)}

    def today(self, day: Day, recent: int) -> Contacts:
        """Return everyone who writes today, in the order of sources.

        Parameters
        ----------
        recent : int
            First row of the frame "shipments" that may still be on its way.
        """
        parts = [
            self.questions.today(day),
            self._chasing(day, recent),
            self._refunds(day),
            self._paid(day),
        ]
        return Contacts(*(np.concatenate([part[name] for part in parts]) for name in NAMES))

    def _chasing(self, day: Day, recent: int) -> Fields:
        """People whose parcel is late, and a few who cannot wait."""
        told, frame = self.constants["chase"], self.world.frame("shipments")
        if "status" not in frame.columns:
            return self._nobody()
        rows = np.arange(max(recent, frame.first), frame.first + frame.size)
        status = frame.get("status", rows)
        waiting = status == self._status["waiting"]
        held = waiting | np.isin(status, [self._status[name] for name in MOVING])
        rows, waiting = rows[held], waiting[held]
        end = day.start_at + DAY_S // 2
        late_d = (end - frame.get("promised_delivery_at", rows)) / DAY_S
        share = np.where(late_d > 0, told["late"] + told["late_per_day"] * late_d, told["early"])
        overdue = end > frame.get("promised_ship_at", rows)
        share = np.where(waiting, np.where(overdue, told["unshipped"], 0.0), share)
        topic = np.where(waiting, self.topics.index("ship_when"), self.topics.index("where_parcel"))
        orders = frame.get("_order", rows)
        older = self.world.sales.orders.get("paid_at", orders) < day.start_at
        share = np.where(older, share, 0.0)  # nobody chases what was bought today
        return self._of_orders(day, "chase", orders, topic, np.minimum(share, told["most"]))

    def _refunds(self, day: Day) -> Fields:
        """People who asked for a refund today."""
        frame = self.world.frame("refunds")
        if "_order" not in frame.columns:
            return self._nobody()
        asked = frame.get("requested_at")
        held = np.flatnonzero((asked >= day.start_at) & (asked < day.start_at + DAY_S))
        rows = held + frame.first
        codes, inverse = np.unique(frame.get("reason_code", rows), return_inverse=True)
        usual = self.topics.index("refund")
        topic = np.array([self._reason.get(int(code), usual) for code in codes], np.int64)
        share = np.full(len(rows), self.constants["after"]["refund"])
        orders, first = np.unique(frame.get("_order", rows), return_index=True)
        since = frame.get("requested_at", rows)[first]
        return self._of_orders(day, "refund", orders, topic[inverse][first], share[first], since)

    def _paid(self, day: Day) -> Fields:
        """People who paid today and want another address, or an invoice."""
        told, rows = self.constants["after"], day.orders.row[day.orders.paid]
        both = np.concatenate([rows, rows])
        since = day.start_at + np.tile(day.orders.paid_second[day.orders.paid], 2)
        topic = np.repeat([self.topics.index("address"), self.topics.index("invoice")], len(rows))
        share = np.repeat([told["address"], told["invoice"]], len(rows))
        return self._of_orders(day, "paid", both, topic, share, since)

    def _of_orders(
        self,
        day: Day,
        source: str,
        rows: Array,
        topic: Array,
        share: Array,
        since: Array | None = None,
    ) -> Fields:
        """Let buyers write about their orders with a chance, after the time ``since``."""
        world, orders, lines = self.world, self.world.sales.orders, self.world.sales.lines
        key = orders.get("_key", rows) + (topic.astype(np.uint64) + SPREAD[source]) * MIX
        dims = {
            "topic": topic,
            "product": lines.get("_product", orders.get("_first_line", rows)),
            "channel": orders.get("_channel", rows),
            "region": orders.get("_region", rows),
        }
        share = day.effects.apply("topic", share, **dims)
        u = world.draws.uniforms(f"service.{source}", key, time=day.index)
        at = np.flatnonzero(u[0] < share)
        rows, customer = rows[at], orders.get("_customer", rows[at])
        first = orders.get("_first_line", rows)
        earliest = np.zeros(len(at)) if since is None else since[at] - day.start_at
        steps = np.concatenate([[0.0], np.cumsum(day.hour_share)])
        hour = np.interp(u[1][at] * steps[-1], steps, np.arange(len(steps)) * 1.0)
        return {
            "key": key[at] + np.full(len(at), day.index, np.uint64) * MIX,
            "second": _after(np.minimum(hour * 3600, DAY_S - 60), earliest, u[2][at]),
            "topic": topic[at],
            "product": dims["product"][at],
            "sku": lines.get("_sku", first),
            "region": dims["region"][at],
            "channel": dims["channel"][at],
            "customer": customer,
            "person": world.customers.frame.get("_person", customer),
            "order": rows,
            "visit": np.full(len(at), -1),
        }

    def _nobody(self) -> Fields:
        none = np.zeros(0, np.int64)
        return {name: none.astype(np.uint64) if name in ("key", "person") else none
                for name in NAMES}  # fmt: skip


def _after(second: Array, earliest: Array, uniform: Array) -> Array:
    """Move those who would write too early into the hour after what they write about."""
    left = np.minimum(DAY_S - 1 - earliest, 3600)
    return np.where(second > earliest, second, earliest + uniform * left).astype(np.int64)
