"""A forgotten buyer leaves every version; the amounts stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.errors import StoreError
from playbook.store.forget import forget
from playbook.store.masking import load_key, mask
from playbook.store.tidy import tidy
from tests.shops import add_rows, make_shop

ORDERS = [
    {"order_id": "1", "created_at": "2026-05-01", "paid_amount": "10.00", "customer_id": "mei"},
    {"order_id": "2", "created_at": "2026-05-01", "paid_amount": "5.00", "customer_id": "li"},
]
CUSTOMERS = [{"customer_id": "mei", "region": "浙江"}, {"customer_id": "li", "region": "江苏"}]


def test_forget_removes_the_buyer_and_keeps_the_money(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "s", orders=ORDERS, customers=CUSTOMERS)
    trace = mask("mei", load_key(shop.path)).encode()
    done = forget(shop, "mei")
    assert done.rows == {"orders": 1, "customers": 1}
    assert done.store.rows("customers") == 1
    totals = done.store.sql("SELECT sum(paid_amount) AS s, count(customer_id) AS n FROM orders")
    assert totals.iloc[0].tolist() == [15.0, 1.0]
    assert not any(trace in path.read_bytes() for path in shop.path.rglob("*") if path.is_file())
    with pytest.raises(StoreError, match="is not kept"):
        done.store.at(shop.version)
    assert len(done.store.imports()) == 1


def test_unknown_buyer_changes_nothing(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "s", orders=ORDERS)
    with pytest.raises(StoreError, match="is not in Test shop"):
        forget(shop, "nobody")
    assert shop.newest().version == shop.version


def test_tidy_never_deletes_what_a_kept_version_names(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "s")
    for day in range(4):
        shop = add_rows(shop, orders=[ORDERS[0] | {"order_id": str(day)}])
    gone = tidy(shop.path, keep=2)
    assert len(gone) == 2
    assert len(shop.at(shop.version - 1).sql("FROM orders")) == 3
    with pytest.raises(StoreError, match="is not kept"):
        shop.at(shop.version - 2)
    assert len(shop.imports()) == 4
