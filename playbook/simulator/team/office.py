"""Who works in the shop, and who wrote down what was changed?

The unit is one person, and one line of the change log. Other pieces and decisions log through

    world.office.log(index, kind, object_code, what_code, who, second=None, why=-1, expected=-1)

`index` is a day index (None: the day simulated next), `kind` a value of ``changes.kind``, the codes
are those of `world.texts` (-1: none), `who` a role of office.toml such as "ads" or "product", or
the text code of a person. Without `second` the line gets an office hour of its own. The log holds
what people wrote down: it refuses to say what mattered.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S, EPOCH
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

KINDS = ("price", "page", "product", "promotion", "ads", "stock", "service", "logistics", "system",
         "rule", "platform", "outside", "other")  # fmt: skip
OFFICE_OPENS_S = 9 * 3600
SCORED_DAY = 1
"""Day of the month on which skills are scored."""


class Office(Piece):
    """The team, and the change log.

    Attributes
    ----------
    roles : dict of str to dict
        Constants of each role.
    written : int
        People who stand in the table already.
    """

    name = "office"
    state = ("logged", "written")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("office")
        self.roles: dict[str, dict[str, Any]] = self.constants["staff"]
        self._persons = {
            role: world.say(*told["person"])
            for role, told in {**self.roles, **self.constants["outside"]}.items()
        }
        self._persons["service"] = world.texts.code(self.agent_name(0))
        self._kinds = {kind: world.texts.code(kind) for kind in KINDS}
        self.logged: list[list[int]] = []
        self.written = 0

    def agent_name(self, number: int) -> str:
        """Return the staff number of the n-th person in customer service, from 0."""
        en, zh = self.roles["service"]["person"]
        return f"{zh}{number + 1:02d}" if self.world.lang == "zh" else f"{en} {number + 1:02d}"

    def person(self, who: str | int) -> int:
        """Return the text code of the person who fills a role."""
        return self._persons[who] if isinstance(who, str) else int(who)

    def log(
        self,
        index: int | None,
        kind: str,
        thing: int,
        what: int,
        who: str | int,
        *,
        second: int | None = None,
        why: int = -1,
        expected: int = -1,
    ) -> None:
        """Write a line into the change log.

        Parameters
        ----------
        index : int or None
            Day index; None is the day that is simulated next.
        kind : str
            A value of ``changes.kind``.
        thing, what, why, expected : int
            Text codes: what was changed, what was done, why, and what it should do; -1 is blank.
        who : str or int
            A role ("product", "ads", "platform", …), or a person's text code.
        second : int, optional
            Second of the day; an office hour when not given.
        """
        world = self.world
        day = world.today if index is None else int(index)
        start = ((world.date_of(day) - EPOCH).days) * DAY_S
        told = self._office_hour(day, kind, thing) if second is None else int(second)
        values = {"kind": self._kinds[kind], "object": thing, "what": what, "why": why,
                  "expected": expected, "who": self.person(who)}  # fmt: skip
        world.frame("changes").append(
            changed_at=np.array([start + told], np.int64),
            **{name: np.array([code], np.int32) for name, code in values.items()},
        )

    def _office_hour(self, day: int, kind: str, thing: int) -> int:
        """Return a second of its own: by the kind, then by how often the thing was changed."""
        number = KINDS.index(kind)
        self.logged = [one for one in self.logged if one[0] >= self.world.today]
        before = self.logged.count([day, number, int(thing)])
        self.logged.append([day, number, int(thing)])
        return OFFICE_OPENS_S + number * 1800 + before * 61

    def record(self, day: Day) -> None:
        """Write the team down on the first day, and a score of everybody's work each month."""
        team = self.team()
        joined = list(range(self.written, len(team)))
        for number in joined:
            self._write_person(day, number, *team[number])
        self.written = max(self.written, len(team))
        if day.index and day.date.day == SCORED_DAY:
            self._write_scores(day, team)

    def team(self) -> list[tuple[int, str]]:
        """List everybody: the text code of the person, and the role; customer service last."""
        told = [(self._persons[role], role) for role in self.roles if role != "service"]
        names = [self.agent_name(number) for number in range(self.world.service.people)]
        return [*told, *((self.world.texts.code(name), "service") for name in names)]

    def skill(self, role: str, skill: str) -> int:
        """Return the level of a role's skill, 0 to 4."""
        return int(self.roles[role]["skills"].get(skill, 0))

    def _write_person(self, day: Day, number: int, person: int, role: str) -> None:
        """Write the row of a person, and one for each skill."""
        told, skills = self.roles[role], self.constants["skill"]
        u = float(self.world.draws.uniform("office.since", number)[0])
        before = 0 if day.index else int((60 + u * 1400) * DAY_S)
        started = day.start_at - before
        self._row("person", person, role, hours=float(told["hours"]), started_at=started)
        for name, level in told["skills"].items():
            item = self.world.say(*skills[name])
            self._row("skill", person, role, item, skill_level=int(level), scored_at=day.start_at)

    def _write_scores(self, day: Day, team: list[tuple[int, str]]) -> None:
        """Write how everybody's work of the last month was rated."""
        en, zh = self.constants["score"]
        month = day.date - dt.timedelta(days=1)
        item = self.world.say(f"{en} {month:%Y-%m}", f"{zh} {month:%Y-%m}")
        u = self.world.draws.uniform("office.score", np.arange(len(team)), day.index)
        for (person, role), luck in zip(team, u.tolist(), strict=True):
            level = max(self.roles[role]["skills"].values())
            self._row("score", person, role, item, score=float(round(70 + 4 * level + 12 * luck)),
                      scored_at=day.start_at)  # fmt: skip

    def _row(
        self, kind: str, person: int, role: str, item: int = -1, **values: float | int
    ) -> None:
        told = self.roles[role]
        texts = {
            "person": person,
            "kind": self.world.texts.code(kind),
            "item": item,
            "role": self.world.say(*told["role"]),
            "team": self.world.say(*told["team"]),
        }
        blank: dict[str, float | int] = {
            "skill_level": NULL,
            "score": np.nan,
            "scored_at": NULL,
            "hours": np.nan,
            "started_at": NULL,
        }
        self.world.frame("people").append(
            **{name: np.array([code], np.int32) for name, code in texts.items()},
            **{name: np.array([value]) for name, value in {**blank, **values}.items()},
        )
