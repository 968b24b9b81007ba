"""Packing, carrying, signing: what leaves when, and what incidents slow down."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playbook.errors import ParameterError
from playbook.simulator.core.day import DAY_S
from playbook.simulator.flow.orders_stages import PAID
from playbook.simulator.goods.logistics import Logistics
from playbook.simulator.goods.logistics_arrivals import COMPLETED, SHIPPED
from playbook.simulator.goods.stock import Stock
from tests.simulator.back_office import SKUS, Office, place


def opened(seed: int = 7, **told: Any) -> Office:
    office = Office(seed, **told)
    office.build(Stock)
    office.build(Logistics)
    office.stock.plan(office.day(0))
    office.stock.on_hand += 5000
    return office


def orders_of(office: Office, day: Any, count: int, region: Any = None) -> np.ndarray:
    index = np.arange(count)
    region = index % office.people.regions if region is None else region
    return place(office, day, index % SKUS, second=index * (80_000 // count), region=region)


def run(office: Office, days: int, orders: int = 60, *posts: dict[str, Any]) -> None:
    for index in range(1, days + 1):
        day = office.day(index)
        for post in posts:
            day.post(**post)
        orders_of(office, day, orders)
        office.logistics.record(day)


def shipped_hours(office: Office) -> np.ndarray:
    frame = office.frame("orders")
    paid, shipped = frame.get("paid_at"), frame.get("shipped_at")
    return np.asarray(np.where(shipped > 0, (shipped - paid) / 3600, np.inf))


def test_nearly_all_orders_leave_within_48_hours() -> None:
    office = opened()
    run(office, 20)
    old = office.frame("orders").get("_day") < 15
    share = (shipped_hours(office)[old] <= 48).mean()
    assert 0.95 < share < 0.995


def test_parcels_take_one_to_five_days_and_longer_to_far_places() -> None:
    office = opened()
    run(office, 25)
    frame = office.frame("shipments")
    there = frame.get("delivered_at") > 0
    days = (frame.get("delivered_at") - frame.get("shipped_at"))[there] / DAY_S
    assert 0.9 < np.quantile(days, 0.05) < np.median(days) < np.quantile(days, 0.9) < 6
    place_code = frame.get("region")[there]
    tibet = place_code == office.texts.code("Tibet")
    near = place_code == office.texts.code("Shanghai")
    assert days[tibet].mean() > 1.8 * days[near].mean()


def test_orders_go_from_paid_to_completed() -> None:
    office = opened()
    run(office, 30)
    frame = office.frame("orders")
    stage, age = frame.get("_stage"), 30 - frame.get("_day")
    assert set(np.unique(stage)) == {PAID, SHIPPED, COMPLETED}
    assert (stage[age > 22] == COMPLETED).mean() > 0.95
    done = frame.get("completed_at") > 0
    assert (frame.get("completed_at") > frame.get("shipped_at"))[done].all()


def test_stock_falls_by_what_left() -> None:
    office = opened()
    before = office.stock.on_hand.sum()
    run(office, 5)
    sent = (office.frame("orders").get("_stage") >= SHIPPED).sum()
    assert office.stock.on_hand.sum() == before - sent
    assert office.stock.reserved.sum() == len(office.frame("orders")) - sent


def test_slow_carrier_in_one_region_touches_only_its_parcels() -> None:
    slow, usual = opened(), opened()
    run(slow, 25, 60, {"target": "transit", "factor": 2.5, "region": [3], "carrier": [0]})
    run(usual, 25, 60)
    a, b = slow.frame("shipments"), usual.frame("shipments")
    assert a.get("shipped_at").tolist() == b.get("shipped_at").tolist()
    region = slow.people.region_text[3] == a.get("region")
    first = slow.logistics.parcels.carriers[0] == a.get("carrier")
    both = (a.get("delivered_at") > 0) & (b.get("delivered_at") > 0)
    same = a.get("delivered_at") == b.get("delivered_at")
    assert same[both & ~(region & first)].all()
    hit = both & region & first
    days = [(f.get("delivered_at") - f.get("picked_up_at"))[hit].mean() / DAY_S for f in (a, b)]
    assert 2.0 < days[0] / days[1] < 3.0


def test_less_capacity_in_one_warehouse_delays_only_its_orders() -> None:
    cut, usual = opened(), opened()
    run(cut, 6, 60, {"target": "capacity", "factor": 0.1, "warehouse": [0]})
    run(usual, 6, 60)
    house = cut.stock.warehouse[cut.frame("order_lines").get("_product")]
    assert (shipped_hours(cut)[house == 1] == shipped_hours(usual)[house == 1]).all()
    early = (cut.frame("orders").get("_day") < 5) & (house == 0)
    assert (
        (shipped_hours(cut)[early] <= 48).mean() < 0.8 < (shipped_hours(usual)[early] <= 48).mean()
    )
    frame = cut.frame("shipments")
    waiting = frame.get("status") == cut.texts.code("waiting")
    assert waiting.sum() > 10
    assert (frame.get("shipped_at")[waiting] < 0).all()


def test_closed_carriers_send_nothing() -> None:
    office = opened()
    day = office.day(1)
    day.logistics_open = 0.0
    orders_of(office, day, 20)
    office.logistics.record(day)
    assert len(office.logistics.queue_order) == 20


def test_what_lacks_stock_waits_and_leaves_when_it_comes() -> None:
    office = opened()
    day = office.day(1)
    office.stock.on_hand[4] = 1
    place(office, day, np.full(3, 4), second=np.array([36_000, 40_000, 44_000]))
    office.logistics.record(day)
    rows, hours, lacks = office.logistics.waiting(day)
    assert rows.tolist() == [1, 2]
    assert lacks.all()
    assert hours.tolist() == pytest.approx([(86_400 - 40_000) / 3600, (86_400 - 44_000) / 3600])
    office.stock.restock(np.array([4]), np.array([2]))
    later = office.day(2)
    office.logistics.record(later)
    assert len(office.logistics.queue_order) == 0


def test_cancelled_before_packing_never_leaves() -> None:
    office = opened()
    day = office.day(1)

    def asks(day: Any, rows: np.ndarray) -> np.ndarray:
        never = np.full(len(rows), day.start_at + 2 * DAY_S)
        never[1] = day.start_at + 36_100
        return never

    office.refunds.asks_before_packing = asks
    rows = place(office, day, np.arange(3))
    office.logistics.record(day)
    assert office.logistics.cancelled[0].tolist() == [rows[1]]
    assert office.frame("orders").get("_stage").tolist() == [SHIPPED, PAID, SHIPPED]


def test_held_product_does_not_leave() -> None:
    office = opened()
    day = office.day(1)
    day.post("hold", 1.0, op="add", product=[0])
    place(office, day, np.arange(SKUS))
    office.logistics.record(day)
    assert office.logistics.queue_product.tolist() == [0, 0, 0]


def test_decisions() -> None:
    office = opened()
    decide = office.logistics.decisions()
    decide["staff"](warehouse="east", people=9)
    assert office.logistics.people[0] == 9
    decide["carrier"](region="tibet", carrier="Lantern Post")
    row = office.people.region_ids.index("tibet")
    assert office.logistics.carrier_share[row].tolist() == [0, 0, 0, 1]
    with pytest.raises(ParameterError, match="Did you mean 'east'"):
        decide["staff"](warehouse="est", people=9)
    with pytest.raises(ParameterError, match="Known: "):
        decide["carrier"](region="tibet", carrier="Pigeon")
