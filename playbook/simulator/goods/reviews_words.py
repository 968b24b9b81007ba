"""Which words make up a review?

The unit is one review's text: an opening, a sentence on one topic, one on another, an end, as codes
of fragments that are joined when written. All sentences stand in ``reviews_words.toml``, in both
languages; the draws choose places in lists, so language changes no number. This module refuses to
decide stars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.world import World

    Array = NDArray[Any]
    Codes = NDArray[np.int32]
    Text = tuple[Codes, ...]

TOPICS = (
    "quality", "size", "colour", "logistics", "packaging", "service", "price", "fake", "material",
)  # fmt: skip
TOPIC_NAMES = {
    "quality": "质量", "size": "尺码", "colour": "色差", "logistics": "物流", "packaging": "包装",
    "service": "客服", "price": "价格", "fake": "假货", "material": "材质",
}  # fmt: skip
PARTS = 4
GOOD, MIXED, BAD = range(3)
TONES = ("good", "mixed", "bad")


class Words:
    """The fragments of a world's language.

    Attributes
    ----------
    topic : int32 array, shape (topics,)
        Text codes of the names of topics.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        told = world.profile.section("reviews_words")
        self.topic = np.array([world.say(t, TOPIC_NAMES[t]) for t in TOPICS], np.int32)
        self._open = [self._codes(told["open"][tone]) for tone in TONES]
        self._end = [self._codes(told["end"][tone], later=True) for tone in TONES]
        by_topic = {
            kind: [self._codes(told[kind][topic], later=True) for topic in TOPICS]
            for kind in ("praise", "mild", "blame")
        }
        self._about = [by_topic["praise"], by_topic["mild"], by_topic["blame"]]
        self._follow = {tone: self._codes(told["follow"][tone]) for tone in ("good", "bad")}
        self._reply = {tone: self._codes(told["reply"][tone]) for tone in ("good", "bad")}
        self.default = world.say(*told["words"]["default"])
        self._body = self._codes(told["bombing"]["body"])
        self._tail = self._codes(told["bombing"]["tail"])

    def _codes(self, pairs: list[list[str]], *, later: bool = False) -> Codes:
        """Return the codes of fragments; English ones that follow another start with a space."""
        gap = " " if later else ""
        return np.array(
            [self.world.say(gap + en if en else "", zh) if en else -1 for en, zh in pairs], np.int32
        )

    def write(self, tone: Array, topic: Array, other: Array, u: list[Array]) -> Text:
        """Return the texts of reviews.

        Parameters
        ----------
        tone : int array, shape (n,)
            0 good, 1 mixed, 2 bad.
        topic, other : int arrays, shape (n,)
            What it is about; ``other`` -1 says no more. Mixed reviews praise the second topic.
        u : four arrays, shape (n,)
            Draws.
        """
        parts = [np.full(len(tone), -1, np.int32) for _part in range(PARTS)]
        for kind in (GOOD, MIXED, BAD):
            at = np.flatnonzero(tone == kind)
            parts[0][at] = _one(self._open[kind], u[0][at])
            parts[3][at] = _one(self._end[kind], u[3][at])
            second = self._about[BAD] if kind == BAD else self._about[GOOD]
            for number in range(len(TOPICS)):
                here = at[topic[at] == number]
                parts[1][here] = _one(self._about[kind][number], u[1][here])
                more = at[other[at] == number]
                parts[2][more] = _one(second[number], u[2][more])
        return tuple(parts)

    def follow(self, bad: Array, u: Array) -> Text:
        """Return the texts of later additions."""
        text = np.where(bad, _one(self._follow["bad"], u), _one(self._follow["good"], u))
        return self.alone(text)

    def reply(self, bad: Array, u: Array) -> Codes:
        """Return the texts of the shop's answers."""
        text = np.where(bad, _one(self._reply["bad"], u), _one(self._reply["good"], u))
        return np.asarray(text, np.int32)

    def bombing(self, u: list[Array]) -> Text:
        """Return near-equal texts."""
        nothing = np.full(len(u[0]), -1, np.int32)
        return _one(self._body, u[0]), _one(self._tail, u[1]), nothing, nothing

    def alone(self, text: Array) -> Text:
        """Return texts of a single fragment."""
        nothing = np.full(len(text), -1, np.int32)
        return np.asarray(text, np.int32), nothing, nothing, nothing


def _one(codes: Codes, u: Array) -> Codes:
    return np.asarray(codes[np.minimum((u * len(codes)).astype(np.int64), len(codes) - 1)])
