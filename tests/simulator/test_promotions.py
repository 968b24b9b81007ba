"""Promotions: what is promoted, how deep, and what it does to buyers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from playbook.errors import ParameterError
from playbook.simulator.core.day import Day
from playbook.simulator.core.profile import PROFILES
from playbook.simulator.world import World
from tests.simulator.shop_front import front, on, table, until

D = dt.date
PEAK = D(2025, 11, 11)


@pytest.fixture(scope="module")
def world() -> World:
    return front()


def shelf(day: Day, values: np.ndarray) -> np.ndarray:
    return values[day.on_shelf]


def a_hero(world: World, index: int = 0) -> int:
    """Return the listing that sells most and stays for three months."""
    day, catalogue = on(world, index), world.catalogue
    pull = catalogue.appeal * day.life * day.on_shelf * (catalogue.retires > index + 90)
    return int(np.argmax(pull))


def code(world: World, slot: int) -> str:
    return world.texts.values[int(world.catalogue.product_code[slot])]


def test_the_peak_has_the_deepest_discount_and_keenest_buyers(world: World) -> None:
    plain, opening, peak = (on(world, d) for d in (D(2025, 8, 20), D(2025, 10, 20), PEAK))
    assert shelf(plain, plain.discount).max() == 0
    assert 0 < shelf(opening, opening.discount).mean() < shelf(peak, peak.discount).mean() < 0.2
    assert shelf(peak, peak.boost).mean() > 1.2
    assert peak.venue > opening.venue > plain.venue == 0
    assert (shelf(peak, peak.campaign) >= 0).all()


def test_buyers_wait_more_the_nearer_the_opening(world: World) -> None:
    waits = [float(on(world, D(2025, 10, day)).wait[0]) for day in (7, 10, 13, 16, 19, 20)]
    assert waits[:5] == sorted(waits[:5])
    assert waits[0] == 0
    assert 0.3 < waits[4] < 0.6
    assert waits[5] == 0  # nobody waits on the day itself


def test_deposits_are_paid_in_the_presale_only(world: World) -> None:
    assert world.promotions.presale_deposit(on(world, D(2025, 10, 16))) > 0.3
    assert world.promotions.presale_deposit(on(world, D(2025, 10, 13))) == 0
    assert world.promotions.presale_deposit(on(world, PEAK)) == 0
    home = front(profile="shopify-home")
    assert home.promotions.presale_deposit(on(home, D(2025, 11, 20))) == 0


@pytest.fixture(scope="module")
def year() -> World:
    world = front()
    until(world, D(2026, 7, 1))
    return world


def test_a_year_of_promotions_fits_the_store(year: World) -> None:
    rows = table(year, "promotions")
    assert len({row["campaign_id"] for row in rows}) == len(rows)
    assert {row["family"] for row in rows} == {None, "618", "1111", "38", "1212"}
    great = [row for row in rows if row["family"] == "1111"]
    phases = [row["phase"] for row in sorted(great, key=lambda row: int(row["starts_on"]))]
    assert phases == ["warm_up", "presale", "opening", "steady", "peak", "encore"]
    assert all(row["skus"] is None for row in great)
    mine = [row for row in rows if row["family"] is None]
    assert 6 <= len(mine) <= 20
    assert all(row["skus"] and row["phase"] == "single" for row in mine)
    assert all(row["ends_on"] >= row["starts_on"] for row in rows)
    assert all(row["goal_value"] > 0 and row["budget"] > 0 for row in rows)


def test_own_promotions_keep_clear_of_the_yearly_ones(year: World) -> None:
    rows = table(year, "promotions")
    yearly = {d for r in rows if r["family"] for d in range(r["starts_on"], r["ends_on"] + 1)}
    started = [row["starts_on"] for row in rows if row["family"] is None]
    assert not yearly.intersection(started)


def test_a_promotion_is_announced_a_week_ahead_and_begins_on_its_day() -> None:
    world = front()
    until(world, D(2025, 10, 1))
    assert "1111-2025-warm_up" not in [row["campaign_id"] for row in table(world, "promotions")]
    world.advance(1)
    assert "1111-2025-warm_up" in [row["campaign_id"] for row in table(world, "promotions")]
    begins = [r for r in table(world, "changes") if r["object"] == "1111-2025-warm_up"]
    assert begins == []
    until(world, D(2025, 10, 9))
    begins = [r for r in table(world, "changes") if r["object"] == "1111-2025-warm_up"]
    assert [row["what"] for row in begins] == ["Promotion begins"]
    assert begins[0]["kind"] == "promotion"


@pytest.mark.parametrize("profile", PROFILES)
def test_a_goal_is_about_what_usual_days_would_bring(profile: str) -> None:
    world = front(profile=profile)
    until(world, 120)
    usual = world.orders_per_day * world.promotions.constants["usual_order"]
    for row in table(world, "promotions"):
        if row["skus"] is None:
            days = row["ends_on"] - row["starts_on"] + 1
            assert 0.5 < row["goal_value"] / (days * usual) < 4.0


# Decisions


def test_a_decided_discount_runs_on_its_listing_and_days_only() -> None:
    world = front()
    slot = a_hero(world)
    world.decide("promotion", mechanics="discount", value=0.3, days=3, products=[code(world, slot)])
    day = on(world, 0)
    assert np.flatnonzero(day.discount == 0.3).tolist() == [slot]
    assert on(world, 2).discount[slot] == 0.3
    assert on(world, 3).discount[slot] == 0
    assert on(world, 3).campaign[slot] == -1


def test_a_cheaper_sister_takes_buyers_away_and_others_do_not_care() -> None:
    world = front()
    slot, calm = a_hero(world), on(world, 0).boost.copy()
    world.decide("promotion", mechanics="discount", value=0.4, days=3, products=[code(world, slot)])
    day = on(world, 0)
    sisters = (world.catalogue.similar == slot).any(axis=1)
    sisters[slot] = False
    assert sisters.any()
    assert (day.boost[sisters] < 0.8 * calm[sisters]).all()
    assert day.boost[slot] >= calm[slot]
    others = ~sisters
    others[slot] = False
    assert day.boost[others] == pytest.approx(calm[others])
    narrow = on(world, 0, lambda day: day.post("cannibal", 0.0))
    assert narrow.boost[sisters] == pytest.approx(calm[sisters])


def test_a_promotion_of_everything_takes_from_nobody() -> None:
    world = front()
    world.catalogue.elasticity = np.full(world.catalogue.products, -1.8)
    world.decide("promotion", mechanics="discount", value=0.4, days=1)
    day = on(world, 0)
    assert shelf(day, day.boost) == pytest.approx(1.0)


def test_a_decision_has_no_say_in_when_the_shops_own_come() -> None:
    calm, busy = front(), front()
    slot = a_hero(busy)
    busy.decide("promotion", mechanics="discount", value=0.2, days=60, products=[code(busy, slot)])
    until(calm, 60)
    until(busy, 60)
    mine = [[c.id for c in w.promotions.campaigns() if c.own] for w in (calm, busy)]
    ids = [{r["campaign_id"] for r in table(w, "promotions")} for w in (calm, busy)]
    assert mine[0] == mine[1]
    assert ids[1] - ids[0] == {"D25070101"}


def test_a_gift_makes_keener_without_a_discount() -> None:
    world = front()
    world.decide("promotion", mechanics="gift", value=0.2, days=1)
    day = on(world, 0)
    assert shelf(day, day.boost) == pytest.approx(1.2)
    assert shelf(day, day.discount).max() == 0


def test_a_stopped_promotion_stays_stopped() -> None:
    world = front()
    until(world, D(2025, 11, 10))
    assert on(world, PEAK).discount.max() > 0.1
    world.decide("stop_promotion", campaign="1111-2025-peak")
    world.advance(1)
    assert on(world, world.today).discount.max() == 0
    row = next(r for r in table(world, "promotions") if r["campaign_id"] == "1111-2025-peak")
    assert dt.date(1970, 1, 1) + dt.timedelta(days=row["ends_on"]) == D(2025, 11, 9)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mechanics": "discont"}, "Did you mean 'discount'"),
        ({"value": 1.5}, "1.5"),
        ({"value": 0}, "above 0"),
        ({"days": 0}, "0 days"),
        ({"days": 91}, "91 days"),
        ({"start": "2025-06-30"}, "2025-06-30"),
        ({"start": "tomorrow"}, "from 2025-07-01"),
        ({"products": ["nothing"]}, "nothing"),
        ({"mechanics": "coupon", "spend": 40, "products": ["any"]}, "whole orders"),
        ({"mechanics": "coupon", "value": 50, "spend": 40}, "above the amount"),
    ],
)
def test_impossible_promotions_are_refused(changes: dict[str, Any], told: str) -> None:
    world = front()
    given = {"mechanics": "discount", "value": 0.2, "days": 5} | changes
    with pytest.raises(ParameterError, match=told):
        world.decide("promotion", **given)
    assert world.promotions.running == []


def test_only_a_known_promotion_can_be_stopped() -> None:
    with pytest.raises(ParameterError, match="1111"):
        front().decide("stop_promotion", campaign="1111-2025-peak")


# Causes


def test_a_moved_promotion_moves_its_rows_before_it_begins() -> None:
    world = front()
    until(world, D(2025, 10, 5))
    world.calendar.move("1111", 2)
    world.advance(1)
    row = next(r for r in table(world, "promotions") if r["campaign_id"] == "1111-2025-warm_up")
    assert dt.date(1970, 1, 1) + dt.timedelta(days=row["starts_on"]) == D(2025, 10, 10)
    assert len(table(world, "promotions")) == len(
        {r["campaign_id"] for r in table(world, "promotions")}
    )


def test_a_saved_promotion_goes_on() -> None:
    import json

    world = front()
    world.decide("promotion", mechanics="discount", value=0.3, days=30)
    world.advance(2)
    told = json.loads(json.dumps(world.promotions.saved()))
    twin = front()
    twin.promotions.restore(told)
    assert np.array_equal(on(twin, 5).discount, on(world, 5).discount)
