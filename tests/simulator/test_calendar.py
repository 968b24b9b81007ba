"""Calendar: what kind of day is it, and how much does the market want?"""

from __future__ import annotations

import datetime as dt
from statistics import mean

import numpy as np
import pytest

from playbook.simulator.core.day import Day
from playbook.simulator.core.profile import PROFILES
from playbook.simulator.range.calendar import Calendar
from tests.simulator.shop_front import front, on

D = dt.date


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    told: Calendar = front().calendar
    return told


def days(calendar: Calendar, first: D, last: D) -> list[float]:
    return [calendar.demand(first + dt.timedelta(days=i)) for i in range((last - first).days + 1)]


@pytest.mark.parametrize("profile", PROFILES)
def test_an_average_day_of_the_first_year_has_a_demand_of_one(profile: str) -> None:
    calendar = front(profile=profile).calendar
    assert mean(days(calendar, D(2025, 7, 1), D(2026, 6, 30))) == pytest.approx(1.0)


def test_a_years_demand_shows_the_great_promotions(calendar: Calendar) -> None:
    ordinary = mean(days(calendar, D(2025, 9, 1), D(2025, 9, 30)))
    eve = days(calendar, D(2025, 11, 9), D(2025, 11, 11))
    assert 2.2 < eve[-1] / ordinary < 3.2  # 11.11 itself; prices and coupons come on top
    assert eve == sorted(eve)
    assert 1.5 < calendar.demand(D(2026, 6, 18)) / mean(days(calendar, *_CALM)) < 2.2
    assert max(days(calendar, D(2025, 7, 1), D(2026, 6, 30))) == calendar.demand(D(2025, 11, 11))


_CALM = (D(2026, 4, 1), D(2026, 4, 30))


def test_demand_dips_after_a_promotion_and_comes_back(calendar: Calendar) -> None:
    before = mean(days(calendar, D(2025, 9, 15), D(2025, 9, 28)))
    after = days(calendar, D(2025, 11, 15), D(2025, 11, 28))
    assert 0.6 < after[0] / before < 0.85
    assert after[-1] > after[0] * 1.2


def test_lunar_new_year_nearly_stops_the_shop(calendar: Calendar) -> None:
    ordinary = mean(days(calendar, D(2026, 3, 20), D(2026, 4, 10)))
    week = mean(days(calendar, D(2026, 2, 16), D(2026, 2, 22)))
    assert 0.25 < week / ordinary < 0.5
    weeks_before = mean(days(calendar, D(2026, 1, 20), D(2026, 1, 28)))
    assert weeks_before / week > 2.0


def test_carriers_stop_around_new_year() -> None:
    world = front()
    assert on(world, D(2026, 2, 17)).logistics_open < 0.05
    assert on(world, D(2026, 2, 10)).logistics_open < 0.8
    assert on(world, D(2026, 3, 10)).logistics_open == 1.0


def test_new_year_is_found_by_the_moon() -> None:
    world = front(start=D(2024, 1, 1))
    low = {year: min(_around(world.calendar, year), key=world.calendar.demand) for year in (24, 25)}
    assert abs((low[24] - D(2024, 2, 10)).days) <= 1
    assert abs((low[25] - D(2025, 1, 29)).days) <= 1


def _around(calendar: Calendar, year: int) -> list[D]:
    return [D(2000 + year, 1, 5) + dt.timedelta(days=i) for i in range(60)]


def test_a_make_up_workday_is_worked_though_a_saturday() -> None:
    world = front()
    assert on(world, D(2026, 2, 14)).workday
    assert not on(world, D(2026, 2, 7)).workday
    assert not on(world, D(2025, 10, 1)).workday


def test_a_year_without_published_workdays_is_said_once() -> None:
    world = front(start=D(2030, 1, 1))
    for index in range(3):
        on(world, index)
    assert len(world.calendar.notes) == 1
    assert "2030" in world.calendar.notes[0]
    assert not on(world, D(2030, 1, 5)).workday  # a Saturday


def test_phases_follow_each_other_up_to_the_peak() -> None:
    world = front()
    told = [on(world, D(2025, 10, 8) + dt.timedelta(days=i)) for i in range(40)]
    phases = list(dict.fromkeys(day.phase for day in told))
    assert phases == ["warm_up", "presale", "opening", "steady", "peak", "encore", ""]
    assert {day.family for day in told} == {"1111", ""}


def test_days_to_the_peak_count_down_to_opening_and_peak() -> None:
    world = front()
    assert on(world, D(2025, 10, 17)).days_to_peak == 3
    assert on(world, D(2025, 10, 20)).days_to_peak == 0
    assert on(world, D(2025, 11, 11)).days_to_peak == 0
    assert on(world, D(2025, 11, 5)).days_to_peak == 6


def test_the_platform_can_move_a_promotion() -> None:
    world = front()
    world.calendar.move("1111", 3)
    assert on(world, D(2025, 11, 14)).phase == "peak"
    assert on(world, D(2025, 11, 10)).phase == "steady"
    moved = Calendar(world)
    moved.restore(world.calendar.saved())
    day = Day(136, D(2025, 11, 14))
    moved.plan(day)
    assert day.phase == "peak"


def test_hours_sum_to_one_and_the_great_day_starts_at_midnight() -> None:
    world = front()
    plain, peak = on(world, D(2025, 9, 3)).hour_share, on(world, D(2025, 11, 11)).hour_share
    opening = on(world, D(2025, 10, 20)).hour_share
    assert plain.sum() == pytest.approx(1.0)
    assert int(np.argmax(plain)) == 21
    assert peak[0] > 4 * plain[0]
    assert int(np.argmax(opening)) == 20


def test_american_shops_have_black_friday_and_no_lunar_new_year() -> None:
    world = front(profile="shopify-home")
    friday = on(world, D(2025, 11, 28))
    assert (friday.family, friday.phase) == ("black_friday", "peak")
    assert on(world, D(2026, 11, 27)).phase == "peak"
    assert on(world, D(2026, 2, 17)).demand > 0.8
    assert on(world, D(2025, 12, 25)).logistics_open < 0.1
