"""What does the platform think of the shop, looking back on 90 days?

The unit is one score on one day. Equation: score = sum over the last 90 days of stars / number of
things scored. Description takes the stars of reviews, and five for a share of the parcels about
which nobody says anything; logistics 4.9 for a parcel in time and 3.3 for a late one; service the
ratings of cases and a mark for the seconds to the first answer (4.9 - 0.35 x log2(seconds / usual)
above the usual). Days before the first are filled with a usual score. So it moves slowly, weeks
after the cause. It refuses to judge by today alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]

PARTS = ("description", "service", "logistics")
DESCRIPTION, SERVICE, LOGISTICS = range(3)
BEST = 4.9


class Scores(Piece):
    """Writes `store_scores`.

    Attributes
    ----------
    stars, count : arrays, shape (90, 3)
        Stars and number of things scored on each of the last days, by part; the newest last.
    """

    name = "scores"
    state = ("stars", "count")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        finance = world.profile.section("finance")
        self.constants: dict[str, Any] = finance["scores"]
        self._usual_s = world.profile.section("service")["usual_reply_s"]
        orders = world.orders_per_day
        usual = np.maximum(np.array([0.25, 0.2, 0.95]) * orders, 1.0)
        self.count: Floats = np.tile(usual, (int(self.constants["days"]), 1))
        self.stars: Floats = self.count * np.array(self.constants["start"])
        self._dimension = world.texts.codes(("overall", *PARTS))

    def record(self, day: Day) -> None:
        """Add the day, drop the oldest, write the scores."""
        today = [self._description(day), self._service(), self._logistics()]
        self.stars = np.concatenate([self.stars[1:], [[stars for stars, _n in today]]])
        self.count = np.concatenate([self.count[1:], [[n for _stars, n in today]]])
        parts = self.stars.sum(axis=0) / np.maximum(self.count.sum(axis=0), 1e-9)
        # Where nothing was scored for 90 days the platform shows what it showed at the start.
        parts = np.where(self.count.sum(axis=0) > 0, parts, self.constants["start"])
        self._write(day, np.round(np.array([parts.mean(), *parts]), 3))

    def _write(self, day: Day, scores: Floats) -> None:
        count, told = len(scores), self.constants
        market = np.array(told["market"])
        z = self.world.draws.normal("scores.market", np.arange(count), day.index // 7)
        market = np.array([market.mean(), *market]) + told["market_sd"] * z
        self.world.frame("store_scores").append(
            date=np.full(count, day.number),
            dimension=self._dimension,
            score=scores,
            market_score=np.round(market, 3),
            window_days=np.full(count, int(told["days"])),
        )

    def _description(self, day: Day) -> tuple[float, float]:
        """Return stars and number of today's reviews; who says nothing counts as content."""
        frame = self.world.frame("reviews")
        silent = self.constants["silent"] * len(self.world.logistics.arrived)
        if not len(frame):
            return 5.0 * silent, silent
        at, stars = frame.get("created_at"), frame.get("stars")
        held = (at >= day.start_at) & (at < day.start_at + DAY_S) & (stars > 0)
        return float(stars[held].sum()) + 5.0 * silent, float(held.sum()) + silent

    def _logistics(self) -> tuple[float, float]:
        late = self.world.logistics.arrived.late_h
        told = self.constants
        stars = np.where(late > 0, told["late_stars"], told["in_time_stars"])
        return float(stars.sum()), float(len(late))

    def _service(self) -> tuple[float, float]:
        """Return the ratings of cases, and a mark for each chat by how fast it was answered."""
        served, tickets = self.world.service.served, self.world.tickets
        chats = float((served.by_chat & served.open).sum()) if served is not None else 0.0
        slow = max(np.log2(max(self.world.service.reply_s, 1.0) / self._usual_s), 0.0)
        mark = float(np.clip(BEST - self.constants["slow_power"] * slow, 1.0, 5.0))
        weight = 0.1 * chats
        return tickets.csat_sum + mark * weight, tickets.csat_count + weight
