"""What is told of one kind of incident?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World


@dataclass(frozen=True)
class Move:
    """One expected move of a metric, against the same world without the incident.

    Parameters
    ----------
    metric : str
        Id in the metric dictionary.
    direction : {"up", "down", "flat"}
        Where it goes; "flat" stays within `low`..`high` too.
    low, high : float
        Bounds of the factor (with / without) in the slice at medium severity.
    where : mapping of str to str
        Dimension -> role of the value in the incident's facts ("channel" -> "channel").
    from_day, to_day : int
        Days after the start on which the move is seen (inclusive).
    """

    metric: str
    direction: str
    low: float
    high: float
    where: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    from_day: int = 0
    to_day: int = 0


@dataclass(frozen=True)
class Incident:
    """One kind of incident.

    Parameters
    ----------
    id : str
        "E1" … "E30" as in the domain reference; decoys "D1" ….
    en, zh : str
        Name.
    cause_en, cause_zh : str
        What really happened, one sentence.
    tell_en, tell_zh : str
        By what it is told from its look-alike.
    look_alike : str
        Id of the incident it is mistaken for, "" when none.
    days : tuple of int
        How many days it lasts at each severity (an hour-long one lasts 1).
    act : callable
        ``act(world, day, planned, facts, nth)``: called before each day's conditions settle, with
        the facts chosen and the day of the incident, from 0.
    choose : callable
        ``choose(world, planned) -> dict``: the slice (product, channel, hours, …), as JSON values.
    moves : tuple of Move
        Expected moves, the main one first: it grows with the severity.
    seen_after : int
        Days from the start until a report by calendar day can show it.
    lead_days : int
        Days before the start on which `act` is called too (with a negative day of the incident).
    """

    id: str
    en: str
    zh: str
    cause_en: str
    cause_zh: str
    tell_en: str
    tell_zh: str
    look_alike: str
    days: tuple[int, int, int]
    act: Callable[[World, Day, Planned, dict[str, Any], int], None]
    choose: Callable[[World, Planned], dict[str, Any]]
    moves: tuple[Move, ...] = ()
    lead_days: int = 0
    seen_after: int = 0
