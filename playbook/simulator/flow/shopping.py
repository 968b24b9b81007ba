"""What does each visitor do on the page: leave, look on, put into the cart, wait, or order?

The unit is one visit. Equation, per visit:

    keenness = conversion x channel x page x rating x boost x service x device
               x (price / list price) ** elasticity x price_index ** rival_elasticity / sated
    P(wants) = 1 - exp(-keenness)

so that a tenfold cut of the price cannot push the chance above one. Whoever wants but may wait for
a promotion that is near puts the thing into the cart and comes back when it opens. What sold out is
replaced by another variant, then by a similar product, or lost.

Targets: "bounce", "depth", "cart", "buy" (channel, product, category, region, device, version,
second, band: price band 0-3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day, Visits
    from playbook.simulator.world import World

BANDS = 4


class Shopping(Piece):
    """Decides for every visit; fills in the second half of ``day.visits``.

    Attributes
    ----------
    wanted : int array, shape (K,)
        Visits that wanted each SKU today, whether it was there or not.
    sated : array, shape (categories,)
        Demand that promotions have pulled forward; 0 is none.
    usual : array, shape (categories,)
        Wishes on an ordinary day (slow average).
    """

    name = "shopping"
    state = ("sated", "usual")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("flow")
        catalogue = world.catalogue
        count = int(catalogue.category.max()) + 1
        self.sated, self.usual = np.zeros(count), np.zeros(count)
        self.wanted = np.zeros(catalogue.skus, np.int64)
        self.band = _price_bands(catalogue.list_cents)

    def record(self, day: Day) -> None:
        """Decide for every visit of the day."""
        visits = day.visits
        dims = self._dims(visits)
        self._look(day, visits, dims)
        wants = self._want(day, visits, dims)
        self._sold_out(day, visits, wants)
        self.wanted = np.bincount(visits.sku[wants], minlength=self.world.catalogue.skus)
        waits = self._wait(day, visits, wants)
        ready = (wants & ~waits) | visits.deposit
        visits.checkout = ready & day.on_shelf[visits.product] & (visits.balance < 0)
        visits.carted |= wants
        self._pull_forward(visits, wants)

    def _dims(self, visits: Visits) -> dict[str, Array]:
        return {
            "channel": visits.channel,
            "product": visits.product,
            "category": self.world.catalogue.category[visits.product],
            "region": visits.region,
            "device": visits.device,
            "version": visits.version,
            "second": visits.second,
            "band": self.band[visits.sku],
            "customer": visits.customer,
        }

    def _look(self, day: Day, visits: Visits, dims: dict[str, Array]) -> None:
        """How many pages, how long, what is put into the cart for later."""
        told, channels = self.constants, self.world.channels
        u = self.world.draws.uniforms("shopping.look", visits.key)
        v = self.world.draws.uniforms("shopping.more", visits.key)
        bounce = day.effects.apply("bounce", channels.bounce[visits.channel], **dims)
        visits.bounced = (u[0] < np.where(visits.waited | visits.sure, 0.0, bounce)) | visits.bot
        depth = day.effects.apply("depth", told["depth"], **dims)
        more = 1 + chance.geometric(u[1], depth)
        visits.views = np.where(visits.bounced, 1, 1 + more)
        stay = visits.views * chance.exponential(u[2], told["page_s"])
        visits.dwell_s = np.where(visits.bot, u[2] < 0.5, stay + 2).astype(np.int64)
        stays = ~visits.bounced
        cart = day.effects.apply("cart", told["cart"], **dims) * day.boost[visits.product]
        visits.carted = stays & (u[3] < np.minimum(cart, 0.6))
        visits.favoured = stays & (v[0] < told["favourite"])
        visits.asked = stays & (v[1] < told["ask"])
        explores = stays & (v[2] < told["explore"])
        pick = (v[3] * 4).astype(np.int64)
        other = self.world.catalogue.companions[visits.product, pick]
        visits.viewed2 = np.where(explores & day.on_shelf[other], other, -1)

    def keenness(self, day: Day, product: Array, sku: Array, second: Array) -> Array:
        """Return how keen an average visit is on SKUs: the product's and the price's part."""
        told, catalogue = self.constants, self.world.catalogue
        price = day.effects.apply("price", day.price_cents[sku] * 1.0, sku=sku, second=second)
        price = price * (1.0 - day.discount[product])
        relative = np.maximum(price / catalogue.list_cents[sku], 0.002)
        stars = self.world.reviews.rating[product] - told["rating_usual"]
        rating = 1.0 + told["rating_slope"] * stars
        keen = relative ** catalogue.elasticity[product]
        keen *= day.price_index[product] ** told["rival_elasticity"]
        keen *= catalogue.page_score[product] * day.boost[product] * np.maximum(rating, 0.1)
        factor = 1.0 / (1.0 + told["sated_weight"] * self.sated[catalogue.category[product]])
        return np.asarray(told["conversion"] * keen * factor)

    def _want(self, day: Day, visits: Visits, dims: dict[str, Array]) -> Array:
        """Who wants to buy what they look at (or, failing that, the second thing)."""
        told, channels = self.constants, self.world.channels
        keen = self.keenness(day, visits.product, visits.sku, visits.second)
        keen = keen * channels.conversion[visits.channel] * self.world.ads.quality[visits.plan]
        keen[visits.customer >= 0] *= told["known_conversion"]
        asked = told["ask_lift"] * self._service()
        keen[visits.asked] *= asked
        keen = day.effects.apply("buy", keen, **dims)
        want_chance = 1.0 - np.exp(-keen)
        for mask, sure in ((visits.waited, "waited_conversion"), (visits.late, "late_conversion")):
            want_chance = np.where(mask, day.effects.apply("buy", told[sure], **dims), want_chance)
        u = self.world.draws.uniforms("shopping.want", visits.key)
        wants = (~visits.bounced & (u[0] < want_chance)) | visits.sure
        self._second_thing(day, visits, wants, want_chance, u)
        return np.asarray(wants)

    def _service(self) -> float:
        service = self.world.pieces.get("service")
        return float(getattr(service, "keenness", 1.0))

    def _second_thing(
        self, day: Day, visits: Visits, wants: Array, first: Array, u: list[Array]
    ) -> None:
        """Let some look at a second product and want that one instead."""
        looked = np.flatnonzero((visits.viewed2 >= 0) & ~wants & ~visits.bounced)
        other = visits.viewed2[looked]
        sku = self.world.arrivals.variant(other, u[2][looked])
        second = visits.second[looked]
        keen = self.keenness(day, other, sku, second)
        own = self.keenness(day, visits.product[looked], visits.sku[looked], second)
        share = np.minimum(keen / np.maximum(own, 1e-12), 3.0)
        takes = u[1][looked] < first[looked] * share * self.constants["explore_conversion"]
        at = looked[takes]
        visits.viewed2[at], visits.product[at] = visits.product[at], other[takes]
        visits.sku[at] = sku[takes]
        wants[at] = True

    def _sold_out(self, day: Day, visits: Visits, wants: Array) -> None:
        """Send those whose variant is gone to another variant, a similar product, or away."""
        told, catalogue = self.constants, self.world.catalogue
        shown = self.world.stock.shown()
        at = np.flatnonzero(wants & (shown[visits.sku] <= 0))
        if not len(at):
            return
        u = self.world.draws.uniforms("shopping.sold_out", visits.key[at])
        sku = self.world.arrivals.variant(visits.product[at], u[0])
        switches = (u[1] < told["out_switch_variant"]) & (shown[sku] > 0)
        similar = catalogue.similar[visits.product[at], (u[2] * 4).astype(np.int64)]
        other = self.world.arrivals.variant(similar, u[0])
        moves = ~switches & (u[3] < told["out_switch_product"])
        moves &= (shown[other] > 0) & day.on_shelf[similar]
        visits.sku[at[switches]] = sku[switches]
        visits.viewed2[at[moves]] = visits.product[at[moves]]
        visits.product[at[moves]] = similar[moves]
        visits.sku[at[moves]] = other[moves]
        # The rest still counts as wanted today, and finds nothing to order.

    def _wait(self, day: Day, visits: Visits, wants: Array) -> Array:
        """Who waits for the promotion that is near: with a deposit, or with a full cart."""
        may = np.flatnonzero(wants & ~visits.waited & ~visits.sure)
        u = self.world.draws.uniforms("shopping.wait", visits.key[may])
        waiting = u[0] < day.wait[visits.product[may]]
        pays = waiting & (u[2] < self.world.promotions.presale_deposit(day))
        waits = np.zeros(len(visits), bool)
        waits[may] = waiting
        visits.deposit[may] = pays
        at = may[waiting & ~pays]
        due = day.index + day.days_to_peak + chance.geometric(u[1][waiting & ~pays], 0.35)
        self.world.agenda.put(
            "cart_visit",
            due,
            key=visits.key[at],
            person=visits.person[at],
            customer=visits.customer[at],
            product=visits.product[at],
            sku=visits.sku[at],
        )
        return waits

    def _pull_forward(self, visits: Visits, wants: Array) -> None:
        """Remember how far today's wishes went beyond the usual."""
        told = self.constants
        category = self.world.catalogue.category[visits.product[wants]]
        today = np.bincount(category, minlength=len(self.usual)).astype(float)
        fresh = self.usual <= 0
        self.usual = np.where(fresh, today, 0.97 * self.usual + 0.03 * np.minimum(
            today, 2.0 * np.maximum(self.usual, 1.0)))  # fmt: skip
        beyond = np.maximum(today / np.maximum(self.usual, 1.0) - 1.4, 0.0)
        self.sated = told["sated_decay"] * self.sated + np.where(fresh, 0.0, beyond)


def _price_bands(cents: Array) -> NDArray[np.int64]:
    """Return the quarter of the price list that each SKU lies in, 0 the cheapest."""
    ranks = np.argsort(np.argsort(cents, kind="stable"), kind="stable")
    return ranks * BANDS // len(cents)
