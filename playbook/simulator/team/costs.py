"""What do a unit and a month of the shop cost?

The unit is one SKU from a day on, or the shop in one month. A SKU's costs are written on the first
of each month, when it is put on the shelf, and when its goods cost changes; the shop's month is
written on its first day, as planned. Equation: freight(month) = freight x (1 + creep) ** months.
It refuses to know what was sold.

Targets: "fee" (channel) belongs to `settlements`; a new fee rate is a row here: `fee_rate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Ints = NDArray[np.int64]

FEW = 3
"""Decimals of the rates written."""


class Costs(Piece):
    """Writes `costs`.

    Attributes
    ----------
    told : int array, shape (K,)
        Goods cost of each SKU as written last, in cents; -1 before.
    generation : int array, shape (K,)
        Listing of each SKU as written last.
    """

    name = "costs"
    state = ("told", "generation")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        section: dict[str, Any] = world.profile.section("finance")
        self.constants, self.fee_rate = section["costs"], section["settlement"]["fee_rate"]
        self.told: Ints = np.full(world.catalogue.skus, -1)
        self.generation: Ints = np.full(world.catalogue.skus, -1)

    def record(self, day: Day) -> None:
        """Write what changed, and everything on the first of a month."""
        catalogue = self.world.catalogue
        monthly = day.index == 0 or day.date.day == 1
        on_shelf = day.on_shelf[catalogue.sku_product]
        generation = catalogue.generation[catalogue.sku_product]
        changed = (catalogue.cost_cents != self.told) | (generation != self.generation)
        at = np.flatnonzero(on_shelf & (changed | monthly))
        self.told[at], self.generation[at] = catalogue.cost_cents[at], generation[at]
        if len(at):
            self._write_skus(day, at)
        if monthly:
            self._write_shop(day)

    def _creep(self, day: Day) -> float:
        months = day.index / 30.4
        return float((1 + self.constants["creep"]) ** months)

    def _write_skus(self, day: Day, at: Ints) -> None:
        told, count, creep = self.constants, len(at), self._creep(day)
        self.world.frame("costs").append(
            date=np.full(count, day.number),
            sku=self.world.catalogue.sku_code[at].astype(np.int32),
            goods=self.world.catalogue.cost_cents[at].astype(np.int64),
            platform_fee_rate=np.full(count, np.nan),
            platform_fee=np.full(count, NULL),
            freight=np.full(count, round(told["freight_cents"] * creep)),
            packaging=np.full(count, round(told["packaging_cents"] * creep)),
            ad=np.full(count, NULL),
            labour=np.full(count, NULL),
            return_freight=np.full(count, round(told["return_freight_cents"] * creep)),
            resale_share=np.full(count, round(float(told["resale_share"]), FEW)),
        )

    def _write_shop(self, day: Day) -> None:
        told, creep = self.constants, self._creep(day)
        people = len(self.world.office.team())
        self.world.frame("costs").append(
            date=np.array([day.number - day.date.day + 1]),
            sku=np.array([-1], np.int32),
            goods=np.array([NULL]),
            platform_fee_rate=np.array([float(self.fee_rate)]),
            platform_fee=np.array([NULL]),
            freight=np.array([NULL]),
            packaging=np.array([NULL]),
            ad=np.array([round(told["ad_cents"] * creep)]),
            labour=np.array([told["labour_cents"] * people]),
            return_freight=np.array([round(told["return_freight_cents"] * creep)]),
            resale_share=np.array([round(float(told["resale_share"]), FEW)]),
        )
