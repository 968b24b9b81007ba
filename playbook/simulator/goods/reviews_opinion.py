"""What do buyers think of what they got, and do they say so?

The unit is one order line that was signed for. Issues compete; equation of each chance:

* quality = a x defect(product) x multiplier(batch); size = a x fit risk(product)
* logistics = a + b x days late (at most 0.6); packaging = a + b where the parcel is damaged
* others constant; all x effects on "complaint"
* a line that is sent back for a fault has that issue for certain
* review ~ rate x (issue factor) x (refund factor) x effects on "review"

This module refuses to choose words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.goods.refunds_reasons import REASONS, Lines
from playbook.simulator.goods.reviews_words import BAD, GOOD, MIXED, TOPICS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day

    Array = NDArray[Any]

MOST_LATE = 0.6
OF_REASON = {
    "quality": "quality", "not_as_described": "colour", "damaged": "packaging",
    "late": "logistics", "missing": "logistics", "wrong_item": "service",
}  # fmt: skip
"""The topic of a review whose line was sent back for a reason."""
MANY_STARS, FEW_STARS = np.array([5, 4, 3]), np.array([1, 2, 3, 4])


@dataclass
class Opinions:
    """One opinion a line; all arrays have shape (n,)."""

    topic: Array  # what a review is about
    other: Array  # a second topic, -1 none
    stars: Array
    tone: Array
    default: Array  # the platform's own review
    written: Array  # a review is written at all


def issue_chances(told: dict[str, Any], day: Day, lines: Lines) -> Array:
    """Return the chance of each issue, shape (topics, n)."""
    count = len(lines.row)
    base = told["issue"]
    rates = np.array([base[topic] for topic in TOPICS])[:, None] * np.ones(count)
    at = TOPICS.index
    rates[at("quality")] *= lines.defect
    rates[at("size")] *= lines.fit_risk
    late = np.minimum(base["logistics_late"] * lines.late_days, MOST_LATE)
    rates[at("logistics")] += late
    rates[at("packaging")] += base["packaging_damaged"] * lines.damaged
    if day.effects.of("complaint"):
        for number in range(len(TOPICS)):
            dims = {"product": lines.product, "region": lines.region, "channel": lines.channel}
            dims["topic"] = np.full(count, number)
            rates[number] = day.effects.apply("complaint", rates[number], **dims)
    return rates


def issues(told: dict[str, Any], day: Day, lines: Lines, reason: Array, u: Array) -> Array:
    """Return the topic of each line's issue, -1 where there is none."""
    steps = np.cumsum(issue_chances(told, day, lines), axis=0)
    place = (u >= np.minimum(steps, 0.98)).sum(axis=0)
    topic = np.where(place == len(TOPICS), -1, place)
    known = np.full(len(REASONS) + 1, -1)
    for name, about in OF_REASON.items():
        known[REASONS.index(name)] = TOPICS.index(about)
    back = known[reason]
    return np.asarray(np.where(back >= 0, back, topic))


def opinions(
    told: dict[str, Any], day: Day, lines: Lines, reason: Array, draws: list[Array]
) -> Opinions:
    """Return what the buyers of lines think.

    Parameters
    ----------
    told : dict
        Constants of ``reviews.toml``.
    lines : Lines
        Signed for today.
    reason : int array, shape (n,)
        Reason for which a line is sent back, -1 when it is kept.
    draws : eight arrays, shape (n,)
        Uniforms.
    """
    issue = issues(told, day, lines, reason, draws[0])
    bad = issue >= 0
    rate = told["rate"] * np.where(bad, told["issue_rate"], 1.0)
    rate = rate * np.where(reason >= 0, told["refund_rate"], 1.0)
    dims = {"product": lines.product, "channel": lines.channel, "region": lines.region}
    rate = day.effects.apply("review", rate, **dims)
    high = MANY_STARS[chance.pick(draws[2], np.array(told["good_stars"]))]
    low = FEW_STARS[chance.pick(draws[2], np.array(told["issue_stars"]))]
    silent = ~bad & (draws[3] < told["default_share"])
    stars = np.where(silent, 5, np.where(bad, low, high))
    praise = np.array([told["praise"][topic] for topic in TOPICS])
    liked, also = chance.pick(draws[4], praise), chance.pick(draws[5], praise)
    tone = np.where(stars >= 5, GOOD, np.where(stars >= 3, MIXED, BAD))
    topic = np.where(bad, issue, liked)
    # A bad review keeps to its issue; others may praise a second thing.
    more = (draws[6] < 0.55) & (also != topic) & (tone != BAD)
    return Opinions(topic, np.where(more, also, -1), stars, tone, silent, draws[1] < rate)
