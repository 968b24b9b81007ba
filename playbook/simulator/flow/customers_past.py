"""What did the buyers who are known on the first day do before it?

The unit is one buyer. The past is lived through visit by visit, without a shop: whoever registered
came back, bought or not, and stayed or left by the same chances as later in the world. So the
buyers of the first day are as old, as loyal and as near to their next visit as those of any other
day, and sales neither jump nor sink when the world begins. It tells dates and counts of orders; it
refuses to make up what was bought.

Equation: ``past_new`` buyers a day and an order of the day, for ``past_days`` days; a visit comes
about with chance ``appetite`` and ends in an order with ``past_order``. Listed are all who may
still come back, and of the others those who registered in the last ``listed_days`` days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.world import World

LONGEST_WAIT = 2000
"""Days; a longer wait is for good."""


@dataclass
class Past:
    """Buyers before the first day; all arrays have shape (n,)."""

    key: Array
    registered: Array  # day index, negative
    orders: Array
    last: Array  # day index of the last order
    next: Array  # day index of the next visit, -1 for who left

    def of(self, rows: Array) -> Past:
        """Return some of the buyers."""
        return Past(*(values[rows] for values in vars(self).values()))


def waits(u: Array, gap: Array) -> NDArray[np.int64]:
    """Return whole days until the next visit: one, and an exponential wait of mean `gap`."""
    return 1 + np.minimum(chance.exponential(u, gap), LONGEST_WAIT).astype(np.int64)


def past(world: World, told: dict[str, Any]) -> Past:
    """Live through the past.

    Parameters
    ----------
    world : World
        Under construction; `people` stands.
    told : dict
        The table ``coming_back`` of the profile's people.toml.
    """
    count = max(1, round(told["past_new"] * told["past_days"] * world.orders_per_day))
    key = world.draws.hash("customers.first", np.arange(count))
    u = world.draws.uniforms("customers.past", key)
    registered = -1 - (u[0] * told["past_days"]).astype(np.int64)
    orders, last = np.ones(count, np.int64), registered.copy()
    lived = Past(key, registered, orders, last, np.full(count, -1))
    _live(world, told, lived, u[1])
    listed = (lived.next >= 0) | (lived.registered >= -told["listed_days"])
    return lived.of(np.flatnonzero(listed))


def _live(world: World, told: dict[str, Any], lived: Past, u: Array) -> None:
    """Let everyone come back until they leave or the first day is reached."""
    habits = world.people.purchase_habits(lived.key)
    gap, drop = habits["gap"], habits["drop"]
    who, turn = np.flatnonzero(u >= drop), 0
    at = lived.registered[who]
    while len(who):
        v = world.draws.uniforms("customers.past_visit", lived.key[who], time=turn)
        at = at + waits(v[0], gap[who])
        lived.next[who[at >= 0]] = at[at >= 0]
        here = np.flatnonzero(at < 0)
        who, at, v = who[here], at[here], [part[here] for part in v]
        comes = v[1] < told["appetite"]
        buys = comes & (v[2] < told["past_order"])
        lived.orders[who[buys]] += 1
        lived.last[who[buys]] = at[buys]
        stays = v[3] >= np.where(buys, drop[who], np.where(comes, told["lapse"], 0.0))
        who, at, turn = who[stays], at[stays], turn + 1
