"""A shop that never existed, with causes that are known.

The simulator makes practice data: people see products through channels, view, put into carts,
order, pay, receive, keep or return. Every draw of chance is counter-based, so the same seed with
and without an incident or a decision differs only through it. It refuses to edit results: what
goes wrong goes wrong in a cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playbook.simulator.comparing import compare
    from playbook.simulator.core.profile import PROFILES
    from playbook.simulator.incidents import CATALOGUE, plan_incident
    from playbook.simulator.making import simulate
    from playbook.simulator.world import World

__all__ = ["CATALOGUE", "PROFILES", "World", "compare", "plan_incident", "simulate"]

_HOMES = {
    "CATALOGUE": "incidents",
    "PROFILES": "core.profile",
    "World": "world",
    "compare": "comparing",
    "plan_incident": "incidents",
    "simulate": "making",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first used."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"playbook.simulator.{_HOMES[name]}"), name)
