"""Twins: the difference of two ledgers is the exact effect, and only twins may be compared."""

import datetime as dt
from typing import Any

import pytest

from playbook.errors import ParameterError
from playbook.simulator.comparing import COLUMNS, compare
from playbook.simulator.incidents import plan_incident
from playbook.simulator.world import World

START = "2025-07-22"


@pytest.fixture(scope="module")
def twins(grown: Any) -> Any:
    calm, struck = grown(), grown()
    struck.incidents = (plan_incident(f"E1@{START}:severe"),)
    for world in (calm, struck):
        world.advance(3)
    return struck, calm


def test_a_world_has_no_effect_against_itself(twins: Any) -> None:
    effect = compare(twins[1], twins[1])
    assert effect[list(COLUMNS)].abs().to_numpy().max() == 0


def test_an_outage_costs_exactly_the_orders_that_were_not_paid(twins: Any) -> None:
    struck, calm = twins
    effect = compare(struck, calm, first=dt.date(2025, 7, 22), last=dt.date(2025, 7, 22)).iloc[0]
    today = calm.frame("order_lines")
    paid = [
        {
            int(i)
            for i in orders.get("order_id")[
                (orders.get("_day") == 21) & (orders.get("_paid_s") > 0)
            ]
        }
        for orders in (world.frame("orders") for world in (struck, calm))
    ]
    lost = paid[1] - paid[0]
    assert paid[0] < paid[1]
    gone = sum(
        int(cents)
        for order, cents in zip(today.get("order_id"), today.get("placed_amount"), strict=True)
        if int(order) in lost
    )
    assert gone > 0
    assert effect["sales"] == pytest.approx(-gone / 100)
    assert effect["visits"] == 0


def test_groups_add_up_to_the_whole(twins: Any) -> None:
    whole = compare(*twins).iloc[0]
    for by in (["date"], ["channel"], ["product"], ["date", "channel"]):
        parts = compare(*twins, by=by)
        assert list(parts.columns[: len(by)]) == by
        for column in ("visits", "units", "sales", "cost"):
            assert parts[column].sum() == pytest.approx(whole[column]), (by, column)


def test_margin_is_what_its_parts_say(twins: Any) -> None:
    effect = compare(*twins).iloc[0]
    parts = effect["sales"] - effect["refunds"] - effect["cost"] - effect["ad_spend"]
    assert effect["margin"] == pytest.approx(parts)


def test_worlds_of_different_seeds_are_no_twins(twins: Any) -> None:
    stranger = World(99, orders_per_day=twins[0].orders_per_day)
    with pytest.raises(ParameterError, match="seed"):
        compare(twins[0], stranger)


def test_an_unknown_group_is_refused_with_a_hint(twins: Any) -> None:
    with pytest.raises(ParameterError, match="channel"):
        compare(*twins, by=["chanel"])
