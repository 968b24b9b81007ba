"""Incidents after the sale: E13, E26, E30."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.goods.refunds_reasons import REASONS
from playbook.simulator.incidents import choosing as by
from playbook.simulator.incidents.kind import Incident, Move

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World

    Facts = dict[str, Any]

MORE_PACKERS, STOCKED_UP = 8.0, 4.0
"""What a warehouse packs on a flash sale, and has on its shelves before: in usual days'."""
WHIMS = [REASONS.index(reason) for reason in ("size", "changed_mind", "price", "other")]
"""Reasons for which nobody had refunded without a return."""


def _choose_route(world: World, planned: Planned) -> Facts:
    largest = np.argsort(-world.people.region_share, kind="stable")
    region = int(largest[int(by.chance(world, planned, "which") * 5)])
    return {
        "region": region,
        "region_name": by.region_names(world, [region])[0],
        "transit": by.by_degree(planned, 1.6, 2.3, 3.2),
        "pickup": by.by_degree(planned, 1.5, 2.5, 4.0),
    }


def _late(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("transit", facts["transit"], region=[facts["region"]])
    day.post("pickup", facts["pickup"], region=[facts["region"]])
    if nth == 0:
        what = ("Heavy rain: carriers warn of delays", "暴雨：快递公司发布延误预警")
        by.note(world, day, 7.0, "outside", facts["region_name"], what, "warehouse")
        by.distraction(world, day, planned)


def _choose_policy(_world: World, planned: Planned) -> Facts:
    return {"share": by.by_degree(planned, 0.4, 0.8, 1.6)}


def _policy(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    # The cheaper the thing, the more is simply refunded; faults were refunded before, too.
    for share, bands in ((facts["share"], [0, 1]), (facts["share"] / 2, [2, 3])):
        day.post("refund_only", share, op="add", price_band=bands, reason=WHIMS)
    if nth == 0:
        what = ("Rule for refunds without return changed", "平台调整“仅退款”规则")
        by.note(world, day, 0.0, "platform", "shop", what, "platform")
        by.distraction(world, day, planned)


def _choose_wave(_world: World, planned: Planned) -> Facts:
    return {
        "visits": by.by_degree(planned, 1.8, 2.2, 2.6),
        "price": by.by_degree(planned, 0.85, 0.8, 0.75),
        "keen": by.by_degree(planned, 2.5, 4.5, 7.0),
    }


def _wave(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    # Not more people than the pages can bear: keener ones.
    day.post("visits", facts["visits"])
    day.post("shelf_price", facts["price"])
    day.post("buy", facts["keen"])
    day.post("capacity", MORE_PACKERS)
    if nth == 0:
        day.post("stock", STOCKED_UP)
        what = ("Two-day flash sale of the whole shop", "全店两日闪购")
        by.note(world, day, 0.0, "promotion", "shop", what, "marketing")
        by.distraction(world, day, planned)


INCIDENTS = (
    Incident(
        id="E13",
        en="Parcels late in one region",
        zh="区域物流延误",
        cause_en="Heavy rain slows collection and transport to one province.",
        cause_zh="强降雨导致某省揽收与运输延误。",
        tell_en="Hours from pay to sign rise in one province; reminders follow, then refunds.",
        tell_zh="单一省份到货时长上升，随后催单与退款增加。",
        look_alike="E14",
        days=(4, 7, 10),
        seen_after=2,
        act=_late,
        choose=_choose_route,
        moves=(
            Move("door_h", "up", 1.2, 4.0, {"region": "region_name"}, 3, 9),
            Move("uv", "flat", 0.97, 1.02, {}, 2, 2),
        ),
    ),
    Incident(
        id="E26",
        en="Refund policy of the platform",
        zh="平台仅退款政策",
        cause_en="The platform makes refunds without return easier, above all for cheap things.",
        cause_zh="平台放宽仅退款规则，低价商品影响最大。",
        tell_en="Refunds without return rise for all products from one date, cheap ones first; "
        "quality reasons are normal.",
        tell_zh="自某日起全店仅退款上升、低价品更明显，品质原因占比正常。",
        look_alike="E14",
        days=(20, 30, 40),
        seen_after=2,
        act=_policy,
        choose=_choose_policy,
        moves=(
            Move("refund_only", "up", 1.15, 4.0, {}, 0, 6),
            Move("uv", "flat", 0.97, 1.02, {}, 6, 6),
        ),
    ),
    Incident(
        id="E30",
        en="Refund wave after a sale",
        zh="大促后退款潮",
        cause_en="A two-day sale sells a lot; its refunds arrive over the next two weeks.",
        cause_zh="两日闪购带来大量成交，退款在随后两周集中到来。",
        tell_en="Refunds by calendar day exceed sales; the rate of the paid cohort is normal.",
        tell_zh="按日历看退款超过销售，按支付批次看退款率正常。",
        look_alike="E14",
        days=(2, 2, 2),
        seen_after=6,
        act=_wave,
        choose=_choose_wave,
        moves=(
            Move("refund_amt", "up", 1.3, 8.0, {}, 8, 14),
            Move("refund_rate_ord", "flat", 0.8, 1.2, {}, 0, 1),
        ),
    ),
)
