"""In which order does a world's day unfold?

Conditions first, then people, then what follows. The order is part of the model: a piece may read
what stands above it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playbook.simulator.world import World

ORDER: tuple[tuple[str, str], ...] = (
    # name of the piece, "module:Class"
    ("calendar", "calendar:Calendar"),
    ("channels", "channels:Channels"),  # after stock
    ("learning", "channels_rank:Learning"),  # after the flow
)
"""The pieces of a world; each finds those above it as ``world.<name>``."""


def build(world: World) -> None:
    """Construct every piece of a world, in order."""
    for name, place in ORDER:
        module, kind = place.split(":")
        world.pieces[name] = getattr(import_module(f"playbook.simulator.{module}"), kind)(world)
