"""What is different today, for whom, and by how much?

Incidents, promotions and decisions never touch results. They post effects on causes ("pay succeeds
half as often for wechat between 10:00 and 12:00"), and the piece that owns the cause asks for the
factor of each of its rows. One mechanism, so that every incident can be combined with every other.
This module knows no cause by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array


@dataclass(frozen=True)
class Effect:
    """One change of one cause.

    Parameters
    ----------
    target : str
        The cause, as the owning piece names it ("buy", "pay", "transit", …).
    factor : float
        What the cause is multiplied by; with ``op="set"`` the value that replaces it.
    where : mapping of str to sequence of int
        Codes of each dimension that it touches; an absent dimension means all of it.
    seconds : (int, int) or None
        Seconds of the day, start inclusive and end exclusive; None means the whole day.
    op : {"scale", "set", "add"}
        How the factor acts.
    """

    target: str
    factor: float
    where: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    seconds: tuple[int, int] | None = None
    op: str = "scale"

    def touches(self, shape: int, dims: Mapping[str, Array]) -> Array:
        """Return True for each row that the effect touches.

        Raises
        ------
        KeyError
            The piece does not know one of the effect's dimensions: a mistake in our own code.
        """
        mask = np.ones(shape, bool)
        for name, codes in self.where.items():
            mask &= np.isin(dims[name], np.asarray(codes))
        if self.seconds is not None:
            second = dims["second"]
            mask &= (second >= self.seconds[0]) & (second < self.seconds[1])
        return mask


class Effects:
    """The effects of one day, asked for by target."""

    def __init__(self) -> None:
        self._by_target: dict[str, list[Effect]] = {}

    def post(self, effect: Effect) -> None:
        """Add an effect to the day."""
        self._by_target.setdefault(effect.target, []).append(effect)

    def of(self, target: str) -> list[Effect]:
        """List the day's effects on one cause."""
        return self._by_target.get(target, [])

    def apply(self, target: str, values: object, **dims: Array) -> Any:
        """Return the values of a cause after the day's effects on it.

        Parameters
        ----------
        target : str
            The cause.
        values : float or array, shape (n,)
            Its values before; returned unchanged (same object) when nothing touches them.
        **dims : arrays, shape (n,)
            Codes of each dimension of the rows; ``second`` (of the day) for effects with hours.
        """
        posted = self._by_target.get(target)
        if not posted:
            return values
        size = len(next(iter(dims.values())))
        result = np.array(np.broadcast_to(np.asarray(values, float), (size,)))
        for effect in posted:
            mask = effect.touches(size, dims)
            if effect.op == "set":
                result[mask] = effect.factor
            elif effect.op == "add":
                result[mask] += effect.factor
            else:
                result[mask] *= effect.factor
        return result
