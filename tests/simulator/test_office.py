"""The team, the change log, targets, costs and scores."""

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.frames import NULL
from playbook.simulator.world import World
from playbook.store import tables
from tests.simulator.probing import struck, texts


@pytest.fixture(scope="module")
def calm(grown: Any) -> Any:
    world = grown()
    world.advance(14)  # from July into August
    return world


def day_of(number: Any) -> Any:
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(number))


def test_a_logged_line_has_a_time_of_its_own_on_its_day(grown: Any) -> None:
    world = grown()
    thing, what = world.texts.code("shop"), world.texts.code("something")
    for _twice in range(2):
        world.office.log(None, "system", thing, what, "manager")
    world.office.log(3, "ads", -1, what, world.office.person("ads"), second=10, why=what)
    log = world.frame("changes")
    at = log.get("changed_at")[-3:]
    assert day_of(at[0] // 86_400) == world.date
    assert at[1] - at[0] == 61
    assert day_of(at[2] // 86_400) == world.date_of(3)
    assert texts(world, "changes", "who")[-3:] == ["shop manager", "shop manager", "ads operator"]
    assert texts(world, "changes", "why")[-3:] == [None, None, "something"]


def test_most_lines_of_the_log_move_nothing(calm: Any) -> None:
    kinds = Counter(texts(calm, "changes", "kind"))
    assert set(kinds) <= set(tables()["changes"].columns["kind"].values)
    whys = [why for why in texts(calm, "changes", "why") if why]
    assert 5 <= len(whys) <= 25  # of five weeks


def test_whoever_acts_is_somebody_of_the_team(calm: Any) -> None:
    team = set(texts(calm, "people", "person"))
    assert {"service 01", "shop manager", "ads operator"} <= team
    assert set(texts(calm, "tickets", "agent")) <= team
    assert set(texts(calm, "tasks", "owner")) <= team
    assert set(texts(calm, "targets", "owner")) <= team
    assert set(texts(calm, "process_steps", "role")) <= team
    assert set(texts(calm, "changes", "who")) <= team | {"platform"}


def test_skills_run_from_zero_to_four_and_each_row_has_its_key(calm: Any) -> None:
    frame = calm.frame("people")
    level = frame.get("skill_level")
    assert set(level[level != NULL].tolist()) <= {0, 1, 2, 3, 4}
    keys = list(zip(*(texts(calm, "people", c) for c in ("person", "kind", "item")), strict=True))
    assert len(set(keys)) == len(keys)
    scores = [kind for kind in texts(calm, "people", "kind") if kind == "score"]
    assert len(scores) == len({p for p, kind, _item in keys if kind == "person"})  # one month over


def test_new_people_enter_the_table(grown: Any) -> None:
    world = grown()
    before = set(texts(world, "people", "person"))
    world.decide("staffing", people=5)
    world.advance(1)
    assert set(texts(world, "people", "person")) - before == {"service 03", "service 04",
                                                              "service 05"}  # fmt: skip


def targets(world: Any) -> Any:
    """Return the targets as {(day, grain, metric): value}."""
    frame = world.frame("targets")
    days = [day_of(number) for number in frame.get("date")]
    return dict(zip(zip(days, texts(world, "targets", "grain"), texts(world, "targets", "metric"),
                        strict=True), frame.get("target").tolist(), strict=True))  # fmt: skip


def test_targets_are_set_for_the_month_in_progress_and_each_month(calm: Any) -> None:
    told = targets(calm)
    months = {day for day, grain, _metric in told if grain == "month"}
    assert months == {dt.date(2025, 7, 1), dt.date(2025, 8, 1)}
    days = [value for (day, grain, metric), value in told.items()
            if (grain, metric, day.month) == ("day", "gmv_paid", 8)]  # fmt: skip
    assert len(days) == 31
    assert sum(days) == pytest.approx(told[dt.date(2025, 8, 1), "month", "gmv_paid"], rel=0.001)


def test_a_target_follows_the_last_weeks_and_asks_for_a_little_more(calm: Any) -> None:
    told = targets(calm)
    orders = calm.frame("orders")
    july = (orders.get("_day") < 31) & (orders.get("paid_at") != NULL)
    got = orders.get("paid_amount")[july].sum() / 100
    asked = told[dt.date(2025, 8, 1), "month", "gmv_paid"]
    assert 0.85 < asked / got < 1.35


def test_a_target_knows_nothing_of_what_comes_after(grown: Any) -> None:
    worlds = [grown(), grown()]
    for world in worlds:
        world.advance(10)
    struck(worlds[1], lambda day: day.post("buy", 0.3), days=3)
    worlds[0].advance(3)
    assert worlds[0].date == dt.date(2025, 8, 4)
    assert targets(worlds[0]) == targets(worlds[1])


def test_costs_cover_everything_on_the_shelf(calm: Any) -> None:
    frame = calm.frame("costs")
    skus = texts(calm, "costs", "sku")
    assert set(texts(calm, "order_lines", "sku")) <= {sku for sku in skus if sku}
    keys = list(zip(frame.get("date").tolist(), skus, strict=True))
    assert len(set(keys)) == len(keys)
    shop = np.array([sku is None for sku in skus])
    assert {day_of(n) for n in frame.get("date")[shop]} == {dt.date(2025, 7, 1),
                                                            dt.date(2025, 8, 1)}  # fmt: skip
    assert (frame.get("platform_fee_rate")[shop] == 0.05).all()
    assert (frame.get("goods")[~shop] > 0).all()


def test_scores_lag(grown: Any) -> None:
    worlds = [grown(), grown()]
    worlds[0].advance(14)
    struck(worlds[1], lambda day: day.post("transit", 2.5), days=14)
    told = [logistics(world) for world in worlds]
    gap = told[0] - told[1]
    assert (np.abs(gap[:23]) < 0.004).all()  # two days into the jam
    assert 0.02 < gap[-1] < 0.6
    assert gap[-1] > gap[-5] > gap[-9]


def logistics(world: Any) -> Any:
    held = np.array(texts(world, "store_scores", "dimension")) == "logistics"
    return world.frame("store_scores").get("score")[held]


@pytest.mark.parametrize("profile", ["food", "electronics", "shopify-home"])
def test_every_profile_has_an_office(profile: Any) -> None:
    world = World(3, profile, orders_per_day=25.0, lang="zh")
    world.advance(2)
    for table in ("chat_messages", "targets", "costs", "people", "store_scores"):
        assert len(world.frame(table))
    columns = {name: set(table.columns) for name, table in tables().items()}
    for name, frame in world.frames.items():
        given = {c.split(".")[0] for c in frame.columns if not c.startswith("_")}
        assert name.startswith("_") or given <= columns[name], name
