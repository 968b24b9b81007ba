"""Which ad plans does a shop run, and what does money buy in each?

The unit is one plan; search plans are split into keywords ("cells": a plan's keyword, or the whole
plan). This module holds what is fixed of a plan and the curve from money to clicks. It refuses to
know a day: see `ads`.

Equations: clicks = A (1 - exp(-spend / k)). A and k are set so that the ordinary budget (share x
base visits x price of a click) buys the ordinary clicks at saturation x = budget / k = 0.6. A bid b
times the ordinary one scales k by b^0.5 and A by b^0.3; a plan stops buying where the next click
would cost more than its bid: spend <= k ln(bid A / k).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.draws import normal
from playbook.simulator.reach.market_terms import Terms, terms_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Plans:
    """What is fixed of the shop's plans; arrays have shape (N,).

    Parameters
    ----------
    names : ids used by decisions and incidents
    code, text, form : text codes of the platform's number, the name and the form
    platform : index of the ad account
    accounts : text codes of the ad accounts' platforms
    channel : channel that its visits count to
    share : clicks of an ordinary day, as a share of the shop's ordinary visits
    price : cents an ordinary click
    commission : share of sales paid instead of a click's price, 0 for plans that pay by click
    products : which products it shows: hero, new, all or back
    fast : True where the budget is spent as fast as people come
    click_rate : clicks per impression
    quality : how much likelier than its channel's mean a visit buys
    """

    names: list[str]
    code: Codes
    text: Codes
    form: Codes
    platform: Ints
    accounts: Codes
    channel: Ints
    share: Floats
    price: Floats
    commission: Floats
    products: list[str]
    fast: NDArray[np.bool_]
    click_rate: Floats
    quality: Floats

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Cells:
    """The rows of a day's report: each keyword of a search plan, each other plan; shape (R,)."""

    plan: Ints
    keyword: Codes
    match: Codes
    share: Floats  # of the plan's clicks
    quality: Floats  # how good its visitors are, 1 on average over the plan
    price: Floats  # of a click against the plan's
    first: Ints  # (N,) first cell of each plan
    count: Ints  # (N,) how many

    def __len__(self) -> int:
        return len(self.plan)


def plans_of(world: World) -> Plans:
    """Read the profile's plans."""
    told = world.profile.section("ads")
    rows: list[dict[str, Any]] = [told["plan"][name] for name in told["plans"]]
    used = list(dict.fromkeys(row["platform"] for row in rows))
    names = [told["platform"][name] for name in used]

    def column(name: str, fallback: float = 0.0) -> Floats:
        return np.array([float(row.get(name, fallback)) for row in rows])

    return Plans(
        names=list(told["plans"]),
        code=world.texts.codes(row["id"] for row in rows),
        text=np.array([world.say(row["en"], row["zh"]) for row in rows], np.int32),
        form=world.texts.codes(row["form"] for row in rows),
        platform=np.array([used.index(row["platform"]) for row in rows]),
        accounts=np.array([world.say(row["en"], row["zh"]) for row in names], np.int32),
        channel=np.array([world.channels.index(row["channel"]) for row in rows]),
        share=column("share"),
        price=column("cpc_cents"),
        commission=column("commission"),
        products=[row["products"] for row in rows],
        fast=np.array([row.get("pacing") == "fast" for row in rows]),
        click_rate=column("click_rate"),
        quality=column("quality", 1.0),
    )


def cells_of(world: World, plans: Plans) -> Cells:
    """Split search plans into keywords: the market's largest terms, dealt out in turn."""
    told = world.profile.section("ads")
    wanted = [int(told["plan"][name].get("keywords", 0)) for name in plans.names]
    terms = terms_of(world)
    searching = [n for n, count in enumerate(wanted) if count]
    count = np.array([max(n, 1) for n in wanted])
    plan = np.repeat(np.arange(len(plans)), count)
    term = np.full(len(plan), -1)
    for turn, number in enumerate(searching):
        picked = np.arange(wanted[number]) * len(searching) + turn
        term[plan == number] = picked % len(terms)
    u = world.draws.uniform("ads.quality", np.arange(len(plan)))
    return _cells(plan, term, terms, np.exp(float(told["keyword_quality_sd"]) * normal(u)), count)


def _cells(plan: Ints, term: Ints, terms: Terms, luck: Floats, count: Ints) -> Cells:
    keyed = term >= 0
    size = np.where(keyed, terms.size[term], 1.0)
    share = size / np.bincount(plan, size)[plan]
    quality = np.where(keyed, terms.intent[term] * luck, 1.0)
    quality = np.clip(quality / np.bincount(plan, share * quality)[plan], 0.15, 1.85)
    price = np.where(keyed, terms.price[term], 1.0)
    return Cells(
        plan=plan,
        keyword=np.where(keyed, terms.text[term], -1).astype(np.int32),
        match=np.where(keyed, terms.match[term], -1).astype(np.int32),
        share=share,
        quality=quality,
        price=price / np.bincount(plan, share * price)[plan],
        first=np.cumsum(count) - count,
        count=count,
    )


@dataclass(frozen=True)
class Curve:
    """From money to clicks, for all plans of a day; arrays have shape (N,).

    Parameters
    ----------
    reach : clicks there are at any price (A)
    scale : cents at which two thirds of them are bought (k)

    Examples
    --------
    >>> curve = Curve(np.array([1000.0]), np.array([50_000.0]))
    >>> [round(float(curve.clicks(np.array([cents]))[0])) for cents in (30_000, 60_000, 120_000)]
    [451, 699, 909]
    """

    reach: Floats
    scale: Floats

    def clicks(self, spend: Floats) -> Floats:
        """Return the clicks that money buys."""
        result: Floats = self.reach * -np.expm1(-spend / np.maximum(self.scale, 1e-9))
        return result

    def most(self, bid: Floats) -> Floats:
        """Return the spend at which the next click costs the bid."""
        first = self.scale / np.maximum(self.reach, 1e-9)
        result: Floats = self.scale * np.log(np.maximum(bid / np.maximum(first, 1e-9), 1.0))
        return result


def curve_of(clicks: Floats, price: Floats, told: dict[str, Any], bid: Floats) -> Curve:
    """Return the curve on which the ordinary budget buys `clicks` at `price` cents each.

    Parameters
    ----------
    clicks, price : arrays, shape (N,)
        Ordinary clicks and what one costs at the ordinary budget.
    told : dict
        The section "ads" of the profile.
    bid : array, shape (N,)
        Bid against the ordinary bid.
    """
    x = float(told["saturation"])
    reach = clicks / -np.expm1(-x) * bid ** float(told["bid_reach_power"])
    scale = clicks * price / x * bid ** float(told["bid_price_power"])
    return Curve(reach, scale)
