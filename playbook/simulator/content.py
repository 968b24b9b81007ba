"""What content is out today, and whom does it bring?

Counts expected visits of live sessions, videos and articles, and adds them to ``day.visits_mean``.
What came of it is written by `content_book`. This module refuses to sell: people who come through
content decide like all others, with their channel's conversion and return risk.

Targets: live(host) acts on a host's pull today, see `content_live`; "visits" (channel, product)
acts on content's channels as on all others. Decisions: live_session(host, days, pull) books a
session, publish(kind, product) publishes a post.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.simulator.content_items import (
    A_DAY,
    DECIDED,
    KEPT,
    SESSION,
    SHOWN,
    TRAITS,
    Kinds,
    numbers_of,
    posts_of,
)
from playbook.simulator.content_live import Hosts
from playbook.simulator.content_rows import Rows
from playbook.simulator.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Keys = NDArray[np.uint64]

LIVE = -1
"""The kind of a live session, beside the kinds of posts (0, 1, …)."""
MOST_PULL = 50.0
RATED_AFTER = 14
"""Days after which a post's ratings are read off."""


class Content(Piece):
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
            posts = _with_decided(posts, self.decided, day.index)
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
        result = np.full(len(channel), -1)
        steps = {n: self._steps(n) for n in np.unique(self.channel[self.channel >= 0]).tolist()}
        covered = np.zeros(self._all_visits.shape, bool)
        for number, rows in steps.items():
            covered[number] = rows[-1] > 0
        possible = np.flatnonzero(covered[channel, product])
        u = self.world.draws.uniform(self.draw("item"), key[possible])
        for number, rows in steps.items():
            here = np.flatnonzero(channel[possible] == number)
            at, of = possible[here], np.flatnonzero(self.channel == number)
            result[at] = np.append(of, -1)[(u[here] >= rows[:, product[at]]).sum(axis=0)]
        return result

    def _steps(self, channel: int) -> Floats:
        """Return cumulative shares of a channel's items by product, shape (items, P)."""
        of = np.flatnonzero(self.channel == channel)
        own = self.world.channels.kinds[channel] == "content"
        total = self.means[of].sum(axis=0) if own else self._all_visits[channel]
        steps: Floats = np.cumsum(self.means[of], axis=0) / np.where(total > 0, total, 1.0)
        if channel == self.live:
            # People who know the shop come for things that no session shows.
            rest = np.cumsum(np.maximum(self.means[of].sum(axis=1), 1e-12))
            steps = np.where(steps[-1] > 0, steps, (rest / rest[-1])[:, None])
            steps = steps / np.maximum(steps[-1], 1e-12)
            steps[-1] = 1.0
        return steps

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return live_session and publish."""
        return {"live_session": self.book, "publish": self.publish}

    def book(self, host: str, days: int = 1, pull: float = 0.0) -> None:
        """Book a live session.

        Parameters
        ----------
        host : str
            One of the profile's hosts.
        days : int
            How many days ahead; 0 is the next day simulated.
        pull : float
            Live visits against those of an ordinary day; 0 takes the host's own.
        """
        number = _one_of("host", host, self.hosts.names)
        if self.live < 0:
            raise ParameterError(_("This shop has no live channel. Publish a video instead."))
        if not 0 <= days <= 365 or not 0 <= pull <= MOST_PULL:
            raise ParameterError(
                _(
                    "days is {days} and pull is {pull}. Give days from 0 to 365 and a pull from "
                    "0 to {most}.",
                    days=days,
                    pull=pull,
                    most=round(MOST_PULL),
                )
            )
        wanted = pull if pull > 0 else max(float(self.hosts.pull[number]), 0.1)
        self.booked.append([self.world.today + days, number, wanted])
        en, zh = f"Live session booked in {days} days", f"预约 {days} 天后的直播"
        self._log(int(self.hosts.text[number]), en, zh)

    def publish(self, kind: str, product: str) -> None:
        """Publish a post of a kind about a product (its platform id)."""
        number = _one_of("kind", kind, self.kinds.names)
        texts = self.world.texts.values
        known = [texts[int(code)] for code in self.world.catalogue.product_code]
        if len(self.decided) >= A_DAY:
            raise ParameterError(
                _("{count} posts are planned for that day already. Wait a day.", count=A_DAY)
            )
        self.decided.append([number, _one_of("product", product, known)])
        self._log(self.world.texts.code(product), f"Publish: {kind}", f"发布内容：{kind}")

    def _log(self, what: int, en: str, zh: str) -> None:
        self.world.office.log(None, "other", what, self.world.say(en, zh), "content")


def _one_of(argument: str, value: str, known: list[str]) -> int:
    if value not in known:
        raise ParameterError(
            _(
                "There is no {argument} '{value}'. Known: {known}.{hint}",
                argument=argument,
                value=value,
                known=", ".join(known[:12]),
                hint=did_you_mean(value, known),
            )
        )
    return known.index(value)


def _with_decided(
    posts: dict[str, NDArray[Any]], decided: list[list[int]], index: int
) -> dict[str, NDArray[Any]]:
    """Add decided posts of average strength, about one product, to the day's own."""
    many = len(decided)
    if not many:
        return posts
    products = np.full((many, SHOWN), -1)
    products[:, 0] = [product for _kind, product in decided]
    more = {
        "number": numbers_of(DECIDED, index, np.arange(many)),
        "kind": np.array([kind for kind, _product in decided]),
        "strength": np.ones(many),
        "products": products,
        "traits": np.stack(
            [36_000 + np.arange(many) * 600, np.zeros(many, np.int64), np.arange(many) % 2], axis=1
        ),
    }
    return {name: np.concatenate([posts[name], more[name]]) for name in posts}
