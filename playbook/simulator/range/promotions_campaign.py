"""What is one promotion, and which are planned?

The unit is one promotion of the shop, or one phase of a yearly one. Yearly phases come from the
calendar a week ahead; the shop's own come at chance between them, on a few listings. Decided ones
come as they are decided. A promotion is plain data, so that it can be saved. It refuses to know how
well a promotion went.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.range.calendar_phases import Span
    from playbook.simulator.world import World

KINDS = ("discount", "spend_save", "coupon", "gift")
PHASE_NAMES = {
    "warm_up": ("warm-up", "蓄水期"),
    "presale": ("presale", "预售期"),
    "opening": ("opening", "开门红"),
    "steady": ("middle", "平销期"),
    "peak": ("peak", "高潮期"),
    "encore": ("encore", "返场"),
    "single": ("sale", "活动期"),
}


@dataclass
class Campaign:
    """One promotion.

    Parameters
    ----------
    id : str
        As in the promotions table.
    kind : {"discount", "spend_save", "coupon", "gift"}
    first, last : int
        Day indexes, both included.
    family, phase : str
        Of a yearly promotion; "" otherwise.
    discount : float
        Seller's share off the price of its listings.
    boost : float
        How much keener buyers of its listings are.
    venue : float
        Strength of the platform's hall.
    tiers : list of [spend, save]
        In cents.
    platform_coupon : bool
        The platform's coupon can be used.
    coupon : list
        ``[spend, face]`` in cents of its own shop coupon, empty when it has none.
    listings : list of int
        Slots it holds for; empty means all.
    name : (en, zh)
    """

    id: str
    kind: str
    first: int
    last: int
    family: str = ""
    phase: str = ""
    discount: float = 0.0
    boost: float = 1.0
    venue: float = 0.0
    tiers: list[list[int]] = field(default_factory=list)
    platform_coupon: bool = False
    coupon: list[int] = field(default_factory=list)
    listings: list[int] = field(default_factory=list)
    name: tuple[str, str] = ("", "")

    def told(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {**asdict(self), "name": list(self.name)}

    @classmethod
    def of(cls, told: dict[str, Any]) -> Campaign:
        """Rebuild a promotion from `told`."""
        return cls(**{**told, "name": tuple(told["name"])})

    @property
    def own(self) -> bool:
        """True for one that the shop runs by habit, neither yearly nor decided."""
        return self.id.startswith("P")

    def runs(self, index: int) -> bool:
        """Return True when it runs that day."""
        return self.first <= index <= self.last


def of_span(world: World, told: dict[str, Any], span: Span) -> Campaign:
    """Return the shop's part in a phase of a yearly promotion."""
    family = world.calendar.families[span.family]
    given, weight = told["phase"][span.phase], told["family"].get(span.family, 1.0)
    phase_en, phase_zh = PHASE_NAMES[span.phase]
    return Campaign(
        id=f"{span.family}-{span.first.year}-{span.phase}",
        kind="discount",
        first=(span.first - world.start).days,
        last=(span.last - world.start).days,
        family=span.family,
        phase=span.phase,
        discount=round(given.get("discount", 0.0) * weight, 2),
        boost=1.0 + (given.get("boost", 1.0) - 1.0) * weight,
        venue=given.get("venue", 0.0) * weight,
        tiers=in_cents(told["tier"]) if given.get("tiers") else [],
        platform_coupon=bool(given.get("platform_coupon")),
        name=(f"{family.en} {phase_en}", f"{family.zh}{phase_zh}"),
    )


def in_cents(rows: list[list[float]]) -> list[list[int]]:
    """Return amounts of the currency in cents."""
    return [[round(value * 100) for value in row] for row in rows]


def own(world: World, told: dict[str, Any], day: Day) -> Campaign | None:
    """Return a promotion of the shop's own that begins today, if chance has one begin.

    Listings that have been ripe for a month or more are taken, weighted by appeal.
    """
    draws, mine = world.draws, told["own"]
    u = draws.uniforms("promotions.own", day.index)
    if u[0][0] >= 1.0 / mine["every_days"]:
        return None
    catalogue = world.catalogue
    ripe = (catalogue.listed < day.index - 30) & (catalogue.retires > day.index + 20)
    at = np.flatnonzero(ripe & (catalogue.listed <= day.index))
    if not len(at):
        return None
    least, most = mine["listings"]
    count = min(int(least + u[1][0] * (most - least + 1)), len(at))
    luck = draws.uniform("promotions.listing", at, time=day.index)
    # Exponential race: the chance to be taken grows with appeal.
    chosen = at[np.argsort(-np.log(luck) / catalogue.appeal[at], kind="stable")[:count]]
    shortest, longest = mine["days"]
    low, high = mine["discount"]
    gift = u[3][0] < mine["gift_chance"]
    depth = 0.0 if gift else round(low + (high - low) * float(u[2][0]), 2)
    percent = round(depth * 100)
    length = int(shortest + u[3][0] * (longest - shortest + 1))
    return Campaign(
        id=f"P{day.date:%y%m%d}",
        kind="gift" if gift else "discount",
        first=day.index,
        last=day.index + length - 1,
        discount=depth,
        boost=told["gift_boost"] if gift else mine["boost"],
        listings=sorted(chosen.tolist()),
        name=("Gift with purchase", "满赠活动")
        if gift
        else (
            f"Selected items {percent} % off",
            f"精选单品 {100 - percent} 折".replace("0 折", " 折"),
        ),
    )
