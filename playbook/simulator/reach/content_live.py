"""Which live sessions are on today, and what do they bring?

The unit is one session: one host on one day. Regular hosts follow the week, guests come every so
many days or when they are booked. A session brings its visits while it is on, to the products it
shows. This module refuses to change prices: a session's offer is a promotion.

Equations: visits of a session = level x share of the live channel x pull x lognormal(0.2), over its
products by appeal^0.5; pull is 0 on days off. Targets: live(host) acts on pull (scale, add or set).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.draws import normal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

HOURS = 24


class Hosts:
    """The hosts that the shop works with; arrays have shape (hosts,)."""

    def __init__(self, told: dict[str, Any], world: World) -> None:
        rows = list(told["hosts"].values())
        self.told = told
        self.names = list(told["hosts"])
        self.text = np.array([world.say(row["en"], row["zh"]) for row in rows], np.int32)
        self.pull = np.array([float(row["pull"]) for row in rows])
        self.start = np.array([float(row["start"]) for row in rows])
        self.hours = np.array([float(row["hours"]) for row in rows])
        self.commission = np.array([float(row["commission"]) for row in rows])
        self.fee = np.array([int(row["fee_cents"]) for row in rows])
        self.every = np.array([int(row["every"]) for row in rows])
        self.weekdays = [set(row["weekdays"]) for row in rows]

    def today(self, day: Day, booked: list[list[float]]) -> Floats:
        """Return each host's pull today, 0 without a session.

        Parameters
        ----------
        booked : list of [day index, host, pull]
            Sessions that were decided.
        """
        weekly = np.array([day.weekday in days for days in self.weekdays])
        # Guests keep their turn from the middle of it, so the first day has no guest.
        turn = np.maximum(self.every, 1)
        guest = (self.every > 0) & (day.index % turn == turn // 2)
        pull = np.where(weekly | guest, self.pull, 0.0)
        for index, host, decided in booked:
            if int(index) == day.index:
                pull[int(host)] = max(pull[int(host)], decided)
        result: Floats = day.effects.apply("live", pull, host=np.arange(len(pull)))
        return result

    def sessions(self, world: World, day: Day) -> tuple[Floats, Floats]:
        """Return how each host's session is shared by products, and how well it does.

        Returns
        -------
        share : array, shape (hosts, P)
        luck : array, shape (hosts,), 1 on average
        """
        catalogue, sd = world.catalogue, float(self.told["session_sd"])
        pull = np.where(day.on_shelf, catalogue.appeal * day.life, 0.0)
        cells = np.arange(len(self.pull) * len(pull))
        u = world.draws.uniforms("content.session", cells, time=day.index)
        # The session shows those that come first in a draw in proportion to their pull.
        waited = -np.log(u[0]).reshape(len(self.pull), len(pull))
        turn = np.where(pull > 0, waited / np.maximum(pull, 1e-12), np.inf)
        wanted = min(int(self.told["session_products"]), len(pull))
        last = np.partition(turn, wanted - 1, axis=1)[:, wanted - 1 : wanted]
        weights = np.where((turn <= last) & np.isfinite(turn), np.sqrt(pull), 0.0)
        total = weights.sum(axis=1, keepdims=True)
        luck = np.exp(sd * normal(u[1][:: len(pull)]) - sd * sd / 2)
        return weights / np.maximum(total, 1e-12), luck

    def hour_share(self, pull: Floats) -> Floats:
        """Return the share of the day's live visits in each hour; flat when nothing is on."""
        night = float(self.told["night_share"])
        if pull.sum() <= 0:
            return np.full(HOURS, 1 / HOURS)
        edges = np.arange(HOURS)
        end = self.start + self.hours
        on = np.clip(
            np.minimum(end[:, None], edges + 1) - np.maximum(self.start[:, None], edges), 0, 1
        )
        weights = (pull / self.hours)[:, None] * on
        share: Floats = (1 - night) * weights.sum(axis=0) / weights.sum() + night / HOURS
        return share
