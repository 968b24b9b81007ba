"""Which words stand in a chat?

The unit is one line of one chat, made of fragments whose text codes are looked up by number. This
module refuses to decide who says what: it is handed the numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.world import World

    Codes = NDArray[np.int32]
    Array = NDArray[Any]


class Words:
    """Text codes of fragments.

    Parameters
    ----------
    world : World
    topics : list of str
        Ids of topics; a topic's number is its place.

    Attributes
    ----------
    topic : int32 array, shape (T,)
        Names of the topics.
    ordered : int
        What the system notes when the buyer ordered.
    """

    def __init__(self, world: World, topics: list[str]) -> None:
        told = world.profile.section("service_words")
        self._say = world.say
        common = ("greetings", "ends", "polite", "bot", "bot_night", "bot_solves", "more", "close",
                  "thanks")  # fmt: skip
        self._lists = {name: self._codes(told[name]) for name in common}
        tables = [told["topic"][topic] for topic in topics]
        self.topic = np.array([world.say(t["en"], t["zh"]) for t in tables], np.int32)
        self._ask = [self._codes(table["ask"]) for table in tables]
        self._answer = [self._codes(table["answer"]) for table in tables]
        self.ordered = world.say(*told["ordered"])

    def _codes(self, pairs: list[list[str]]) -> Codes:
        return np.array([self._say(en, zh) for en, zh in pairs], np.int32)

    def one(self, name: str, uniform: Array) -> Codes:
        """Return a fragment of a list for each uniform."""
        return _chosen(self._lists[name], uniform)

    def ask(self, topic: Array, uniform: Array) -> Codes:
        """Return a question on each topic."""
        return _by_topic(self._ask, topic, uniform)

    def answer(self, topic: Array, uniform: Array) -> Codes:
        """Return an answer on each topic."""
        return _by_topic(self._answer, topic, uniform)


def _chosen(codes: Codes, uniform: Array) -> Codes:
    return codes[np.minimum((uniform * len(codes)).astype(np.int64), len(codes) - 1)]


def _by_topic(lists: list[Codes], topic: Array, uniform: Array) -> Codes:
    """Look into one flat list: topics lie behind each other."""
    flat = np.concatenate(lists)
    size = np.array([len(codes) for codes in lists])
    first = np.cumsum(size) - size
    within = np.minimum((uniform * size[topic]).astype(np.int64), size[topic] - 1)
    return np.asarray(flat[first[topic] + within], np.int32)
