"""A world of four pieces: calendar, catalogue, promotions, competitors; nobody comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import numpy as np

from playbook.simulator import pieces
from playbook.simulator.core.day import Day
from playbook.simulator.world import World

FRONT = ("calendar", "catalogue", "promotions", "competitors")
Act = Callable[[Day], None]


def front(seed: int = 7, profile: str = "tmall-fashion", **given: Any) -> World:
    """Return a world whose pieces are the four."""
    kept = tuple(each for each in pieces.ORDER if each[0] in FRONT)
    with patch.object(pieces, "ORDER", kept):
        return World(seed, profile, **given)


def on(world: World, date: dt.date | int, act: Act | None = None) -> Day:
    """Return a day of a world as it is planned, after `act` has posted effects or moved things.

    The days before are not simulated; `act` comes after the calendar, as incidents do.
    """
    index = date if isinstance(date, int) else (date - world.start).days
    day = Day(index, world.date_of(index))
    for name, piece in world.pieces.items():
        piece.plan(day)
        if name == "calendar" and act is not None:
            act(day)
    return day


def until(world: World, date: dt.date | int) -> None:
    """Simulate up to a day, exclusive."""
    index = date if isinstance(date, int) else (date - world.start).days
    world.advance(index - world.today)


def table(world: World, name: str) -> list[dict[str, Any]]:
    """Return the rows of a frame, texts as texts."""
    frame, values = world.frame(name), world.texts.values
    columns = {column: frame.get(column) for column in frame.columns}
    told: dict[str, list[Any]] = {}
    for column, held in columns.items():
        if held.dtype == np.int32:
            told[column] = [values[code] if code >= 0 else None for code in held.tolist()]
        else:
            told[column] = held.tolist()
    return [dict(zip(told, row, strict=True)) for row in zip(*told.values(), strict=True)]
