"""Which backups ran, and were they ever tried?

Writes `backups`: one row a run. Sizes grow with the orders taken. A restore is tried every month,
and each row says when that was last and how it went. This module refuses to call a backup good
because it ran: whether it can be restored stands apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]

EVERY_DAY = -1
RESTORE_AT_S = 15 * 3600


class Backups(Piece):
    """Runs the backup jobs.

    Attributes
    ----------
    orders : int
        Orders taken so far.
    tested_at, tested_well : int arrays, shape (jobs,)
        The last restore of each job: when, and 1 or 0; null before the first.
    """

    name = "backups"
    state = ("orders", "tested_at", "tested_well")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        told = world.profile.section("system")
        self.jobs, self.restore_told = list(told["backups"].values()), told["restore"]
        self.text = np.array([world.say(job["en"], job["zh"]) for job in self.jobs], np.int32)
        self.kind = world.texts.codes(job["kind"] for job in self.jobs)
        self.place = world.say(self.restore_told["en"], self.restore_told["zh"])
        self.at = np.array([round(float(job["at"]) * 3600) for job in self.jobs])
        self.weekday = np.array([int(job["weekday"]) for job in self.jobs])
        self.minutes = np.array([float(job["minutes"]) for job in self.jobs])
        self.bytes = np.array([float(job["bytes"]) for job in self.jobs])
        self.per_order = np.array([float(job["per_order"]) for job in self.jobs])
        self.fails = np.array([float(job["fails"]) for job in self.jobs])
        self.orders = 0
        self.tested_at = np.full(len(self.jobs), NULL)
        self.tested_well = np.full(len(self.jobs), NULL)

    def record(self, day: Day) -> None:
        """Write the runs of last night; try a restore when its turn has come."""
        count = len(self.jobs)
        u = self.world.draws.uniforms(self.draw("run"), np.arange(2 * count), time=day.index)
        due = np.flatnonzero((self.weekday == EVERY_DAY) | (self.weekday == day.weekday))
        daily = self.weekday[due] == EVERY_DAY
        grown = self.per_order[due] * np.where(daily, len(day.orders), self.orders)
        size = (self.bytes[due] + grown) * (0.97 + 0.06 * u[1][due])
        start = day.start_at + self.at[due] + (u[2][due] * 90).astype(np.int64)
        took = self.minutes[due] * 60 * size / self.bytes[due] * (0.9 + 0.2 * u[3][due])
        well = u[0][due] >= self.fails[due]
        tested = self.tested_well[due]
        self.world.frame("backups").append(
            job=self.text[due],
            kind=self.kind[due],
            started_at=start,
            finished_at=np.where(well, start + took.astype(np.int64), NULL),
            succeeded=well,
            bytes=np.where(well, size, size * u[0][due] * 20).astype(np.int64),
            location=np.full(len(due), self.place, np.int32),
            restore_tested_at=self.tested_at[due],
            restore_succeeded=np.where(tested == NULL, -1, tested).astype(np.int8),
        )
        self.orders += int(day.orders.fresh.sum())
        self._restore(day, u[0][count:])

    def _restore(self, day: Day, u: Floats) -> None:
        every = int(self.restore_told["every_days"])
        number = np.arange(len(self.jobs))
        # The jobs take turns, so that a month holds one restore of each.
        turn = day.index % every == (number * 9 + 4) % every
        well = (u >= float(self.restore_told["fails"])).astype(np.int64)
        self.tested_at = np.where(turn, day.start_at + RESTORE_AT_S, self.tested_at)
        self.tested_well = np.where(turn, well, self.tested_well)
