"""Through which hands does an order, a return, a complaint or a new product go?

The unit is one step of one run. Start and end of a run are real events: paid and sent, refund asked
for and closed, case opened and solved, sample and shelf. Equations: minutes of a step = median x
exp(sigma z), an error makes the step come again; what is left of the run's time is waiting, shared
over the steps by weights, jittered. A run is written on the day it ends. It refuses to delay
anything: it describes delays that have happened.

Targets: "mistakes" (process: place in processes.toml, step) scales the chance of an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.ids import numbers
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]
    Runs = tuple[Array, Array, Array]  # key, start and end in seconds since 1970

MOST_WORK = 0.8
"""Work fills at most this share of a run's time."""
RETURN = "return"
MIX = np.uint64(0xBF58476D1CE4E5B9)
"""Odd: keys begin with the day, and a sample must not take the same day's only."""


class Processes(Piece):
    """Writes `process_steps`."""

    name = "processes"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("processes")
        self.kinds: dict[str, dict[str, Any]] = self.constants["process"]
        self._notes = {name: world.say(*pair) for name, pair in self.constants["notes"].items()}
        self._return = world.texts.code(RETURN)

    def record(self, day: Day) -> None:
        """Write the runs that ended today."""
        ended = {
            "order": self._orders,
            "return": self._returns,
            "complaint": self._complaints,
            "listing": self._listings,
        }
        for number, (name, kind) in enumerate(self.kinds.items()):
            key, start, end = ended[name](day)
            chosen = np.argsort(key, kind="stable")[: int(kind["sample"])]
            chosen = chosen[(end > start)[chosen]]
            if len(chosen):
                self._write(day, number, kind, (key[chosen], start[chosen], end[chosen]))

    # What ended today.

    def _orders(self, day: Day) -> Runs:
        orders = self.world.sales.orders
        sent = orders.get("shipped_at")
        rows = np.flatnonzero((sent >= day.start_at) & (sent < day.start_at + DAY_S)) + orders.first
        key, start = orders.get("_key", rows), orders.get("_paid_s", rows)
        return self._mixed(key), start, orders.get("shipped_at", rows)

    def _returns(self, day: Day) -> Runs:
        frame = self.world.frame("refunds")
        if "closed_at" not in frame.columns:
            return self._none()
        closed = frame.get("closed_at")
        held = (closed >= day.start_at) & (closed < day.start_at + DAY_S)
        held &= frame.get("type") == self._return
        rows = np.flatnonzero(held) + frame.first
        key = frame.get("refund_id", rows).astype(np.uint64)
        return self._mixed(key), frame.get("requested_at", rows), frame.get("closed_at", rows)

    def _complaints(self, _day: Day) -> Runs:
        tickets = self.world.tickets
        rows = tickets.solved
        if not len(rows):
            return self._none()
        rows = rows[tickets.frame.get("is_complaint", rows) == 1]
        start, end = (tickets.frame.get(name, rows) for name in ("opened_at", "resolved_at"))
        return self._mixed(tickets.frame.get("_key", rows)), start, end

    def _listings(self, day: Day) -> Runs:
        new = np.flatnonzero(self.world.catalogue.listed == day.index)
        key = self.world.draws.hash("processes.listing", new, day.index)
        z = self.world.draws.normal("processes.days", new, day.index)
        end = np.full(len(new), day.start_at + 10 * 3600)
        days = float(self.kinds["listing"]["days"]) * np.exp(0.3 * z)
        return key, end - (days * DAY_S).astype(np.int64), end

    def _mixed(self, key: Array) -> NDArray[np.uint64]:
        mixed = key * MIX
        return np.asarray(mixed ^ (mixed >> np.uint64(31)))

    def _none(self) -> Runs:
        none = np.zeros(0, np.int64)
        return none.astype(np.uint64), none, none

    # How it went.

    def _write(self, day: Day, number: int, kind: dict[str, Any], runs: Runs) -> None:
        key, start, end = runs
        steps = kind["step"]
        u = self._grid(key, 2 * len(steps))
        wrong = self._errors(day, number, kind, u[0][:, ::2])
        # A step lies in two columns: done, and done again.
        held = np.repeat(np.ones_like(wrong), 2, axis=1)
        held[:, 1::2] = wrong
        work, wait = self._times(steps, u, (end - start) / 60.0, held)
        length = ((work + wait) * 60).cumsum(axis=1)
        ended = start[:, None] + length
        began = ended - work * 60
        run, column = np.nonzero(held)
        step, again = column // 2, column % 2 == 1
        error = wrong[run, step] & ~again
        minutes = np.round(wait[run, column], 1)
        note = np.where(error, self._notes["wrong"], np.where(again, self._notes["again"], -1))
        note = np.where((note < 0) & (minutes > 600), self._notes["late"], note)
        say, office = self.world.say, self.world.office
        names = np.array([say(*one["name"]) for one in steps], np.int32)
        roles = np.array([office.person(one["role"]) for one in steps], np.int32)
        self.world.frame("process_steps").append(
            run_id=numbers(day.number, key ^ np.uint64(number + 1))[run],
            step_no=held.cumsum(axis=1)[run, column],
            process=np.full(len(run), say(*kind["name"]), np.int32),
            step=names[step],
            role=roles[step],
            started_at=began[run, column].astype(np.int64),
            ended_at=ended[run, column].astype(np.int64),
            waited_minutes=minutes,
            had_error=error,
            is_rework=again,
            note=note.astype(np.int32),
        )

    def _errors(self, day: Day, number: int, kind: dict[str, Any], u: Array) -> NDArray[np.bool_]:
        count = len(kind["step"])
        share = np.array([one["error"] for one in kind["step"]])
        dims = {"process": np.full(count, number), "step": np.arange(count)}
        share = day.effects.apply("mistakes", share, **dims)
        return np.asarray(u < share)

    def _times(
        self, steps: list[dict[str, Any]], u: list[Array], minutes: Array, held: Array
    ) -> tuple[Array, Array]:
        """Return minutes of work and of waiting before it, shape (runs, 2 x steps)."""
        median = np.repeat([float(one["minutes"]) for one in steps], 2)
        weight = np.repeat([float(one["wait"]) for one in steps], 2)
        z = chance.normal(u[1])
        work = held * median * np.exp(self.constants["minutes_sd"] * z)
        total = work.sum(axis=1)
        work *= np.minimum(1.0, MOST_WORK * minutes / total)[:, None]
        left = minutes - work.sum(axis=1)
        jitter = held * weight * (0.4 + 1.2 * u[2])
        return work, jitter * (left / jitter.sum(axis=1))[:, None]

    def _grid(self, key: Array, width: int) -> list[NDArray[np.float64]]:
        """Return uniforms for each run and column."""
        cell = key[:, None] + np.arange(width, dtype=np.uint64)
        parts = self.world.draws.uniforms("processes.step", cell.ravel())
        return [part.reshape(len(key), width) for part in parts]
