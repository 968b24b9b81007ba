"""Stock: what is there, what the page says, what incidents do to it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from playbook.errors import ParameterError
from playbook.simulator.goods.stock import Stock
from playbook.simulator.goods.stock_levels import Stocktake
from tests.simulator.back_office import SKUS, START, Office


def opened(seed: int = 7) -> tuple[Office, Stock]:
    office = Office(seed)
    stock = office.build(Stock)
    office.build(Stocktake)
    stock.plan(office.day(0))
    return office, stock


def any_orders(sold: np.ndarray) -> Any:
    """Return a day's orders: one of each SKU."""
    every = np.arange(SKUS)
    return SimpleNamespace(fresh=sold > 0, line_order=every, line_sku=every, line_quantity=sold)


def run(office: Office, days: int, wanted: float, **effect: Any) -> list[int]:
    """Let people want the same of every SKU each day; return units missed a day."""
    missed = []
    for index in range(1, days + 1):
        day = office.day(index)
        if effect:
            day.post(**effect)
        office.stock.plan(day)
        want = office.draws.poisson("test.want", np.arange(SKUS), wanted, index)
        sold = np.minimum(want, office.stock.shown())
        office.stock.reserve(np.arange(SKUS), sold)
        office.stock.ship(np.arange(SKUS), sold)
        day.orders = any_orders(sold)
        office.shopping.wanted = want
        office.stocktake.record(day)
        missed.append(int((want - sold).sum()))
    return missed


def test_reserving_shipping_and_releasing_move_units_between_levels() -> None:
    _office, stock = opened()
    before, sku = stock.free()[4], np.array([4, 4])
    stock.reserve(sku, np.array([1, 2]))
    assert stock.free()[4] == before - 3
    stock.release(np.array([4]), np.array([1]))
    stock.ship(np.array([4]), np.array([2]))
    assert (stock.reserved[4], stock.on_hand[4], stock.free()[4]) == (0, before - 2, before - 2)
    stock.spoil(np.array([4]), np.array([2]))
    assert (stock.on_hand[4], stock.free()[4]) == (before, before - 2)


def test_free_units_equal_those_in_batches() -> None:
    office, stock = opened()
    run(office, 60, 5.0)
    assert (stock.lots[0].sum(axis=1) == stock.free()).all()
    assert (stock.in_transit >= 0).all()


def test_steady_demand_meets_few_empty_shelves() -> None:
    office, _stock = opened()
    missed = run(office, 120, 5.0)
    assert 0.01 < sum(missed[30:]) / (90 * SKUS * 5.0) < 0.12


def test_same_seed_same_stock() -> None:
    first, second = opened()[1], opened()[1]
    assert (first.on_hand == second.on_hand).all()
    assert (first.on_hand != opened(8)[1].on_hand).any()


def test_page_stays_when_sync_fails_for_one_product() -> None:
    office, stock = opened()
    day = office.day(1)
    day.post("sync", 0.0, product=[1])
    stock.plan(day)
    shown = stock.shown().copy()
    every = np.arange(SKUS)
    stock.reserve(every, shown)
    assert (stock.shown()[3:6] == shown[3:6]).all()
    assert stock.shown()[6:].sum() == 0
    stock.reserve(every[3:6], shown[3:6])
    assert (stock.free()[3:6] == -shown[3:6]).all()
    assert not stock.pickable(every[3:6], 2 * shown[3:6]).any()


def test_pickable_serves_lines_in_order() -> None:
    _office, stock = opened()
    stock.on_hand[2] = 3
    kept = stock.pickable(np.array([2, 5, 2, 2]), np.array([2, 1, 1, 1]))
    assert kept.tolist() == [True, True, True, False]


def test_empty_shelf_of_one_product() -> None:
    office, stock = opened()
    day = office.day(1)
    day.post("stock", 0.0, product=[2])
    stock.plan(day)
    assert stock.shown()[6:9].sum() == 0
    assert (stock.shown()[:6] > 0).all()


def test_deliveries_wait_while_supply_is_cut() -> None:
    cut, usual = opened(), opened()
    run(cut[0], 60, 5.0, target="supply", factor=0.0, product=[0])
    run(usual[0], 60, 5.0)
    assert cut[1].on_hand[:3].sum() == 0
    assert (cut[1].on_hand[3:] == usual[1].on_hand[3:]).all()


def test_bad_batch_is_known_by_its_code() -> None:
    office, stock = opened()
    code = stock.bad_batch(3, 5.0, office.day(1))
    assert stock.batch[9:12].tolist() == [code] * 3
    assert stock.batch_defect[9] == 5.0
    assert stock.defect_of(np.array([code, -1])).tolist() == [5.0, 1.0]
    assert code not in stock.batch[:9]


def test_buyers_plan_for_a_peak() -> None:
    office, stock = opened()
    day = office.day(1)
    usual, _most = stock.buying.levels(day)
    day.days_to_peak = 10
    ahead, _most = stock.buying.levels(day)
    ratio = ((ahead - usual) / stock.expected).reshape(-1, 3)
    assert ratio.min(axis=1) == pytest.approx(ratio.max(axis=1))
    told = stock.constants["peak_days"] * stock.constants["peak_factor"]
    assert 0.4 * told < ratio.mean() < 2 * told


def test_purchase_orders_are_written_when_ordered_and_when_received() -> None:
    office, _stock = opened()
    run(office, 40, 5.0)
    orders = office.frame("purchase_orders")
    words = {office.text(code) for code in orders.get("status").tolist()}
    assert {"open", "received"} <= words <= {"open", "partial", "received"}
    received = orders.get("received_at") > 0
    assert (orders.get("received_at") > orders.get("ordered_at"))[received].all()
    line = orders.get("po_id") * 10_000 + orders.get("sku")
    assert len(np.unique(line)) == len(orders)
    paid = orders.get("paid_at") > 0
    assert (orders.get("paid_at") > orders.get("received_at"))[paid].all()
    assert paid.any()
    assert (orders.get("accepted_quantity") <= orders.get("received_quantity")).all()
    assert len(office.frame("suppliers")) == 4


def test_inventory_has_every_sku_every_day() -> None:
    office, _stock = opened()
    run(office, 31, 2.0)
    frame = office.frame("inventory")
    assert len(frame) == 31 * SKUS
    assert (frame.get("available") == frame.get("on_hand") - frame.get("reserved")
            - frame.get("damaged_units")).all()  # fmt: skip
    counted = frame.get("counted_units") >= 0
    assert SKUS <= counted.sum() <= 2 * SKUS
    first = (START.toordinal() - 719_163) + 1
    assert frame.get("date").min() == first


def test_decided_orders_come_in() -> None:
    office, stock = opened()
    transit = stock.in_transit[5]
    stock.decisions()["reorder"](sku="S05", quantity=500)
    stock.plan(office.day(1))
    assert stock.in_transit[5] >= transit + 500


def test_impossible_decisions_are_refused() -> None:
    _office, stock = opened()
    with pytest.raises(ParameterError, match="quantity is 0"):
        stock.decisions()["reorder"](sku="S05", quantity=0)
    with pytest.raises(ParameterError, match="Did you mean 'SUP01'"):
        stock.decisions()["supplier"](sku="S05", supplier="SUP1")
