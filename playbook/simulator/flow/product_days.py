"""What does the platform's product report say of the day?

One row a SKU that is on the shelf. A listing's exposures are told for its variants in proportion
to their shares, since search shows listings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.piece import Piece
from playbook.simulator.flow.traffic_counts import distinct

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day


class ProductDays(Piece):
    """Writes `product_days`."""

    name = "product_days"

    def record(self, day: Day) -> None:
        """Write one row for each SKU on the shelf."""
        world, catalogue = self.world, self.world.catalogue
        product = catalogue.sku_product
        counts = {**self._visits(day), **self._orders(day)}
        shown = np.round(day.exposures[product] * catalogue.variant_share).astype(np.int64)
        price = np.round(day.price_cents * (1 - day.discount[product])).astype(np.int64)
        held = np.flatnonzero(day.on_shelf[product] | (counts["units"] > 0))
        rows = {
            "date": np.full(len(product), day.number),
            "sku": catalogue.sku_code,
            "title": catalogue.title_code[product],
            "impressions": shown,
            **counts,
            "price": price,
            "search_rank": np.maximum(world.channels.position, 1.0)[product],
            "rating": world.reviews.rating[product].astype(float),
        }
        world.frame("product_days").append(**{name: col[held] for name, col in rows.items()})

    def _visits(self, day: Day) -> dict[str, Array]:
        visits, seen, skus = day.visits, self.world.traffic.seen, self.world.catalogue.skus
        at, sku = seen.at, visits.sku[seen.at]
        search = self.world.channels.kinds.index("search")

        def people(mask: Array) -> Array:
            return distinct(sku[mask], seen.person[mask], skus, seen.people)

        carted = visits.carted[at]
        return {
            "clicks": np.bincount(sku[visits.channel[at] == search], minlength=skus),
            "uv": people(np.ones(len(at), bool)),
            "pv": np.bincount(sku, visits.views[at], skus).astype(np.int64),
            "cart_users": people(carted),
            "cart_units": np.bincount(sku[carted], minlength=skus),
            "fav_users": people(visits.favoured[at]),
        }

    def _orders(self, day: Day) -> dict[str, Array]:
        orders, skus = day.orders, self.world.catalogue.skus
        of, sku = orders.line_order, orders.line_sku
        _keys, buyer = np.unique(orders.customer, return_inverse=True)
        people = int(buyer.max()) + 1 if len(buyer) else 0
        fresh, paid = orders.fresh[of], orders.paid[of]
        due = orders.line_list_cents - orders.line_seller_discount_cents
        due = due - orders.line_platform_discount_cents

        def total(mask: Array, weights: Array) -> Array:
            return np.bincount(sku[mask], weights[mask], skus).astype(np.int64)

        return {
            "placed_buyers": distinct(sku[fresh], buyer[of[fresh]], skus, people),
            "placed_amount": total(fresh, due),
            "buyers": distinct(sku[paid], buyer[of[paid]], skus, people),
            "units": total(paid, orders.line_quantity),
            "paid_amount": total(paid, orders.line_paid_cents),
        }
