"""With what chance does a delivered line come back, and for which reason?

The unit is one order line that was signed for. Reasons compete; equation of each chance p_r:

* quality = a x defect(product) x multiplier(batch); size = a x fit risk(product) x return(channel)
* damaged = a where the parcel is damaged; late = a x days late, at most b
* changed mind = a x return(channel) x (1 + regret x (discount share - 0.1)+) x insured factor
* all x effects on "refund"; refund-only share of each reason x band factor x effects on
  "refund_only" (a share beyond 1 adds refunds)

This module refuses to know about days and money.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day

    Array = NDArray[Any]

REASONS = (
    "quality", "size", "not_as_described", "damaged", "late", "missing", "wrong_item",
    "changed_mind", "price", "other", "out_of_stock",
)  # fmt: skip
"""Codes of reasons are places in this list."""
BUYERS = REASONS[:-1]
MOST = 0.95


@dataclass
class Lines:
    """Order lines that were signed for; all arrays have shape (n,)."""

    row: Array  # rows in the frame "order_lines"
    order: Array  # rows in the frame "orders"
    key: Array  # the line's own key
    product: Array
    sku: Array
    batch: Array
    channel: Array
    region: Array
    price_band: Array
    late_days: Array  # 0 when in time
    damaged: Array
    discount: Array  # share off the list price
    defect: Array  # chance that the unit disappoints for quality: product x batch
    fit_risk: Array
    live: Array  # return factor of the channel
    insured: Array


def chances(told: dict[str, Any], day: Day, lines: Lines) -> Array:
    """Return the chance of each reason, shape (reasons, n), before the way is chosen."""
    a, count = told["reason"], len(lines.row)
    rates = np.zeros((len(REASONS), count))
    for index, reason in enumerate(BUYERS):
        rates[index] = a[reason]
    at = REASONS.index
    rates[at("quality")] *= lines.defect
    rates[at("size")] *= lines.fit_risk * lines.live
    rates[at("not_as_described")] *= np.sqrt(lines.live)
    rates[at("damaged")] *= lines.damaged
    rates[at("late")] = np.minimum(a["late"] * lines.late_days, a["late_most"])
    money = told["money"]
    regret = 1 + money["regret"] * np.maximum(lines.discount - 0.1, 0)
    insured = 1 + money["insured_lift"] * (lines.insured - money["insured"])
    rates[at("changed_mind")] *= lines.live * regret * insured
    if day.effects.of("refund"):
        for index in range(len(REASONS)):
            dims = dimensions(lines) | {"reason": np.full(count, index)}
            rates[index] = day.effects.apply("refund", rates[index], **dims)
    return rates


def refund_only_shares(told: dict[str, Any], day: Day, lines: Lines) -> Array:
    """Return how many refunds without return there are for each refund, shape (R, n)."""
    share, band = told["way"]["refund_only"], np.array(told["way"]["band_refund_only"])
    alone = np.array([share.get(reason, 0.0) for reason in REASONS])
    shares = np.minimum(alone[:, None] * band[lines.price_band], 1.0)
    if day.effects.of("refund_only"):
        for index in range(len(REASONS)):
            dims = dimensions(lines) | {"reason": np.full(len(lines.row), index)}
            shares[index] = day.effects.apply("refund_only", shares[index], **dims)
    return np.asarray(shares)


def dimensions(lines: Lines) -> dict[str, Array]:
    """Return the dimensions by which effects may choose lines."""
    return {
        "product": lines.product,
        "sku": lines.sku,
        "batch": lines.batch,
        "channel": lines.channel,
        "region": lines.region,
        "price_band": lines.price_band,
    }


def choose(rates: Array, shares: Array, uniform: Array) -> tuple[Array, Array]:
    """Return the reason of each line (-1: kept) and whether it asks for the money alone.

    Parameters
    ----------
    rates : array, shape (R, n)
        Chance of each reason.
    shares : array, shape (R, n)
        Refunds without return for each refund; the part up to 1 replaces returns, more adds.
    uniform : array, shape (n,)
        One draw a line.

    Examples
    --------
    >>> rates, shares = np.array([[0.2], [0.2]]), np.array([[0.5], [0.0]])
    >>> [tuple(a.tolist()) for a in choose(rates, shares, np.array([0.05]))]
    [(0,), (True,)]
    >>> [tuple(a.tolist()) for a in choose(rates, shares, np.array([0.35]))]
    [(1,), (False,)]
    """
    alone = rates * shares
    back = rates * np.maximum(1 - shares, 0)
    both = np.concatenate([alone, back])
    total = both.sum(axis=0)
    both *= np.minimum(1.0, MOST / np.maximum(total, 1e-12))
    steps = np.cumsum(both, axis=0)
    place = (uniform >= steps).sum(axis=0)
    kept = place == len(both)
    reason = np.where(kept, -1, place % len(rates))
    return reason, ~kept & (place < len(rates))
