"""Things that look like causes and are none: D1 to D3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playbook.simulator.incidents import choosing as by
from playbook.simulator.incidents.kind import Incident, Move
from playbook.simulator.incidents.visitors import note_release

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World

    Facts = dict[str, Any]


def _nothing(_world: World, _planned: Planned) -> Facts:
    return {}


def _release(world: World, day: Day, planned: Planned, _facts: Facts, nth: int) -> None:
    if nth == 0:
        hour = 2 + 2 * by.chance(world, planned, "hour")
        note_release(world, day, hour, int(world.people.device_share.argmax()))


def _titles(world: World, day: Day, _planned: Planned, _facts: Facts, nth: int) -> None:
    if nth == 0:
        for at, product in enumerate(by.best_sellers(world, 6)[1:]):
            what = ("Title words put in another order", "调整标题关键词顺序")
            thing = by.product_name(world, product)
            by.note(world, day, 14 + at / 10, "page", thing, what, "product")


def _price_test(world: World, day: Day, _planned: Planned, _facts: Facts, nth: int) -> None:
    product = by.best_sellers(world, 40)[-1]
    day.post("shelf_price", 0.95, sku=by.skus_of(world, [product]))
    if nth == 0:
        what = ("Price test on a slow seller: -5%", "平销款小幅测价：-5%")
        thing = by.product_name(world, product)
        by.note(world, day, 9.0, "price", thing, what, "product")


_FLAT = (Move("uv", "flat", 0.98, 1.02), Move("gmv_paid", "flat", 0.97, 1.03))

INCIDENTS = tuple(
    Incident(
        id=id_,
        en=en,
        zh=zh,
        cause_en="A harmless change that happens at the same time.",
        cause_zh="同期发生、与指标无关的正常操作。",
        tell_en="It stands in the change log; no metric moves with it.",
        tell_zh="操作日志中有记录，但没有指标随之变化。",
        look_alike=alike,
        days=days,
        act=act,
        choose=_nothing,
        moves=_FLAT,
    )
    for id_, en, zh, alike, days, act in (
        ("D1", "A harmless release", "无害的版本发布", "E6", (1, 1, 1), _release),
        ("D2", "Titles reworded", "标题微调", "E11", (1, 1, 1), _titles),
        ("D3", "A small price test", "小幅测价", "E8", (3, 5, 7), _price_test),
    )
)
