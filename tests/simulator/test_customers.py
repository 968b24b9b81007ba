"""Buyers: the past they had, the visits they have ahead, and the years that look alike."""

from typing import Any

import numpy as np
import pytest

from playbook.simulator.flow.customers_past import past, waits
from playbook.simulator.world import World


@pytest.fixture(scope="module")
def world() -> Any:
    return World(7, "food", orders_per_day=60.0)


def test_waits_are_a_day_and_an_exponential_rest() -> None:
    # -ln(1 - 0.5) * 10 = 6.93: six whole days and one.
    assert waits(np.array([1e-9, 0.5]), np.array([10.0, 10.0])).tolist() == [1, 7]


def test_the_past_ends_before_the_first_day(world: Any) -> None:
    lived = past(world, world.customers.constants)
    assert lived.registered.max() < 0
    assert np.all(lived.registered <= lived.last)
    assert lived.last.max() < 0
    assert np.all((lived.next == -1) | (lived.next >= 0))
    assert np.all((lived.orders == 1) == (lived.last == lived.registered))


def test_who_left_long_ago_is_not_listed(world: Any) -> None:
    told = world.customers.constants
    lived = past(world, told)
    left = lived.next < 0
    assert lived.registered[left].min() >= -told["listed_days"]
    assert lived.registered[~left].min() < -told["listed_days"]


def test_who_never_lapses_is_still_there(world: Any) -> None:
    told = {**world.customers.constants, "lapse": 0.0, "past_order": 0.0}
    lived = past(world, told)
    fickle = past(world, {**told, "lapse": 1.0})
    assert np.array_equal(lived.orders, np.ones(len(lived.orders)))
    assert (lived.next >= 0).sum() > (fickle.next >= 0).sum() > 0


def test_the_past_is_the_same_for_more_orders_a_day(world: Any) -> None:
    few = past(world, world.customers.constants)
    more = World(7, "food", orders_per_day=90.0)
    many = past(more, more.customers.constants)
    known = np.isin(many.key, few.key)
    assert known.sum() == len(few.key)
    assert np.array_equal(many.orders[known], few.orders)


def test_everybody_has_at_most_one_visit_of_their_own_ahead(grown: Any) -> None:
    world = grown()
    world.advance(5)
    ahead = world.customers.frame.get("_next")
    coming = np.flatnonzero(ahead >= world.today)
    held = world.agenda.arrays()
    rows, due = held["return_visit/customer"], held["return_visit/due*"]
    own = due == ahead[rows - world.customers.frame.first]
    assert np.array_equal(np.unique(rows[own]), coming + world.customers.frame.first)
    # What else waits are visits that a message brings about: few.
    assert (~own).sum() < 0.1 * own.sum()


def test_a_wish_to_leave_acts_on_its_buyers_only(grown: Any) -> None:
    world, twin = grown(), grown()
    rows = np.arange(0, 4000, 2)

    def plan(day: Any) -> None:
        day.post("leave", 1e9, customer=rows)

    twin.mishaps.plan = plan
    world.advance(3)
    twin.advance(3)
    ahead, gone = (w.customers.frame.get("_next")[:4000] for w in (world, twin))
    assert (gone[::2] >= 3 + 21).sum() < (ahead[::2] >= 3 + 21).sum()
    odd = np.arange(1, 4000, 2)
    assert (gone[odd] == ahead[odd]).mean() > 0.99
