"""What does the team have to do, and is it done in time?

The unit is one task. Projects start on their weekday, day of the month, or so many days before a
yearly promotion; their tasks depend on each other. Equations: a task starts when what it needs is
done, not before its turn; it takes its days, plus a day more with chance slip + slip per level of
skill that its owner lacks, again and again (geometric), half as much again while a promotion runs.
A project's course is drawn when it starts and comes true day by day: the table never shows a date
that has not come. It refuses to move sales.

Targets: "tasks" (role: place of the owner in office.toml) scales the chance to slip.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

STATUSES = ("planned", "running", "blocked", "done", "dropped")
PLANNED, RUNNING, BLOCKED, DONE, DROPPED = range(5)
STEP = "task_step"
OPENS_S, CLOSES_S = 9 * 3600 + 1800, 17 * 3600 + 1800
FRIDAY = 4
MOST_SLIPS = 12


class Tasks(Piece):
    """Writes `tasks`.

    Attributes
    ----------
    started : int
        Projects started so far; numbers the tasks.
    """

    name = "tasks"
    state = ("started",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("tasks")
        self.projects: list[dict[str, Any]] = self.constants["project"]
        self._status = world.texts.codes(STATUSES)
        self.frame = world.frame("tasks")
        self.started = 0

    def record(self, day: Day) -> None:
        """Start what is to start, then let today's steps come true."""
        for number, project in enumerate(self.projects):
            if _starts(project, day):
                self._start(day, number, project)
        self._step(day)

    def _start(self, day: Day, number: int, project: dict[str, Any]) -> None:
        """Write a project's tasks down and draw how they will go."""
        self.started += 1
        names = {task["id"]: f"T{self.started:05d}-{n + 1}"
                 for n, task in enumerate(project["task"])}  # fmt: skip
        done: dict[str, int] = {}
        for nth, task in enumerate(project["task"]):
            row = self._write(day, project, task, names, number * 32 + nth)
            done[task["id"]] = self._course(day, number * 32 + nth, task, row, done)

    def _write(
        self,
        day: Day,
        project: dict[str, Any],
        task: dict[str, Any],
        names: dict[str, str],
        key: int,
    ) -> int:
        say, code = self.world.say, self.world.texts.code
        office = self.world.office
        due = _workday(day.date + dt.timedelta(days=task["days"]))
        needs = ";".join(names[before] for before in task.get("after", []))
        texts = {
            "task_id": code(names[task["id"]]),
            "project": say(*project["name"]),
            "title": say(*task["title"]),
            "kind": say(*task["kind"]),
            "owner": office.person(task["owner"]),
            "skill": say(*office.constants["skill"][task["skill"]]),
            "status": int(self._status[PLANNED]),
            "depends_on": code(needs) if needs else -1,
        }
        rows = self.frame.append(
            **{name: np.array([value], np.int32) for name, value in texts.items()},
            skill_level=np.array([task["level"]]),
            created_at=np.array([day.start_at + OPENS_S]),
            due_at=np.array([day.start_at + (due - day.date).days * DAY_S + CLOSES_S]),
            started_at=np.array([NULL]),
            done_at=np.array([NULL]),
            important=np.array([bool(task.get("important", False))]),
            urgent=np.array([bool(task.get("urgent", False))]),
            estimated_hours=np.array([float(task["hours"])]),
            actual_hours=np.array([np.nan]),
            _hours=np.array([float(task["hours"])]),
            _key=np.array([key + day.index * 1024]),
        )
        return int(rows[0])

    def _course(
        self, day: Day, key: int, task: dict[str, Any], row: int, done: dict[str, int]
    ) -> int:
        """Draw when a task starts and ends; return the day index of its end."""
        u = [float(part[0]) for part in self.world.draws.uniforms("tasks.course", key, day.index)]
        planned = max(task["days"] - 2, 0)
        ready = max((done[before] - day.index for before in task.get("after", [])), default=0)
        start = max(planned, ready)
        lacks = max(task["level"] - self.world.office.skill(task["owner"], task["skill"]), 0)
        slip = self.constants["slip_a_day"] + self.constants["slip_per_level"] * lacks
        slip = min(slip * (1.5 if day.family else 1.0) * self._strain(day, task), 0.8)
        late = int(chance.geometric(np.array([u[0]]), slip / (1 - slip))[0])
        end = self._on_workday(day, max(task["days"] + min(late, MOST_SLIPS) - (u[1] < 0.3), start))
        start = min(self._on_workday(day, start), end)
        if u[2] < task.get("droppable", 0.0):
            self._plan(day, row, end, DROPPED)
            return day.index + end
        if ready > planned:
            self._plan(day, row, self._on_workday(day, planned), BLOCKED)
        self._plan(day, row, start, RUNNING)
        self._plan(day, row, end, DONE)
        return day.index + end

    def _strain(self, day: Day, task: dict[str, Any]) -> float:
        role = list(self.world.office.roles).index(task["owner"])
        return float(day.effects.apply("tasks", np.ones(1), role=np.array([role]))[0])

    def _on_workday(self, day: Day, days: int) -> int:
        return (_workday(day.date + dt.timedelta(days=days)) - day.date).days

    def _plan(self, day: Day, row: int, days: int, stage: int) -> None:
        self.world.agenda.put(
            STEP, np.array([day.index + days]), task=np.array([row]), stage=np.array([stage])
        )

    def _step(self, day: Day) -> None:
        """Let today's steps come true, those of one task in their order."""
        told = self.world.agenda.take(STEP, day.index)
        for stage in (BLOCKED, RUNNING, DONE, DROPPED):
            rows = told["task"][told["stage"] == stage] if told else np.empty(0, np.int64)
            if len(rows):
                self._come_true(day, rows, stage)

    def _come_true(self, day: Day, rows: np.ndarray, stage: int) -> None:
        key = self.frame.get("_key", rows)
        u = self.world.draws.uniforms(f"tasks.{STATUSES[stage]}", key)
        values: dict[str, Any] = {"status": np.full(len(rows), self._status[stage], np.int32)}
        if stage == RUNNING:
            values["started_at"] = day.start_at + OPENS_S + (u[0] * 9000).astype(np.int64)
        if stage == DONE:
            values["done_at"] = day.start_at + CLOSES_S - (u[0] * 14000).astype(np.int64)
            spread = np.exp(self.constants["hours_sd"] * chance.normal(u[1]))
            values["actual_hours"] = np.round(self.frame.get("_hours", rows) * spread, 1)
        self.frame.set(rows, **values)


def _starts(project: dict[str, Any], day: Day) -> bool:
    """Return whether a project starts today."""
    if "every_week" in project:
        return bool(day.weekday == project["every_week"])
    if "every_month" in project:
        return bool(day.date.day == project["every_month"])
    return bool(day.days_to_peak == project["before_peak"])


def _workday(date: dt.date) -> dt.date:
    """Return the date, or the Monday after a weekend."""
    return date + dt.timedelta(days=max(7 - date.weekday(), 0) if date.weekday() > FRIDAY else 0)
