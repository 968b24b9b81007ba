"""Systems: load makes pages slow, slow pages lose people, and the monitoring sees it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.day import Day
from playbook.simulator.core.frames import NULL, Frame
from playbook.simulator.flow.people import RELEASES, People
from playbook.simulator.reach.system import System
from playbook.simulator.reach.system_backups import Backups
from playbook.simulator.reach.system_watch import Watch
from tests.simulator.test_ads_book import Rows
from tests.simulator.test_channels import a_day, a_world

VISITS = 24_000


def a_system_world(name: str = "tmall-fashion") -> Any:
    world = a_world(name)
    frames: dict[str, Frame] = {}
    world.frame = lambda table: frames.setdefault(table, Frame(table, keeps=True))
    world.people = People(world)
    world.stock = SimpleNamespace(synced=np.ones(5, bool), page_at=np.zeros(5, np.int64))
    world.system = System(world)
    world.watch = Watch(world)
    return world


def planned(world: Any, index: int = 0, visits: float = 1.0, **changes: Any) -> Day:
    day = a_day(index, hour_share=np.full(24, 1 / 24), **changes)
    day.visits_mean = np.full((10, 4), visits * world.channels.base / 40)
    return day


def happened(world: Any, day: Day) -> None:
    """Let 1000 people come every hour, alike in all slices; every twentieth orders."""
    number = np.arange(VISITS)
    people = world.people
    device = number // 24 % people.devices
    buys = np.flatnonzero(number // 24 % 20 == 0)
    day.visits = Rows(  # type: ignore[assignment]
        key=number.astype(np.uint64),
        person=number.astype(np.uint64) * np.uint64(977),
        second=number % 24 * 3600 + number // 24 % 3600,
        views=np.full(VISITS, 3),
        carted=number // 24 % 10 == 0,
        checkout=number // 24 % 20 == 0,
        region=number // 24 % people.regions,
        device=device,
        version=device * RELEASES + 118,
    )
    day.orders = Rows(  # type: ignore[assignment]
        key=buys.astype(np.uint64),
        fresh=np.ones(len(buys), bool),
        second=day.visits.second[buys],
        method=np.arange(len(buys)) // 24 % people.methods,
        visit=buys,
        region=day.visits.region[buys],
    )


def rows(world: Any, text: str, column: str = "component") -> np.ndarray:
    frame = world.frame("system_health")
    mask = frame.get(column) == world.texts.code(text)
    if column == "component":
        for split in ("region", "isp", "device", "app_version"):
            mask &= frame.get(split) == -1
    return np.flatnonzero(mask)


def test_more_load_is_slower() -> None:
    world = a_system_world()
    calm, busy = planned(world), planned(world, visits=4.0)
    world.system.plan(calm)
    assert world.system.load == pytest.approx(1 / 2.6)
    world.system.plan(busy)
    assert (busy.latency > 2 * calm.latency).all()


def test_nobody_leaves_on_an_ordinary_day() -> None:
    world = a_system_world()
    day = planned(world)
    world.system.plan(day)
    assert not day.effects.of("bounce")
    assert 1000 < day.latency.mean() < 1600


def test_machines_are_added_before_a_promotion() -> None:
    world = a_system_world()
    day = planned(world, visits=4.0, phase="peak")
    world.system.plan(day)
    assert not day.effects.of("bounce")


def test_overload_is_felt_by_everybody_in_its_hours() -> None:
    world = a_system_world()
    day = planned(world, visits=4.0)
    world.system.plan(day)
    second = np.array([100, 40_000])
    bounce = day.effects.apply("bounce", np.full(2, 0.4), second=second)
    assert (bounce > 0.45).all()


def test_a_slow_release_is_felt_by_its_version_only() -> None:
    world = a_system_world()
    day = planned(world)
    day.post("latency", 3.2, version=[118], hours=(10, 24))
    world.system.plan(day)
    dims = {"version": np.array([118, 118, 117]), "second": np.array([40_000, 100, 40_000])}
    bounce = day.effects.apply("bounce", np.ones(3), **dims)
    # 3.2 ** 0.29 = 1.401
    assert bounce == pytest.approx([1.401, 1.0, 1.0], abs=0.001)
    buy = day.effects.apply("buy", np.ones(3), **dims)
    assert 0.75 < buy[0] < 0.95
    assert day.latency[20] > 1.3 * day.latency[5]


def test_calls_follow_what_people_did() -> None:
    world = a_system_world()
    day = planned(world)
    world.system.plan(day)
    happened(world, day)
    world.watch.record(day)
    frame = world.frame("system_health")
    assert frame.get("calls")[rows(world, "Product page")].sum() == 3 * VISITS
    paid = sum(
        frame.get("calls")[rows(world, f"Payment gateway: {m}")].sum()
        for m in ("Alipay", "WeChat Pay", "Bank card", "Instalments")
    )
    assert paid == len(day.orders)
    for split in ("region", "isp", "device", "app_version"):
        mask = frame.get(split) >= 0
        assert frame.get("calls")[mask].sum() == 3 * VISITS
    assert (frame.get("failed_calls") <= frame.get("calls")).all()
    assert (frame.get("good_minutes") <= frame.get("minutes")).all()
    assert (frame.get("p50_ms") < frame.get("p95_ms")).all()


def test_a_gateway_fails_for_its_own_method_and_hours() -> None:
    world = a_system_world()
    day = planned(world)
    day.post("pay", 0.2, method=[1], hours=(10, 12))
    world.system.plan(day)
    happened(world, day)
    world.watch.record(day)
    frame = world.frame("system_health")
    wechat, alipay = (rows(world, f"Payment gateway: {m}") for m in ("WeChat Pay", "Alipay"))
    share = frame.get("failed_calls")[wechat] / frame.get("calls")[wechat]
    assert share[10:12].mean() == pytest.approx(0.8, abs=0.15)
    assert share[12:].max() < 0.2
    assert frame.get("good_minutes")[wechat][10] < 30
    assert frame.get("failed_calls")[alipay].sum() < 5


def test_an_outage_shows_in_its_region() -> None:
    world = a_system_world()
    day = planned(world)
    day.post("down", 0.0, region=[0], hours=(8, 12))
    world.system.plan(day)
    happened(world, day)
    world.watch.record(day)
    frame, texts = world.frame("system_health"), world.texts.values
    first, second = (texts[code] for code in world.people.region_text[:2])
    there, elsewhere = rows(world, first, "region"), rows(world, second, "region")
    assert frame.get("good_minutes")[there].tolist() == [240, 240, 0, 240, 240, 240]
    assert frame.get("up")[there].tolist() == [1, 1, 0, 1, 1, 1]
    assert frame.get("good_minutes")[elsewhere].min() == 240
    page = rows(world, "Product page")
    share = world.people.region_share[0]
    assert frame.get("good_minutes")[page][9] == pytest.approx(60 * (1 - share), abs=0.1)
    assert frame.get("good_minutes")[page][13] == 60


def test_a_slow_version_stands_out_among_versions() -> None:
    world = a_system_world()
    day = planned(world)
    day.post("latency", 4.0, version=[118])  # the first device's newest release
    world.system.plan(day)
    happened(world, day)
    world.watch.record(day)
    frame = world.frame("system_health")
    own = frame.get("app_version") == world.people.version_text(np.array([118]))[0]
    other = (frame.get("app_version") >= 0) & ~own
    assert frame.get("p95_ms")[own].min() > 2 * frame.get("p95_ms")[other].max()


def test_a_stuck_synchronisation_falls_behind() -> None:
    world = a_system_world()
    day = planned(world)
    world.system.plan(day)
    happened(world, day)
    world.stock.synced[2] = False
    world.stock.page_at[2] = day.start_at - 7200
    world.watch.record(day)
    frame = world.frame("system_health")
    lag = frame.get("lag_s")[rows(world, "Stock synchronisation")]
    assert lag[0] == pytest.approx(7200, abs=120)
    assert lag[23] - lag[0] == pytest.approx(23 * 3600, abs=120)
    assert np.isnan(frame.get("lag_s")[rows(world, "Cart")]).all()


def test_backups_run_grow_and_are_tried() -> None:
    world = a_system_world()
    backups = Backups(world)
    for index in range(120):
        day = a_day(index)
        day.weekday = day.date.weekday()
        day.orders = Rows(key=np.arange(300), fresh=np.ones(300, bool))  # type: ignore[assignment]
        backups.record(day)
    frame = world.frame("backups")
    weekly = frame.get("job") == world.texts.code("Orders, weekly")
    daily = frame.get("job") == world.texts.code("Orders, daily")
    assert daily.sum() == 120
    assert weekly.sum() == 17
    done = weekly & (frame.get("succeeded") == 1)
    assert frame.get("bytes")[done][-1] > frame.get("bytes")[done][0]
    failed = frame.get("succeeded") == 0
    assert failed.any()
    assert (frame.get("finished_at")[failed] == NULL).all()
    tested = frame.get("restore_tested_at")
    assert tested[0] == NULL
    assert tested[-1] > 0
    assert (tested <= frame.get("started_at")).all()
    assert (frame.get("restore_succeeded")[tested == NULL] == -1).all()
