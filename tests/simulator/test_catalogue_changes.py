"""Catalogue, day by day: decisions, causes that incidents move, new listings in old slots."""

from __future__ import annotations

import numpy as np
import pytest

from playbook.errors import ParameterError
from playbook.simulator.world import World
from tests.simulator.shop_front import front, on, table, until


def text(world: World, code: int) -> str:
    return world.texts.values[code]


def a_sku(world: World) -> tuple[int, str]:
    day = on(world, world.today)
    catalogue = world.catalogue
    ripe = day.on_shelf & (catalogue.retires > world.today + 60)
    sku = int(np.flatnonzero(ripe[catalogue.sku_product])[0])
    return sku, text(world, catalogue.sku_code[sku])


def test_a_decided_price_holds_until_it_is_taken_back() -> None:
    world = front()
    sku, code = a_sku(world)
    before = on(world, 0).price_cents.copy()
    world.decide("price", sku=code, price=12.5)
    after = on(world, 0).price_cents
    assert after[sku] == 1250
    assert np.array_equal(np.delete(after, sku), np.delete(before, sku))
    world.decide("price", sku=code, price=None)
    assert np.array_equal(on(world, 0).price_cents, before)


def test_a_product_number_prices_all_variants() -> None:
    world = front()
    sku, _code = a_sku(world)
    slot = world.catalogue.sku_product[sku]
    world.decide("price", sku=text(world, world.catalogue.product_code[slot]), price=99)
    cents = on(world, 0).price_cents
    assert set(cents[world.catalogue.sku_product == slot].tolist()) == {9900}


def test_taken_down_and_put_back() -> None:
    world = front()
    sku, code = a_sku(world)
    slot = world.catalogue.sku_product[sku]
    world.advance(1)
    world.decide("retire", product=code)
    life = on(world, 1).life
    world.advance(1)
    assert not on(world, 2).on_shelf[slot]
    assert table(world, "changes")[-1]["what"] == "Listing taken down by decision"
    assert np.array_equal(life, on(world, 1).life)  # nobody is sent to the other listings
    world.decide("list", product=code)
    assert on(world, 2).on_shelf[slot]


def test_a_page_decision_moves_one_score() -> None:
    world = front()
    sku, code = a_sku(world)
    before = world.catalogue.page_score.copy()
    world.decide("page", product=code, score=0.6)
    on(world, 0)
    changed = np.flatnonzero(world.catalogue.page_score != before)
    assert changed.tolist() == [world.catalogue.sku_product[sku]]


@pytest.mark.parametrize(
    ("kind", "arguments", "told"),
    [
        ("price", {"sku": "TP9999", "price": 10}, "TP9999"),
        ("price", {"sku": "", "price": -1}, "-1"),
        ("page", {"product": "", "score": 3}, "3"),
        ("retire", {"product": "nothing"}, "nothing"),
    ],
)
def test_impossible_decisions_are_refused(
    kind: str, arguments: dict[str, object], told: str
) -> None:
    world = front()
    _sku, code = a_sku(world)
    given = {name: code if value == "" else value for name, value in arguments.items()}
    with pytest.raises(ParameterError, match=told):
        world.decide(kind, **given)


# Causes that incidents move


def test_a_wrong_price_hits_one_sku_and_is_logged() -> None:
    world = front()
    sku, _code = a_sku(world)
    world.advance(1)
    calm = on(world, 1).price_cents.copy()
    day = on(world, 1, lambda day: day.post("shelf_price", 0.01, sku=[sku]))
    assert day.price_cents[sku] == round(calm[sku] / 100)
    assert np.array_equal(np.delete(day.price_cents, sku), np.delete(calm, sku))


def test_a_platform_takes_one_listing_down_with_a_notice() -> None:
    world = front()
    slot = int(world.catalogue.sku_product[a_sku(world)[0]])
    world.advance(1)
    day = on(world, 1, lambda day: day.post("shelf", 0, product=[slot]))
    calm = on(world, 1)
    assert np.flatnonzero(day.on_shelf != calm.on_shelf).tolist() == [slot]
    world.catalogue.record(day)
    notices = [row for row in table(world, "changes") if row["kind"] == "platform"]
    assert len(notices) == 1
    assert notices[0]["object"] == text(world, world.catalogue.product_code[slot])
    assert "advertising law" in notices[0]["what"]


def test_a_page_error_lasts_as_long_as_its_effect() -> None:
    world = front()
    slot = int(world.catalogue.sku_product[a_sku(world)[0]])
    on(world, 0, lambda day: day.post("page", 0.7, product=[slot]))
    spoilt = world.catalogue.page_score.copy()
    on(world, 1)
    assert np.flatnonzero(spoilt != world.catalogue.page_score).tolist() == [slot]
    assert spoilt[slot] == pytest.approx(0.7 * world.catalogue.page_score[slot])


# Long worlds


def test_after_two_years_slots_get_new_listings_with_new_codes() -> None:
    world = front(profile="food")
    first = set(world.catalogue.sku_code.tolist())
    until(world, 800)
    catalogue = world.catalogue
    again = catalogue.generation > 0
    assert 2 <= again.sum() <= 12
    assert (catalogue.listed[again] >= 730).all()
    new = set(catalogue.sku_code[again[catalogue.sku_product]].tolist())
    assert not new & first
    assert 30 <= on(world, 800).on_shelf.sum() <= 65
    skus = [row["sku"] for row in table(world, "products")]
    assert len(set(skus)) == len(skus)


def test_a_saved_range_goes_on_the_same() -> None:
    world = front(profile="food")
    until(world, 790)
    told = world.catalogue.saved()
    twin = front(profile="food")
    twin.texts = world.texts
    twin.today = world.today
    twin.catalogue.restore(told)
    assert np.array_equal(twin.catalogue.sku_code, world.catalogue.sku_code)
    assert np.array_equal(twin.catalogue.list_cents, world.catalogue.list_cents)
    later = on(world, 795), on(twin, 795)
    assert np.array_equal(later[0].price_cents, later[1].price_cents)
    assert np.array_equal(later[0].life, later[1].life)
