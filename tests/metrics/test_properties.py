"""What holds for any shop: parts add up, ratios are ratios of sums, order of rows is irrelevant."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.metrics import Period, query, wide
from playbook.store import Store
from tests.shops import make_shop

DAYS = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 14))
IDS = ["gmv_placed", "gmv_paid", "orders_paid", "items_sold", "discounts", "list_value"]
ONE = st.fixed_dictionaries(
    {
        "day": st.integers(0, 13),
        "cents": st.integers(0, 10**7),
        "paid": st.booleans(),
        "customer_id": st.sampled_from(["ann", "bob", "cat"]),
        "channel": st.sampled_from(["app", "web", None]),
        "units": st.integers(1, 9),
    }
)
SHOPS = st.lists(ONE, min_size=1, max_size=25)
FEW = settings(max_examples=6, deadline=None, derandomize=True)


def rows(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Turn what was drawn into orders; the first and the last day always have one."""
    edge = {"cents": 1, "paid": True, "customer_id": "ann", "channel": "app", "units": 1}
    found = []
    for number, one in enumerate([{"day": 0, **edge}, {"day": 13, **edge}, *drawn]):
        at = f"{DAYS.start + dt.timedelta(days=one['day'])} 12:00:00"
        amount = f"{one['cents'] / 100:.2f}"
        order = {
            "order_id": str(number),
            "created_at": at,
            "placed_amount": amount,
            "list_amount": amount,
            "discount_amount": "0.01",
            **{key: one[key] for key in ("customer_id", "channel", "units")},
        }
        found.append(order | ({"paid_at": at, "paid_amount": amount} if one["paid"] else {}))
    return found


@contextmanager
def shop(orders: list[dict[str, Any]]) -> Iterator[Store]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield make_shop(Path(folder) / "s", orders=orders)


def ask(store: Store, ids: list[str], **how: Any) -> pd.DataFrame:
    return wide(query(store, ids, period=DAYS, **how))


@FEW
@given(SHOPS)
def test_sums_over_a_split_or_over_days_are_the_total(drawn: list[dict[str, Any]]) -> None:
    splits = ({"by": ["channel"]}, {"grain": "day"}, {"by": ["channel"], "grain": "week"})
    with shop(rows(drawn)) as store:
        total = ask(store, IDS).iloc[0]
        parts = [ask(store, IDS, **how)[IDS].sum() for how in splits]
    assert all(part.to_dict() == pytest.approx(total.to_dict()) for part in parts)


@FEW
@given(SHOPS)
def test_a_ratio_is_the_ratio_of_sums_and_rows_have_no_order(drawn: list[dict[str, Any]]) -> None:
    ids = ["aov_order", "arpu_buyer", "gmv_paid", "orders_paid", "buyers"]
    orders = rows(drawn)
    with shop(orders) as store, shop(orders[::-1]) as mirrored:
        found, turned = (ask(one, ids, by=["channel"]) for one in (store, mirrored))
    assert found["aov_order"].tolist() == pytest.approx(
        (found["gmv_paid"] / found["orders_paid"].where(found["orders_paid"] > 0)).tolist(),
        nan_ok=True,
    )
    pd.testing.assert_frame_equal(found, turned)


@FEW
@given(SHOPS)
def test_pandas_computes_the_same(drawn: list[dict[str, Any]]) -> None:
    orders = rows(drawn)
    with shop(orders) as store:
        found = ask(store, ["gmv_paid", "orders_paid", "buyers", "arpu_buyer"], grain="day")
    frame = pd.DataFrame(orders).dropna(subset=["paid_at"])
    frame["paid_amount"] = frame["paid_amount"].astype(float)
    days = frame.groupby(pd.to_datetime(frame["paid_at"]).dt.normalize())
    expected = pd.DataFrame(
        {
            "gmv_paid": days["paid_amount"].sum(),
            "orders_paid": days["order_id"].nunique(),
            "buyers": days["customer_id"].nunique(),
        }
    ).reindex(found["period"], fill_value=0)
    for name in expected:
        assert found[name].tolist() == pytest.approx(expected[name].tolist())
    spend = expected["gmv_paid"] / expected["buyers"].where(expected["buyers"] > 0)
    assert found["arpu_buyer"].tolist() == pytest.approx(spend.tolist(), nan_ok=True)
