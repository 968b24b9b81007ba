"""At the till: tiers, coupons, what may be stacked, and what happens when the rule breaks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.day import Day
from playbook.simulator.range import promotions_checkout as till
from playbook.simulator.range.promotions_coupons import Coupons
from playbook.simulator.world import World
from tests.simulator.shop_front import Act, front, on, table

D = dt.date
ORDERS = 4000
PLAIN, PEAK = D(2025, 8, 20), D(2025, 11, 11)


@pytest.fixture(scope="module")
def world() -> World:
    return front()


def pay(
    world: World,
    date: D,
    subtotal: int = 25_000,
    *,
    first: bool = False,
    known: bool = False,
    level: int = 0,
    act: Act | None = None,
    second: int | None = None,
) -> tuple[Day, till.Discounts]:
    """Let 4,000 people place the same order."""
    day = on(world, date, act)
    key = np.arange(ORDERS, dtype=np.uint64)
    at = None if second is None else np.full(ORDERS, second)
    told = world.promotions.checkout(
        day,
        np.full(ORDERS, subtotal),
        key,
        np.full(ORDERS, 0 if known else -1),
        np.full(ORDERS, first),
        np.full(ORDERS, level),
        at,
    )
    return day, told


def used(world: World, told: till.Discounts) -> dict[str | None, int]:
    values = [world.texts.values[c] if c >= 0 else None for c in told.coupon.tolist()]
    return {value: values.count(value) for value in set(values)}


def test_on_a_plain_day_a_shop_coupon_is_all(world: World) -> None:
    _day, told = pay(world, PLAIN)
    assert set(told.seller_cents.tolist()) == {0, 1000}
    assert told.platform_cents.max() == 0
    assert (told.seller_cents > 0).mean() == pytest.approx(0.30, abs=0.03)
    assert told.coupons.max() == 1
    assert set(told.campaign.tolist()) == {-1}
    assert (told.coupon >= 0).sum() == told.coupons.sum()


def test_below_the_threshold_nobody_saves(world: World) -> None:
    _day, told = pay(world, PLAIN, subtotal=19_899)
    assert told.seller_cents.sum() == 0


def test_new_customers_have_their_own_coupon(world: World) -> None:
    _day, told = pay(world, PLAIN, subtotal=12_000, first=True)
    assert set(told.seller_cents.tolist()) == {0, 800}
    assert (told.seller_cents > 0).mean() == pytest.approx(0.45, abs=0.03)
    _day, known = pay(world, PLAIN, subtotal=12_000)
    assert known.seller_cents.sum() == 0


def test_members_and_known_buyers_hold_more_coupons(world: World) -> None:
    shares = [
        float((pay(world, PLAIN, known=known, level=level)[1].seller_cents > 0).mean())
        for known, level in ((False, 0), (True, 0), (True, 3))
    ]
    assert shares[0] < shares[1] < shares[2]


def test_on_the_peak_tier_shop_and_platform_coupon_add_up(world: World) -> None:
    _day, told = pay(world, PEAK, subtotal=40_000)
    assert set(told.seller_cents.tolist()) == {3000, 4000}
    assert set(told.platform_cents.tolist()) == {0, 2000}
    assert told.coupons.max() == 2
    both = (told.platform_cents > 0) & (told.seller_cents == 4000)
    assert both.any()
    pair = {world.texts.values[c] for c in told.coupon[both].tolist()}
    assert len(pair) == 1
    assert pair.pop().count(";") == 1
    assert {world.texts.values[c] for c in told.campaign.tolist()} == {"1111-2025-peak"}


def test_an_order_has_the_same_coupons_whoever_else_comes(world: World) -> None:
    day, all_of_them = pay(world, PLAIN)
    some = np.array([5, 99, 3000], np.uint64)
    few = world.promotions.checkout(
        day, np.full(3, 25_000), some, np.full(3, -1), np.zeros(3, bool), np.zeros(3, int)
    )
    assert few.seller_cents.tolist() == all_of_them.seller_cents[[5, 99, 3000]].tolist()


def stacked(day: Day) -> None:
    day.post("stack", 5, op="set")


def test_a_broken_rule_lets_coupons_stack(world: World) -> None:
    _day, calm = pay(world, PLAIN)
    _day, told = pay(world, PLAIN, act=stacked)
    assert calm.coupons.max() == 1
    assert told.coupons.max() == 5
    many = (told.coupons >= 2).mean()
    assert many > 0.3
    deep = np.quantile(told.seller_cents, 0.99) / np.quantile(calm.seller_cents, 0.99)
    assert deep == pytest.approx(5.0)
    codes = {c for c in told.coupon.tolist() if c >= 0}
    assert len(codes) == 1  # one template: the tell


def test_stacking_never_takes_more_than_the_order(world: World) -> None:
    def absurd(day: Day) -> None:
        stacked(day)
        day.post("coupon_value", 15.0, coupon=[till.SHOP])

    _day, told = pay(world, PLAIN, subtotal=20_000, act=absurd)
    assert told.seller_cents.max() < 20_000
    assert told.seller_cents.min() >= 0


def test_a_fault_by_the_hour_touches_its_hours_only(world: World) -> None:
    def at_night(day: Day) -> None:
        day.post("stack", 5, op="set", hours=(0, 2))

    _day, night = pay(world, PLAIN, act=at_night, second=1800)
    _day, noon = pay(world, PLAIN, act=at_night, second=43_200)
    assert night.coupons.max() == 5
    assert noon.coupons.max() == 1


def test_a_wrong_template_is_deep_and_draws_crowds(world: World) -> None:
    def wrong(day: Day) -> None:
        day.post("coupon_value", 10_000, op="set", coupon=[till.SHOP])

    calm_day, calm = pay(world, PLAIN)
    day, told = pay(world, PLAIN, act=wrong)
    assert told.seller_cents.max() == 10_000
    assert (told.seller_cents > 0).mean() > 2 * (calm.seller_cents > 0).mean()
    assert (day.boost / calm_day.boost)[day.on_shelf].min() > 1.5


def test_the_crowd_of_a_short_fault_is_smaller(world: World) -> None:
    calm = on(world, PLAIN)
    short = on(world, PLAIN, lambda day: day.post("stack", 5, op="set", hours=(2, 4)))
    long = on(world, PLAIN, stacked)
    assert calm.boost[0] < short.boost[0] < long.boost[0]


def test_the_books_on_coupons_agree_with_the_till() -> None:
    world = front()
    coupons = Coupons(world)
    day, told = pay(world, PEAK, subtotal=40_000)
    day.visits, day.orders = _Crowd(9000), _Till(len(told.coupons))  # type: ignore[assignment]
    coupons.record(day)
    rows = {row["name"]: row for row in table(world, "coupon_days")}
    shop, platform = rows["Shop coupon"], rows["Platform coupon"]
    assert platform["used"] == (told.platform_cents > 0).sum()
    assert platform["discount_amount"] == told.platform_cents.sum()
    assert platform["payer"] == "platform"
    assert shop["used"] == (told.seller_cents == 4000).sum()
    assert shop["discount_amount"] == 1000 * shop["used"]
    assert all(row["issued"] >= row["claimed"] >= row["used"] for row in rows.values())
    assert shop["stackable"] == 0


class _Crowd:
    def __init__(self, size: int) -> None:
        self.size = size
        self.deposit = np.zeros(size, bool)

    def __len__(self) -> int:
        return self.size


class _Till:
    """Today's orders: all placed today, the last `unpaid` of them never paid."""

    def __init__(self, size: int, unpaid: int = 0) -> None:
        self.fresh, self.paid = np.ones(size, bool), np.arange(size) < size - unpaid
        self.visit = np.arange(size)


def test_orders_that_are_not_paid_give_their_coupons_back() -> None:
    world = front()
    coupons = Coupons(world)
    day, told = pay(world, PEAK, subtotal=40_000)
    unpaid = len(told.coupons) // 2
    day.visits, day.orders = _Crowd(9000), _Till(len(told.coupons), unpaid)  # type: ignore[assignment]
    coupons.record(day)
    (platform,) = [r for r in table(world, "coupon_days") if r["name"] == "Platform coupon"]
    kept = told.platform_cents[: len(told.coupons) - unpaid]
    assert 0 < platform["used"] == (kept > 0).sum() < (told.platform_cents > 0).sum()


def test_a_platform_coupon_is_on_the_books_only_when_it_can_be_had(world: World) -> None:
    day, told = pay(world, PLAIN)
    books: Any = Coupons(world)
    day.visits, day.orders = _Crowd(5000), _Till(len(told.coupons))  # type: ignore[assignment]
    books.record(day)
    names = {row["name"] for row in table(world, "coupon_days")}
    assert names == {"Shop coupon", "New customer coupon"}
