"""What do coupons, spend-and-save and cheaper sisters do to buyers?

The unit is one day, of the shop or of one listing. Equations:
``checkout boost = ((1 - seen depth today) / (1 - seen usual depth))^-elasticity``, where depth is
what the shop coupon takes off a usual order on average, plus most of the best tier;
``sisters = 1 / (1 + cannibal x mean over similar listings of max(gain_other / gain - 1, 0))``. It
refuses to know orders: the till does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.range.promotions import Promotions

    Floats = NDArray[np.float64]

NOON_S = 43_200
TIER_REACH = 0.6
"""Share of orders that reach the best tier, or see it."""
LOUDEST, STACKED = 6.0, 3.0
"""Word of a wrong coupon multiplies those who look for one by at most so much."""


def checkout_boost(of: Promotions, day: Day) -> float:
    """Return how much keener what comes off at the till makes buyers, against usual days."""
    told = of.constants
    usual = _depth(of, 1.0, 1.0)
    tier = max((save / spend for spend, save in of.tiers), default=0.0)
    now = _by_hour(of, day) if broken(day) else usual
    depth = told["seen"] * min(now + tier * TIER_REACH, 0.9)
    return float(((1 - depth) / (1 - told["seen"] * usual)) ** -told["elasticity"])


def broken(day: Day) -> bool:
    """Return True when something is wrong with coupons today."""
    return bool(day.effects.of("stack") or day.effects.of("coupon_value"))


def rumour(of: Promotions, day: Day) -> float:
    """Return how fast word of an unusual coupon spreads: 1 on usual days."""
    if not broken(day):
        return 1.0
    stacked = STACKED if day.effects.of("stack") else 1.0
    return max(1.0, min(_ratio(of, day, NOON_S), LOUDEST), stacked)


def sisters(of: Promotions, day: Day, gain: Floats) -> Floats:
    """Return what cheaper sisters leave of each listing's buyers, shape (P,)."""
    catalogue = of.world.catalogue
    other = np.where(day.on_shelf, gain, 0.0)[catalogue.similar]
    lost = np.maximum(other / gain[:, None] - 1.0, 0.0).mean(axis=1)
    every = np.arange(catalogue.products)
    weight = np.full(len(every), float(of.constants["cannibal"]))
    weight = day.effects.apply("cannibal", weight, product=every)
    return np.asarray(1.0 / (1.0 + weight * lost))


def _by_hour(of: Promotions, day: Day) -> float:
    """Return the day's mean depth of the shop coupon, hours weighted by visits."""
    now = 0.0
    for hour, share in enumerate(day.hour_share.tolist()):
        second = hour * 3600 + 1800
        copies = day.effects.apply("stack", np.ones(1), second=np.array([second]))
        now += share * _depth(of, _ratio(of, day, second), float(copies[0]))
    return now


def _ratio(of: Promotions, day: Day, second: int) -> float:
    """Return the shop coupon's face at a second of the day, in usual faces."""
    face = of.face_cents[:1].astype(float)
    dims = {"coupon": np.zeros(1, np.int64), "second": np.array([second])}
    return float(day.effects.apply("coupon_value", face, **dims)[0] / face[0])


def _depth(of: Promotions, ratio: float, copies: float) -> float:
    """Return the share of a usual order that the shop coupon takes off, on average."""
    told = of.constants
    shop, rule = told["coupon"]["shop"], told["stack"]
    extra = 1.0 + (min(copies, rule["most"]) - 1.0) * rule["exploit"]
    order = max(told["usual_order"], shop["spend"])
    held = 1.0 - (1.0 - shop["hold"]) ** max(1.0, min(ratio, LOUDEST))
    return float(min(held * shop["face"] * ratio * extra / order, 0.9))
