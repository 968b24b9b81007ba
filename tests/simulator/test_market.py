"""The market: terms and categories agree with what the shop really got from search."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.day import Day
from playbook.simulator.core.frames import NULL, Frame
from playbook.simulator.core.profile import PROFILES
from playbook.simulator.reach.market import Market
from playbook.simulator.reach.market_terms import YEARLESS, terms_of
from tests.simulator.test_ads import an_ad_world, planned
from tests.simulator.test_ads_book import Rows

VISITS = 4000


def a_market_world(name: str = "tmall-fashion") -> Any:
    world = an_ad_world(name)
    frames: dict[str, Frame] = {}
    world.frame = lambda table: frames.setdefault(table, Frame(table, keeps=True))
    catalogue = world.catalogue
    catalogue.list_cents = np.array([10_000, 20_000, 30_000, 40_000, 50_000])
    catalogue.seasons = SimpleNamespace(curves=lambda _days: np.array([[1.0], [2.0], [0.5]]))
    flat = {"season": {"all": 1.0, "summer": 0.0, "winter": 0.0}}
    warm = {"season": {"all": 0.5, "summer": 0.5, "winter": 0.0}}
    catalogue.slots = SimpleNamespace(tables=[flat, warm])
    world.market = Market(world)
    return world


def searched(world: Any, day: Day) -> None:
    """Let 4000 people come by search and 1000 otherwise; every twentieth buys for 100 yuan."""
    number = np.arange(VISITS + 1000)
    search = world.channels.index("search")
    buys = np.flatnonzero(number % 20 == 0)
    day.visits = Rows(  # type: ignore[assignment]
        key=number.astype(np.uint64),
        channel=np.where(number < VISITS, search, 0 if search else 1),
        product=number // 20 % 4,
        bounced=number % 2 == 1,
        bot=np.zeros(len(number), bool),
    )
    day.orders = Rows(  # type: ignore[assignment]
        key=buys,
        fresh=np.ones(len(buys), bool),
        paid=np.ones(len(buys), bool),
        visit=buys,
        customer=np.arange(len(buys)),
        paid_cents=np.full(len(buys), 10_000),
    )


def recorded(world: Any, index: int = 0, **changes: Any) -> Day:
    day = planned(world, index, **changes)
    searched(world, day)
    world.market.record(day)
    return day


def of_scope(world: Any, scope: str, column: str) -> Any:
    frame = world.frame("search_terms")
    return frame.get(column)[frame.get("scope") == world.texts.code(scope)]


@pytest.mark.parametrize("name", PROFILES)
def test_terms_are_made_of_categories_and_words(name: str) -> None:
    world = a_market_world(name)
    terms = terms_of(world)
    texts = [world.texts.values[code] for code in terms.text]
    assert len(set(texts)) == len(texts) == len(terms) > 15
    assert all("dresses" in text or "skirts" in text for text in texts)
    assert terms.size.sum() == pytest.approx(1.0)
    assert (np.diff(terms.size) <= 0).all()


def test_seasonal_words_rise_in_their_month() -> None:
    terms = terms_of(a_market_world())
    summer = terms.peak == 6
    assert summer.any()
    assert terms.season(6.0, 0.5)[summer] == pytest.approx(1.5)
    assert terms.season(12.0, 0.5)[summer] == pytest.approx(0.5)
    assert (terms.season(6.0, 0.5)[terms.peak == YEARLESS] == 1).all()


def test_the_shops_part_adds_up_to_its_search_channel() -> None:
    world = a_market_world()
    day = recorded(world)
    assert of_scope(world, "market", "own_clicks").sum() == VISITS
    assert of_scope(world, "market", "own_paid_amount").sum() == VISITS // 20 * 10_000
    assert of_scope(world, "market", "own_buyers").sum() == VISITS // 20
    shown = of_scope(world, "market", "own_impressions").sum()
    assert shown == pytest.approx(day.exposures.sum(), abs=40)
    assert (of_scope(world, "market", "searches") > 0).all()


def test_a_visit_belongs_to_a_term_of_its_category() -> None:
    world = a_market_world()
    recorded(world)
    category = world.market.terms.category
    clicks = of_scope(world, "market", "own_clicks")
    assert clicks[category == 0].sum() == VISITS // 2


def test_terms_of_good_intent_sell_better() -> None:
    world = a_market_world()
    for index in range(8):
        recorded(world, index)
    count = len(world.market.terms)
    clicks = of_scope(world, "market", "own_clicks").reshape(-1, count).sum(axis=0)
    buyers = of_scope(world, "market", "own_buyers").reshape(-1, count).sum(axis=0)
    good, poor = world.market.terms.intent >= 1.1, world.market.terms.intent <= 0.6
    rate = [buyers[group].sum() / clicks[group].sum() for group in (good, poor)]
    assert rate[0] > 1.4 * rate[1]


def test_lost_exposure_shows_in_the_rank_of_terms() -> None:
    calm, hit = a_market_world(), a_market_world()
    recorded(calm)
    day = Day(0, planned(hit).date)
    for name in ("on_shelf", "life", "discount", "price_index", "campaign", "hour_share"):
        setattr(day, name, getattr(planned(a_market_world()), name))
    day.post("exposure", 0.3)
    hit.channels.noise = a_market_world().channels.noise
    hit.channels.plan(day)
    searched(hit, day)
    hit.market.record(day)
    before, after = (of_scope(world, "market", "own_rank") for world in (calm, hit))
    assert after.mean() > 1.5 * before.mean()


def test_some_searches_in_the_shop_find_nothing() -> None:
    world = a_market_world()
    for index in range(10):
        recorded(world, index)
    zero = of_scope(world, "shop", "zero_result_searches")
    searches = of_scope(world, "shop", "searches")
    results = of_scope(world, "shop", "results")
    assert 0 < zero.sum() < 0.2 * searches.sum()
    assert (zero[results == 0] == searches[results == 0]).all()
    assert (zero[results > 0] == 0).all()
    assert (of_scope(world, "shop", "clicks") <= searches - zero).all()


def test_a_category_follows_its_season_and_its_bands_add_up() -> None:
    world = a_market_world()
    recorded(world, demand=1.5)
    frame = world.frame("category_days")
    whole = frame.get("price_band") == -1
    assert whole.sum() == 2
    # Demand 1.5; half of the second category is worth 2 today: (0.5 + 0.5 * 2) * 1.5 = 2.25.
    assert frame.get("seasonal_index")[whole] == pytest.approx([1.5, 2.25])
    bands = frame.get("sales_index").reshape(2, 5)
    assert bands[:, 1:].sum(axis=1) == pytest.approx(bands[:, 0], abs=0.3)
    low = frame.get("price_from").reshape(2, 5)
    high = frame.get("price_to").reshape(2, 5)
    assert (low[:, 0] == NULL).all()
    assert (low[:, 1] == 0).all()
    assert (low[:, 2:] == high[:, 1:-1]).all()
    assert (high[:, -1] == NULL).all()


def test_a_market_crisis_is_a_cause() -> None:
    calm, hit = a_market_world(), a_market_world()
    recorded(calm)
    day = planned(hit)
    day.post("category_index", 0.5, category=[1])
    searched(hit, day)
    hit.market.record(day)
    ratio = hit.frame("category_days").get("sales_index") / calm.frame("category_days").get(
        "sales_index"
    )
    assert ratio == pytest.approx([1.0] * 5 + [0.5] * 5, abs=0.01)
