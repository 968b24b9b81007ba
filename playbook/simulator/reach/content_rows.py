"""What does the content list say of each item?

Writes `content`: one row a post when it is published, again when its ratings are read off two weeks
later, and one row a live session. This module refuses to count visits: see `content_book`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S, EPOCH
from playbook.simulator.core.draws import poisson
from playbook.simulator.core.frames import NULL
from playbook.simulator.reach.content_items import KEPT, SESSION, numbers_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.reach.content import Content
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RATERS = 0.004
"""Share of plays after which somebody rates; made up."""


class Rows:
    """Writes the rows of the content list."""

    def __init__(self, world: World, content: Content) -> None:
        self.world, self.content, self.told = world, content, content.told
        self.origins = list(self.told["origin"].values())
        self.topics = list(self.told["topics"].values())
        self._source = self._said(self.origins, "")
        self._licence = self._said(self.origins, "licence_")
        self._until = np.array([int(row.get("until_days", 0)) for row in self.origins])
        self._topics = self._said(self.topics, "name_")
        self._author = world.say("Content desk", "内容组")
        self._owner = world.say("content", "内容运营")
        self._published = world.texts.code("published")
        self._live = world.texts.code("live")

    def _said(self, rows: list[dict[str, Any]], prefix: str) -> NDArray[np.int32]:
        def code(row: dict[str, Any]) -> int:
            en, zh = (str(row[f"{prefix}{lang}"]) for lang in ("en", "zh"))
            return self.world.say(en, zh) if en else -1

        return np.array([code(row) for row in rows], np.int32)

    def posts(self, index: int, posts: dict[str, NDArray[Any]], **more: Any) -> None:
        """Write the posts published on a day (its index may lie before the first day)."""
        count = len(posts["kind"])
        if not count:
            return
        content, kind = self.content, posts["kind"]
        second, origin, topic = posts["traits"].T
        at = self._midnight(index) + second
        until = np.where(self._until[origin] > 0, at + self._until[origin] * DAY_S, NULL)
        channel = np.where(content.kinds.video[kind], content.video, content.article)
        # Length goes with the kind and a little with the post's number.
        stretch = 0.75 + (posts["number"] % 11) / 20
        words = np.rint(content.kinds.words[kind] * stretch)
        self.world.frame("content").append(
            title=self._titles(posts),
            topic=self._topics[topic],
            channel=self.world.channels.own_text[channel],
            source=self._source[origin],
            licence=self._licence[origin],
            licence_until_at=until,
            skus=self._skus(posts["products"]),
            length_s=content.kinds.length[kind] * stretch,
            words=np.where(words > 0, words, NULL).astype(np.int64),
            cost=content.kinds.cost[kind],
            **self._told(posts["number"], content.kinds.text[kind], at)
            | {"rating_sum": np.full(count, np.nan), "rating_count": np.full(count, NULL)}
            | more,
        )

    def rated(self, day: Day, index: int, of: Ints) -> None:
        """Write a day's posts again, with the ratings that they have got since."""
        content = self.content
        posts = {name: getattr(content, name)[of] for name in KEPT}
        u = self.world.draws.uniforms("content.rating", posts["number"])
        count = poisson(u[0], content.plays[of] * RATERS)
        stars = np.clip(4.1 + 0.6 * np.log(posts["strength"]) + 0.6 * (u[1] - 0.5), 1.5, 5.0)
        self.posts(
            index,
            posts,
            rating_sum=np.rint(count * stars),
            rating_count=count,
            updated_at=np.full(len(of), day.start_at + 9 * 3600),
        )

    def sessions(self, day: Day, hosts: Ints, share: Floats) -> None:
        """Write today's live sessions."""
        held = self.content.hosts
        start = day.start_at + np.rint(held.start[hosts] * 3600).astype(np.int64)
        length = np.rint(held.hours[hosts] * 3600)
        number = numbers_of(SESSION, day.index, hosts)
        count = len(hosts)
        names = [self.world.texts.values[int(code)] for code in held.text[hosts]]
        titles = [self.world.say(f"Live with {name}", f"{name}的直播间") for name in names]
        shown = [np.flatnonzero(row > 0) for row in share]
        width = max((len(row) for row in shown), default=0)
        products = np.full((count, width), -1)
        for nth, row in enumerate(shown):
            products[nth, : len(row)] = row
        self.world.frame("content").append(
            **self._told(number, np.full(count, self._live, np.int32), start),
            title=np.array(titles, np.int32),
            channel=np.full(count, self.world.channels.own_text[self.content.live], np.int32),
            host=held.text[hosts],
            ended_at=start + length.astype(np.int64),
            skus=self._skus(products),
            length_s=length,
            cost=held.fee[hosts],
        )

    def _told(self, number: Ints, kind: NDArray[np.int32], at: Ints) -> dict[str, NDArray[Any]]:
        count = len(number)
        return {
            "content_id": number,
            "type": kind,
            "author": np.full(count, self._author, np.int32),
            "owner": np.full(count, self._owner, np.int32),
            "published_at": at,
            "updated_at": at,
            "status": np.full(count, self._published, np.int32),
        }

    def _midnight(self, index: int) -> int:
        return (self.world.date_of(index) - EPOCH).days * DAY_S

    def _titles(self, posts: dict[str, NDArray[Any]]) -> NDArray[np.int32]:
        catalogue, texts = self.world.catalogue, self.world.texts
        names = [texts.values[int(code)].lower() for code in catalogue.categories]
        first = posts["products"][:, 0]
        category = catalogue.category[np.maximum(first, 0)]
        lang = "zh" if self.world.lang == "zh" else "en"
        patterns = [str(self.topics[topic][lang]) for topic in posts["traits"][:, 2].tolist()]
        return texts.codes(
            pattern.format(c=names[at])
            for pattern, at in zip(patterns, category.tolist(), strict=True)
        )

    def _skus(self, products: Ints) -> NDArray[np.int32]:
        """Return the texts that name the best-selling variant of each product shown."""
        catalogue, texts = self.world.catalogue, self.world.texts
        by_share = np.argsort(catalogue.variant_share, kind="stable")
        lead = np.zeros(catalogue.products, np.int64)
        lead[catalogue.sku_product[by_share]] = by_share  # the largest share comes last, and stays
        codes = catalogue.sku_code[lead]
        lists = [[texts.values[int(codes[p])] for p in row if p >= 0] for row in products.tolist()]
        joined = (";".join(dict.fromkeys(row)) for row in lists)
        return np.array([texts.code(text) if text else -1 for text in joined], np.int32)
