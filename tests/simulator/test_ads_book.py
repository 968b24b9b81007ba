"""The ad report: it agrees with the visits, the orders and the account to the cent."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.agenda import Agenda
from playbook.simulator.core.day import Day
from playbook.simulator.core.frames import NULL, Frame
from playbook.simulator.reach.ads_book import AdBook
from tests.simulator.test_ads import an_ad_world, planned

CLICKS = 300


class Rows(SimpleNamespace):
    def __len__(self) -> int:
        return len(self.key)


def a_book_world() -> Any:
    world = an_ad_world()
    frames: dict[str, Frame] = {}
    world.frame = lambda name: frames.setdefault(name, Frame(name, keeps=True))
    world.agenda = Agenda()
    world.ad_book = AdBook(world)
    return world


def clicked(day: Day, plan: int, count: int = CLICKS, **more: Any) -> None:
    """Put clicks of one plan into a day: every second one looks round, every tenth buys."""
    number = np.arange(count)
    told = {
        "key": number.astype(np.uint64) + day.index * 10_000,
        "person": number.astype(np.uint64),
        "customer": number,
        "product": number % 4,
        "sku": number % 5,
        "plan": np.full(count, plan),
        "plan_day": np.full(count, day.index),
        "bounced": number % 2 == 1,
        "carted": number % 20 == 0,
        "checkout": number % 10 == 0,
        "bot": np.zeros(count, bool),
        "second": number * 86_400 // count,
    } | more
    day.visits = Rows(**told)  # type: ignore[assignment]
    ordered(day, np.flatnonzero(told["checkout"]))


def ordered(day: Day, visit: Any, cents: int = 10_000) -> None:
    many = len(visit)
    day.orders = SimpleNamespace(  # type: ignore[assignment]
        visit=np.asarray(visit, np.int64),
        paid=np.ones(many, bool),
        fresh=np.ones(many, bool),
        paid_cents=np.full(many, cents),
        first_order=np.arange(many) % 2 == 0,
        customer=np.arange(many) // 2,
    )


def whole(world: Any, day: Day, plan: int, column: str) -> Any:
    """Return a column of a plan's rows of one whole day."""
    frame = world.frame("ads")
    mask = (frame.get("date") == day.number) & (frame.get("hour") == NULL)
    return frame.get(column)[mask & (frame.get("campaign_id") == world.ads.plans.code[plan])]


def test_clicks_spend_and_account_agree() -> None:
    world = a_book_world()
    day = planned(world)
    before = world.ads.balance.sum()
    clicked(day, plan=0)
    world.ad_book.record(day)
    clicks, spend = whole(world, day, 0, "clicks"), whole(world, day, 0, "spend")
    assert clicks.sum() == CLICKS
    assert len(clicks) == 8
    assert before - world.ads.balance.sum() == spend.sum()
    price = world.ads.price[0]
    assert spend.sum() / CLICKS == pytest.approx(price, rel=0.1)
    assert (whole(world, day, 0, "impressions") >= clicks).all()


def test_hours_add_up_to_the_day() -> None:
    world = a_book_world()
    day = planned(world)
    clicked(day, plan=0)
    world.ad_book.record(day)
    frame = world.frame("ads")
    own = frame.get("campaign_id") == world.ads.plans.code[0]
    hourly = own & (frame.get("hour") != NULL)
    assert hourly.sum() == 24
    for column in ("clicks", "spend", "impressions"):
        assert frame.get(column)[hourly].sum() == whole(world, day, 0, column).sum()
    assert frame.get("balance")[hourly][-1] == whole(world, day, 0, "balance")[0]
    assert (frame.get("orders")[hourly] == NULL).all()


def test_sales_stand_on_the_click_day() -> None:
    world = a_book_world()
    day = planned(world)
    clicked(day, plan=0)
    world.ad_book.record(day)
    assert whole(world, day, 0, "orders").sum() == 30
    assert whole(world, day, 0, "attributed_amount").sum() == 300_000
    assert whole(world, day, 0, "new_buyers").sum() == 15
    # 15 people with two orders each; a buyer with orders through two keywords counts in both.
    assert 15 <= whole(world, day, 0, "buyers").sum() <= 30
    assert whole(world, day, 0, "cart_adds").sum() == 15


def test_some_come_back_and_restate_the_click_day() -> None:
    world = a_book_world()
    first = planned(world)
    clicked(first, plan=0, count=6000, checkout=np.zeros(6000, bool))
    world.ad_book.record(first)
    waiting = world.agenda.waiting("late_ad")
    share = world.profile.section("ads")["late_share"]
    assert waiting == pytest.approx(3000 * share, rel=0.35)
    later = planned(world, 3)
    clicked(later, plan=0, plan_day=np.zeros(CLICKS, int))  # all came back from day 0
    world.ad_book.record(later)
    assert whole(world, first, 0, "orders").sum() == 30
    assert whole(world, first, 0, "attributed_amount").sum() == 300_000
    assert whole(world, later, 0, "orders").sum() == 0
    assert whole(world, later, 0, "clicks").sum() == 0  # nobody clicked an ad that day
    assert whole(world, first, 0, "clicks").sum() == 6000


def test_orders_after_the_window_are_not_attributed() -> None:
    world = a_book_world()
    first = planned(world)
    clicked(first, plan=0, checkout=np.zeros(CLICKS, bool))
    world.ad_book.record(first)
    later = planned(world, 16)
    clicked(later, plan=0, plan_day=np.zeros(CLICKS, int))
    world.ad_book.record(later)
    assert whole(world, first, 0, "orders").sum() == 0


def test_the_platform_sees_through_some_machines_and_charges_the_rest() -> None:
    world = a_book_world()
    day = planned(world)
    clicked(day, plan=0, count=3000, bot=np.ones(3000, bool), checkout=np.zeros(3000, bool))
    world.ad_book.record(day)
    clicks, invalid = whole(world, day, 0, "clicks"), whole(world, day, 0, "invalid_clicks")
    assert clicks.sum() + invalid.sum() == 3000
    assert invalid.sum() / 3000 == pytest.approx(0.35, abs=0.03)
    assert world.agenda.waiting("late_ad") == 0


def test_affiliates_cost_a_share_of_sales_and_have_no_hours() -> None:
    world = a_book_world()
    day = planned(world)
    plan = world.ads.plans.names.index("affiliate")
    before = world.ads.balance.copy()
    clicked(day, plan=plan)
    world.ad_book.record(day)
    assert whole(world, day, plan, "spend").sum() == 0.12 * 300_000
    assert (whole(world, day, plan, "budget") == NULL).all()
    assert (world.ads.balance == before).all()
    frame = world.frame("ads")
    own = frame.get("campaign_id") == world.ads.plans.code[plan]
    assert (frame.get("hour")[own] == NULL).all()


def test_good_keywords_sell_more_a_click() -> None:
    world = a_book_world()
    day = planned(world)
    clicked(day, plan=0, count=40_000)
    world.ad_book.record(day)
    sold = whole(world, day, 0, "orders") / whole(world, day, 0, "clicks")
    quality = world.ads.cells.quality[:8]
    assert np.corrcoef(sold, quality)[0, 1] > 0.95
