"""Catalogue: what is sold, since when, at which price; what operators and platforms do to it."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pytest

from playbook.simulator.core.day import Day
from playbook.simulator.core.profile import PROFILES
from playbook.simulator.range.catalogue import Catalogue
from playbook.simulator.world import World
from tests.simulator.shop_front import front, on, table, until

D = dt.date
BANNED = re.compile(
    r"最|第一|国家级|顶级|极致|首选|唯一|100%|\bbest\b|\bNo\. ?1\b|\bperfect\b", re.I
)
"""Words that advertising law does not allow, or that no honest title needs."""


@pytest.fixture(scope="module")
def world() -> World:
    return front()


def text(world: World, code: int) -> str:
    return world.texts.values[code]


def sku_share(world: World, day: Day) -> np.ndarray:
    """Return each SKU's share of the shop's demand, of those on the shelf, the largest first."""
    catalogue = world.catalogue
    weight = (catalogue.appeal * day.life * day.on_shelf)[catalogue.sku_product]
    weight = (weight * catalogue.variant_share)[day.on_shelf[catalogue.sku_product]]
    return np.sort(weight / weight.sum())[::-1]


@pytest.mark.parametrize("profile", PROFILES)
def test_shapes_belong_together(profile: str) -> None:
    catalogue = front(profile=profile).catalogue
    assert 5 <= len(catalogue.categories) <= 8
    assert (np.diff(catalogue.sku_product) >= 0).all()  # the flow searches in it
    assert set(catalogue.sku_product) == set(range(catalogue.products))
    sums = np.bincount(catalogue.sku_product, catalogue.variant_share)
    assert sums == pytest.approx(np.ones(catalogue.products))
    assert catalogue.similar.shape == catalogue.companions.shape == (catalogue.products, 4)
    assert (catalogue.similar != np.arange(catalogue.products)[:, None]).all()
    assert (catalogue.supplier // 2 == catalogue.category).all()


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("seed", [1, 7, 99])
def test_a_fifth_of_skus_makes_most_of_sales(profile: str, seed: int) -> None:
    world = front(seed, profile)
    shares = [sku_share(world, on(world, index)) for index in range(0, 360, 60)]
    top = [share[: len(share) // 5].sum() for share in shares]
    assert 0.53 < np.mean(top) < 0.73


def test_the_shelf_keeps_its_size_over_the_years(world: World) -> None:
    counts = [int(on(world, index).on_shelf.sum()) for index in range(0, 720, 30)]
    assert min(counts) >= 40
    assert max(counts) <= 80
    assert 50 <= np.mean(counts) <= 68


def test_visitors_are_shared_by_what_is_planned(world: World) -> None:
    for index in (0, 150, 400):
        day = on(world, index)
        assert (world.catalogue.appeal * day.life * day.on_shelf).sum() == pytest.approx(1.0)


def test_summer_sells_in_summer_and_winter_in_winter(world: World) -> None:
    catalogue = world.catalogue

    def share(date: D, season: int) -> float:
        day = on(world, date)
        pull = catalogue.appeal * day.life * day.on_shelf
        return float(pull[catalogue.season == season].sum())

    assert share(D(2025, 7, 10), 1) > 5 * share(D(2025, 7, 10), 2)
    assert share(D(2025, 12, 10), 2) > 5 * share(D(2025, 12, 10), 1)


def test_a_novelty_starts_small_peaks_and_settles(world: World) -> None:
    catalogue = world.catalogue
    evergreen = (catalogue.listed > 20) & (catalogue.retires > catalogue.listed + 200)
    slot = int(np.flatnonzero(evergreen & (catalogue.season == 0))[0])
    start = int(catalogue.listed[slot])
    assert not on(world, start - 1).on_shelf[slot]
    assert on(world, start).on_shelf[slot]
    ripe = on(world, start + 190)
    # Against an evergreen that was there all along, so that the shop's seasons cancel out.
    held = (catalogue.season == 0) & (catalogue.listed < -60) & (catalogue.retires > start + 200)
    other = int(np.flatnonzero(held)[0])
    first, peak, late = (
        on(world, index).life[slot] / on(world, index).life[other]
        for index in (start, start + 28, ripe.index)
    )
    assert first < 0.5
    assert peak > 1.1
    assert late == pytest.approx(1.0, abs=0.02)


def test_prices_have_a_shops_endings_and_cover_costs(world: World) -> None:
    catalogue = world.catalogue
    cents = on(world, 60).price_cents
    small, great = cents[cents < 9_900] % 1000, cents[cents >= 10_000] % 1000
    floor = cents == catalogue.floor_cents  # a markdown stops at the lowest price allowed
    assert set(small[~floor[cents < 9_900]].tolist()) == {990}
    assert set(great[~floor[cents >= 10_000]].tolist()) == {900}
    assert floor.mean() < 0.05
    assert (cents <= catalogue.list_cents).all()
    assert (cents > catalogue.cost_cents).all()
    margin = 1 - catalogue.cost_cents / catalogue.list_cents
    assert 0.40 < margin.min() < margin.max() < 0.66


def test_seasonal_listings_are_marked_down_before_they_go(world: World) -> None:
    catalogue = world.catalogue
    season = (catalogue.season == 1) & (catalogue.listed < 0)
    slot = int(np.flatnonzero(season)[0])
    sku = int(np.flatnonzero(catalogue.sku_product == slot)[0])
    end = int(catalogue.retires[slot])
    steps = [int(on(world, end - left).price_cents[sku]) for left in (60, 30, 5)]
    assert steps[0] > steps[1] > steps[2]
    assert steps[2] / steps[0] == pytest.approx(0.7, abs=0.08)
    assert not on(world, end).on_shelf[slot]


def test_elasticity_spreads_around_the_profiles(world: World) -> None:
    assert np.median(world.catalogue.elasticity) == pytest.approx(-1.8, abs=0.12)
    assert world.catalogue.elasticity.max() < -1.0


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_titles_are_distinct_honest_and_in_the_language(profile: str, lang: str) -> None:
    world = front(profile=profile, lang=lang)
    titles = [text(world, code) for code in world.catalogue.title_code.tolist()]
    assert not [title for title in titles if BANNED.search(title)]
    assert len(set(titles)) >= 0.95 * len(titles)
    chinese = [bool(re.search(r"[\u4e00-\u9fff]", title)) for title in titles]
    assert all(chinese) if lang == "zh" else not any(chinese)
    assert max(len(title) for title in titles) <= (30 if lang == "zh" else 90)


@pytest.mark.parametrize("profile", PROFILES)
def test_codes_are_unique_and_found_again(profile: str) -> None:
    world = front(profile=profile)
    catalogue = world.catalogue
    codes = [text(world, code) for code in catalogue.sku_code.tolist()]
    assert len(set(codes)) == catalogue.skus
    assert len(set(catalogue.product_code.tolist())) == catalogue.products
    assert catalogue.sku_index(codes[17]) == 17
    assert catalogue.sku_index("no such") == -1


def test_language_changes_no_number() -> None:
    en, zh = front(lang="en"), front(lang="zh")
    for name in (
        "list_cents",
        "cost_cents",
        "listed",
        "retires",
        "appeal",
        "similar",
        "companions",
    ):
        assert np.array_equal(getattr(en.catalogue, name), getattr(zh.catalogue, name)), name


def test_another_seed_is_another_shop_and_the_same_seed_the_same() -> None:
    one, same, other = front(7), front(7), front(8)
    assert np.array_equal(one.catalogue.list_cents, same.catalogue.list_cents)
    assert not np.array_equal(one.catalogue.appeal, other.catalogue.appeal)


def test_the_first_day_writes_what_is_on_the_shelf(world: World) -> None:
    fresh = front()
    fresh.advance(1)
    rows = table(fresh, "products")
    assert {row["status"] for row in rows} == {"on_shelf"}
    assert len(rows) == int(on(world, 0).on_shelf[world.catalogue.sku_product].sum())
    row = rows[0]
    assert row["price"] > row["cost"] > 0
    assert row["attributes"].count(";") == 4
    assert row["listed_at"] < 20_270 * 86_400


def test_a_sku_keeps_one_row_through_price_changes_and_its_end() -> None:
    world = front()
    until(world, D(2025, 11, 15))
    rows = table(world, "products")
    assert len({row["sku"] for row in rows}) == len(rows)
    gone = [row for row in rows if row["status"] == "off_shelf"]
    assert gone
    assert all(row["delisted_at"] > row["listed_at"] for row in gone)
    said = {row["what"] for row in table(world, "changes")}
    assert "Listing put on the shelf" in said
    assert any(what.startswith("Price changed from") for what in said)


def test_links_stay_within_reason(world: World) -> None:
    catalogue: Catalogue = world.catalogue
    same = catalogue.category[catalogue.similar] == catalogue.category[:, None]
    assert same.mean() > 0.98
    names = catalogue.category_ids
    goes = [table["goes_with"] for table in catalogue.slots.tables]
    other = [
        names[catalogue.category[c]] in goes[catalogue.category[p]]
        for p, row in enumerate(catalogue.companions)
        for c in row
    ]
    assert np.mean(other) > 0.95
