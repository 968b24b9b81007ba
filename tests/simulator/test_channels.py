"""Channels: who brings how many visits to which product, and what search learns."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.day import Day
from playbook.simulator.core.draws import Draws
from playbook.simulator.core.frames import Texts
from playbook.simulator.core.profile import PROFILES, profile
from playbook.simulator.reach.channels import Channels
from playbook.simulator.reach.channels_rank import Learning

PRODUCTS = 4


def a_catalogue() -> SimpleNamespace:
    return SimpleNamespace(
        products=PRODUCTS,
        appeal=np.array([0.4, 0.3, 0.2, 0.1]),
        listed=np.zeros(PRODUCTS, np.int64),
        sku_product=np.array([0, 0, 1, 2, 3]),
        variant_share=np.array([0.6, 0.4, 1.0, 1.0, 1.0]),
    )


def a_world(name: str = "tmall-fashion", seed: int = 7, orders: float = 300.0) -> Any:
    world = SimpleNamespace(
        draws=Draws(seed),
        texts=Texts(),
        profile=profile(name),
        orders_per_day=orders,
        catalogue=a_catalogue(),
        pieces={},
    )
    world.say = lambda en, _zh: world.texts.code(en)
    world.channels = Channels(world)  # type: ignore[arg-type]
    return world


def a_day(index: int = 0, **changes: Any) -> Day:
    day = Day(index, dt.date(2025, 7, 1) + dt.timedelta(days=index))
    day.on_shelf = np.ones(PRODUCTS, bool)
    day.life = np.ones(PRODUCTS)
    day.discount = np.zeros(PRODUCTS)
    day.price_index = np.ones(PRODUCTS)
    day.campaign = np.full(PRODUCTS, -1)
    for name, value in changes.items():
        setattr(day, name, value)
    return day


def happened(day: Day, product: list[int], bought: list[int]) -> None:
    """Put visits to products and paid units of SKUs into a day."""
    day.visits = SimpleNamespace(  # type: ignore[assignment]
        product=np.array(product, np.int64), bot=np.zeros(len(product), bool)
    )
    lines = len(bought)
    day.orders = SimpleNamespace(  # type: ignore[assignment]
        line_sku=np.array(bought, np.int64),
        line_quantity=np.ones(lines, np.int64),
        line_order=np.arange(lines),
        paid=np.ones(lines, bool),
    )


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_has_channels(name: str) -> None:
    world = a_world(name)
    channels = world.channels
    assert len(channels.names) == len(set(channels.names)) == len(channels.text)
    ordinary = channels.share[[kind != "venue" for kind in channels.kinds]].sum()
    assert ordinary == pytest.approx(1.0, abs=0.03)
    paid = sum(s for s, kind in zip(channels.share, channels.kinds, strict=True) if kind == "paid")
    assert 0.15 <= paid <= 0.30
    weighted = (channels.conversion * channels.share).sum() / channels.share.sum()
    assert weighted == pytest.approx(1.0)


def test_base_visits_follow_the_orders_wanted() -> None:
    per_visit = a_world().channels.told["paid_orders_per_visit"]
    assert a_world(orders=220.0).channels.base == pytest.approx(220 / per_visit)
    assert a_world(orders=440.0).channels.base == pytest.approx(440 / per_visit)


def test_search_visits_are_exposures_times_click_rate() -> None:
    world = a_world()
    day = a_day()
    world.channels.plan(day)
    rate = 0.045 * world.channels.picture
    means = day.visits_mean[world.channels.index("search")]
    assert means == pytest.approx(day.exposures * rate, rel=0.02)


def test_dear_prices_cost_clicks_but_no_exposures() -> None:
    calm, dear = a_day(), a_day(price_index=np.array([1.2, 1, 1, 1]))
    a_world().channels.plan(calm)
    world = a_world()
    world.channels.plan(dear)
    search = world.channels.index("search")
    assert (dear.exposures == calm.exposures).all()
    ratio = dear.visits_mean[search] / calm.visits_mean[search]
    assert ratio == pytest.approx([1.2**-0.6, 1, 1, 1])


def test_demand_scales_all_unpaid_channels() -> None:
    calm, busy = a_day(), a_day(demand=2.0)
    a_world().channels.plan(calm)
    a_world().channels.plan(busy)
    organic = calm.visits_mean > 0
    assert busy.visits_mean[organic] == pytest.approx(2 * calm.visits_mean[organic])


def test_an_effect_on_visits_touches_its_slice_only() -> None:
    calm, hit = a_day(), a_day()
    a_world().channels.plan(calm)
    world = a_world()
    recommend = world.channels.index("recommend")
    hit.post("visits", 2.0, channel=[recommend], product=[1])
    world.channels.plan(hit)
    expected = calm.visits_mean.copy()
    expected[recommend, 1] *= 2
    assert hit.visits_mean == pytest.approx(expected)


def test_an_effect_on_exposure_leaves_the_click_rate() -> None:
    calm, hit = a_day(), a_day()
    a_world().channels.plan(calm)
    world = a_world()
    hit.post("exposure", 0.5)
    world.channels.plan(hit)
    search = world.channels.index("search")
    others = np.arange(len(world.channels.names)) != search
    assert hit.exposures == pytest.approx(calm.exposures * 0.5, abs=1)
    assert hit.visits_mean[search] == pytest.approx(calm.visits_mean[search] * 0.5)
    assert (hit.visits_mean[others] == calm.visits_mean[others]).all()


def test_the_venue_brings_visits_while_it_is_open_mostly_to_its_products() -> None:
    closed, opened = a_day(), a_day(venue=1.0, campaign=np.array([5, -1, 5, 5]))
    a_world().channels.plan(closed)
    world = a_world()
    world.channels.plan(opened)
    venue = world.channels.index("venue")
    assert closed.visits_mean[venue].sum() == 0
    # Appeal 0.4 within the campaign against 0.3 outside, shown a tenth as much.
    buzz = np.exp(world.channels.noise[-PRODUCTS:])
    ratio = opened.visits_mean[venue, 1] / opened.visits_mean[venue, 0]
    assert ratio == pytest.approx(0.3 * 0.1 / 0.4 * buzz[1] / buzz[0])


def test_a_stock_out_lowers_rank_over_days_and_it_recovers() -> None:
    world = a_world()
    shown = np.array([9, 9, 9, 9, 9])
    world.pieces["stock"] = SimpleNamespace(shown=lambda: shown)
    ranks = []
    for index in range(16):
        day = a_day(index)
        world.channels.plan(day)
        happened(day, [0, 1, 2, 3], [])
        shown[:2] = 9 if index < 2 or index >= 8 else 0  # product 0 sells out on day 2
        Learning(world).record(day)
        ranks.append(float(world.channels.rank[0]))
    assert ranks[1] == pytest.approx(1.0, abs=0.01)
    assert 0.8 < ranks[2] < 0.95  # hardly a day later
    assert ranks[6] < 0.5  # after five days
    assert ranks[15] > 0.85  # a week after the restock
    assert world.channels.rank[1:] == pytest.approx(1.0, abs=0.01)


def test_what_sells_rises_in_search() -> None:
    world = a_world()
    for index in range(20):
        day = a_day(index)
        world.channels.plan(day)
        happened(day, [0, 1, 2, 3] * 100, [0] * 4 + [2] * 3 + [3] * 2 + [4] * 8)
        Learning(world).record(day)
    rank = world.channels.rank
    assert rank[3] > 1.2
    assert rank[0] < 1.0
    assert rank.max() < 2.0  # success feeds itself, within bounds


def test_machines_teach_search_nothing() -> None:
    world = a_world()
    day = a_day()
    world.channels.plan(day)
    happened(day, [0, 1, 1, 1], [])
    day.visits.bot[1:] = True
    Learning(world).record(day)
    assert world.channels.seen.tolist() == pytest.approx([0.1, 0, 0, 0])


def test_a_violation_lowers_the_goal_of_rank_at_its_own_pace() -> None:
    world = a_world()
    for index in range(10):
        day = a_day(index)
        world.channels.plan(day)
        day.post("rank", 0.4, product=[2])
        happened(day, [0, 1, 2, 3], [])
        Learning(world).record(day)
        if index == 0:
            assert world.channels.rank[2] == pytest.approx(1 - 0.3 * 0.6, abs=0.005)
    assert world.channels.rank[2] == pytest.approx(0.4, abs=0.03)
    assert world.channels.rank[[0, 1, 3]] == pytest.approx(1.0, abs=0.01)


def test_a_new_listing_in_the_same_slot_starts_afresh() -> None:
    world = a_world()
    world.channels.rank[1] = 0.3
    world.catalogue.listed = np.array([0, 40, 0, 0])
    world.channels.plan(a_day(41))
    assert world.channels.rank[1] == 1.0


def test_better_ranks_stand_higher() -> None:
    world = a_world()
    world.channels.rank[:] = [2.0, 1.0, 1.0, 0.2]
    world.channels.plan(a_day())
    position = world.channels.position
    assert 1 <= position[0] < position[3] <= 500


def test_a_renamed_channel_changes_its_name_only() -> None:
    world = a_world()
    channels = world.channels
    paid, search = channels.index("paid_search"), channels.index("search")
    day = a_day()
    day.post("label", float(channels.text[search]), op="set", channel=[paid])
    day.post("label_share", 0.8, op="set", channel=[paid])
    channels.plan(day)
    people = np.arange(4000)
    seen = channels.labels(np.full(4000, paid), people)
    assert (seen == channels.text[search]).mean() == pytest.approx(0.8, abs=0.03)
    assert (channels.labels(np.full(4000, search), people) == channels.own_text[search]).all()
    again = a_day()
    channels.plan(again)
    assert (channels.text == channels.own_text).all()


def test_noise_of_a_day_is_that_of_a_shop() -> None:
    world = a_world()
    totals = []
    for index in range(200):
        day = a_day(index)
        world.channels.plan(day)
        totals.append(day.visits_mean.sum())
    cv = np.std(totals) / np.mean(totals)
    assert 0.07 < cv < 0.14


def test_the_same_seed_gives_the_same_days() -> None:
    one, two = a_day(), a_day()
    a_world(seed=3).channels.plan(one)
    a_world(seed=3).channels.plan(two)
    assert (one.visits_mean == two.visits_mean).all()
