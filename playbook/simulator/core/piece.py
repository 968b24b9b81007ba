"""What is a piece of the world?

A piece owns some causes (prices, rank, stock, carriers). It sets the day's conditions before people
come (`plan`), and writes down what followed (`record`). What must survive saving is named in
`state`. A piece reads other pieces' public attributes and the `Day`, and writes its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World


class Piece:
    """One part of the world; subclasses fill in what they need.

    Parameters
    ----------
    world : World
        The world under construction: earlier pieces stand already.
    """

    name: str = ""
    state: tuple[str, ...] = ()
    """Attributes that change from day to day: numpy arrays, or plain JSON values."""

    def __init__(self, world: World) -> None:
        self.world = world

    def plan(self, day: Day) -> None:
        """Set the day's conditions, before people come."""

    def record(self, day: Day) -> None:
        """Write down what followed, after people came."""

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return what an operator can decide here: name -> function of keyword arguments.

        A decision raises `ParameterError` for an argument that is not possible, and takes effect
        from the next day simulated.
        """
        return {}

    def draw(self, purpose: str) -> str:
        """Return the name of a purpose of chance, kept apart from other pieces'."""
        return f"{self.name}.{purpose}"

    def saved(self) -> dict[str, Any]:
        """Return what lasts."""
        return {name: getattr(self, name) for name in self.state}

    def restore(self, told: Mapping[str, Any]) -> None:
        """Take over what `saved` returned."""
        for name in self.state:
            setattr(self, name, told[name])
