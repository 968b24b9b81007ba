"""What can somebody decide about packing and carrying?

A decision takes effect from the next day simulated. This module refuses what does not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _

if TYPE_CHECKING:
    from playbook.simulator.goods.logistics import Logistics

MOST_PEOPLE = 100_000


def staff(logistics: Logistics, warehouse: str, people: int) -> None:
    """Have so many packers in a warehouse from now on.

    Raises
    ------
    ParameterError
        There is no such warehouse, or the number is no whole number from 0 to 100,000.
    """
    houses = logistics.world.profile.section("stock")["warehouses"]
    index = _place(warehouse, [house["id"] for house in houses], _("warehouse"))
    if not 0 <= int(people) <= MOST_PEOPLE:
        raise ParameterError(
            _(
                "people is {value}. Give a whole number from 0 to {most}.",
                value=people,
                most=MOST_PEOPLE,
            )
        )
    logistics.people[index] = int(people)


def carrier(logistics: Logistics, region: str, carrier: str) -> None:
    """Send all parcels for a region by one carrier from now on.

    Raises
    ------
    ParameterError
        There is no such region or carrier.
    """
    values = logistics.world.texts.values
    names = [values[code] for code in logistics.parcels.carriers.tolist()]
    row = _place(region, logistics.world.people.region_ids, _("region"))
    chosen = _place(carrier, names, _("carrier"))
    logistics.carrier_share[row] = np.arange(len(names)) == chosen


def _place(name: str, known: list[str], what: str) -> int:
    if name not in known:
        raise ParameterError(
            _(
                "There is no {what} '{name}'. Known: {known}.{hint}",
                what=what,
                name=name,
                known=", ".join(known),
                hint=did_you_mean(name, known),
            )
        )
    return known.index(name)
