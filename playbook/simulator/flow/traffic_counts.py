"""How many different people, pages and buyers does each slice of a day hold?

A slice is a group of visits (an hour, a channel, a page). People are counted once in a slice, so
slices never add up to the shop. Only visits that the tracking saw are counted; orders are counted
from the shop's own books, whatever the tracking saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day, Orders

    Counts = dict[str, Array]


FLAGS_PER_ROW = 100
"""Up to this many possible pairs of group and person a row, flags are quicker than sorting."""


@dataclass
class Seen:
    """The visits of a day that the tracking saw, with their people numbered from 0."""

    at: Array  # positions in day.visits
    person: Array  # number of the person of each
    people: int
    keys: Array  # the person's key, by number
    first: Array  # position among `at` of each person's first visit
    did: dict[str, Array]  # what is counted in people: which of the visits did it
    sums: dict[str, Array]  # what is added up, as floats


def seen_visits(day: Day, tracked: Array) -> Seen:
    """Give numbers to the people among the visits that were tracked."""
    visits, at = day.visits, np.flatnonzero(tracked)
    keys, first, person = np.unique(visits.person[at], return_index=True, return_inverse=True)
    did = {
        "new_uv": visits.new[at],
        "cart_users": visits.carted[at],
        "fav_users": visits.favoured[at],
    }
    sums = {
        "pv": visits.views[at] + (visits.viewed2[at] >= 0),
        "bot_sessions": visits.bot[at],
        "bounces": visits.bounced[at],
        "dwell_s": visits.dwell_s[at],
    }
    floats = {name: values.astype(float) for name, values in sums.items()}
    return Seen(at, person, len(keys), keys, first, did, floats)


def nothing_seen() -> Seen:
    """Return a day without visits."""
    none = np.empty(0, np.int64)
    return Seen(none, none, 0, none.astype(np.uint64), none, {}, {})


def distinct(group: Array, person: Array, groups: int, people: int) -> NDArray[np.int64]:
    """Count different people in each group."""
    if people == 0:
        return np.zeros(groups, np.int64)
    pairs = group * people + person
    if groups * people <= FLAGS_PER_ROW * len(person):
        flags = np.zeros(groups * people, bool)
        flags[pairs] = True
        pairs = np.flatnonzero(flags)
    else:
        pairs = different(pairs)
    return np.bincount(pairs // people, minlength=groups)


def different(values: Array) -> Array:
    """Return the different values, sorted; quicker here than `numpy.unique`, which hashes."""
    ordered = np.sort(values)
    return ordered[np.r_[True, ordered[1:] != ordered[:-1]]] if len(ordered) else ordered


def few(codes: Array) -> tuple[Array, Array]:
    """Return the different codes and the place of each, for few small codes of many rows."""
    held = np.flatnonzero(np.bincount(codes))
    place = np.zeros(int(held[-1]) + 1 if len(held) else 1, np.int64)
    place[held] = np.arange(len(held))
    return held, place[codes]


def visit_counts(seen: Seen, group: Array, groups: int, *, of_person: bool = False) -> Counts:
    """Count people and pages of tracked visits by group.

    Parameters
    ----------
    group : int array, shape (n,)
        Group of every visit of the day (tracked or not).
    groups : int
        Number of groups.
    of_person : bool
        All visits of a person lie in one group (a region, a device): quicker to count.
    """
    of = group[seen.at]
    sessions = np.bincount(of, minlength=groups)
    counts = {"uv": _people(seen, of, groups, None, of_person)}
    counts |= {name: _people(seen, of, groups, did, of_person) for name, did in seen.did.items()}
    totals = {name: np.bincount(of, values, groups) for name, values in seen.sums.items()}
    counts |= {n: v if n == "dwell_s" else v.astype(np.int64) for n, v in totals.items()}
    return counts | {"sessions": sessions, "exits": sessions}


def _people(seen: Seen, of: Array, groups: int, did: Array | None, of_person: bool) -> Array:
    """Count the different people of each group, all or those who did something."""
    if of_person and did is None:
        return np.asarray(np.bincount(of[seen.first], minlength=groups))
    if did is None:
        return distinct(of, seen.person, groups, seen.people)
    at = np.flatnonzero(did)
    if of_person:
        _numbers, first = np.unique(seen.person[at], return_index=True)
        return np.asarray(np.bincount(of[at[first]], minlength=groups))
    return distinct(of[at], seen.person[at], groups, seen.people)


def order_counts(orders: Orders, group: Array, paid_group: Array, groups: int) -> Counts:
    """Count buyers, orders and money by group, as the shop's books have them.

    Parameters
    ----------
    group, paid_group : int array, shape (m,)
        Group of each order by the time it was placed, and by the time it was paid.
    groups : int
        Number of groups.
    """
    _keys, buyer = np.unique(orders.customer, return_inverse=True)
    people = int(buyer.max()) + 1 if len(buyer) else 0
    fresh, paid = orders.fresh, orders.paid
    units = np.bincount(orders.line_order, orders.line_quantity, len(orders))
    new = paid & orders.first_order

    def total(mask: Array, of: Array, weights: Array) -> Array:
        return np.bincount(of[mask], weights[mask], groups).astype(np.int64)

    goods = np.bincount(orders.line_order, orders.line_list_cents, len(orders))
    for column in (orders.line_seller_discount_cents, orders.line_platform_discount_cents):
        goods = goods - np.bincount(orders.line_order, column, len(orders))
    return {
        "placed_buyers": distinct(group[fresh], buyer[fresh], groups, people),
        "placed_amount": total(fresh, group, goods + orders.shipping_cents),
        "orders": np.bincount(paid_group[paid], minlength=groups),
        "buyers": distinct(paid_group[paid], buyer[paid], groups, people),
        "new_buyers": distinct(paid_group[new], buyer[new], groups, people),
        "units": total(paid, paid_group, units),
        "paid_amount": total(paid, paid_group, orders.paid_cents),
    }
