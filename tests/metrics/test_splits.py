"""The tables around the orders, split: by device, batch, carrier, topic and the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from playbook.metrics import DICTIONARY, dimensions, query
from playbook.metrics.dictionary import known
from playbook.store import Store
from tests.metrics.full_shop import march
from tests.metrics.wide_shop import wide_shop

DAYS = march(2, 4)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return wide_shop(tmp_path_factory.mktemp("wide") / "store")


def slices(store: Store, name: str, dim: str, **how: Any) -> dict[Any, float]:
    found = query(store, [name], by=[dim], **{"period": DAYS, **how})
    return {key if key == key else None: v for key, v in zip(found[dim], found["value"])}  # noqa: B905


@pytest.mark.parametrize(
    ("name", "dim", "expected"),
    [
        ("gmv_paid", "device", {"pc": 90, "phone": 140}),
        ("gmv_paid", "app_version", {"7.0": 90, "7.1": 140}),
        ("orders_paid", "coupon_count", {0: 2, 1: 1, 2: 1}),
        ("gmv_paid", "coupon", {"c1": 40, "c1;c2": 100, None: 90}),
        ("gmv_paid", "live_session", {"live1": 100, None: 130}),
        ("items_sold", "batch_id", {"b1": 2, "b2": 5}),
        ("items_sold", "warehouse", {"north": 3, "south": 4}),
        ("items_sold", "supplier", {"s1": 3, "s2": 4}),
        ("gmv_paid", "price_band", {"000-049.99": 90, "050-099.99": 140}),
        ("refund_amt", "reason_code", {"quality": 20, "size": 50}),
        ("refund_amt", "supplier", {"s1": 50, "s2": 20}),
        # B was refunded once for its quality, in two orders; A never for it.
        ("quality_refund", "sku", {"A": 0, "B": 1 / 2}),
        ("quality_refund", "batch_id", {"b1": 0, "b2": 1 / 3}),
        ("refund_rate_amt", "sku", {"A": 50 / 140, "B": 20 / 90}),
        ("return_rate", "batch_id", {"b1": 1 / 2, "b2": 1 / 4}),
        ("door_h", "carrier", {"SF": 72, "YT": 120}),
        ("ship_48h", "carrier", {"SF": 1, "YT": 0, None: None}),
        ("fill_rate", "warehouse", {"north": 1, "south": 2 / 3}),
        ("first_resp", "agent", {"k1": 90, "k2": 30, None: None}),
        ("checkout_err", "error_code", {"timeout": 1 / 3, None: 0}),
        ("coupon_redeem", "coupon", {"c1": 4 / 10, "c2": 4 / 6}),
        ("points_issued", "rule", {"buy": -10, "spend": 0, "year end": 0}),
        ("defect_ppm", "supplier", {"s1": 50000, "s2": 0}),
        ("unsub", "channel", {"push": None, "sms": 1 / 2}),
        ("gpm", "content_type", {"live": 160, "video": None}),
        ("spend", "hour", {9: 2, 10: 4}),
        ("api_err", "component", {"card": 0.05, "stock": 0.02}),
        ("cogs", "sku", {"A": 60, "B": 34}),
    ],
)
def test_a_split(shop: Store, name: str, dim: str, expected: dict[Any, float | None]) -> None:
    # Returns are dated on shipping, signatures and deliveries later.
    period = {"return_rate": march(3, 5), "door_h": march(5, 7), "defect_ppm": march(3, 6)}
    found = slices(shop, name, dim, period=period.get(name, DAYS))
    assert found == {key: pytest.approx(value, nan_ok=True) if value is not None
                     else pytest.approx(float("nan"), nan_ok=True)
                     for key, value in expected.items()}  # fmt: skip


def test_the_dimensions_of_the_incidents_are_there() -> None:
    wanted = {
        "pay_success": {"payment_method", "region", "device", "app_version", "channel", "hour"},
        "stack_p99": {"coupon", "coupon_count", "device"},
        "return_rate": {"batch_id", "supplier", "sku", "carrier"} - {"carrier"},
        "refund_only_orders": {"reason_code", "price_band", "sku"},
        "roas": {"campaign_id", "keyword", "ad_platform", "match_type", "hour"},
        "cvr_pay": {"channel", "region", "device", "app_version", "hour"},
        "gmv_paid": {"customer_type", "category", "channel", "price_band", "warehouse"},
        "ship_48h": {"carrier", "warehouse", "region", "route"},
        "track_cov": {"app_version", "device", "channel"},
        "bot_share": {"channel", "region", "isp", "hour"},
        "p95_ms": {"app_version", "device", "region", "component"},
    }
    assert {name: dims - set(dimensions(name)) for name, dims in wanted.items()} == {
        name: set() for name in wanted
    }


def test_every_metric_can_be_asked_by_each_of_its_dimensions(shop: Store) -> None:
    # No dimension may lead to broken SQL, whatever the tables say.
    for dim, names in _by_dimension(DICTIONARY).items():
        found = query(shop, names, by=[dim], period=DAYS)
        assert found["metric"].unique().tolist() == names


def test_slices_of_a_sum_of_money_add_up_to_the_whole(shop: Store) -> None:
    # Rows that a join repeats would show here.
    money = [one.id for one in known().values() if (one.kind, one.unit) == ("SUM", "money")]
    whole = query(shop, money, period=DAYS).set_index("metric")["value"].dropna()
    checked = 0
    for dim, names in _by_dimension(whole.index).items():
        found = query(shop, names, by=[dim], period=DAYS).groupby("metric", sort=False)["value"]
        sums = found.sum(min_count=1)[found.apply(lambda values: values.notna().all())]
        # The hours of the ads are stated apart from their days.
        sums = sums.drop("spend", errors="ignore") if dim == "hour" else sums
        assert sums.to_dict() == pytest.approx(whole[sums.index].to_dict()), dim
        checked += len(sums)
    assert checked > 250


def _by_dimension(names: Iterable[str]) -> dict[str, list[str]]:
    able: dict[str, list[str]] = {}
    for name in names:
        for dim in dimensions(name):
            able.setdefault(dim, []).append(name)
    return able
