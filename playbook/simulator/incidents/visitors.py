"""Incidents of who comes and what they meet: E6, E7, E16, E25, E29."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.flow.people import RELEASES
from playbook.simulator.incidents import choosing as by
from playbook.simulator.incidents.kind import Incident, Move

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World

    Facts = dict[str, Any]

LEAD_DAYS = 45
"""Days of fake orders before the platform cleans up (E25)."""


def newest_version(world: World, device: int) -> tuple[int, str]:
    """Return the code and the text of a device's newest version today."""
    code = device * RELEASES + world.people.release(world.today)
    return code, world.texts.values[int(world.people.version_text(np.array([code]))[0])]


def note_release(world: World, day: Day, hour: float, device: int) -> None:
    """Log that a device's newest version is rolled out: harmless, or the cause of trouble."""
    text = newest_version(world, device)[1]
    what = (f"Release {text} rolled out", f"发布新版本 {text}")
    by.note(world, day, hour, "system", text, what, "platform")


def _choose_release(world: World, planned: Planned) -> Facts:
    device = int(world.people.device_share.argmax())
    code, text = newest_version(world, device)
    return {
        "device": device,
        "version": code,
        "app_version": text,
        "latency": by.by_degree(planned, 2.2, 3.2, 5.0),
    }


def _slow(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("latency", facts["latency"], version=[facts["version"]])
    if nth == 0:
        note_release(world, day, 2.5, facts["device"])
        by.distraction(world, day, planned)


def _choose_bots(world: World, planned: Planned) -> Facts:
    kinds = list(world.channels.kinds)
    paid = [i for i, kind in enumerate(kinds) if kind == "paid"]
    search = [i for i, kind in enumerate(kinds) if kind == "search"]
    channel = paid[0] if planned.degree == 2 and paid else search[0]
    regions = np.argsort(world.people.region_share)[:3]
    usual = world.orders_per_day / world.profile.section("flow")["conversion"] * 0.6
    return {
        "channel": channel,
        "channel_name": by.channel_name(world, channel),
        "regions": by.plain(regions),
        "count": round(usual * by.by_degree(planned, 0.3, 0.8, 1.5)),
        "products": by.best_sellers(world, 5),
    }


def _bots(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post(
        "bots",
        facts["count"],
        channel=[facts["channel"]],
        region=facts["regions"],
        product=facts["products"],
    )
    if nth == 0:
        by.distraction(world, day, planned)


def _choose_region(world: World, planned: Planned) -> Facts:
    largest = np.argsort(-world.people.region_share, kind="stable")
    region = int(largest[int(by.chance(world, planned, "which") * 4)])
    start = round(9 + 8 * by.chance(world, planned, "hour"), 2)
    return {
        "region": region,
        "region_name": by.region_names(world, [region])[0],
        "hours": [start, min(start + by.by_degree(planned, 2.0, 4.0, 8.0), 24.0)],
        "share": by.by_degree(planned, 0.3, 0.1, 0.0),
    }


def _regional(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    hours = (facts["hours"][0], facts["hours"][1])
    day.post("visit", facts["share"], region=[facts["region"]], hours=hours)
    day.post("down", facts["share"], region=[facts["region"]], hours=hours)
    if nth == 0:
        by.distraction(world, day, planned)


def _choose_fakes(world: World, planned: Planned) -> Facts:
    smallest = np.argsort(world.people.region_share, kind="stable")[2:5]
    return {
        "regions": by.plain(smallest),
        "region_names": by.region_names(world, by.plain(smallest)),
        "products": by.best_sellers(world, 30)[6::2],
        "orders_a_day": round(world.orders_per_day * by.by_degree(planned, 0.25, 0.5, 0.8)),
    }


def _fakes(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    if nth < 0:
        day.post("fake", facts["orders_a_day"], region=facts["regions"], product=facts["products"])
        for target in ("refund", "cancel"):
            day.post(target, 0.0, region=facts["regions"])
    if nth == 0:
        what = ("Campaign against fake orders announced", "平台开展虚假交易专项治理")
        by.note(world, day, 0.0, "platform", "shop", what, "platform")
        by.distraction(world, day, planned)


def _choose_mix(world: World, planned: Planned) -> Facts:
    channels = world.channels
    free = [
        i for i, kind in enumerate(channels.kinds) if kind in ("recommend", "content", "social")
    ]
    low = min(free or range(len(channels.names)), key=lambda i: channels.conversion[i])
    return {
        "channel": int(low),
        "channel_name": by.channel_name(world, low),
        "factor": by.by_degree(planned, 2.0, 2.8, 4.0),
        "better": 1.03,
    }


def _mix(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("visits", facts["factor"], channel=[facts["channel"]])
    day.post("buy", facts["better"])
    if nth == 0:
        by.distraction(world, day, planned)


INCIDENTS = (
    Incident(
        id="E6",
        en="Slow pages after a release",
        zh="新版本导致页面变慢",
        cause_en="A release makes pages slow on the newest app version.",
        cause_zh="新发布的版本导致最新客户端页面明显变慢。",
        tell_en="Bounces and conversion move with the load time, only on one version.",
        tell_zh="跳失与转化随加载耗时变化，且只在一个版本上。",
        look_alike="E5",
        days=(2, 4, 7),
        act=_slow,
        choose=_choose_release,
        moves=(
            Move("bounce", "up", 1.02, 2.5, {"app_version": "app_version"}, 0, 1),
            Move("uv", "flat", 0.98, 1.02),
        ),
    ),
    Incident(
        id="E7",
        en="Bot traffic",
        zh="机器流量",
        cause_en="Machines open pages through one channel from few regions, day and night.",
        cause_zh="机器流量集中于少数地区和单一渠道，全天均匀访问。",
        tell_en="Visitors rise, buyers do not; one page each, no stay, flat over 24 hours.",
        tell_zh="访客上升而买家不变；单页即走、停留为零、24小时均匀。",
        look_alike="E29",
        days=(2, 3, 5),
        act=_bots,
        choose=_choose_bots,
        moves=(
            Move("uv", "up", 1.1, 3.5, {"channel": "channel_name"}),
            Move("cvr_pay", "down", 0.2, 0.97),
            Move("buyers", "flat", 0.97, 1.03),
        ),
    ),
    Incident(
        id="E16",
        en="Regional outage",
        zh="区域性访问故障",
        cause_en="A network node fails: one province cannot open the shop for some hours.",
        cause_zh="网络节点故障，某省数小时内无法打开店铺。",
        tell_en="Visitors and orders of one province fall together; the rest converts as ever.",
        tell_zh="单一省份访客与订单同时下降，其他地区转化正常。",
        look_alike="E5",
        days=(1, 1, 1),
        act=_regional,
        choose=_choose_region,
        moves=(
            Move("uv", "down", 0.1, 0.95, {"region": "region_name"}),
            Move("uv", "down", 0.9, 0.999),
            Move("bounce", "flat", 0.97, 1.03),
            Move("cvr_pay", "flat", 0.93, 1.07),
        ),
    ),
    Incident(
        id="E25",
        en="Fake orders cleaned up",
        zh="刷单清理",
        cause_en="Fake orders, placed for weeks to look popular, stop when the platform acts.",
        cause_zh="此前持续刷单，平台治理后虚假订单消失。",
        tell_en="Orders fall, visitors hold; what is lost had no refunds, few regions and buyers.",
        tell_zh="订单下降而访客正常；消失的订单几乎无退款，地区与买家高度集中。",
        look_alike="E4",
        days=(1, 1, 1),
        act=_fakes,
        choose=_choose_fakes,
        lead_days=LEAD_DAYS,
        moves=(
            Move("orders_paid", "up", 1.15, 1.8, {}, -5, -1),
            Move("uv", "flat", 0.97, 1.03, {}, -1, -1),
        ),
    ),
    Incident(
        id="E29",
        en="Mix shift",
        zh="流量结构变化",
        cause_en="A channel that converts badly doubles; each channel itself does a bit better.",
        cause_zh="低转化渠道流量成倍增长，各渠道自身转化反而略升。",
        tell_en="Every channel's conversion is up, the shop's is down: mix, not rate.",
        tell_zh="各渠道转化均上升而整体下降：是结构变化而非转化变差。",
        look_alike="E7",
        days=(5, 7, 10),
        act=_mix,
        choose=_choose_mix,
        moves=(
            Move("uv", "up", 1.5, 5.0, {"channel": "channel_name"}, 2, 2),
            Move("cvr_pay", "down", 0.5, 0.99, {}, 2, 2),
            Move("buyers", "flat", 0.98, 1.6, {}, 2, 2),
        ),
    ),
)
