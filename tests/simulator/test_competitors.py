"""Competitors: how dear are we beside them, and what is seen of them?"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from playbook.simulator.core.profile import PROFILES
from playbook.simulator.range.competitors import _median
from playbook.simulator.world import World
from tests.simulator.shop_front import front, on, table, until

D = dt.date


@pytest.fixture(scope="module")
def world() -> World:
    return front()


def matched(world: World) -> np.ndarray:
    told = np.zeros(world.catalogue.products, bool)
    told[world.competitors.product] = True
    return told


@pytest.mark.parametrize("profile", PROFILES)
def test_on_plain_days_we_are_about_as_dear_as_rivals(profile: str) -> None:
    world = front(profile=profile)
    day = on(world, D(2025, 8, 6))
    index = day.price_index[day.on_shelf & matched(world)]
    assert 0.9 < np.median(index) < 1.08
    assert 0.02 < index.std() < 0.15


def test_listings_without_a_rival_have_an_index_of_one(world: World) -> None:
    day = on(world, D(2025, 8, 20))
    alone = ~matched(world) & day.on_shelf
    share = world.competitors.own_share(day)
    assert alone.any()
    assert day.price_index[alone] == pytest.approx(share[alone])


def test_a_rivals_cut_makes_us_dear_on_matched_listings_only(world: World) -> None:
    slot = int(world.competitors.product[0])
    calm = on(world, 30)
    cut = on(world, 30, lambda day: day.post("rival_price", 0.8, product=[slot]))
    changed = np.flatnonzero(cut.price_index != calm.price_index)
    assert changed.tolist() == [slot]
    assert cut.price_index[slot] / calm.price_index[slot] == pytest.approx(1.25)


def test_one_rivals_cut_moves_the_median_less(world: World) -> None:
    rivals = np.bincount(world.competitors.product)
    slot = int(np.argmax(rivals))
    assert rivals[slot] >= 3
    calm = on(world, 30).price_index[slot]
    cut = on(world, 30, lambda day: day.post("rival_price", 0.8, product=[slot], rival=[0]))
    assert 1.0 <= cut.price_index[slot] / calm < 1.25


def test_our_own_price_moves_the_index_the_other_way(world: World) -> None:
    slot = int(world.competitors.product[0])
    calm = on(world, 30).price_index[slot]
    cheap = on(world, 30, lambda day: day.post("shelf_price", 0.9, product=[slot]))
    assert cheap.price_index[slot] / calm == pytest.approx(0.9, abs=0.002)


def test_in_the_great_promotions_rivals_are_cheaper_too(world: World) -> None:
    day = on(world, D(2025, 11, 11))
    index = day.price_index[day.on_shelf & matched(world)]
    assert 0.88 < np.median(index) < 1.08


def test_each_day_has_a_row_for_each_matched_pair() -> None:
    world = front()
    until(world, 10)
    rows = table(world, "competitors")
    keys = {(r["date"], r["rival"], r["sku"], r["rival_sku"]) for r in rows}
    assert len(keys) == len(rows)
    first = [row for row in rows if row["date"] == 20_270]
    shown = on(world, 0).on_shelf[world.competitors.product].sum()
    assert len(first) == shown
    assert all(row["price"] <= row["list_price"] for row in rows)
    assert all(1 <= row["rating"] <= 5 and row["search_rank"] >= 1 for row in rows)
    known = {world.texts.values[c] for c in world.catalogue.sku_code.tolist()}
    assert {row["sku"] for row in rows} <= known


def test_what_is_written_agrees_with_the_index() -> None:
    world = front()
    world.advance(1)
    rows = table(world, "competitors")
    day, slot = on(world, 0), int(world.competitors.product[0])
    catalogue = world.catalogue
    skus = {world.texts.values[c] for c in catalogue.sku_code[catalogue.sku_product == slot]}
    theirs = np.median([row["price"] for row in rows if row["sku"] in skus])
    own = next(iter(day.price_cents[catalogue.sku_product == slot]))
    assert own / theirs == pytest.approx(day.price_index[slot], rel=0.02)


def test_rivals_change_prices_now_and_then(world: World) -> None:
    shares = []
    for index in range(60):
        on(world, index)
        shares.append(world.competitors.share.copy())
    changes = (np.diff(np.array(shares), axis=0) != 0).mean()
    assert 0.01 < changes < 0.25


def test_median_leaves_out_who_has_no_like() -> None:
    inf = np.inf
    seen = np.array([[1.0, inf, 0.8], [1.2, inf, inf], [1.1, inf, 0.9]])
    assert _median(seen).tolist() == pytest.approx([1.1, 1.0, 0.85])
