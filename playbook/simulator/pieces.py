"""In which order does a world's day unfold?

Conditions first, then people, then what follows. The order is part of the model: a piece may read
what stands above it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playbook.simulator.world import World

ORDER: tuple[tuple[str, str], ...] = (
    # name of the piece, "module:Class"
    ("calendar", "range.calendar:Calendar"),
    ("mishaps", "incidents.piece:Mishaps"),
    ("catalogue", "range.catalogue:Catalogue"),
    ("people", "flow.people:People"),
    ("promotions", "range.promotions:Promotions"),
    ("competitors", "range.competitors:Competitors"),
    ("stock", "goods.stock:Stock"),
    ("channels", "reach.channels:Channels"),
    ("ads", "reach.ads:Ads"),
    ("content", "reach.content:Content"),
    ("system", "reach.system:System"),
    ("customers", "flow.customers:Customers"),
    ("arrivals", "flow.visits:Arrivals"),
    ("shopping", "flow.shopping:Shopping"),
    ("sales", "flow.orders:Sales"),
    ("buyers", "flow.customers:Buyers"),
    ("coupons", "range.promotions_coupons:Coupons"),
    ("ad_book", "reach.ads_book:AdBook"),
    ("watch", "reach.system_watch:Watch"),
    ("backups", "reach.system_backups:Backups"),
    ("logistics", "goods.logistics:Logistics"),
    ("refunds", "goods.refunds:Refunds"),
    ("content_book", "reach.content_book:ContentBook"),
    ("reviews", "goods.reviews:Reviews"),
    ("stocktake", "goods.stock_levels:Stocktake"),  # after shipping and returns
    ("service", "team.service:Service"),
    ("tickets", "team.tickets:Tickets"),
    ("members", "team.members:Members"),
    ("outreach", "team.outreach:Outreach"),
    ("posts", "team.posts:Posts"),
    ("market", "reach.market:Market"),
    ("office", "team.office:Office"),
    ("diary", "team.diary:Diary"),
    ("costs", "team.costs:Costs"),
    ("tasks", "team.tasks:Tasks"),
    ("processes", "team.processes:Processes"),
    ("settlements", "team.settlements:Settlements"),
    ("scores", "team.scores:Scores"),
    ("learning", "reach.channels_rank:Learning"),
    ("traffic", "flow.traffic:Traffic"),
    ("goals", "team.goals:Goals"),  # remembers the visitors that were counted
    ("product_days", "flow.product_days:ProductDays"),
    ("events", "flow.events:Events"),
    ("ledger", "flow.ledger:Ledger"),
)
"""The pieces of a world; each finds those above it as ``world.<name>``."""


def build(world: World) -> None:
    """Construct every piece of a world, in order."""
    for name, place in ORDER:
        module, kind = place.split(":")
        world.pieces[name] = getattr(import_module(f"playbook.simulator.{module}"), kind)(world)
