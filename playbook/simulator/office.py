"""Who works in the shop, and who wrote down what was changed?

The unit is one person, and one line of the change log. Other pieces and decisions log through

    world.office.log(index, kind, object_code, what_code, who, second=None, why=-1, expected=-1)

`index` is a day index (None: the day simulated next), `kind` a value of ``changes.kind``, the codes
are those of `world.texts` (-1: none), `who` a role of office.toml such as "ads" or "product", or
the text code of a person. Without `second` the line gets an office hour of its own. The log holds
what people wrote down: it refuses to say what mattered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.day import DAY_S, EPOCH
from playbook.simulator.piece import Piece

if TYPE_CHECKING:
    from playbook.simulator.day import Day
    from playbook.simulator.world import World

KINDS = ("price", "page", "product", "promotion", "ads", "stock", "service", "logistics", "system",
         "rule", "platform", "outside", "other")  # fmt: skip
OFFICE_OPENS_S = 9 * 3600
ORDERS_AN_AGENT = 100.0
MOST_AGENTS = 60
SCORED_DAY = 1
"""Day of the month on which skills are scored."""


class Office(Piece):
    """The team, and the change log.

    Attributes
    ----------
    roles : dict of str to dict
        Constants of each role.
    agents : int32 array
        Text codes of the people in customer service, the lead first.
    """

    name = "office"
    state = ("logged",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("office")
        self.roles: dict[str, dict[str, Any]] = self.constants["staff"]
        self._persons = {
            role: world.say(*told["person"])
            for role, told in {**self.roles, **self.constants["outside"]}.items()
        }
        count = max(2, min(MOST_AGENTS, round(world.orders_per_day / ORDERS_AN_AGENT)))
        self.agents = world.texts.codes(self.agent_name(n) for n in range(count))
        self._persons["service"] = int(self.agents[0])
        self._kinds = {kind: world.texts.code(kind) for kind in KINDS}
        self.logged: list[list[int]] = []

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

