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


def test_forget_empties_every_trace_of_the_buyer_and_no_other(tmp_path: Path) -> None:
    review = {"created_at": "2026-05-02", "stars": "1", "text": "schlecht", "sku": "A"}
    shop = make_shop(
        tmp_path / "s",
        orders=[order | {"ship_cluster": "road 1"} for order in ORDERS],
        customers=[CUSTOMERS[0], CUSTOMERS[1] | {"referred_by": "mei"}],
        reviews=[
            review | {"review_id": "1", "customer_id": "mei"},
            review | {"review_id": "2", "customer_id": "li"},
        ],
    )
    done = forget(shop, "mei")
    assert done.rows == {"orders": 1, "customers": 2, "reviews": 1}
    reviews = done.store.sql("SELECT text, stars FROM reviews ORDER BY review_id")
    assert reviews["text"].isna().tolist() == [True, False]
    assert reviews["stars"].tolist() == [1, 1]
    clusters = done.store.sql("SELECT ship_cluster FROM orders ORDER BY order_id")
    assert clusters["ship_cluster"].isna().tolist() == [True, False]
    left = done.store.sql(
        "SELECT customer_id IS NULL AS a, referred_by IS NULL AS b FROM customers"
    )
    assert left.values.tolist() == [[False, True]]
