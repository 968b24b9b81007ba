"""What stands in the table of reviews?

The unit is one review, one later addition, or one of a wave of false reviews. Reads and likes are
those of the first day. This module refuses to choose who writes and with how many stars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.ids import numbers
from playbook.simulator.goods.reviews_words import BAD, Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]
    Fields = dict[str, Array]

FEW = 3
"""Reviews with so many stars or fewer count as criticism."""
MOST_BOMBS = 5000
FACTS = ("order_id", "customer_id", "registered_at", "product", "sku")
FOLLOWS = np.uint64(1 << 55)


class Rows:
    """Writes reviews."""

    def __init__(self, world: World, words: Words, told: dict[str, Any]) -> None:
        self.world, self.words, self.constants = world, words, told

    def facts(self, order: Array, line: Array) -> Fields:
        """Return what a review says of its order: the order may be forgotten before it is due."""
        sales = self.world.sales
        customer = sales.orders.get("_customer", order)
        return {
            "order_id": sales.orders.get("order_id", order),
            "customer_id": sales.orders.get("customer_id", order),
            "registered_at": self.world.customers.frame.get("registered_at", customer),
            "product": sales.lines.get("_product", line),
            "sku": sales.lines.get("sku", line),
        }

    def write(self, day: Day, told: Fields) -> None:
        """Write reviews of real orders.

        Parameters
        ----------
        day : Day
            Today.
        told : dict of arrays, shape (n,)
            Those of `FACTS`, ``key``, ``at``, ``topic``, ``stars``, ``tone``, ``default``,
            ``follow``, and ``text``, shape (parts, n).
        """
        world, key, at = self.world, told["key"], told["at"]
        product = told["product"]
        replied_at, reply = self._reply(day, told, product)
        u = world.draws.uniforms("reviews.read", key, day.index)
        images = chance.geometric(u[0], self.constants["images_mean"]) * ~told["default"]
        views = chance.poisson(u[1], self.constants["views_mean"] * (1 + images))
        numbered = np.where(told["follow"], key ^ FOLLOWS, key)
        count = len(key)
        world.frame("reviews").append(
            review_id=numbers(day.number, numbered),
            order_id=told["order_id"],
            sku=told["sku"].astype(np.int32),
            customer_id=told["customer_id"],
            created_at=at,
            stars=told["stars"],
            text=tuple(told["text"].astype(np.int32)),
            topic=np.where(told["default"], -1, self.words.topic[told["topic"]]).astype(np.int32),
            is_follow_up=told["follow"],
            is_default=told["default"],
            is_hidden=np.zeros(count, bool),
            images=np.minimum(images, 9),
            views=views,
            likes=chance.poisson(u[2], views * self.constants["likes_share"]),
            account_age_days=np.maximum((at - told["registered_at"]) // DAY_S, 0),
            replied_at=replied_at,
            reply_text=reply,
            _product=product,
        )

    def _reply(self, day: Day, told: Fields, product: Array) -> tuple[Array, Array]:
        """Return when and what the shop answers, within the next day."""
        u = self.world.draws.uniforms("reviews.reply", told["key"], day.index)
        bad = told["tone"] == BAD
        bad |= (told["stars"] <= FEW) & (told["stars"] > 0)
        share = np.where(bad, self.constants["reply_bad"], self.constants["reply_good"])
        answers = u[0] < day.effects.apply("reply", share * ~told["default"], product=product)
        hours = 0.3 + chance.exponential(u[1], self.constants["reply_hours"])
        at = told["at"] + (hours * 3600).astype(np.int64)
        at = np.minimum(at, day.start_at + 2 * DAY_S - 1)
        text = self.words.reply(bad, u[2])
        return np.where(answers, at, NULL), np.where(answers, text, -1).astype(np.int32)

    def bombing(self, day: Day) -> NDArray[np.int64]:
        """Write one-star reviews by accounts without history or order; return counts (P)."""
        world, products = self.world, np.arange(self.world.catalogue.products)
        mean = day.effects.apply("bombing", 0.0, product=products)
        counts = np.minimum(world.draws.poisson("reviews.bombs", products, mean, day.index),
                            MOST_BOMBS)  # fmt: skip
        product = np.repeat(products, counts)
        nth = np.arange(len(product)) - np.repeat(np.cumsum(counts) - counts, counts)
        key = world.draws.hash("reviews.bomb", product * MOST_BOMBS + nth, day.index)
        u = world.draws.uniforms("reviews.bomb_text", key)
        v = world.draws.uniforms("reviews.bomb_who", key)
        first = np.searchsorted(np.asarray(world.catalogue.sku_product), product)
        count = len(key)
        at = day.start_at + ((9 + 5 * np.minimum(v[0], v[1])) * 3600).astype(np.int64)
        world.frame("reviews").append(
            review_id=numbers(day.number, key),
            order_id=np.full(count, NULL),
            sku=np.asarray(world.catalogue.sku_code, np.int32)[first],
            customer_id=(key >> np.uint64(1)).astype(np.int64),
            created_at=at,
            stars=np.ones(count, np.int64),
            text=self.words.bombing(u),
            topic=np.full(count, self.words.topic[0], np.int32),
            is_follow_up=np.zeros(count, bool),
            is_default=np.zeros(count, bool),
            is_hidden=np.zeros(count, bool),
            images=np.zeros(count, np.int64),
            views=chance.poisson(u[2], self.constants["views_mean"]),
            likes=chance.poisson(u[3], 2.0),
            account_age_days=(v[2] * 15).astype(np.int64),
            replied_at=np.full(count, NULL),
            reply_text=np.full(count, -1, np.int32),
            _product=product,
        )
        return np.asarray(counts, np.int64)
