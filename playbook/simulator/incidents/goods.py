"""Incidents of a product: E4, E14, E15, E18, E19."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playbook.simulator.goods.refunds_reasons import REASONS
from playbook.simulator.incidents import choosing as by
from playbook.simulator.incidents.kind import Incident, Move

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World

    Facts = dict[str, Any]


NOT_AS_DESCRIBED = REASONS.index("not_as_described")
FOUND_AFTER = 3
"""Days until the platform finds a listing that breaks its rules."""


def _hero(world: World, planned: Planned) -> Facts:
    product = by.best_sellers(world, 3)[int(by.chance(world, planned, "which") * 3)]
    skus = by.skus_of(world, [product])
    return {
        "product": product,
        "product_id": by.product_name(world, product),
        "skus": skus,
        "sku_ids": by.sku_names(world, skus),
    }


def _choose_out(world: World, planned: Planned) -> Facts:
    products = by.best_sellers(world, 3)
    products = (products[2:], products[:1], products[:2])[planned.degree]
    skus = by.skus_of(world, products)
    if planned.degree == 0:  # broken sizes: only the variants that sell most
        share = world.catalogue.variant_share
        skus = sorted(skus, key=lambda sku: -share[sku])[: max(1, len(skus) // 2)]
    return {
        "products": products,
        "product_ids": [by.product_name(world, product) for product in products],
        "skus": skus,
        "sku_ids": by.sku_names(world, skus),
    }


def _out(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("stock", 0.0, sku=facts["skus"])
    day.post("supply", 0.0, product=facts["products"])
    if nth == 0:
        by.distraction(world, day, planned)


def _bad_batch(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    if nth == 0:
        usual = float(world.catalogue.defect[facts["product"]])
        factor = max(by.by_degree(planned, 0.12, 0.25, 0.45) / max(usual, 0.005), 3.0)
        code = world.stock.bad_batch(facts["product"], factor, day)
        facts["batch_id"] = world.texts.values[int(code)]
        by.distraction(world, day, planned)


def _bombing(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    count = by.by_degree(planned, 25, 60, 150) * (1.0 if nth == 0 else 0.4)
    day.post("bombing", count, op="add", product=[facts["product"]])
    if nth == 0:
        by.distraction(world, day, planned)


def _oversell(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.post("sync", 0.0, product=[facts["product"]])
    day.post("visits", by.by_degree(planned, 1.3, 1.8, 2.5), product=[facts["product"]])
    if nth == 0:
        day.post("stock", by.by_degree(planned, 0.05, 0.02, 0.0), product=[facts["product"]])
        what = ("Stock synchronisation service moved", "库存同步服务迁移")
        by.note(world, day, 1.0, "system", "stock-sync", what, "platform")
        by.distraction(world, day, planned)
    day.post("supply", 0.0, product=[facts["product"]])


def _wrong_info(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    product = [facts["product"]]
    worse = by.by_degree(planned, 8.0, 16.0, 24.0)
    day.post("refund", worse, product=product, reason=[NOT_AS_DESCRIBED])
    topic = world.service.topic("wrong_info")
    day.post("topic", worse, product=product, topic=[topic])
    if nth == 0:
        what = ("Detail page rewritten: fabric and size table", "详情页改版：面料与尺码表")
        by.note(world, day, 9.5, "page", facts["product_id"], what, "product")
        by.distraction(world, day, planned)
    if planned.degree == 2 and nth >= FOUND_AFTER:
        day.post("shelf", 0.0, op="set", product=product)
        if nth == FOUND_AFTER:
            what = ("Listing taken down: absolute wording", "商品下架：使用绝对化用语")
            by.note(world, day, 0.0, "platform", facts["product_id"], what, "platform")


INCIDENTS = (
    Incident(
        id="E4",
        en="Best seller out of stock",
        zh="爆款断货",
        cause_en="The best seller (mild: main sizes of the third; severe: two) sells out and "
        "deliveries are late.",
        cause_zh="爆款售罄且补货延迟（轻度：第三名断主码；重度：前两名）。",
        tell_en="Available stock is zero first; search rank falls days later.",
        tell_zh="先是可售库存为零，数日后搜索排名才下降。",
        look_alike="E11",
        days=(5, 8, 14),
        act=_out,
        choose=_choose_out,
        moves=(
            Move("gmv_paid", "down", 0.8, 0.96, {}, 1, 4),
            Move("items_sold", "down", 0.0, 0.3, {"product_id": "product_ids"}, 1, 4),
            Move("spend", "flat", 0.9, 1.1, {}, 1, 4),
            Move("uv", "flat", 0.97, 1.02),
        ),
    ),
    Incident(
        id="E14",
        en="Bad batch",
        zh="批次质量问题",
        cause_en="A new batch of one product has a quality fault.",
        cause_zh="某商品新批次存在质量缺陷。",
        tell_en="Quality returns of one batch, days after delivery; other batches are normal.",
        tell_zh="收货数日后某一批次品质退货集中，其他批次正常。",
        look_alike="E13",
        days=(1, 1, 1),
        seen_after=5,
        act=_bad_batch,
        choose=_hero,
        moves=(
            Move("quality_refund", "up", 1.8, 30.0, {"sku": "sku_ids"}, 0, 3),
            Move("uv", "flat", 0.95, 1.03, {}, 3, 3),
        ),
    ),
    Incident(
        id="E15",
        en="Review bombing",
        zh="恶意差评",
        cause_en="Many new accounts post near-identical one-star reviews within hours.",
        cause_zh="大量低历史账号在数小时内集中发布雷同一星差评。",
        tell_en="Equal texts, no order behind them, accounts without history; returns are normal.",
        tell_zh="文本雷同、无订单对应、账号无历史；退货率正常。",
        look_alike="E14",
        days=(2, 3, 4),
        act=_bombing,
        choose=_hero,
        moves=(
            Move("neg_rate", "up", 2.0, 12.0, {}, 0, 1),
            Move("items_sold", "down", 0.5, 0.97, {"product_id": "product_id"}, 3, 9),
            Move("return_rate", "flat", 0.9, 1.1, {}, 0, 2),
        ),
    ),
    Incident(
        id="E18",
        en="Oversold",
        zh="库存同步故障导致超卖",
        cause_en="Stock is no longer passed on to the page, which keeps selling what is gone.",
        cause_zh="库存未同步到商品页，页面继续销售已售罄的商品。",
        tell_en="Available stock turns negative; refunds before shipping for lack of stock.",
        tell_zh="可售库存变为负数，发货前因缺货退款激增。",
        look_alike="E4",
        days=(1, 2, 3),
        act=_oversell,
        choose=_hero,
        moves=(
            Move("oversell", "up", 2.0, float("inf"), {}, 0, 2),
            Move("uv", "flat", 0.95, 1.2),
        ),
    ),
    Incident(
        id="E19",
        en="Wrong product information",
        zh="商品信息错误",
        cause_en="A rewritten page misstates the product; severe: the platform takes it down.",
        cause_zh="改版页面信息有误；严重时被平台下架。",
        tell_en="Returns for 'not as described' and questions on one product since a page edit; "
        "taken down: its visitors end at once, with a notice.",
        tell_zh="页面修改后单品“与描述不符”退货与咨询增多；下架则访客骤降为零并有通知。",
        look_alike="E14",
        days=(7, 10, 12),
        seen_after=5,
        act=_wrong_info,
        choose=_hero,
        moves=(
            Move("quality_refund", "up", 1.3, 30.0, {"sku": "sku_ids"}, 0, 2),
            Move("uv", "flat", 0.95, 1.02, {}, 2, 2),
        ),
    ),
)
