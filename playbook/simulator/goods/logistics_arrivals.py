"""Which parcels are signed for today, and which orders does that complete?

The unit is one parcel. Times were drawn when it left; here they come true. Buyers confirm receipt
themselves after some days (exponential), or the platform does it for them. This module refuses to
complete an order that was closed before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]

SHIPPED, COMPLETED = 2, 3


@dataclass
class Arrived:
    """Parcels signed for today, one a row."""

    order: Array  # rows in the frame "orders"
    parcel: Array  # rows in the frame "shipments"
    at: Array  # seconds since 1970
    late_h: Array  # hours after the promised delivery, negative when early
    damaged: Array

    def __len__(self) -> int:
        return len(self.order)


def nobody() -> Arrived:
    """Return the arrivals of a day without any."""
    none, no = np.zeros(0, np.int64), np.zeros(0)
    return Arrived(none, none, none, no, no.astype(bool))


class Signing:
    """Lets parcels arrive."""

    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.constants = world, told
        self._carrier_was_late = world.texts.code("carrier")

    def on_the_way(self, day: Day) -> Array:
        """Mark what carriers have collected, and what is lost; return the orders lost."""
        collected = self.world.agenda.take("parcel_collected", day.index)
        if collected:
            frame = self.world.frame("shipments")
            frame.set(collected["parcel"], picked_up_at=collected["at"])
        rows = self.world.agenda.take("parcel_picked", day.index).get("parcel")
        if rows is not None:
            self._mark(rows[self._is(rows, "shipped")], "in_transit")
        lost = self.world.agenda.take("parcel_lost", day.index)
        if lost:
            self._mark(lost["parcel"], "lost")
        return lost.get("order", np.zeros(0, np.int64))

    def _is(self, rows: Array, status: str) -> NDArray[np.bool_]:
        codes = self.world.frame("shipments").get("status", rows)
        return np.asarray(codes == self.world.texts.code(status))

    def _mark(self, rows: Array, status: str) -> None:
        code = np.full(len(rows), self.world.texts.code(status), np.int32)
        self.world.frame("shipments").set(rows, status=code)

    def arrive(self, day: Day) -> Arrived:
        """Let the parcels whose hour has come be signed for."""
        told = self.world.agenda.take("parcel", day.index)
        if not told:
            return nobody()
        frame, rows, at = self.world.frame("shipments"), told["parcel"], told["at"]
        late_s = at - frame.get("promised_delivery_at", rows)
        why = frame.get("delay_reason", rows)
        why = np.where((late_s > 0) & (why < 0), self._carrier_was_late, why).astype(np.int32)
        code = np.full(len(rows), self.world.texts.code("delivered"), np.int32)
        frame.set(rows, delivered_at=at, status=code, delay_reason=why)
        damaged = frame.get("is_damaged", rows) == 1
        arrived = Arrived(told["order"], rows, at, late_s / 3600, damaged)
        self._book_confirming(day, arrived)
        return arrived

    def _book_confirming(self, day: Day, arrived: Arrived) -> None:
        told, key = self.constants, self.world.sales.orders.get("_key", arrived.order)
        u = self.world.draws.uniforms("logistics.confirm", key)
        own = np.minimum(chance.exponential(u[1], told["confirm_days"]), told["auto_confirm_days"])
        days = np.where(u[0] < told["confirm_share"], own, told["auto_confirm_days"])
        at = arrived.at + (days * DAY_S).astype(np.int64) + 60
        due = day.index + np.maximum(at // DAY_S - day.number, 1)
        self.world.agenda.put("confirm", due, order=arrived.order, at=at)

    def confirm(self, day: Day) -> None:
        """Complete the orders whose receipt was confirmed and that were not closed before."""
        told = self.world.agenda.take("confirm", day.index)
        if not told:
            return
        sales = self.world.sales
        still = sales.orders.get("_stage", told["order"]) == SHIPPED
        rows = told["order"][still]
        at = np.clip(told["at"][still], day.start_at, day.start_at + DAY_S - 1)
        sales.orders.set(
            rows,
            status=np.full(len(rows), sales.status(COMPLETED), np.int32),
            completed_at=at,
            _stage=np.full(len(rows), COMPLETED),
        )
