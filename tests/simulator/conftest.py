"""Worlds that several tests look at; made once a session."""

from typing import Any

import pytest

from playbook.simulator.world import World

SMALL = 80.0
"""Orders a day: enough for every piece to have work, few enough to be quick."""


@pytest.fixture(scope="session")
def grown() -> Any:
    """Return a function that makes a twin of one small shop after three weeks."""
    from playbook.simulator.saving import arrays_of, world_of

    world = World(11, orders_per_day=SMALL)
    world.advance(21)
    told = arrays_of(world)
    return lambda: world_of(told)
