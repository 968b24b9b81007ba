"""Building blocks that should stay at 0: a double order, a price below the floor, a review raid."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playbook.metrics import query
from playbook.store import Store
from tests.metrics.full_shop import march
from tests.metrics.wide_shop import at
from tests.shops import make_shop


def value(store: Store, name: str) -> float:
    return float(query(store, [name], period=march(2))["value"].iloc[0])


def order(number: int, **more: Any) -> dict[str, Any]:
    when = {"created_at": at(2, "10:00:00"), "paid_at": at(2, "10:00:00"), "paid_amount": "10"}
    return {"order_id": str(number), **when, **more}


def test_the_same_order_twice_within_a_minute(tmp_path: Path) -> None:
    seconds = {1: "10:00:00", 2: "10:00:40", 3: "10:01:41", 4: "10:00:30"}
    orders = [
        order(n, customer_id="ann", placed_amount="9" if n < 4 else "8")
        | {"created_at": at(2, time), "paid_at": at(2, time)}
        for n, time in seconds.items()
    ]
    store = make_shop(tmp_path / "s", orders=orders)
    assert value(store, "orders_repeated_60s") == 1


def test_an_order_below_the_floor_price(tmp_path: Path) -> None:
    lines = [
        {"order_id": str(n), "line_no": 1, "sku": "A", "quantity": 2, "paid_amount": paid}
        | {"is_gift": n == 3}
        for n, paid in ((1, "20"), (2, "19.99"), (3, "0"))
    ]
    store = make_shop(
        tmp_path / "s",
        orders=[order(n) for n in (1, 2, 3)],
        order_lines=lines,
        products=[{"sku": "A", "floor_price": "10"}],
    )
    assert value(store, "orders_below_floor") == 1


def test_bad_reviews_by_young_accounts(tmp_path: Path) -> None:
    reviews = [
        {"review_id": str(n), "created_at": at(2), "stars": stars, "account_age_days": age}
        for n, (stars, age) in enumerate([(1, 2), (1, 400), (5, 2), (2, 29)])
    ]
    store = make_shop(tmp_path / "s", reviews=reviews)
    assert value(store, "negative_new_accounts") == 2
