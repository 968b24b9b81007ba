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
    ("calendar", "calendar:Calendar"),
    ("mishaps", "incidents.piece:Mishaps"),
    ("catalogue", "catalogue:Catalogue"),
    ("people", "people:People"),
    ("promotions", "promotions:Promotions"),
    ("competitors", "competitors:Competitors"),
    ("stock", "stock:Stock"),
    ("channels", "channels:Channels"),
    ("ads", "ads:Ads"),
    ("content", "content:Content"),
    ("system", "system:System"),
    ("customers", "customers:Customers"),
    ("arrivals", "visits:Arrivals"),
    ("shopping", "shopping:Shopping"),
    ("sales", "orders:Sales"),
    ("buyers", "customers:Buyers"),
    ("coupons", "promotions_coupons:Coupons"),
    ("ad_book", "ads_book:AdBook"),
    ("watch", "system_watch:Watch"),
    ("backups", "system_backups:Backups"),
    ("logistics", "logistics:Logistics"),
    ("refunds", "refunds:Refunds"),
    ("content_book", "content_book:ContentBook"),
    ("reviews", "reviews:Reviews"),
    ("stocktake", "stock_levels:Stocktake"),  # after shipping and returns
    ("service", "service:Service"),
    ("tickets", "tickets:Tickets"),
    ("members", "members:Members"),
    ("outreach", "outreach:Outreach"),
    ("posts", "posts:Posts"),
    ("market", "market:Market"),
    ("office", "office:Office"),
    ("diary", "diary:Diary"),
    ("costs", "costs:Costs"),
    ("tasks", "tasks:Tasks"),
    ("processes", "processes:Processes"),
    ("settlements", "settlements:Settlements"),
    ("scores", "scores:Scores"),
    ("learning", "channels_rank:Learning"),
    ("traffic", "traffic:Traffic"),
    ("goals", "goals:Goals"),  # remembers the visitors that were counted
    ("product_days", "product_days:ProductDays"),
    ("events", "events:Events"),
    ("ledger", "ledger:Ledger"),
)
"""The pieces of a world; each finds those above it as ``world.<name>``."""


def build(world: World) -> None:
    """Construct every piece of a world, in order."""
    for name, place in ORDER:
        module, kind = place.split(":")
        world.pieces[name] = getattr(import_module(f"playbook.simulator.{module}"), kind)(world)
