"""Which harmless things are changed and written down?

The unit is one line of the change log that moves nothing. Every few days somebody edits a title,
tweaks a bid, tries a picture: so a log can never be read as an answer. Equation: on a workday one
with chance a, on a day off with chance b; what it is ~ the weights in diary.toml. Lines are logged
through `world.office.log`. It refuses to touch anything but the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World


class Diary(Piece):
    """Writes harmless lines into `changes`."""

    name = "diary"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("diary")
        self.changes: list[dict[str, Any]] = self.constants["change"]
        self._weight = np.array([change["weight"] for change in self.changes], float)
        self._shop = world.say("shop", "店铺")

    def record(self, day: Day) -> None:
        """Log a harmless change, on some days."""
        told = self.constants
        share = told["a_workday"] if day.workday else told["a_day_off"]
        u = self.world.draws.uniforms("diary.day", day.index)
        if u[0][0] >= share:
            return
        change = self.changes[int(chance.pick(u[1], self._weight)[0])]
        say = self.world.say
        self.world.office.log(
            day.index,
            change["kind"],
            self._thing(day, change["thing"], u[2]),
            say(*change["what"]),
            change["who"],
            second=int(9.5 * 3600 + u[3][0] * 8 * 3600),
            why=say(*change["why"]),
            expected=say(*change["expected"]),
        )

    def _thing(self, day: Day, thing: str, uniform: NDArray[np.float64]) -> int:
        """Return the text code of what is changed: popular products more often than others."""
        world = self.world
        if thing == "product":
            weights = np.where(day.on_shelf, world.catalogue.appeal * day.life, 0.0)
            return int(world.catalogue.product_code[int(chance.pick(uniform, weights)[0])])
        if thing == "plan":
            plans = world.ads.plans
            return int(plans.text[int(uniform[0] * len(plans.names))])
        return self._shop
