"""What was wrong in this shop, where, when, and what did it cost?

The truth is for the one who marks, not for the one who looks: it is written beside the Store,
never into it. Money lost is the exact difference to the same world without the incident, up to
`AFTER_DAYS` after its end.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import TYPE_CHECKING, Any

from playbook.simulator.comparing import compare
from playbook.simulator.incidents import CATALOGUE, Planned, as_told
from playbook.simulator.saving import fork

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playbook.simulator.incidents import Move
    from playbook.simulator.world import World

AFTER_DAYS = 30


class Twins:
    """Worlds without one incident each, set apart on the day it begins."""

    def __init__(self) -> None:
        self._twins: dict[int, World] = {}

    def before(self, world: World) -> None:
        """Set a twin apart for every incident that begins on the day to come."""
        for planned in world.incidents:
            if planned.start == world.date:
                twin = fork(world)
                twin.incidents = tuple(p for p in twin.incidents if p.number != planned.number)
                self._twins[planned.number] = twin

    def effect(self, world: World, planned: Planned) -> dict[str, Any]:
        """Return the exact effect of an incident in money and counts.

        The twin is simulated to `AFTER_DAYS` after the incident's end, or to the world's today.
        """
        twin = self._twins.get(planned.number)
        if twin is None:
            return {}
        end = last_day(planned) + dt.timedelta(days=AFTER_DAYS)
        days = min((end - twin.date).days + 1, world.today - twin.today)
        twin.advance(max(days, 0))
        told = compare(world, twin, first=planned.start, last=twin.date_of(twin.today - 1))
        return {str(name): round(float(value), 2) for name, value in told.iloc[0].items()}


def last_day(planned: Planned) -> dt.date:
    """Return the last day on which an incident acts."""
    days = CATALOGUE[planned.id].days[planned.degree]
    return planned.start + dt.timedelta(days=days - 1)


def truth(world: World, twins: Twins) -> dict[str, Any]:
    """Tell everything that was planned for a world, as JSON-safe values."""
    return {
        "seed": world.seed,
        "profile": world.profile.name,
        "start": world.start.isoformat(),
        "last_day": world.date_of(world.today - 1).isoformat(),
        "orders_per_day": world.orders_per_day,
        "incidents": [_one(world, planned, twins) for planned in world.incidents],
    }


def _one(world: World, planned: Planned, twins: Twins) -> dict[str, Any]:
    kind = CATALOGUE[planned.id]
    slice_ = world.mishaps.facts.get(str(planned.number), {})
    return {
        **as_told(planned),
        "last_day": last_day(planned).isoformat(),
        "name": {"en": kind.en, "zh": kind.zh},
        "cause": {"en": kind.cause_en, "zh": kind.cause_zh},
        "tell": {"en": kind.tell_en, "zh": kind.tell_zh},
        "look_alike": kind.look_alike,
        "decoy": planned.id.startswith("D"),
        "slice": slice_,
        "visible_from": _day(planned, kind.seen_after),
        "hours": [_clock(hour) for hour in slice_.get("hours", [])],
        "expected": [_expected(planned, slice_, move) for move in kind.moves],
        "effect": twins.effect(world, planned),
    }


def _expected(planned: Planned, slice_: Mapping[str, Any], move: Move) -> dict[str, Any]:
    """Return an expected move with its slice by name and its days by date."""
    return {
        "metric": move.metric,
        "direction": move.direction,
        "medium_factor": [move.low, move.high if math.isfinite(move.high) else None],
        "where": {dimension: slice_.get(role) for dimension, role in move.where.items()},
        "first_day": _day(planned, move.from_day),
        "last_day": _day(planned, move.to_day),
    }


def _day(planned: Planned, days: int) -> str:
    return (planned.start + dt.timedelta(days=days)).isoformat()


def _clock(hour: float) -> str:
    minutes = min(round(hour * 60), 24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def write_truth(path: Path, told: dict[str, Any]) -> None:
    """Write the truth to a file, whole or not at all."""
    half = path.with_name(f".{path.name}.part")
    half.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    half.replace(path)
