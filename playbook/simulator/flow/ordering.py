"""Which lines does an order hold, and is there stock for them?

The unit is one line. People who check out take the wanted SKU, sometimes more units of it, and
sometimes companions. Lines are served in the order of the second they were placed; a line finds
stock as long as the page shows some. This module forms baskets and refuses to price them.

Targets: "retry" (method, second): chance that an order is sent twice within a minute;
"quantity" (sku, second) scales the further units of a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core import draws as chance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World


@dataclass
class Baskets:
    """Orders before they are priced: per order, then per line."""

    key: Array
    visit: Array
    second: Array
    method: Array
    line_order: Array
    line_sku: Array
    line_quantity: Array


def baskets(world: World, day: Day) -> Baskets:
    """Form the orders that people send today; each keeps at least the line it came for."""
    visits = day.visits
    sent = np.flatnonzero(visits.checkout)
    sent = sent[np.lexsort((visits.key[sent], visits.second[sent]))]
    method = world.people.methods_of(visits.person[sent])
    made = Baskets(visits.key[sent], sent, visits.second[sent], method, *_lines(world, day, sent))
    return _in_stock(world, _sent_twice(world, day, made))


def _lines(world: World, day: Day, sent: Array) -> tuple[Array, Array, Array]:
    told, visits = world.profile.section("flow")["order"], day.visits
    key, product, sku = visits.key[sent], visits.product[sent], visits.sku[sent]
    u = world.draws.uniforms("ordering.lines", key)
    # Some people always buy one thing, some a trolley full: mean 1 over people.
    spread, z = told["basket_spread"], world.draws.normal("ordering.basket", visits.person[sent])
    own = np.exp(spread * z - spread**2 / 2)
    extra = chance.geometric(u[0], told["extra_lines"] * own)
    extra = np.minimum(extra, told["most_lines"] - 1)
    order = np.repeat(np.arange(len(sent)), extra)
    nth = np.arange(len(order)) - np.repeat(np.cumsum(extra) - extra, extra)
    other = _companions(world, day, product[order], key[order], nth)
    v = world.draws.uniforms("ordering.extra", _nth_keys(key[order], nth))
    kept = other >= 0
    extra_sku = world.arrivals.variant(np.maximum(other, 0), v[1])
    quantity = 1 + chance.geometric(u[1], _units(world, day, sku, visits.second[sent]))
    more = 1 + chance.geometric(v[2], told["extra_units"])
    line_order = np.concatenate([np.arange(len(sent)), order[kept]])
    line_sku = np.concatenate([sku, extra_sku[kept]])
    line_quantity = np.concatenate([quantity, more[kept]])
    merged, inverse = np.unique(line_order * world.catalogue.skus + line_sku, return_inverse=True)
    units = np.bincount(inverse, line_quantity, len(merged)).astype(np.int64)
    first = np.isin(merged, np.arange(len(sent)) * world.catalogue.skus + sku)
    by_order = np.lexsort((merged, ~first, merged // world.catalogue.skus))
    merged = merged[by_order]
    return merged // world.catalogue.skus, merged % world.catalogue.skus, units[by_order]


def _companions(
    world: World, day: Day, product: Array, key: Array, nth: Array
) -> NDArray[np.int64]:
    """Return a further product for each extra line: a companion, or something popular."""
    u = world.draws.uniforms("ordering.with", _nth_keys(key, nth))
    near = world.catalogue.companions[product, (u[0] * 4).astype(np.int64)]
    weights = np.where(day.on_shelf, world.catalogue.appeal * day.life * day.boost, 0.0)
    popular = chance.pick(u[1], weights)
    other = np.where((u[2] < 0.6) & day.on_shelf[near], near, popular)
    return np.where(day.on_shelf[other], other, -1)


def _nth_keys(key: Array, nth: Array) -> NDArray[np.uint64]:
    """Return a key for the n-th of something that belongs to a key (n below 64)."""
    return np.asarray(key ^ ((nth.astype(np.uint64) + np.uint64(1)) << np.uint64(58)))


def _units(world: World, day: Day, sku: Array, second: Array) -> Array:
    """Return the mean number of further units: people stock up when the price is absurdly low."""
    told = world.profile.section("flow")["order"]
    price = day.effects.apply("price", day.price_cents[sku] * 1.0, sku=sku, second=second)
    price = price * (1 - day.discount[world.catalogue.sku_product[sku]])
    relative = np.maximum(price / world.catalogue.list_cents[sku], 0.002)
    cheap = np.maximum(0.35 / relative, 1.0) ** told["cheap_units"]
    further = told["extra_units"] * np.minimum(cheap, 40.0)
    return np.asarray(day.effects.apply("quantity", further, sku=sku, second=second))


def _sent_twice(world: World, day: Day, made: Baskets) -> Baskets:
    """Copy the orders that a faulty retry sends again within a minute."""
    if not day.effects.of("retry"):
        return made
    share = day.effects.apply("retry", 0.0, method=made.method, second=made.second)
    u = world.draws.uniforms("ordering.twice", made.key)
    again = np.flatnonzero(u[0] < share)
    lines = np.flatnonzero(np.isin(made.line_order, again))
    new_index = np.searchsorted(again, made.line_order[lines]) + len(made.key)
    second = np.minimum(made.second[again] + 2 + (u[1][again] * 55).astype(np.int64), 86_399)
    return Baskets(
        np.concatenate([made.key, world.draws.hash("ordering.copy", made.key[again])]),
        np.concatenate([made.visit, made.visit[again]]),
        np.concatenate([made.second, second]),
        np.concatenate([made.method, made.method[again]]),
        np.concatenate([made.line_order, new_index]),
        np.concatenate([made.line_sku, made.line_sku[lines]]),
        np.concatenate([made.line_quantity, made.line_quantity[lines]]),
    )


def _in_stock(world: World, made: Baskets) -> Baskets:
    """Keep the lines that the page can still sell; an order without lines was never sent."""
    shown = np.maximum(world.stock.shown(), 0)
    second = made.second[made.line_order]
    turn = np.lexsort((made.line_order, second, made.line_sku))
    sku, units = made.line_sku[turn], made.line_quantity[turn]
    total = np.cumsum(units)
    starts = np.flatnonzero(np.r_[True, sku[1:] != sku[:-1]]) if len(sku) else np.empty(0, int)
    before = np.repeat(total[starts] - units[starts], np.diff(np.r_[starts, len(sku)]))
    kept = np.zeros(len(sku), bool)
    kept[turn] = total - before <= shown[sku]
    orders, new_index = np.unique(made.line_order[kept], return_inverse=True)
    return Baskets(
        made.key[orders],
        made.visit[orders],
        made.second[orders],
        made.method[orders],
        new_index,
        made.line_sku[kept],
        made.line_quantity[kept],
    )
