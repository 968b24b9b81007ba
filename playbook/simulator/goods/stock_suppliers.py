"""Who delivers the goods, how fast and how reliably?

Two suppliers a category: the first is quicker and dearer, the second slower and less reliable.
Traits are a function of the seed and the supplier's number. Writes `suppliers` once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.frames import NULL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.world import World

    Array = NDArray[Any]


PER_CATEGORY = 2


class Suppliers:
    """The facts of S suppliers; supplier s serves category s // 2.

    Attributes
    ----------
    lead_days, lead_cv : arrays, shape (S,)
        Mean days from order to delivery, and their coefficient of variation.
    in_full : array, shape (S,)
        Chance that an order comes in full.
    defect : array, shape (S,)
        Share of units found defective on arrival.
    least_units : int array, shape (S,)
        Smallest order of one SKU.
    """

    def __init__(self, world: World, told: dict[str, Any], units_a_day: float) -> None:
        self.world = world
        self.count = PER_CATEGORY * len(world.catalogue.categories)
        index = np.arange(self.count)
        self.category = index // PER_CATEGORY
        second = index % PER_CATEGORY == 1
        u = world.draws.uniforms("stock.suppliers", index)
        shortest, longest = told["lead_days"]
        half = (longest - shortest) / 2
        self.lead_days = shortest + half * (u[0] + second)
        cv_low, cv_high = told["lead_cv"]
        self.lead_cv = cv_low + (cv_high - cv_low) * (u[1] + second) / 2
        self.in_full = told["in_full"] - told["in_full_second"] * second * u[2]
        self.defect = chance.exponential(u[3], told["defect_share"])
        self.least_units = _round(np.full(self.count, told["least_days"] * units_a_day))
        self.payment_days = np.where(second, 30, 15).astype(np.int64)
        self.code = world.texts.codes(f"SUP{i + 1:02d}" for i in index.tolist())

    def of_products(self) -> NDArray[np.int64]:
        """Return the supplier of each product on the first day."""
        catalogue = self.world.catalogue
        second = np.asarray(catalogue.supplier) % PER_CATEGORY
        found: NDArray[np.int64] = np.asarray(catalogue.category) * PER_CATEGORY + second
        return found

    def write(self, told: dict[str, Any], units_a_day: float) -> None:
        """Write the suppliers as they are known on the first day."""
        world = self.world
        index = np.arange(self.count)
        u = world.draws.uniforms("stock.supplier_facts", index)
        start = world.start.toordinal() - 719_163
        since = start - (200 + u[0] * 1500).astype(np.int64)
        until = start + (120 + u[1] * 700).astype(np.int64)
        names = [(n["en"], n["zh"]) for n in told["names"]]
        places = np.array([world.say(p["en"], p["zh"]) for p in told["places"]], np.int32)
        world.frame("suppliers").append(
            supplier_id=self.code,
            name=np.array([world.say(*names[i % len(names)]) for i in index], np.int32),
            category=np.array([world.catalogue.categories[c] for c in self.category], np.int32),
            region=places[chance.pick(u[2], np.ones(len(places)))],
            lead_time_days=np.round(self.lead_days),
            min_order_quantity=self.least_units,
            min_order_amount=np.full(self.count, NULL),
            capacity_month=_round(np.full(self.count, units_a_day * 30 * 12) * (0.6 + u[3])),
            payment_days=self.payment_days,
            certificates=np.full(
                self.count, world.say("business licence;test report", "营业执照;检测报告"), np.int32
            ),
            accepts_returns=u[3] < told["accepts_returns"],
            since_at=since * 86_400,
            contract_until_at=until * 86_400,
            status=np.full(self.count, world.texts.code("active"), np.int32),
        )


def _round(units: Array) -> NDArray[np.int64]:
    """Round to one leading digit, at least 1: 1, 2, … 10, 20, … 100, 200."""
    step = 10.0 ** np.floor(np.log10(np.maximum(units, 1)))
    return np.maximum(np.round(units / step) * step, 1).astype(np.int64)
