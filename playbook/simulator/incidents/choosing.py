"""Whom does an incident hit, and what stands in the change log beside it?

Slices are chosen when the incident begins, from what the shop has become by then: the best sellers
of the last weeks, the largest regions. The change log tells the true change where a real shop would
have logged it, and beside it harmless ones, so that a diagnosis cannot simply read it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.flow.ledger import FLOW

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day
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


def plain(codes: Array) -> list[int]:
    """Return codes as plain numbers (facts are saved as JSON)."""
    return [int(code) for code in codes]


def product_name(world: World, product: int) -> str:
    """Return the number under which a product stands in the tables."""
    text: str = world.texts.values[int(world.catalogue.product_code[product])]
    return text


def sku_names(world: World, skus: list[int]) -> list[str]:
    """Return the ids under which SKUs stand in the tables."""
    codes = world.catalogue.sku_code
    return [world.texts.values[int(codes[sku])] for sku in skus]


def region_names(world: World, regions: list[int]) -> list[str]:
    """Return the names under which regions stand in the tables."""
    codes = world.people.region_text
    return [world.texts.values[int(codes[region])] for region in regions]


def channel_name(world: World, channel: int) -> str:
    """Return the name under which a channel stands in the tables today."""
    text: str = world.texts.values[int(world.channels.text[channel])]
    return text


def note(
    world: World,
    day: Day,
    hour: float,
    kind: str,
    thing: str,
    what: tuple[str, str],
    who: str,
    why: tuple[str, str] | None = None,
) -> None:
    """Write a line into the shop's change log, as anybody there would.

    Parameters
    ----------
    hour : float
        Hour of the day.
    kind : str
        A value of the column ``changes.kind``.
    thing : str
        The object, as the tables name it; "shop" for the whole shop.
    what, why : (str, str)
        What was done and why, in English and Chinese.
    who : str
        A role of the office.
    """
    code = world.say("shop", "店铺") if thing == "shop" else world.texts.code(thing)
    second = min(int(hour * 3600), DAY_S - 1)
    reason = -1 if why is None else world.say(*why)
    world.office.log(day.index, kind, code, world.say(*what), who, second=second, why=reason)


def distraction(world: World, day: Day, planned: Planned) -> None:
    """Log a harmless change at about the same time, from the same stock as on any other day."""
    told = world.profile.section("diary")["change"]
    change = told[int(chance(world, planned, "distraction") * len(told))]
    turn = chance(world, planned, "distraction thing")
    names = {
        "product": lambda: product_name(world, best_sellers(world, 40)[19 + int(turn * 20)]),
        "plan": lambda: plan_name(world, int(turn * len(world.ads.plans))),
    }
    thing = names.get(change["thing"], lambda: "shop")()
    hour = 9.5 + 8 * chance(world, planned, "distraction hour")
    what, why = tuple(change["what"]), tuple(change["why"])
    note(world, day, hour, change["kind"], thing, what, change["who"], why)


def plan_name(world: World, plan: int) -> str:
    """Return the name under which an ad plan stands in the change log."""
    text: str = world.texts.values[int(world.ads.plans.text[plan])]
    return text
