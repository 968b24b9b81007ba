"""What comes off an order when it is placed?

The unit is one order. Order of things: the best spend-and-save tier of a running promotion; then a
shop coupon (new customers hold their own), as often as may be stacked; then the platform's coupon.
``holds = min(hold x known_hold x (1 + level_hold level), 0.95)``. Where the rule on stacking is
broken (effect "stack" above 1) a share `exploit` of buyers uses every copy that the amount allows.
Money is int64 cents; each discount is borne by the seller or by the platform. It refuses to take
more than the order is worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.range.promotions_pull import rumour as _rumour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.range.promotions import Promotions

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

SHOP, NEW, PLATFORM = range(3)
NAMES = ("shop", "new", "platform")


@dataclass
class Discounts:
    """What comes off m orders.

    Parameters
    ----------
    seller_cents, platform_cents : int arrays, shape (m,)
    coupon : int array, shape (m,)
        Text code of the coupons used, -1 for none.
    coupons : int array, shape (m,)
        How many.
    campaign : int array, shape (m,)
        Text code of the shop-wide promotion, -1.
    """

    seller_cents: Ints
    platform_cents: Ints
    coupon: Ints
    coupons: Ints
    campaign: Ints


@dataclass
class Buyers:
    """Who places the m orders, and when."""

    subtotal: Ints
    key: NDArray[np.uint64]
    known: Bools
    first: Bools
    level: Ints
    second: Ints


def checkout(of: Promotions, day: Day, who: Buyers) -> Discounts:
    """Return the discounts of today's orders; notes which coupons they would use."""
    u = of.world.draws.uniforms("promotions.checkout", who.key, time=day.index)
    saved = tier_cents(who.subtotal, of.tiers)
    left = who.subtotal - saved
    chosen = _chosen(of, day, who, left, u)
    face, spend = _terms(of, day, who, chosen)
    valid = (chosen >= 0) & (left >= spend)
    copies: Ints = np.where(valid, _copies(of, day, who, left, face, u[2]), 0)
    off = np.minimum(copies * face, np.maximum(left - 1, 0))
    platform = _platform(of, left - off, copies, u[3])
    of.note(chosen, copies, off, platform, left)
    codes = np.array(of.coupon_codes)
    both = np.where((copies > 0) & (platform > 0), codes[3 + chosen], -1)
    single = np.where(copies > 0, codes[chosen], np.where(platform > 0, codes[PLATFORM], -1))
    return Discounts(
        saved + off,
        platform,
        np.where(both >= 0, both, single),
        copies + (platform > 0),
        np.full(len(saved), of.shop_wide, np.int64),
    )


def tier_cents(subtotal: Ints, tiers: list[list[int]]) -> Ints:
    """Return what the best spend-and-save tier takes off.

    Examples
    --------
    >>> tier_cents(np.array([29_899, 29_900, 60_000]), [[29_900, 3_000], [49_900, 6_000]])
    array([   0, 3000, 6000])
    """
    saved = np.zeros(len(subtotal), np.int64)
    for spend, save in tiers:
        saved = np.where(subtotal >= spend, np.maximum(saved, save), saved)
    return saved


def _chosen(of: Promotions, day: Day, who: Buyers, left: Ints, u: list[Any]) -> Ints:
    """Return which shop coupon each buyer would use, -1 for none."""
    rule, coupons = of.constants["stack"], of.constants["coupon"]
    rumour = _rumour(of, day)
    hold = coupons["shop"]["hold"] * np.where(who.known, rule["known_hold"], 1.0)
    hold = np.minimum(hold * (1 + rule["level_hold"] * np.maximum(who.level, 0)), 0.95)
    shop = u[0] < 1.0 - (1.0 - hold) ** rumour
    new = who.first & (u[1] < coupons["new"]["hold"])
    reach = left >= of.spend_cents[SHOP]
    return np.asarray(np.where(shop & (reach | ~new), SHOP, np.where(new, NEW, -1)))


def _terms(of: Promotions, day: Day, who: Buyers, chosen: Ints) -> tuple[Ints, Ints]:
    """Return face and least spend of each order's coupon, after today's effects on its face."""
    face = of.face_cents[chosen]
    changed = day.effects.apply("coupon_value", face, coupon=chosen, second=who.second)
    return np.round(changed).astype(np.int64), of.spend_cents[chosen]


def _copies(of: Promotions, day: Day, who: Buyers, left: Ints, face: Ints, u: Any) -> Ints:
    """Return how many copies each buyer uses: as the rule allows, or as the fault allows."""
    rule = of.constants["stack"]
    allowed = np.full(len(left), float(rule["shop_coupons"]))
    allowed = np.asarray(day.effects.apply("stack", allowed, second=who.second))
    broken = (allowed > rule["shop_coupons"]) & (u < rule["exploit"])
    worth = left // np.maximum(face, 1)
    most = np.minimum(np.minimum(np.round(allowed), rule["most"]), np.maximum(worth, 1))
    return np.asarray(np.where(broken, most, rule["shop_coupons"]), np.int64)


def _platform(of: Promotions, left: Ints, copies: Ints, u: Any) -> Ints:
    told, rule = of.constants["coupon"]["platform"], of.constants["stack"]
    if not of.platform_open:
        return np.zeros(len(left), np.int64)
    takes = (u < told["hold"]) & (left >= of.spend_cents[PLATFORM])
    takes &= (copies == 0) | bool(rule["with_platform"])
    return np.where(takes, of.face_cents[PLATFORM], 0).astype(np.int64)
