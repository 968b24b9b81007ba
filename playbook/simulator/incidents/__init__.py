"""What can go wrong in a shop, how badly, and by what can it be told?

Every incident of the catalogue acts on causes through effects and state; only data faults (E5, E22
to E24) act on records. `plan_incident` reads what a user writes ("E4@2026-05-03:severe"),
`CATALOGUE` tells what each incident is. Nothing of this is written into a Store.
"""

from __future__ import annotations

from playbook.simulator.incidents.catalogue import CATALOGUE
from playbook.simulator.incidents.kind import Incident, Move
from playbook.simulator.incidents.planned import (
    Planned,
    as_told,
    from_told,
    plan_incident,
)

__all__ = [
    "CATALOGUE",
    "Incident",
    "Move",
    "Planned",
    "as_told",
    "from_told",
    "plan_incident",
]
