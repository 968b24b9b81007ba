"""Which days the data speaks for; on the others nothing is known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from playbook.metrics import Period
from playbook.metrics.coverage import covered
from playbook.metrics.dictionary import relation
from tests.shops import add_rows, make_shop

D = dt.date


def order(number: int, created: str, paid: str) -> dict[str, Any]:
    return {"order_id": str(number), "created_at": f"{created} 10:00", "paid_at": f"{paid} 10:00"}


def refund(day: str) -> dict[str, Any]:
    return {"refund_id": day, "order_id": "1", "amount": "1", "closed_at": f"{day} 10:00"}


ORDERS = [order(1, "2026-03-01", "2026-03-02"), order(2, "2026-03-20", "2026-03-22")]


def test_payments_reach_further_than_orders_placed(tmp_path: Path) -> None:
    store = make_shop(tmp_path / "s", orders=ORDERS)
    assert covered(store, relation("orders_placed")) == Period(D(2026, 3, 1), D(2026, 3, 20))
    assert covered(store, relation("orders_paid")) == Period(D(2026, 3, 1), D(2026, 3, 22))


def test_a_refund_file_speaks_up_to_its_own_time_and_the_last_order(tmp_path: Path) -> None:
    store = make_shop(tmp_path / "s", orders=ORDERS)
    young = add_rows(store, dt.datetime(2026, 3, 10), refunds=[refund("2026-03-05")])
    assert covered(young, relation("refunds_closed")) == Period(D(2026, 3, 1), D(2026, 3, 10))
    old = add_rows(young, dt.datetime(2026, 5, 1), refunds=[refund("2026-03-06")])
    assert covered(old, relation("refunds_closed")) == Period(D(2026, 3, 1), D(2026, 3, 22))


def test_refunds_that_begin_late_say_nothing_of_before(tmp_path: Path) -> None:
    orders = [*ORDERS, order(3, "2026-05-01", "2026-05-01")]
    store = make_shop(tmp_path / "s", orders=orders, refunds=[refund("2026-04-20")])
    assert covered(store, relation("refunds_closed")) == Period(D(2026, 4, 20), D(2026, 5, 1))


def test_an_empty_column_covers_nothing(tmp_path: Path) -> None:
    store = make_shop(tmp_path / "s", orders=ORDERS)
    assert covered(store, relation("ads")) is None


def test_parcels_speak_from_the_first_order_to_the_last_delivery(tmp_path: Path) -> None:
    parcels = [
        {"order_id": "1", "shipped_at": "2026-03-03 10:00", "delivered_at": "2026-03-06 10:00"},
        {"order_id": "2", "promised_ship_at": "2026-04-30 10:00", "status": "waiting"},
    ]
    store = make_shop(tmp_path / "s", orders=ORDERS, shipments=parcels)
    # A promise may lie ahead; it says nothing of what was done.
    assert covered(store, relation("parcels_due")) == Period(D(2026, 3, 1), D(2026, 3, 6))


def test_purchase_orders_speak_until_the_last_delivery(tmp_path: Path) -> None:
    bought = {"po_id": "1", "sku": "A", "quantity": 1, "ordered_at": "2026-03-01 10:00"}
    rows = [bought | {"promised_at": "2026-05-01 10:00", "received_at": "2026-04-02 10:00"}]
    store = make_shop(tmp_path / "s", purchase_orders=rows)
    assert covered(store, relation("purchase_due")) == Period(D(2026, 3, 1), D(2026, 4, 2))
