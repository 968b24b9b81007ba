"""What content is out today, and whom does it bring?

Counts expected visits of live sessions, videos and articles, and adds them to ``day.visits_mean``.
What came of it is written by `content_book`. This module refuses to sell: people who come through
content decide like all others, with their channel's conversion and return risk.

Targets: live(host) acts on a host's pull today, see `content_live`; "visits" (channel, product)
acts on content's channels as on all others. Decisions: live_session(host, days, pull) books a
session, publish(form, product) publishes a post.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.reach.channels_finder import find, shares
from playbook.simulator.reach.content_choices import ContentDecisions, with_decided
from playbook.simulator.reach.content_items import (
    KEPT,
    SESSION,
    SHOWN,
    TRAITS,
    Kinds,
    numbers_of,
    posts_of,
)
from playbook.simulator.reach.content_live import Hosts
from playbook.simulator.reach.content_rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Keys = NDArray[np.uint64]

LIVE = -1
"""The kind of a live session, beside the kinds of posts (0, 1, …)."""
RATED_AFTER = 14
"""Days after which a post's ratings are read off."""


class Content(ContentDecisions):
    """Live sessions, videos and articles.

    Attributes
    ----------
    published, kind, strength, number, plays, host : arrays, shape (items,)
        Posts still out, and from `plan` on today's live sessions (kind `LIVE`) behind them;
        `plays` so far.
    products, traits : int arrays, shape (items, 3)
        Products shown by posts (-1 fills up); second of the day, origin and topic.
    means : float array, shape (items, P)
        Visits to expect today.
    return_factor : float array, shape (C,)
        How much likelier a unit bought through each channel is sent back.
    """

    name = "content"
    state = (
        "published",
        "kind",
        "strength",
        "number",
        "products",
        "traits",
        "plays",
        "booked",
        "decided",
    )

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.told = world.profile.section("content")
        self.kinds = Kinds(self.told, world)
        self.hosts = Hosts(self.told, world)
        named = ("live_channel", "video_channel", "article_channel")
        self.live, self.video, self.article = (world.channels.index(self.told[n]) for n in named)
        self.return_factor = world.channels.return_factor
        self.published, self.kind, self.number = (np.zeros(0, np.int64) for _i in range(3))
        self.strength = np.zeros(0)
        self.products = np.zeros((0, SHOWN), np.int64)
        self.traits = np.zeros((0, TRAITS), np.int64)
        self.booked: list[list[float]] = []
        self.decided: list[list[int]] = []
        self.plays = np.zeros(0)
        self.rows = Rows(world, self)
        self.host = np.zeros(0, np.int64)
        self.pull = np.zeros(len(self.hosts.names))
        self.means = np.zeros((0, world.catalogue.products))
        self._all_visits = np.zeros((len(world.channels.names), world.catalogue.products))

    def plan(self, day: Day) -> None:
        """Publish today's posts, hold today's sessions, and expect visits."""
        self._forget(day)
        self._rate(day)
        if day.index == 0:
            for index in range(-int(self.told["before_days"]), 0):
                self._publish(day, index)
        self._publish(day, day.index)
        posts = len(self.kind)
        self._hold_sessions(day)
        level = self.world.channels.level(day)
        self.means = np.concatenate([self._posts(day, level, posts), self._sessions(day, level)])
        self._spread(day, posts)

    def _forget(self, day: Day) -> None:
        young = day.index - self.published < int(self.told["oldest_days"])
        kept = np.flatnonzero(young & (self.kind != LIVE))
        for name in ("published", "plays", *KEPT):
            setattr(self, name, getattr(self, name)[kept])
        self.booked = [row for row in self.booked if row[0] >= day.index]

    def _publish(self, day: Day, index: int) -> None:
        catalogue = self.world.catalogue
        pull = np.where(day.on_shelf, catalogue.appeal * day.life, 0.0)
        posts = posts_of(self.world, self.told, self.kinds, index, pull)
        if index == day.index:
            posts = with_decided(posts, self.decided, day.index)
            self.decided = []
        self._append(index, posts)
        self.rows.posts(index, posts)

    def _append(self, published: int, posts: dict[str, NDArray[Any]]) -> None:
        count = len(posts["kind"])
        self.published = np.concatenate([self.published, np.full(count, published)])
        self.plays = np.concatenate([self.plays, np.zeros(count)])
        for name in KEPT:
            setattr(self, name, np.concatenate([getattr(self, name), posts[name]]))

    def _rate(self, day: Day) -> None:
        """Tell what the readers of posts two weeks old thought of them."""
        index = day.index - RATED_AFTER
        of = np.flatnonzero((self.published == index) & (self.kind != LIVE))
        if len(of):
            self.rows.rated(day, index, of)

    def _hold_sessions(self, day: Day) -> None:
        pull = self.hosts.today(day, self.booked) if self.live >= 0 else 0.0 * self.hosts.pull
        on = np.flatnonzero(pull > 0)
        self.host = np.concatenate([np.full(len(self.kind), -1), on])
        sessions = {
            "number": numbers_of(SESSION, day.index, on),
            "kind": np.full(len(on), LIVE),
            "strength": pull[on],
            "products": np.full((len(on), SHOWN), -1),
            "traits": np.zeros((len(on), TRAITS), np.int64),
        }
        self._append(day.index, sessions)
        self.pull = pull

    def _posts(self, day: Day, level: float, posts: int) -> Floats:
        """Return the visits that posts bring, shape (posts, P)."""
        kind, world = self.kind[:posts], self.world
        age = day.index - self.published[:posts]
        left = self.strength[:posts] * 0.5 ** (age / self.kinds.half_life[kind])
        share = np.where(
            self.kinds.video[kind],
            (world.channels.share[self.video] if self.video >= 0 else 0.0)
            / max(self.kinds.scale(True), 1e-9),
            float(self.told["article_share"]) / max(self.kinds.scale(False), 1e-9),
        )
        shown = self.products[:posts]
        there = (shown >= 0) & day.on_shelf[shown]
        means = np.zeros((posts, world.catalogue.products))
        row, place = np.nonzero(there)
        each = (level * share * left / np.maximum(there.sum(axis=1), 1))[row]
        np.add.at(means, (row, shown[row, place]), each)
        return means

    def _sessions(self, day: Day, level: float) -> Floats:
        """Return the visits that today's sessions bring, shape (sessions, P)."""
        on = np.flatnonzero(self.pull > 0)
        if not len(on):
            return np.zeros((0, self.world.catalogue.products))
        share, luck = self.hosts.sessions(self.world, day)
        share = share[on]
        self.rows.sessions(day, on, share)
        strength = self.pull[on] * luck[on]
        means: Floats = level * self.world.channels.share[self.live] * strength[:, None] * share
        day.channel_hours[self.live] = self.hosts.hour_share(self.pull)
        return means

    def _spread(self, day: Day, posts: int) -> None:
        channel = np.where(self.kinds.video[self.kind[:posts]], self.video, self.article)
        self.channel = np.concatenate([channel, np.full(len(self.kind) - posts, self.live)])
        for number in np.unique(self.channel[self.channel >= 0]).tolist():
            of = self.channel == number
            total = self.means[of].sum(axis=0)
            touched = self.world.channels.touched(day, number, total)
            if touched is not total:
                self.means[of] *= touched / np.where(total > 0, total, 1.0)
            day.visits_mean[number] += touched
        self._all_visits = day.visits_mean

    def item_of(self, channel: Ints, product: Ints, key: Keys) -> Ints:
        """Return the item (index of `kind`) that brought each visit, -1 when none did.

        Give only visits that no ad brought: ads share channels with content.
        """
        members = {
            number: np.flatnonzero(self.channel == number)
            for number in np.unique(self.channel[self.channel >= 0]).tolist()
        }
        steps = {number: self._steps(number, of) for number, of in members.items()}
        visits = (channel, product, key)
        return find(self.world.draws, self.draw("item"), visits, steps, members)

    def _steps(self, channel: int, of: Ints) -> Floats:
        """Return cumulative shares of a channel's items by product, shape (items, P)."""
        means = self.means[of]
        own = self.world.channels.kinds[channel] == "content"
        total = means.sum(axis=0) if own else self._all_visits[channel]
        # Regulars come to the live channel for things that no session shows.
        return shares(means, total, only=channel == self.live)
