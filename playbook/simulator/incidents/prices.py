"""Incidents of price and promotion: E2, E8, E28."""

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


STOCKED_UP = 3.0
"""Free units of a product in the morning of its flash price, in usual ones."""


def _choose_price(world: World, planned: Planned) -> Facts:
    product = by.best_sellers(world, 6)[1 + int(by.chance(world, planned, "which") * 4)]
    start = round(11 + 8 * by.chance(world, planned, "hour"), 2)
    return {
        "product": product,
        "product_id": by.product_name(world, product),
        "hours": [start, min(start + by.by_degree(planned, 0.7, 1.3, 2.0), 24.0)],
        "factor": by.by_degree(planned, 0.3, 0.1, 0.01),
    }


def _wrong_price(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    skus, hours = by.skus_of(world, [facts["product"]]), tuple(facts["hours"])
    if nth > 0:  # what has not left is cancelled
        day.post("cancel_waiting", 0.8, op="add", product=[facts["product"]])
        return
    day.post("hold", 1.0, op="add", product=[facts["product"]])
    day.post("price", facts["factor"], sku=skus, hours=(hours[0], hours[1]))
    # Word of such a price spreads within minutes.
    more = by.by_degree(planned, 3.0, 6.0, 12.0)
    day.post("buy", more, product=[facts["product"]], hours=(hours[0], hours[1]))
    if nth == 0:
        what = ("Price file uploaded", "批量改价文件上传")
        by.note(world, day, hours[0], "price", facts["product_id"], what, "product")
        what = ("Price file uploaded again", "重新上传改价文件")
        by.note(world, day, min(hours[1], 23.9), "price", facts["product_id"], what, "product")
        by.distraction(world, day, planned)


def _choose_rival(world: World, planned: Planned) -> Facts:
    matched = set(world.competitors.product.tolist())
    products = [each for each in by.best_sellers(world, 24) if each in matched][:10:2]
    skus = by.skus_of(world, products)
    return {
        "products": products,
        "product_ids": [by.product_name(world, product) for product in products],
        "sku_ids": by.sku_names(world, skus),
        "factor": by.by_degree(planned, 0.9, 0.78, 0.68),
    }


def _rival(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    ramp = min(1.0, (nth + 1) / 3)
    day.post("rival_price", facts["factor"] ** ramp, product=facts["products"])
    if nth == 0:
        by.distraction(world, day, planned)


def _choose_own(world: World, planned: Planned) -> Facts:
    product = by.best_sellers(world, 4)[int(by.chance(world, planned, "which") * 4)]
    category = int(world.catalogue.category[product])
    same = np.flatnonzero(world.catalogue.category == category)
    sisters = [p for p in by.plain(same) if p != product]
    return {
        "product": product,
        "product_id": by.product_name(world, product),
        "category": world.texts.values[int(world.catalogue.categories[category])],
        "sku_ids": by.sku_names(world, by.skus_of(world, [product])),
        "sisters": sisters,
        "discount": by.by_degree(planned, 0.25, 0.4, 0.5),
    }


def _own_promotion(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    skus = by.skus_of(world, [facts["product"]])
    day.post("shelf_price", 1.0 - facts["discount"], sku=skus)
    day.post("visits", by.by_degree(planned, 1.6, 2.0, 2.4), product=[facts["product"]])
    day.post("visits", by.by_degree(planned, 0.8, 0.65, 0.55), product=facts["sisters"])
    if nth == 0:
        day.post("stock", STOCKED_UP, product=[facts["product"]])
        what = ("Flash price set for one product", "单品限时特价上线")
        by.note(world, day, 0.0, "promotion", facts["product_id"], what, "marketing")
        by.distraction(world, day, planned)


INCIDENTS = (
    Incident(
        id="E2",
        en="Wrong price",
        zh="价格设置错误",
        cause_en="A price file with a slipped decimal point sells one product far below cost.",
        cause_zh="批量改价小数点错位，某商品以远低于成本的价格售出。",
        tell_en="One product's unit price lies far below cost for an hour; many units in an order, "
        "many new buyers in the same minutes.",
        tell_zh="单一商品在约一小时内成交单价远低于成本，多件订单与新客集中在同一时段。",
        look_alike="E3",
        days=(2, 2, 2),
        act=_wrong_price,
        choose=_choose_price,
        moves=(
            Move("asp", "down", 0.005, 0.95, {"product_id": "product_id"}),
            Move("items_sold", "up", 1.3, 400.0, {"product_id": "product_id"}),
            Move("uv", "flat", 0.98, 1.02),
        ),
    ),
    Incident(
        id="E8",
        en="A rival cuts prices",
        zh="竞品降价",
        cause_en="Rivals sell the matched products cheaper; ours did not change.",
        cause_zh="竞店对同款商品降价，本店价格未变。",
        tell_en="Only the matched products convert worse; their price index rose, visitors hold.",
        tell_zh="仅竞品同款转化下降，价格指数上升，访客数正常。",
        look_alike="E21",
        days=(10, 14, 21),
        seen_after=2,
        act=_rival,
        choose=_choose_rival,
        moves=(
            Move("price_index", "up", 1.05, 1.4, {"sku": "sku_ids"}, 3, 9),
            Move("items_sold", "down", 0.5, 0.97, {"product_id": "product_ids"}, 3, 9),
            Move("uv", "flat", 0.95, 1.02, {}, 6, 6),
        ),
    ),
    Incident(
        id="E28",
        en="Own promotion eats its sisters",
        zh="自家活动蚕食同类",
        cause_en="A flash price draws buyers from sister products of the same category.",
        cause_zh="单品特价吸走同类目其他商品的买家。",
        tell_en="One product triples, its sisters fall; the category hardly moves, margin falls.",
        tell_zh="单品销量数倍增长而同类商品下滑，类目基本持平，毛利下降。",
        look_alike="E8",
        days=(3, 5, 7),
        act=_own_promotion,
        choose=_choose_own,
        moves=(
            Move("items_sold", "up", 1.6, 8.0, {"product_id": "product_id"}, 0, 2),
            Move("gmv_paid", "flat", 0.8, 1.3, {}, 0, 2),
        ),
    ),
)
