"""What is known of each incident: its name, and what makes it happen?

The unit is one kind of incident. A kind says in both languages what happened, which metrics it
moves where, what stays normal and by what it is told from its look-alike; its `act` posts effects
or changes a state on each of its days. The tests hold every claim against simulated data.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from playbook.simulator.incidents.kind import Incident

ROOMS = ("money", "prices", "goods", "visitors", "reach", "market", "after", "records", "decoys")
"""Modules that declare incidents, each with a tuple `INCIDENTS`."""


def _all() -> dict[str, Incident]:
    modules = (import_module(f"playbook.simulator.incidents.{room}") for room in ROOMS)
    found = [each for module in modules for each in module.INCIDENTS]
    return {each.id: each for each in sorted(found, key=_by_number)}


def _by_number(each: Incident) -> tuple[bool, int]:
    return each.id.startswith("D"), int(each.id[1:])


CATALOGUE: Mapping[str, Incident] = MappingProxyType(_all())
"""Every kind of incident by id."""
