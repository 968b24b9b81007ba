"""Does each profile reach the orders that were asked for, year after year, at plausible rates?

Slow: a shop of every profile is simulated for three years.
"""

from typing import Any

import numpy as np
import pytest

from tests.simulator import samples

pytestmark = pytest.mark.slow
ORDERS = 60.0
YEARS = 3
# Shares of orders by known buyers and refunds per order: bands of the domain reference (fashion
# 25-40 % known, 20-60 % sent back; food 50-65 %; electronics 10-20 %, standard goods 3-8 % sent
# back, before-shipping refunds on top). Home ware lies between food and electronics.
KNOWN = {
    "tmall-fashion": (0.25, 0.40), "food": (0.50, 0.65), "electronics": (0.10, 0.22),
    "shopify-home": (0.20, 0.35),
}  # fmt: skip
REFUNDS = {
    "tmall-fashion": (0.20, 0.60), "food": (0.03, 0.14), "electronics": (0.03, 0.14),
    "shopify-home": (0.03, 0.16),
}  # fmt: skip


@pytest.fixture(scope="module", params=sorted(KNOWN))
def shop(request: Any) -> Any:
    return request.param, samples.shop(7, request.param, ORDERS, 365 * YEARS)


def test_each_year_has_the_orders_asked_for(shop: Any) -> None:
    _name, world = shop
    day = samples.purchases(world, new=False).day
    by_year = np.bincount(day // 365, minlength=YEARS) / 365 / ORDERS
    assert np.all(np.abs(by_year - 1) < 0.10), by_year


def test_known_buyers_bring_their_share(shop: Any) -> None:
    name, world = shop
    paid = samples.purchases(world, new=False)
    first = np.full(paid.buyer.max() + 1, 10**6)
    np.minimum.at(first, paid.buyer, paid.day)
    came_before = world.frame("customers").get("registered_at", paid.buyer) // 86_400
    known = came_before < world.start.toordinal() - 719_163 + paid.day
    low, high = KNOWN[name]
    for year in range(YEARS):
        assert low < known[paid.day // 365 == year].mean() < high


def test_orders_are_paid_and_sent_back_at_usual_rates(shop: Any) -> None:
    name, world = shop
    paid = (world.frame("orders").get("_paid_s") > 0).mean()
    unpaid_at_most = 0.06 if name == "shopify-home" else 0.12
    assert 0.02 < 1 - paid < unpaid_at_most
    low, high = REFUNDS[name]
    assert low < len(world.frame("refunds")) / len(samples.purchases(world, new=False).day) < high


def test_conversion_and_ratings_do_not_drift(shop: Any) -> None:
    _name, world = shop
    ledger = world.frame("_ledger")
    year = ledger.get("day") // 365
    visits = np.bincount(year, ledger.get("visits"))[:YEARS]
    lines = np.bincount(year, ledger.get("lines"))[:YEARS]
    rate = lines / visits
    assert np.ptp(rate) / rate.mean() < 0.10
    sold = np.bincount(ledger.get("product"), ledger.get("lines"), world.catalogue.products)
    rating = np.average(world.reviews.rating, weights=sold)
    usual = world.profile.section("reviews")["rating"]["prior"]
    assert abs(rating - usual) < 0.08
