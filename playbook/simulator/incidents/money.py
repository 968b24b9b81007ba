"""Incidents between placing an order and having the money: E1, E3, E17, E20."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playbook.simulator.incidents import choosing as by
from playbook.simulator.incidents.kind import Incident, Move

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World

    Facts = dict[str, Any]


def _choose_outage(world: World, planned: Planned) -> Facts:
    start = round(10 + 9 * by.chance(world, planned, "hour"), 2)
    length = by.by_degree(planned, 1.5, 4.0, 6.0)
    method = int(world.people.method_share.argmax())
    return {
        "method": method,
        "payment_method": world.texts.values[int(world.people.method_text[method])],
        "hours": [start, min(start + length, 24.0)],
        "success": by.by_degree(planned, 0.5, 0.2, 0.05),
    }


def _outage(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    hours = (facts["hours"][0], facts["hours"][1])
    day.post("pay", facts["success"], method=[facts["method"]], hours=hours)
    if nth == 0:
        by.distraction(world, day, planned)


def _choose_stacking(_world: World, planned: Planned) -> Facts:
    return {
        "hours": [0.0, 24.0],
        "rush": by.by_degree(planned, 0.6, 1.2, 2.2),
        "stack": int(by.by_degree(planned, 2, 3, 4)),
        "value": by.by_degree(planned, 1.5, 2.0, 3.0),
    }


def _stacking(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("stack", facts["stack"], op="set")
    day.post("coupon_value", facts["value"], coupon=[0])
    day.post("buy", 1 + facts["rush"])
    day.post("quantity", 3.0)
    day.post("cluster", by.by_degree(planned, 0.3, 0.45, 0.6), op="set", first=[1])
    if nth == 0:
        what = ("Coupon template saved for the member day", "保存会员日优惠券模板")
        by.note(world, day, 0.02, "promotion", "coupon", what, "marketing")
        by.distraction(world, day, planned)


def _choose_retry(_world: World, planned: Planned) -> Facts:
    return {"share": by.by_degree(planned, 0.03, 0.08, 0.15), "hours": [0.0, 24.0]}


def _retry(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("retry", facts["share"], op="set")
    if nth == 0:
        what = (
            "Order interface updated: waits shorter for an answer",
            "下单接口更新：缩短等待时间",
        )
        by.note(world, day, 0.1, "system", "order-api", what, "platform")
        by.distraction(world, day, planned)


def _choose_points(_world: World, planned: Planned) -> Facts:
    return {
        "issued": by.by_degree(planned, 5.0, 10.0, 20.0),
        "redeemed": by.by_degree(planned, 5.0, 10.0, 20.0),
    }


def _points(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("points_issued", facts["issued"])
    day.post("points_redeemed", facts["redeemed"])
    if nth == 0:
        what = ("Points rule of the member level saved", "保存会员等级积分规则")
        by.note(world, day, 0.2, "rule", "points", what, "marketing")
        by.distraction(world, day, planned)


INCIDENTS = (
    Incident(
        id="E1",
        en="Payment outage",
        zh="支付通道故障",
        cause_en="One payment method fails for some hours.",
        cause_zh="某一支付方式在数小时内大量失败。",
        tell_en="The break lies after placing the order: placed orders hold, paid ones fall, and "
        "only with one method and in certain hours.",
        tell_zh="断点在下单之后：下单数正常，支付数下降，且只发生在一种支付方式和特定小时。",
        look_alike="E5",
        days=(1, 1, 1),
        act=_outage,
        choose=_choose_outage,
        moves=(
            Move("pay_success", "down", 0.3, 0.96, {"payment_method": "payment_method"}),
            Move("uv", "flat", 0.999, 1.001),
            Move("orders_placed", "flat", 0.999, 1.001),
        ),
    ),
    Incident(
        id="E3",
        en="Coupons stack by mistake",
        zh="优惠券叠加错误",
        cause_en="A wrong coupon template lets coupons stack and gives more than planned.",
        cause_zh="优惠券模板设置错误，券可叠加且面额超出计划。",
        tell_en="Orders with two coupons and more, deep discounts, the same addresses and devices; "
        "list prices unchanged.",
        tell_zh="多券订单激增、折扣过深、地址与设备高度集中；标价未变。",
        look_alike="E2",
        days=(1, 1, 2),
        act=_stacking,
        choose=_choose_stacking,
        moves=(
            Move("stack_p99", "up", 1.1, 9.0),
            Move("orders_paid", "up", 1.2, 5.0),
            Move("uv", "flat", 0.98, 1.02),
        ),
    ),
    Incident(
        id="E17",
        en="Orders sent twice",
        zh="重复下单",
        cause_en="A fault in the retry of the order interface creates some orders twice.",
        cause_zh="下单接口重试缺陷，部分订单被重复创建。",
        tell_en="Same buyer, same products, same amount within a minute; buyers stay flat while "
        "orders rise.",
        tell_zh="同一买家、同商品、同金额在一分钟内出现两次；订单数上升而买家数不变。",
        look_alike="E23",
        days=(1, 2, 3),
        act=_retry,
        choose=_choose_retry,
        moves=(
            Move("orders_paid", "up", 1.02, 1.15),
            Move("buyers", "flat", 0.99, 1.01),
            Move("uv", "flat", 0.999, 1.001),
        ),
    ),
    Incident(
        id="E20",
        en="Points issued tenfold",
        zh="会员积分异常",
        cause_en="A wrong points rule issues ten times the points, redeemable at once.",
        cause_zh="积分规则配置错误，发放十倍积分并可立即抵现。",
        tell_en="Only members' orders are cheaper; points issued are far above orders times rule.",
        tell_zh="仅会员订单优惠加深；积分发放远高于订单金额对应的规则值。",
        look_alike="E3",
        days=(1, 2, 4),
        act=_points,
        choose=_choose_points,
        moves=(
            Move("points_liab", "up", 1.02, 60.0),
            Move("uv", "flat", 0.98, 1.02),
        ),
    ),
)
