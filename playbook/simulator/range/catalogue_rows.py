"""Which rows does the range write?

The unit is one SKU in ``products`` (its row changes when its price or status does) and one line of
``changes``. It refuses to write what has not happened yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.range import catalogue_log as log

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.range.catalogue import Catalogue

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.int64]

LISTED_S = 0
"""Novelties are set to go on the shelf at midnight: they are sold that whole day."""
_CM_PX = (800, 1200)


class Rows:
    """Writes the rows of a catalogue.

    Parameters
    ----------
    catalogue : Catalogue
        The range.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.of = catalogue

    def write(self, day: Day, shown: Bools, cents: Ints) -> None:
        """Write what differs from the day before.

        Parameters
        ----------
        day : Day
        shown : bool array, shape (P,)
            What stood on the shelf the day before.
        cents : int array, shape (K,)
            At which prices.
        """
        came, went = day.on_shelf & ~shown, shown & ~day.on_shelf
        of_sku = self.of.sku_product
        changed = (day.price_cents != cents) & (shown & day.on_shelf)[of_sku]
        rows = np.flatnonzero((came | went)[of_sku] | changed)
        if len(rows):
            self._put(day, rows)
        if day.index:
            self._log_shelf(day, came, went)
            self._log_prices(day, np.flatnonzero(changed), cents)

    def _put(self, day: Day, sku: Ints) -> None:
        """Add the rows of SKUs that have none yet, and change those of the others."""
        frame, held = self.of.world.frame("products"), self.of.row_of[sku] >= 0
        old, new = sku[held], sku[~held]
        if len(old):
            frame.set(self.of.row_of[old], **self._products(day, old))
        if len(new):
            self.of.row_of = self.of.row_of.copy()
            self.of.row_of[new] = frame.append(**self._products(day, new))

    def _products(self, day: Day, sku: Ints) -> dict[str, object]:
        of, world = self.of, self.of.world
        product = of.sku_product[sku]
        on_shelf = day.on_shelf[product]
        category = of.category[product]
        texts = world.texts
        status = texts.codes(["off_shelf", "on_shelf"])[on_shelf.astype(np.int64)]
        tables = of.slots.tables
        suppliers = texts.codes(f"SUP{i + 1:02d}" for i in range(2 * len(tables)))
        life_days = np.array([table.get("shelf_life_days", -1) for table in tables])[category]
        few = of.images[product] < 3
        return {
            "sku": of.sku_code[sku],
            "product_id": of.product_code[product],
            "title": of.title_code[product],
            "variant": of.variant_code[sku],
            "keywords": self._words(product, "keywords"),
            "description": self._words(product, "description"),
            "attributes": self._words(product, "attributes"),
            "department": np.full(len(sku), self._department(), np.int32),
            "category": np.array(of.categories, np.int32)[category],
            "supplier_id": suppliers[of.supplier[product]],
            "price": day.price_cents[sku],
            "list_price": of.list_cents[sku],
            "floor_price": of.floor_cents[sku],
            "cost": of.cost_cents[sku],
            "weight_g": np.array([table["weight_g"] for table in tables], float)[category],
            "shelf_life_days": np.where(life_days < 0, NULL, life_days),
            "images": of.images[product],
            "image_px": np.where(few, _CM_PX[0] - 200, np.array(_CM_PX)[of.video[product] * 1]),
            "video": of.video[product],
            "listed_at": (of.listed[product] + day.number - day.index) * DAY_S + LISTED_S,
            "delisted_at": np.where(on_shelf, NULL, day.start_at),
            "status": status,
        }

    def _department(self) -> int:
        told = self.of.world.profile.section("shop")
        return self.of.world.say(*told["department"])

    def _words(self, product: Ints, which: str) -> NDArray[np.int32]:
        """Return the text of each listing: keywords, description or attributes."""
        of, world = self.of, self.of.world
        told: dict[int, int] = {}
        for slot in np.unique(product).tolist():
            words, chosen = of.words[int(of.category[slot])], of.chosen[slot]
            season = int(of.season[slot])
            given = (
                words.description(chosen)
                if which == "description"
                else getattr(words, which)(chosen, season)
            )
            told[slot] = world.say(*given)
        return np.array([told[slot] for slot in product.tolist()], np.int32)

    def _log_shelf(self, day: Day, came: Bools, went: Bools) -> None:
        for slot in np.flatnonzero(came).tolist():
            what = ("Listing put on the shelf", "商品上架")
            self._log(day, "product", slot, what, log.PRODUCT)
        for slot in np.flatnonzero(went).tolist():
            if day.index >= self.of.retires[slot]:
                what, who = (
                    (
                        "Listing taken down: end of its season or life",
                        "商品下架：季末或生命周期结束",
                    ),
                    log.PRODUCT,
                )
            elif self.of.taken_down[slot]:
                what, who = ("Listing taken down by decision", "主动下架商品"), log.PRODUCT
            else:
                what = (
                    "Notice: listing taken down, wording on the page breaks the advertising law",
                    "违规通知：页面用语违反广告法，商品已被平台下架",
                )
                who = log.PLATFORM
            self._log(day, "platform" if who is log.PLATFORM else "product", slot, what, who)

    def _log_prices(self, day: Day, sku: Ints, before: Ints) -> None:
        """Write one line a listing: its first changed SKU tells old and new price."""
        _slots, first = np.unique(self.of.sku_product[sku], return_index=True)
        for one in sku[first].tolist():
            old, new = before[one] / 100, day.price_cents[one] / 100
            what = (
                f"Price changed from {old:.2f} to {new:.2f}",
                f"售价由 {old:.2f} 调整为 {new:.2f}",
            )
            self._log(day, "price", int(self.of.sku_product[one]), what, log.PRODUCT)

    def _log(
        self, day: Day, kind: str, slot: int, what: tuple[str, str], who: tuple[str, str]
    ) -> None:
        thing = self.of.world.texts.values[int(self.of.product_code[slot])]
        log.write(self.of.world, kind, thing, what, who, day.index)
