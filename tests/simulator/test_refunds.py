"""Refunds: how many, when, why, and what they change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.day import DAY_S
from playbook.simulator.flow.orders_stages import CLOSED
from playbook.simulator.goods.logistics import Logistics
from playbook.simulator.goods.refunds import Refunds
from playbook.simulator.goods.refunds_reasons import REASONS
from playbook.simulator.goods.stock import Stock
from tests.simulator.back_office import SKUS, Office, place

DAYS, ORDERS = 50, 120


def opened(profile: str = "tmall-fashion", seed: int = 7) -> Office:
    office = Office(seed, profile=profile)
    office.orders_per_day = ORDERS
    for kind in (Stock, Logistics, Refunds):
        office.build(kind)
    office.stock.plan(office.day(0))
    office.stock.on_hand += 50_000
    return office


def run(office: Office, days: int = DAYS, *posts: dict[str, Any]) -> Office:
    index = np.arange(ORDERS)
    for number in range(1, days + 1):
        day = office.day(number)
        for post in posts:
            day.post(**post)
        place(office, day, index % SKUS, second=index * (86_000 // ORDERS),
              region=index % office.people.regions, channel=index // 60)  # fmt: skip
        office.logistics.record(day)
        office.refunds.record(day)
    return office


@pytest.fixture(scope="module")
def fashion() -> Office:
    return run(opened())


def shares(office: Office) -> tuple[float, float]:
    """Return refunded orders as a share of settled ones, and the share of those before shipping."""
    refunds, orders = office.frame("refunds"), office.frame("orders")
    settled = orders.get("_day") < DAYS - 22
    done = refunds.get("status") == office.texts.code("completed")
    order = refunds.get("_order")[done]
    before = (refunds.get("stage") == office.texts.code("before_shipping"))[done]
    hit, early = np.unique(order), np.unique(order[before])
    count = settled[hit].sum()
    return count / settled.sum(), settled[early].sum() / count


def reasons(office: Office, name: str) -> np.ndarray:
    code = office.texts.code(name)
    return np.asarray(office.frame("refunds").get("reason_code") == code)


def test_fashion_comes_back_often_and_a_third_before_shipping(fashion: Office) -> None:
    rate, early = shares(fashion)
    assert 0.20 < rate < 0.40
    assert 0.25 < early < 0.45


@pytest.mark.parametrize("profile", ["food", "electronics", "shopify-home"])
def test_standard_goods_come_back_seldom(profile: str) -> None:
    office = opened(profile)
    office.catalogue.defect[:] = 0.012
    office.catalogue.fit_risk[:] = 0.01
    rate, early = shares(run(office))
    assert 0.03 < rate < 0.085
    assert 0.2 < early < 0.6


def test_money_goes_back_days_after_receipt(fashion: Office) -> None:
    refunds = fashion.frame("refunds")
    returns = refunds.get("type") == fashion.texts.code("return")
    done = returns & (refunds.get("closed_at") > 0)
    parcels = fashion.frame("shipments")
    delivered = np.zeros(len(fashion.frame("orders")), np.int64)
    delivered[parcels.get("_order")] = parcels.get("delivered_at")
    days = (refunds.get("closed_at") - delivered[refunds.get("_order")])[done] / DAY_S
    assert (refunds.get("requested_at") >= delivered[refunds.get("_order")])[done].all()
    assert 4 < np.quantile(days, 0.15) < np.median(days) < np.quantile(days, 0.85) < 12


def test_before_shipping_money_goes_back_within_a_day_and_the_order_closes(fashion: Office) -> None:
    refunds, orders = fashion.frame("refunds"), fashion.frame("orders")
    before = refunds.get("stage") == fashion.texts.code("before_shipping")
    hours = (refunds.get("closed_at") - refunds.get("requested_at"))[before] / 3600
    assert 0 <= hours.min() < hours.max() <= 24
    rows = refunds.get("_order")[before]
    assert (orders.get("_stage", rows) == CLOSED).all()
    assert (orders.get("shipped_at", rows) < 0).all()
    assert (refunds.get("requested_at")[before] > orders.get("paid_at", rows)).all()


def test_lines_orders_and_ledger_tell_the_same_money(fashion: Office) -> None:
    refunds, done = fashion.frame("refunds"), fashion.texts.code("completed")
    paid = refunds.get("amount")[refunds.get("status") == done].sum()
    assert fashion.frame("orders").get("refunded_amount").sum() == paid
    assert fashion.frame("order_lines").get("refunded_amount").sum() == paid
    assert sum(int(told[3].sum()) for told in fashion.ledger_rows) == paid


def test_returned_units_are_back_on_the_shelf_or_aside(fashion: Office) -> None:
    refunds, stock = fashion.frame("refunds"), fashion.stock
    back = refunds.get("received_back_at") > 0
    good = refunds.get("resalable_units")[back].sum()
    all_units = refunds.get("units")[back].sum()
    assert 0.6 < good / all_units < 0.95
    assert stock.damaged.sum() == all_units - good
    assert stock.reserved.sum() == len(fashion.logistics.queue_order)


def test_no_request_twice_for_a_line_and_no_null_reason(fashion: Office) -> None:
    refunds = fashion.frame("refunds")
    assert len(np.unique(refunds.get("_line"))) == len(refunds)
    assert len(np.unique(refunds.get("refund_id"))) == len(refunds)
    known = {fashion.text(c) for c in refunds.get("reason_code").tolist()}
    assert known <= set(REASONS)


def test_bad_batch_comes_back_for_quality_and_others_do_not() -> None:
    bad, usual = opened(), opened()
    code = bad.stock.bad_batch(2, 6.0, bad.day(1))
    run(bad)
    run(usual)
    product = {o: o.frame("order_lines").get("_product", o.frame("refunds").get("_line"))
               for o in (bad, usual)}  # fmt: skip
    many = (reasons(bad, "quality") & (product[bad] == 2)).sum()
    few = (reasons(usual, "quality") & (product[usual] == 2)).sum()
    assert many > 3 * few > 0
    assert (bad.frame("refunds").get("batch_id")[product[bad] == 2] == code).all()
    assert (product[bad] != 2).sum() == (product[usual] != 2).sum()


def test_policy_lifts_refund_only_for_the_cheap_first(fashion: Office) -> None:
    more = run(opened(), DAYS, {"target": "refund_only", "factor": 3.0, "price_band": [0]})
    counts = []
    for office in (more, fashion):
        frame = office.frame("refunds")
        alone = frame.get("type") == office.texts.code("refund_only")
        alone &= frame.get("stage") == office.texts.code("after_shipping")
        band = office.frame("order_lines").get("_sku", frame.get("_line")) % 4
        counts.append(np.bincount(band[alone], minlength=4))
    assert counts[0][0] > 1.8 * counts[1][0]
    assert counts[0][1:].tolist() == counts[1][1:].tolist()


def test_wrong_description_lifts_one_reason_of_one_product(fashion: Office) -> None:
    nad = REASONS.index("not_as_described")
    more = run(opened(), DAYS, {"target": "refund", "factor": 8.0, "product": [1], "reason": [nad]})
    hits = []
    for office in (more, fashion):
        product = office.frame("order_lines").get("_product", office.frame("refunds").get("_line"))
        hits.append((reasons(office, "not_as_described") & (product == 1)).sum())
    assert hits[0] > 3 * hits[1]
    assert abs(reasons(more, "size").sum() - reasons(fashion, "size").sum()) < 12


def test_late_parcels_bring_refunds_for_lateness(fashion: Office) -> None:
    slow = run(opened(), DAYS, {"target": "transit", "factor": 3.0, "region": list(range(10))})
    assert reasons(slow, "late").sum() > 3 * max(reasons(fashion, "late").sum(), 1)


def test_the_shop_cancels_what_still_waits() -> None:
    office = opened()
    day = office.day(1)
    day.post("hold", 1.0, op="add", product=[0])
    day.post("cancel_waiting", 1.0, op="add", product=[0])
    rows = place(office, day, np.arange(SKUS))
    office.logistics.record(day)
    office.refunds.record(day)
    stage = office.frame("orders").get("_stage", rows)
    assert (stage[:3] == CLOSED).all()
    assert len(office.logistics.queue_order) == 0
    assert office.stock.reserved.sum() == 0


def test_orders_sent_twice_are_refunded_on_the_next_day() -> None:
    office = opened("food")
    office.refunds.constants["before_shipping"]["ask"] = 0.0
    day = office.day(1)
    place(office, day, np.array([3, 3, 5]), second=np.array([70_000, 70_030, 70_060]))
    office.frame("orders").set(np.arange(3), _customer=np.array([4, 4, 9]))
    office.logistics.record(day)
    office.refunds.record(day)
    assert len(office.frame("refunds")) == 0
    nextday = office.day(2)
    office.refunds.record(nextday)
    refunds = office.frame("refunds")
    assert refunds.get("_order").tolist() == [1]
    assert office.text(int(refunds.get("reason_text")[0])) == "duplicate order"


def test_what_lacks_stock_is_cancelled_by_the_shop() -> None:
    office = opened()
    day = office.day(1)
    office.stock.on_hand[4] = 0
    place(office, day, np.full(20, 4), second=40_000)
    office.logistics.record(day)
    office.refunds.record(day)
    kept = len(office.logistics.queue_order)
    for number in (2, 3, 4):
        later = office.day(number)
        office.logistics.record(later)
        office.refunds.record(later)
    assert len(office.logistics.queue_order) < 0.3 * kept
    assert reasons(office, "out_of_stock").sum() > 0.5 * kept
