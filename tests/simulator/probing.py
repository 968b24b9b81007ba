"""Twins that differ in what is posted each day."""

from typing import Any

from playbook.simulator.core.piece import Piece


class Probe(Piece):
    """Does what a test says before the day's conditions settle."""

    name = "probe"

    def __init__(self, world: Any, act: Any) -> None:
        super().__init__(world)
        self.act = act

    def plan(self, day: Any) -> None:
        self.act(day)


def struck(world: Any, act: Any, days: Any = 3) -> Any:
    """Advance a world on each of whose days `act(day)` is called."""
    others = dict(world.pieces)
    world.pieces.clear()
    world.pieces["calendar"] = others.pop("calendar")
    world.pieces["probe"] = Probe(world, act)
    world.pieces.update(others)
    world.advance(days)
    del world.pieces["probe"]
    return world


def texts(world: Any, table: Any, column: Any) -> Any:
    """Return a text column of a frame, part 0 where it has fragments."""
    codes = world.frame(table).get(column)
    return [world.texts.values[code] if code >= 0 else None for code in codes.tolist()]
