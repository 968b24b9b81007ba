"""What do people write about the shop elsewhere?

The unit is one post. Equations: posts by buyers ~ Poisson(c x sqrt(paid orders of the day)); share
of complaints = base x (1 + trouble x share of parcels late today) x effects on "post"; the shop
answers a share of questions and complaints within hours, and posts itself twice a week. It refuses
to move anybody: posts mirror the shop, they do not drive it.

Targets: "post" (topic: 0 praise, 1 question, 2 complaint).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.ids import numbers
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]

PRAISE, QUESTION, COMPLAINT, NEWS = range(4)
TOPICS = (("praise", "好评分享"), ("question", "提问"), ("complaint", "吐槽"), ("news", "上新"))
PLACES = (
    ("shop community", "店铺群"),
    ("short video", "短视频平台"),
    ("lifestyle notes", "小红书"),
)
WORDS = (
    (("Bought it twice now, recommended.", "已经回购两次了，推荐！"),
     ("Nicer than in the pictures.", "实物比图片还好看。"),
     ("Packed with care, arrived fast.", "包装用心，物流很快。")),
    (("Has anybody tried this one?", "这款有人买过吗？"),
     ("Is it worth the price?", "值这个价吗？"),
     ("When is the next promotion?", "下次活动什么时候？")),
    (("Still waiting for my parcel.", "快递等了好几天还没到。"),
     ("Not what the pictures promised.", "跟图片差距有点大。"),
     ("Nobody answers in the chat.", "客服一直没人回。")),
    (("New arrivals this week, have a look.", "本周上新，欢迎来看。"),
     ("Tonight in the live room: questions and answers.", "今晚直播间答疑。")),
)  # fmt: skip


class Posts(Piece):
    """Writes `posts`."""

    name = "posts"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("members")["posts"]
        self._topic = np.array([world.say(*pair) for pair in TOPICS], np.int32)
        self._place = np.array([world.say(*pair) for pair in PLACES], np.int32)
        self._words = [np.array([world.say(*pair) for pair in some], np.int32) for some in WORDS]

    def record(self, day: Day) -> None:
        """Let people write, and the shop answer."""
        topic, buyer = self._chosen(day)
        number = np.arange(len(topic))
        key = self.world.draws.hash("posts.key", number, day.index)
        u = self.world.draws.uniforms("posts.facts", key)
        staff = topic == NEWS
        ids = numbers(day.number, key)
        second = 8 * 3600 + (u[0] * 15 * 3600).astype(np.int64)
        answered = ~staff & (topic != PRAISE) & (u[1] < self.constants["answer_share"])
        wait = 600 + chance.exponential(u[2], self.constants["answer_hours"] * 3600)
        answered &= second + wait < DAY_S  # what is answered tomorrow is not known today
        views = 20 + chance.exponential(u[2], 400.0).astype(np.int64)
        place = np.minimum((u[3] * len(PLACES)).astype(np.int64), len(PLACES) - 1)
        product = self._products(day, u[2])
        frame, sku = self.world.customers.frame, self.world.arrivals.variant(product, u[3])
        author = np.where(buyer >= 0, frame.get("customer_id", np.maximum(buyer, 0)), NULL)
        self.world.frame("posts").append(
            post_id=ids,
            posted_at=day.start_at + second,
            author_id=author,
            is_staff=staff,
            channel=self._place[np.where(staff, 0, place)],
            parent_post_id=np.full(len(ids), NULL),
            topic=self._topic[topic],
            sku=self.world.catalogue.sku_code[sku].astype(np.int32),
            text=(self._text(topic, u[3]),),
            is_question=topic == QUESTION,
            views=views,
            likes=(views * 0.04 * u[1]).astype(np.int64),
            replies=answered + (u[0] * 4).astype(np.int64) * (topic == QUESTION),
            reposts=(views * 0.004 * u[3]).astype(np.int64),
            answered_at=np.where(answered, day.start_at + second + wait.astype(np.int64), NULL),
        )

    def _chosen(self, day: Day) -> tuple[Array, Array]:
        """Return the topic and the buyer (row) of each post of the day; the shop's own last."""
        told, draws, orders = self.constants, self.world.draws, day.orders
        buyers = np.unique(orders.customer[orders.paid])
        mean = told["per_sqrt_orders"] * np.sqrt(len(buyers))
        share = np.array([1.0, told["question"], told["complaint"] * self._trouble()])
        share[PRAISE] = max(1.0 - told["question"] - told["complaint"], 0.0)
        means = day.effects.apply("post", mean * share, topic=np.arange(3))
        counts = draws.poisson("posts.count", np.arange(3), means, day.index)
        topic = np.repeat(np.arange(3), counts)
        key = self.world.customers.frame.get("_key", buyers)
        turn = np.argsort(draws.uniform("posts.who", key, day.index), kind="stable")
        who = buyers[turn[np.arange(len(topic)) % max(len(buyers), 1)]] if len(buyers) else topic
        writes = draws.happens("posts.staff", day.index, told["staff_a_week"] / 7)
        own = np.full(int(writes[0]), NEWS)
        return np.concatenate([topic, own]), np.concatenate([who, np.full(len(own), -1)])

    def _trouble(self) -> float:
        """Return how much more is complained about: by the share of parcels late today."""
        late = self.world.logistics.arrived.late_h
        share = float((late > 0).mean()) if len(late) else 0.0
        return 1.0 + float(self.constants["trouble"]) * share

    def _products(self, day: Day, uniform: Array) -> NDArray[np.int64]:
        weights = np.where(day.on_shelf, self.world.catalogue.appeal * day.life, 0.0)
        return chance.pick(uniform, weights)

    def _text(self, topic: Array, uniform: Array) -> NDArray[np.int32]:
        text = np.zeros(len(topic), np.int32)
        for number, words in enumerate(self._words):
            held = topic == number
            text[held] = words[(uniform[held] * len(words)).astype(np.int64)]
        return text
