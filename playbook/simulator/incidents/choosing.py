"""Whom does an incident hit, and what stands in the change log beside it?

Slices are chosen when the incident begins, from what the shop has become by then: the best sellers
of the last weeks, the largest regions. The change log tells the true change where a real shop would
have logged it, and beside it harmless ones, so that a diagnosis cannot simply read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.day import DAY_S
from playbook.simulator.ledger import FLOW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.day import Day
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World

RECENT_DAYS = 21


def by_degree(planned: Planned, mild: float, medium: float, severe: float) -> float:
    """Return the value of the planned severity."""
    return (mild, medium, severe)[planned.degree]


def chance(world: World, planned: Planned, what: str) -> float:
    """Return one uniform draw for a detail of an incident."""
    return float(world.draws.uniform(f"incident.{planned.id}.{what}", planned.number)[0])


def best_sellers(world: World, count: int) -> list[int]:
    """List the products on the shelf that sold most (by money) in the last weeks."""
    catalogue = world.catalogue
    sales = np.asarray(catalogue.appeal, float) * 1e-6
    ledger = world.frames.get(FLOW)
    if ledger is not None and len(ledger):
        recent = ledger.get("day") >= world.today - RECENT_DAYS
        product, cents = ledger.get("product")[recent], ledger.get("paid_cents")[recent]
        sales = sales + np.bincount(product, cents, catalogue.products)
    stays = (catalogue.listed <= world.today) & (catalogue.retires > world.today + 20)
    sales = np.where(stays, sales, -1.0)
    return [int(i) for i in np.argsort(-sales, kind="stable")[:count]]


def skus_of(world: World, products: list[int]) -> list[int]:
    """List the SKUs of products."""
    return [int(i) for i in np.flatnonzero(np.isin(world.catalogue.sku_product, products))]


def plain(codes: NDArray) -> list[int]:
    """Return codes as plain numbers (facts are saved as JSON)."""
    return [int(code) for code in codes]


def product_name(world: World, product: int) -> str:
    """Return the number under which a product stands in the tables."""
    text: str = world.texts.values[int(world.catalogue.product_code[product])]
    return text


def note(
    world: World,
    day: Day,
    hour: float,
    kind: str,
    thing: str,
    what: tuple[str, str],
    who: tuple[str, str],
) -> None:
    """Write a line into the shop's change log.

    Parameters
    ----------
    hour : float
        Hour of the day.
    kind : str
        A value of the column ``changes.kind``.
    thing : str
        The object, as the tables name it.
    what, who : (str, str)
        What was done and by whom, in English and Chinese.
    """
    codes = world.texts.code(thing), world.say(*what)
    second = min(int(hour * 3600), DAY_S - 1)
    world.office.log(day.index, kind, *codes, world.say(*who), second=second)


OPERATOR = ("operator", "运营")
PLATFORM = ("platform", "平台")
DEVELOPER = ("developer", "技术")
BUYER = ("buyer", "采购")


def distraction(world: World, day: Day, planned: Planned) -> None:
    """Log a harmless change at about the same time; it moves nothing."""
    told = (
        ("page", ("Main picture of a slow seller replaced", "更换一款平销商品的主图")),
        ("ads", ("Bids of long-tail keywords up 5%", "长尾词出价上调 5%")),
        ("service", ("Greeting of the chat robot reworded", "修改客服机器人欢迎语")),
        ("promotion", ("Coupon page text corrected", "修正优惠券页面文案")),
        ("system", ("Sorting of the category page adjusted", "调整分类页排序")),
    )
    at = int(chance(world, planned, "distraction") * len(told))
    kind, what = told[at]
    products = best_sellers(world, 40)
    thing = product_name(world, products[-1 - at])
    hour = 9 + 8 * chance(world, planned, "distraction hour")
    note(world, day, hour, kind, thing, what, OPERATOR)
