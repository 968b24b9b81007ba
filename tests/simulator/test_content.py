"""Content: sessions, videos and articles bring people to what they show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playbook.errors import ParameterError
from playbook.simulator.core.day import Day
from playbook.simulator.core.frames import NULL, Frame
from playbook.simulator.reach.content import LIVE, Content
from tests.simulator.test_ads import an_ad_world
from tests.simulator.test_channels import a_day

EVENING, HOST_DAY, GUEST = range(3)


def a_content_world(name: str = "tmall-fashion", **more: Any) -> Any:
    world = an_ad_world(name, **more)
    frames: dict[str, Frame] = {}
    world.frame = lambda table: frames.setdefault(table, Frame(table, keeps=True))
    world.catalogue.product_code = world.texts.codes(["P0", "P1", "P2", "P3"])
    world.catalogue.sku_code = world.texts.codes(["A", "A2", "B", "C", "D"])
    world.today = 0
    start = a_day().date
    world.date_of = lambda index: start + (a_day(1).date - start) * index
    world.content = Content(world)
    return world


def planned(world: Any, index: int = 0, day: Day | None = None) -> Day:
    day = day or a_day(index)
    day.hour_share = np.full(24, 1 / 24)
    day.weekday = day.date.weekday()
    world.today = index
    world.channels.plan(day)
    world.ads.plan(day)
    world.content.plan(day)
    return day


def many_days(world: Any, count: int) -> list[Day]:
    return [planned(world, index) for index in range(count)]


def test_content_brings_its_share_of_visits() -> None:
    world = a_content_world()
    days = many_days(world, 60)
    base = world.channels.base
    live, video = world.channels.index("live"), world.channels.index("video")
    told = world.channels.share
    lived = np.mean([day.visits_mean[live].sum() for day in days]) / base
    seen = np.mean([day.visits_mean[video].sum() for day in days]) / base
    assert lived == pytest.approx(told[live], rel=0.35)
    assert seen == pytest.approx(told[video] + 0.015, rel=0.35)  # with the push plan


def test_sessions_follow_the_week_and_guests_their_turn() -> None:
    world = a_content_world()
    for index in range(20):
        day = planned(world, index)
        on = set(world.content.host[world.content.kind == LIVE].tolist())
        assert HOST_DAY in on
        assert (EVENING in on) == (day.weekday != 0)  # Mondays off
        assert (GUEST in on) == (index % 17 == 8)


def test_live_visits_come_while_a_session_is_on() -> None:
    world = a_content_world()
    day = planned(world, 0)  # a Tuesday: 10-13 and 19:30-23:30
    share = day.channel_hours[world.content.live]
    assert share.sum() == pytest.approx(1.0)
    assert share[20] > share[11] > share[5] > 0
    assert share[19] == pytest.approx(share[20] / 2, rel=0.02)


def test_one_large_session_can_bring_most_of_the_day() -> None:
    calm, wild = a_content_world(), a_content_world()
    before = planned(calm)
    day = a_day()
    day.post("live", 9.0, op="set", host=[GUEST])
    after = planned(wild, day=day)
    live = calm.content.live
    others = np.arange(len(after.visits_mean)) != live
    assert (after.visits_mean[others] == before.visits_mean[others]).all()
    assert after.visits_mean[live].sum() > 6 * before.visits_mean[live].sum()


def test_visits_find_the_item_that_brought_them() -> None:
    world = a_content_world()
    planned(world, 0)
    live, video = world.content.live, world.content.video
    key = np.arange(3000)
    items = world.content.item_of(np.full(3000, live), np.arange(3000) % 4, key)
    assert (world.content.kind[items] == LIVE).all()
    share = world.content.pull[EVENING] / world.content.pull.sum()
    evening = world.content.host[items] == EVENING
    assert evening.mean() == pytest.approx(share, abs=0.12)
    posts = world.content.item_of(np.full(3000, video), np.zeros(3000, int), key)
    assert (world.content.products[posts[posts >= 0]] == 0).any(axis=1).all()
    search = np.full(10, world.channels.index("search"))
    assert (world.content.item_of(search, np.zeros(10, int), key[:10]) == -1).all()


def test_posts_fade() -> None:
    world = a_content_world()
    planned(world, 0)
    posts = world.content.kind != LIVE
    oldest = int(world.content.number[posts][0])
    youngest = int(world.content.number[posts][-1])
    first = {n: world.content.means[world.content.number == n].sum() for n in (oldest, youngest)}
    planned(world, 4)
    again = world.content.means[world.content.number == youngest].sum()
    assert 0 < again < first[youngest]
    planned(world, 60)
    assert youngest not in world.content.number


def test_the_list_names_what_it_shows_and_whence() -> None:
    world = a_content_world()
    many_days(world, 30)
    frame, texts = world.frame("content"), world.texts.values
    kinds = {texts[code] for code in frame.get("type")}
    assert {"live", "video", "image_text"} <= kinds
    until, source = frame.get("licence_until_at"), frame.get("source")
    own = source == world.texts.code("original")
    assert (until[own] == NULL).all()
    lives = frame.get("type") == world.texts.code("live")
    assert (frame.get("ended_at")[lives] > frame.get("published_at")[lives]).all()
    assert (frame.get("cost")[lives] > 0).all()
    shown = {texts[code] for code in frame.get("skus")[lives]}
    assert shown == {"A;B;C;D"}


def test_posts_are_rated_two_weeks_later_with_the_same_number() -> None:
    world = a_content_world()
    many_days(world, 10)
    world.content.plays += 50_000.0
    for index in range(10, 20):
        planned(world, index)
    frame = world.frame("content")
    rated = frame.get("rating_count") > 0
    assert rated.any()
    for number in frame.get("content_id")[rated]:
        rows = np.flatnonzero(frame.get("content_id") == number)
        assert len(rows) == 2
        for column in ("type", "title", "published_at", "source", "skus", "topic"):
            assert len(set(frame.get(column)[rows].tolist())) == 1
    mean = frame.get("rating_sum")[rated] / frame.get("rating_count")[rated]
    assert ((mean >= 1.4) & (mean <= 5.0)).all()


def test_a_booked_session_happens_on_its_day() -> None:
    world = a_content_world()
    planned(world, 0)
    world.today = 1
    world.content.decisions()["live_session"](host="guest", days=2, pull=3.0)
    for index in (1, 2, 3):
        planned(world, index)
        assert (GUEST in world.content.host.tolist()) == (index == 3)
    planned(world, 4)
    assert world.content.booked == []


def test_a_published_post_shows_its_product() -> None:
    world = a_content_world()
    planned(world, 0)
    world.content.decisions()["publish"](form="video", product="P2")
    planned(world, 1)
    new = world.content.published == 1
    assert [2, -1, -1] in world.content.products[new].tolist()


def test_decisions_refuse_what_is_not_possible() -> None:
    decide = a_content_world().content.decisions()
    with pytest.raises(ParameterError, match="evening"):
        decide["live_session"](host="evning")
    with pytest.raises(ParameterError, match="365"):
        decide["live_session"](host="guest", days=400)
    with pytest.raises(ParameterError, match="P1"):
        decide["publish"](form="video", product="P9")


def test_a_shop_without_live_has_posts_only() -> None:
    world = a_content_world("shopify-home")
    day = planned(world, 0)
    assert (world.content.kind != LIVE).all()
    assert day.visits_mean[world.channels.index("social")].sum() > 0
    with pytest.raises(ParameterError, match="no live channel"):
        world.content.decisions()["live_session"](host="guest")
