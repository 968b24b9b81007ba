"""Who makes the planned incidents happen on their days?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from playbook.errors import ParameterError
from playbook.i18n import _
from playbook.simulator.core.piece import Piece
from playbook.simulator.incidents.catalogue import CATALOGUE

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.incidents.kind import Incident
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World


class Mishaps(Piece):
    """Acts before the day's conditions settle.

    Attributes
    ----------
    facts : dict of str to dict
        The slice of each incident that has begun, by its number; JSON values.
    """

    name = "mishaps"
    state = ("facts", "ended")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.facts: dict[str, dict[str, Any]] = {}
        self.ended: dict[str, int] = {}

    def plan(self, day: Day) -> None:
        """Let every incident of today act."""
        for planned in self.world.incidents:
            nth, key, kind = (day.date - planned.start).days, str(planned.number), _kind(planned)
            if -kind.lead_days <= nth < self._length(planned) and key not in self.ended:
                if key not in self.facts:
                    self.facts[key] = kind.choose(self.world, planned)
                kind.act(self.world, day, planned, self.facts[key], nth)

    def _length(self, planned: Planned) -> int:
        return _kind(planned).days[planned.degree]

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Offer a fix: ``fix(incident)`` ends the incident of that number for good."""
        return {"fix": self.fix}

    def fix(self, incident: int) -> None:
        """End an incident.

        Raises
        ------
        ParameterError
            No incident of that number was planned.
        """
        numbers = [planned.number for planned in self.world.incidents]
        if incident not in numbers:
            raise ParameterError(
                _(
                    "There is no incident {number} to fix. Planned: {known}.",
                    number=incident,
                    known=", ".join(map(str, numbers)) or "–",
                )
            )
        self.ended[str(incident)] = self.world.today

    def active(self, day: Day) -> list[Planned]:
        """List the incidents of a day."""
        return [
            planned
            for planned in self.world.incidents
            if 0 <= (day.date - planned.start).days < self._length(planned)
        ]


def _kind(planned: Planned) -> Incident:
    return CATALOGUE[planned.id]
