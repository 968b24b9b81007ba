"""Which visitors ask before they buy, about what?

The unit is one question. Visitors ask as the flow says (`day.visits.asked`), about topics by their
shares; and more of them ask when a topic becomes hot. Equation, per visit that stays: further
asking = ask share x sum over topics of share x (heat - 1), where heat is the day's effects on
"topic", times price index ** power for questions about prices. It is never below 1: nobody stops
asking, so that what is asked anyway is the same with and without an incident.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]
    Fields = dict[str, Array]

NAMES = ("key", "second", "topic", "product", "sku", "region", "channel", "customer", "person",
         "order", "visit")  # fmt: skip


@dataclass
class Contacts:
    """People who write today, one a row."""

    key: Array
    second: Array
    topic: Array
    product: Array
    sku: Array
    region: Array
    channel: Array
    customer: Array  # row in the customers frame, -1 unknown
    person: Array  # key of the person
    order: Array  # row in the frame "orders", -1
    visit: Array  # index into today's visits, -1 for after-sale

    def __len__(self) -> int:
        return len(self.key)


class Questions:
    """Finds the day's questions before buying.

    Parameters
    ----------
    world : World
    told : dict
        Constants of service.toml.

    Attributes
    ----------
    topics : list of str
    before : array, shape (T,)
        Share of each topic.
    """

    def __init__(self, world: World, told: dict[str, Any]) -> None:
        self.world, self.constants = world, told
        self.topics = list(told["topic"])
        weight = np.array([each["weight"] for each in told["topic"].values()], float)
        self.before = weight / weight.sum()
        self._price = self.topics.index("price_match")

    def today(self, day: Day) -> Fields:
        """Return everyone who asks today."""
        visits = day.visits
        beyond, row = self._beyond(day)
        asked = np.flatnonzero(visits.asked & ~visits.bot)
        more = self.constants["ask_share"] * beyond.sum(axis=1)[row]
        other = np.flatnonzero(~visits.asked & ~visits.bounced & (more > 0))
        u = self.world.draws.uniform("service.more", visits.key[other])
        other = other[u < more[other]]
        at = np.concatenate([asked, other])
        share = np.concatenate([np.tile(self.before, (len(asked), 1)), beyond[row[other]]])
        steps = np.cumsum(share, axis=1)
        v = self.world.draws.uniform("service.topic", visits.key[at])
        topic = (v[:, None] * steps[:, -1:] > steps).sum(axis=1)
        # Who orders has asked before; the flow places an order when the visit begins.
        early = np.where(visits.ordered[at] >= 0, -1, 1)
        spend = early * np.minimum(20 + visits.dwell_s[at] // 3, 1800)
        return {
            "key": visits.key[at],
            "second": np.clip(visits.second[at] + spend, 0, DAY_S - 60),
            "topic": np.minimum(topic, len(self.topics) - 1),
            "product": visits.product[at],
            "sku": visits.sku[at],
            "region": visits.region[at],
            "channel": visits.channel[at],
            "customer": self._buyer(day, at),
            "person": visits.person[at],
            "order": np.full(len(at), -1),
            "visit": at,
        }

    def _buyer(self, day: Day, at: Array) -> Array:
        """Return the account of visitors: theirs, or the one they got by ordering."""
        ordered = day.visits.ordered[at]
        buyer = day.visits.customer[at].copy()
        buyer[ordered >= 0] = day.orders.customer[ordered[ordered >= 0]]
        return buyer

    def _beyond(self, day: Day) -> tuple[Array, Array]:
        """Return share x (heat - 1) of topics, by product or by visit, and each visit's row."""
        products, visits = self.world.catalogue.products, day.visits
        heat = np.tile(self.before, (products, 1))
        heat[:, self._price] *= day.price_index ** self.constants["price_power"]
        row = visits.product
        if day.effects.of("topic"):
            heat, row = heat[row], np.arange(len(visits))
        for number in range(len(self.topics)) if day.effects.of("topic") else ():
            dims = {
                "topic": np.full(len(visits), number),
                "product": visits.product,
                "channel": visits.channel,
                "region": visits.region,
            }
            heat[:, number] = day.effects.apply("topic", heat[:, number], **dims)
        return np.maximum(heat - self.before, 0.0), row
