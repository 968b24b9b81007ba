"""Incidents of reach: ads, search, channels, live (E9, E10, E11, E12, E27)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.incidents import choosing as by
from playbook.simulator.incidents.kind import Incident, Move

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World

    Facts = dict[str, Any]


def _choose_plan(world: World, planned: Planned) -> Facts:
    plans = world.ads.plans
    largest = np.argsort(-plans.share * plans.price, kind="stable")
    plan = int(largest[int(by.chance(world, planned, "which") * 2)])
    return {
        "plan": plan,
        "campaign_id": world.texts.values[int(world.ads.plans.code[plan])],
        "budget": by.by_degree(planned, 2.5, 4.0, 6.0),
        "bid": by.by_degree(planned, 1.4, 1.9, 2.6),
    }


def _runaway(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("ad_budget", facts["budget"], plan=[facts["plan"]])
    day.post("ad_bid", facts["bid"], plan=[facts["plan"]])
    if nth == 0:
        what = ("Automatic bidding switched on, budget cap off", "开启自动出价，取消日限额")
        why = ("reach more people before the weekend", "周末前扩量")
        by.note(world, day, 0.3, "ads", by.plan_name(world, facts["plan"]), what, "ads", why)
        by.distraction(world, day, planned)


def _choose_stop(world: World, planned: Planned) -> Facts:
    hour = by.by_degree(planned, 19.0, 15.0, 10.0)
    return {"hours": [hour, 24.0], "plans": list(range(len(world.ads.plans)))}


def _stopped(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("ad_stop", 0.0, plan=facts["plans"], hours=(facts["hours"][0], facts["hours"][1]))
    if nth == 0:
        by.distraction(world, day, planned)


def _choose_rank(world: World, planned: Planned) -> Facts:
    search = list(world.channels.kinds).index("search")
    return {
        "channel": search,
        "channel_name": by.channel_name(world, search),
        "factor": by.by_degree(planned, 0.7, 0.5, 0.3),
    }


def _demoted(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    ramp = min(1.0, (nth + 1) / 3)
    everything = list(range(world.catalogue.products))
    day.post("exposure", facts["factor"] ** ramp, product=everything)
    if nth == 0:
        what = ("Violation points: search weight lowered", "违规扣分：搜索降权")
        by.note(world, day, 0.0, "platform", "shop", what, "platform")
        by.distraction(world, day, planned)


def _choose_label(world: World, planned: Planned) -> Facts:
    paid = [i for i, kind in enumerate(world.channels.kinds) if kind == "paid"]
    channel = paid[0] if paid else 0
    text = world.say("Keyword promotion (new)", "关键词推广（新）")
    return {
        "channel": channel,
        "channel_name": by.channel_name(world, channel),
        "new_name": world.texts.values[int(text)],
        "text": int(text),
        "share": by.by_degree(planned, 0.5, 0.75, 0.95),
    }


def _relabelled(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("label", facts["text"], op="set", channel=[facts["channel"]])
    day.post("label_share", facts["share"], op="set", channel=[facts["channel"]])
    if nth == 0:
        what = ("Names of ad channels changed by the platform", "平台调整推广渠道名称")
        by.note(world, day, 0.0, "platform", "shop", what, "platform")
        by.distraction(world, day, planned)


def _choose_live(world: World, planned: Planned) -> Facts:
    names = list(world.channels.names)
    live = names.index("live") if "live" in names else names.index("social")
    return {
        "channel": live,
        "channel_name": by.channel_name(world, live),
        "visits": by.by_degree(planned, 8.0, 14.0, 22.0),
        "buy": by.by_degree(planned, 1.4, 1.7, 2.0),
    }


def _live(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("visits", facts["visits"], channel=[facts["channel"]])
    day.post("buy", facts["buy"], channel=[facts["channel"]])
    if nth == 0:
        what = ("Guest host in the evening session", "达人专场直播")
        by.note(world, day, 18.0, "promotion", "shop", what, "live")
        by.distraction(world, day, planned)


INCIDENTS = (
    Incident(
        id="E9",
        en="Ad budget runs away",
        zh="推广花费失控",
        cause_en="Automatic bidding without a cap spends several times the plan's budget.",
        cause_zh="自动出价且取消限额，单计划花费数倍于预算。",
        tell_en="One plan's spend and click price jump; organic visits are normal.",
        tell_zh="单一计划花费与点击单价激增，自然流量正常。",
        look_alike="E7",
        days=(2, 3, 5),
        act=_runaway,
        choose=_choose_plan,
        moves=(
            Move("spend", "up", 1.3, 8.0, {"campaign_id": "campaign_id"}),
            Move("roas", "down", 0.15, 0.9, {"campaign_id": "campaign_id"}, 0, 2),
            Move("cpc", "up", 1.15, 3.0, {"campaign_id": "campaign_id"}),
            Move("ctr_nat", "flat", 0.97, 1.03),
            Move("search_exposure", "flat", 0.95, 1.1),
        ),
    ),
    Incident(
        id="E10",
        en="Ads stop every day",
        zh="推广余额耗尽",
        cause_en="The ad account runs empty: from a certain hour on no ad is shown.",
        cause_zh="推广账户余额耗尽，每天某时刻起广告停投。",
        tell_en="Paid visits end at the same hour each day; the conversion of the rest is normal.",
        tell_zh="付费访客每天在同一时刻归零，其余渠道转化正常。",
        look_alike="E11",
        days=(2, 4, 6),
        act=_stopped,
        choose=_choose_stop,
        moves=(
            Move("spend", "down", 0.1, 0.95),
            Move("uv", "down", 0.6, 0.998),
            Move("search_exposure", "flat", 0.97, 1.03),
            Move("ctr_nat", "flat", 0.97, 1.03),
        ),
    ),
    Incident(
        id="E11",
        en="Search rank lost",
        zh="搜索降权",
        cause_en="After a violation the platform shows the shop less in search.",
        cause_zh="店铺违规被搜索降权，曝光下降。",
        tell_en="Exposures fall, the click rate holds, other channels hold, stock is there.",
        tell_zh="搜索曝光下降，点击率与其他渠道正常，库存充足。",
        look_alike="E4",
        days=(7, 14, 21),
        seen_after=1,
        act=_demoted,
        choose=_choose_rank,
        moves=(
            Move("search_exposure", "down", 0.2, 0.85, {}, 2, 6),
            Move("ctr_nat", "flat", 0.9, 1.1, {}, 2, 6),
            Move("uv", "down", 0.3, 0.97, {"channel": "channel_name"}, 6, 6),
        ),
    ),
    Incident(
        id="E12",
        en="Channels renamed",
        zh="渠道口径调整",
        cause_en="The platform reports a channel under a new name; nothing else changed.",
        cause_zh="平台将某渠道改名归类，实际流量未变。",
        tell_en="One channel falls, a new one appears, the total is unchanged.",
        tell_zh="一个渠道骤降、一个新渠道出现，总量不变。",
        look_alike="E11",
        days=(30, 30, 30),
        act=_relabelled,
        choose=_choose_label,
        moves=(
            Move("uv", "down", 0.15, 0.4, {"channel": "channel_name"}),
            Move("uv", "flat", 0.999, 1.001),
            Move("gmv_paid", "flat", 0.999, 1.001),
        ),
    ),
    Incident(
        id="E27",
        en="One live session carries the day",
        zh="单场直播依赖",
        cause_en="A guest host sells half of the day's sales in one session; next days fall back.",
        cause_zh="达人专场占当日成交近半，随后回落。",
        tell_en="Only the live channel moves; shelf sales are normal, live returns are higher.",
        tell_zh="只有直播渠道变化，货架成交正常，直播退货偏高。",
        look_alike="E2",
        days=(1, 1, 1),
        act=_live,
        choose=_choose_live,
        moves=(
            Move("gmv_paid", "up", 1.3, 3.0),
            Move("gmv_paid", "up", 3.0, 60.0, {"channel": "channel_name"}),
            Move("search_exposure", "flat", 0.97, 1.03),
            Move("ctr_nat", "flat", 0.97, 1.03),
        ),
    ),
)
