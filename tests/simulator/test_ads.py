"""Ads: what money buys, when it runs out, and what is written down of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from playbook.errors import ParameterError
from playbook.simulator.core.day import DAY_S, Day
from playbook.simulator.core.profile import PROFILES, profile
from playbook.simulator.reach.ads import Ads
from playbook.simulator.reach.ads_plans import curve_of
from tests.simulator.test_channels import PRODUCTS, a_day, a_world

TOLD = profile("tmall-fashion").section("ads")


def an_ad_world(name: str = "tmall-fashion", **more: Any) -> Any:
    world = a_world(name, **more)
    world.lang = "en"
    world.catalogue.categories = [world.texts.code("Dresses"), world.texts.code("Skirts")]
    world.catalogue.category = np.array([0, 0, 1, 1])
    world.catalogue.listed = np.array([-400, -400, -400, -5])
    world.channels.launched = world.catalogue.listed
    world.log = []
    world.office = SimpleNamespace(log=lambda *told: world.log.append(told))
    world.ads = Ads(world)
    return world


def planned(world: Any, index: int = 0, **changes: Any) -> Day:
    day = a_day(index, hour_share=np.full(24, 1 / 24), **changes)
    world.channels.plan(day)
    world.ads.plan(day)
    return day


def test_the_ordinary_budget_buys_the_ordinary_clicks() -> None:
    curve = curve_of(np.array([1000.0]), np.array([90.0]), TOLD, np.ones(1))
    assert curve.clicks(np.array([90_000.0])) == pytest.approx([1000.0])


def test_more_money_buys_more_clicks_at_a_higher_price() -> None:
    curve = curve_of(np.array([1000.0]), np.array([90.0]), TOLD, np.ones(1))
    spend = np.array([45_000.0, 90_000.0, 180_000.0, 360_000.0])
    clicks = curve.clicks(spend)
    assert (np.diff(clicks) > 0).all()
    assert (np.diff(spend / clicks) > 0).all()
    # x = 1.2 against 0.6: (1 - e^-1.2) / (1 - e^-0.6) = 1.549
    assert clicks[2] / clicks[1] == pytest.approx(1.549, abs=0.001)


def test_a_plan_buys_no_click_dearer_than_its_bid() -> None:
    curve = curve_of(np.array([1000.0]), np.array([90.0]), TOLD, np.ones(1))
    most = curve.most(np.array([144.0]))
    one_more = curve.clicks(most + 1) - curve.clicks(most)
    assert 1 / one_more[0] == pytest.approx(144.0, rel=0.001)


@pytest.mark.parametrize("name", PROFILES)
def test_plans_bring_the_share_of_visits_they_should(name: str) -> None:
    world = an_ad_world(name)
    total = np.mean([planned(world, i) and world.ads.clicks.sum() for i in range(20)])  # type: ignore[arg-type, truthy-bool]
    assert 0.15 < total / world.channels.base < 0.35
    assert (world.ads.plans.channel >= 0).all()
    paid = world.ads.plans.price > 0
    assert (world.ads.budget[paid] > 0).all()


def test_visits_of_plans_go_to_their_products() -> None:
    world = an_ad_world()
    planned(world)
    new = world.ads.plans.names.index("keyword_new")
    assert world.ads.means[new, 3] == pytest.approx(world.ads.means[new].sum())
    assert world.ads.means[world.ads.plans.names.index("sitewide")].min() > 0


def test_every_paid_visit_has_a_plan_and_no_other_visit() -> None:
    world = an_ad_world()
    planned(world)
    paid = world.channels.index("paid_search")
    keys = np.arange(6000)
    plans = world.ads.plan_of(np.full(6000, paid), np.full(6000, 3), keys)
    names = {world.ads.plans.names[plan] for plan in np.unique(plans)}
    assert names <= {"keyword_hero", "keyword_new", "sitewide"}
    shares = world.ads.means[:, 3] / world.ads.means[world.ads.plans.channel == paid, 3].sum()
    for plan in np.unique(plans):
        assert (plans == plan).mean() == pytest.approx(shares[plan], abs=0.02)
    search = world.channels.index("search")
    assert (world.ads.plan_of(np.full(5, search), np.arange(5) % 4, np.arange(5)) == -1).all()


def test_content_shares_its_channel_with_a_plan() -> None:
    world = an_ad_world()
    day = planned(world)
    video = world.channels.index("video")
    day.visits_mean[video] += 3 * day.visits_mean[video]  # what content would add
    plans = world.ads.plan_of(np.full(4000, video), np.zeros(4000, int), np.arange(4000))
    assert (plans >= 0).mean() == pytest.approx(0.25, abs=0.03)


def test_a_fast_plan_ends_before_midnight_and_an_even_one_does_not() -> None:
    world = an_ad_world()
    cuts = np.array([planned(world, index).ad_cut_second for index in range(15)])
    fast = world.ads.plans.names.index("keyword_new")
    even = world.ads.plans.names.index("keyword_hero")
    assert 14 * 3600 < np.median(cuts[:, fast]) < 23 * 3600
    assert (cuts[:, even] == DAY_S).all()


def test_an_empty_account_stops_all_its_plans_at_the_hour_its_money_is_spent() -> None:
    world = an_ad_world()
    a_day_costs = float(world.ads.budget.sum())
    day = a_day(1, hour_share=np.full(24, 1 / 24))
    day.post("ad_balance", a_day_costs * 0.25, op="set")
    world.channels.plan(day)
    world.ads.plan(day)
    clicks = world.ads.plans.price > 0
    assert day.ad_cut_second[clicks].max() < 9 * 3600
    assert day.ad_cut_second[~clicks].min() == DAY_S


def test_accounts_are_topped_up_unless_nobody_does() -> None:
    paid, unpaid = an_ad_world(), an_ad_world()
    for index in range(6):
        for world in (paid, unpaid):
            day = a_day(index, hour_share=np.full(24, 1 / 24))
            if world is unpaid:
                day.post("top_up", 0.0)
            world.channels.plan(day)
            world.ads.plan(day)
            world.ads.balance = world.ads.balance - [2 * world.ads.budget.sum(), 0]
    assert paid.ads.balance[0] > 0 > unpaid.ads.balance[0]


def test_a_runaway_budget_and_bid_buy_dearer_and_worse_clicks() -> None:
    calm, wild = an_ad_world(), an_ad_world()
    hero = calm.ads.plans.names.index("keyword_hero")
    planned(calm)
    day = a_day(hour_share=np.full(24, 1 / 24))
    day.post("ad_budget", 5.0, plan=[hero])
    day.post("ad_bid", 2.5, plan=[hero])
    wild.channels.plan(day)
    wild.ads.plan(day)
    clicks = wild.ads.clicks / calm.ads.clicks
    assert clicks[hero] > 1.5
    assert clicks[np.arange(len(clicks)) != hero] == pytest.approx(1.0)
    assert 1.3 < wild.ads.price[hero] / calm.ads.price[hero] < 2.2
    worse = wild.ads.quality / calm.ads.quality
    assert 0.7 < worse[hero] < 0.95
    assert worse[np.arange(len(worse)) != hero] == pytest.approx(1.0)


def test_visits_without_a_plan_are_neither_better_nor_worse() -> None:
    world = an_ad_world()
    planned(world)
    names = world.ads.plans.names
    quality = world.ads.quality[[-1, names.index("audience_back"), names.index("audience_new")]]
    assert quality[0] == 1.0
    assert quality[1] > quality[2]


def test_a_stop_by_the_hour_ends_one_plan() -> None:
    world = an_ad_world()
    day = a_day(hour_share=np.full(24, 1 / 24))
    day.post("ad_stop", 0.0, plan=[0], hours=(14, 24))
    world.channels.plan(day)
    world.ads.plan(day)
    assert day.ad_cut_second[0] == 14 * 3600
    assert day.ad_cut_second[4] == DAY_S


def test_decisions_change_the_next_day_and_are_logged() -> None:
    world = an_ad_world()
    decide = world.ads.decisions()
    decide["ad_budget"](plan="keyword_hero", amount=1234.5)
    decide["ad_bid"](plan="keyword_hero", amount=3.0)
    decide["pause_plan"](plan="sitewide")
    decide["top_up"](amount=500)
    before = world.ads.balance.copy()
    planned(world)
    hero, wide = (world.ads.plans.names.index(n) for n in ("keyword_hero", "sitewide"))
    assert world.ads.budget[hero] == 123_450
    assert world.ads.bid[hero] == 300
    assert world.ads.clicks[wide] == 0
    assert world.ads.means[wide].sum() == 0
    assert world.ads.balance[0] == before[0] + 50_000
    assert len(world.log) == 4


def test_decisions_refuse_what_is_not_possible() -> None:
    decide = an_ad_world().ads.decisions()
    with pytest.raises(ParameterError, match="keyword_hero"):
        decide["ad_budget"](plan="keyword_her", amount=5)
    with pytest.raises(ParameterError, match="from 0"):
        decide["ad_budget"](plan="keyword_hero", amount=-5)
    with pytest.raises(ParameterError, match="commission"):
        decide["ad_bid"](plan="affiliate", amount=1)


def test_products_have_heroes_even_when_nothing_is_new() -> None:
    world = an_ad_world()
    world.catalogue.listed = np.full(PRODUCTS, -400)
    planned(world)
    new = world.ads.plans.names.index("keyword_new")
    assert world.ads.means[new].sum() > 0


def test_an_account_that_holds_money_to_an_hour_runs_dry_then() -> None:
    world = an_ad_world()
    day = a_day(hour_share=np.full(24, 1 / 24))
    day.post("ad_dry", 14.0)
    world.channels.plan(day)
    world.ads.plan(day)
    clicks = (world.ads.plans.price > 0) & ~world.ads.plans.fast
    assert day.ad_cut_second[clicks] == pytest.approx(14 * 3600, abs=60)
    assert world.ads.balance[0] > 0
