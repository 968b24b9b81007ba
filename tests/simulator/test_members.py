"""Members: levels, a ledger that is whole, and a faulty rule that only members see."""

from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.day import Day
from playbook.simulator.core.frames import NULL
from tests.simulator.probing import struck, texts


@pytest.fixture(scope="module")
def calm(grown: Any) -> Any:
    world = grown()
    world.advance(3)
    return world


def booked(world: Any, kind: Any, since: Any = 0) -> Any:
    """Sum the points of a kind booked from a day on."""
    ledger = world.frame("points")
    start = (world.date_of(since).toordinal() - 719_163) * 86_400
    held = np.array(texts(world, "points", "kind")) == kind
    held &= ledger.get("booked_at") >= start
    return int(ledger.get("points")[held].sum())


def test_balances_are_what_the_ledger_says(calm: Any) -> None:
    ledger, customers = calm.frame("points"), calm.frame("customers")
    sign = np.where(np.array(texts(calm, "points", "kind")) == "issued", 1, -1)
    ids, inverse = np.unique(ledger.get("customer_id"), return_inverse=True)
    balance = dict(
        zip(ids.tolist(), np.bincount(inverse, sign * ledger.get("points")).tolist(), strict=True)
    )
    told = dict(
        zip(customers.get("customer_id").tolist(), customers.get("points").tolist(), strict=True)
    )
    assert all(told[customer] == points for customer, points in balance.items())
    assert sum(told.values()) == sum(balance.values())


def test_bookings_are_positive_and_have_a_number_of_their_own(calm: Any) -> None:
    ledger = calm.frame("points")
    assert (ledger.get("points") > 0).all()
    assert len(np.unique(ledger.get("entry_id"))) == len(ledger)


def test_points_redeemed_are_those_of_paid_orders(calm: Any) -> None:
    orders = calm.frame("orders")
    paid = orders.get("paid_at") != NULL
    assert booked(calm, "redeemed") == int(orders.get("points_amount")[paid].sum()) > 0


def test_levels_follow_what_was_spent_and_nobody_falls(calm: Any) -> None:
    customers = calm.frame("customers")
    rows = np.flatnonzero(calm.members.level_of(np.arange(len(customers))) > 0)
    worth = customers.get("_worth", rows) + customers.get("_spend", rows)
    level = calm.members.level_of(rows)
    least = np.array([0, 0, 60_000, 180_000, 500_000])[level]
    assert (worth >= least).all()
    assert set(level.tolist()) >= {1, 2}


def test_members_have_a_day_on_which_they_joined(calm: Any) -> None:
    customers = calm.frame("customers")
    member = customers.get("member_level") >= 0
    since = customers.get("member_since_at")
    assert ((since != NULL) == member).all()
    assert (since >= customers.get("registered_at"))[member].all()
    assert 0.25 < (calm.frame("orders").get("is_member") == 1).mean() < 0.65


def test_a_rule_that_issues_tenfold_issues_tenfold(grown: Any, calm: Any) -> None:
    faulty = struck(grown(), lambda day: day.post("points_issued", 10.0))
    ratio = booked(faulty, "issued", 21) / booked(calm, "issued", 21)
    assert 9.9 < ratio < 10.2  # each order is rounded down


def test_a_rule_that_forgets_to_check_takes_much_more_off(grown: Any, calm: Any) -> None:
    faulty = struck(grown(), lambda day: day.post("points_redeemed", 10.0))
    usual, much = (booked(world, "redeemed", 21) for world in (calm, faulty))
    assert 3 * usual < much < 40 * usual
    orders = faulty.frame("orders")
    used = orders.get("points_amount") > 0
    assert (orders.get("is_member")[used] == 1).all()


def test_one_level_alone_can_be_hit(grown: Any, calm: Any) -> None:
    hit = [struck(grown(), posting(level)) for level in (3, 1)]
    usual, few, many = (booked(world, "issued", 21) for world in (calm, *hit))
    assert usual < few < many


def posting(level: Any) -> Any:
    """Return what issues five times the points to one level."""
    return lambda day: day.post("points_issued", 5.0, level=[level])


def test_a_buyer_with_two_orders_redeems_on_one(calm: Any) -> None:
    rows = np.flatnonzero(calm.frame("customers").get("points") > 2000)[:40]
    twice = np.repeat(rows, 2)
    off = calm.members.redeem(Day(99, calm.date_of(99)), twice, np.full(len(twice), 10_000))
    assert (off[1::2] == 0).all()
    assert set(off[off > 0].tolist()) == {500}  # a twentieth of the order
