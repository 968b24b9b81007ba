"""The world: same seed same future, asleep or awake; twins differ only through what was planned."""

import datetime as dt
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from playbook.errors import ParameterError, StoreError
from playbook.simulator.incidents import plan_incident
from playbook.simulator.world import World

DIGEST = """
import hashlib, sys
from playbook.simulator.world import World
world = World(5, orders_per_day=30.0)
world.advance(4)
told = hashlib.sha256()
for name, frame in sorted(world.frames.items()):
    for column in sorted(frame.columns):
        told.update(frame.get(column).tobytes())
print(told.hexdigest())
"""


def same(a: Any, b: Any) -> Any:
    """Name the first frame and column in which two worlds differ."""
    for name in sorted(set(a.frames) | set(b.frames)):
        one, other = a.frame(name), b.frame(name)
        if sorted(one.columns) != sorted(other.columns) or len(one) != len(other):
            return name
        for column in one.columns:
            if not np.array_equal(
                one.get(column), other.get(column), equal_nan=_float(one, column)
            ):
                return f"{name}.{column}"
    return ""


def _float(frame: Any, column: Any) -> Any:
    return frame.get(column).dtype.kind == "f"


def test_the_same_seed_gives_the_same_shop_in_any_process() -> None:
    runs = {
        subprocess.run(
            [sys.executable, "-c", DIGEST], capture_output=True, text=True, check=True
        ).stdout
        for _run in range(2)
    }
    assert len(runs) == 1


def test_another_seed_gives_another_shop() -> None:
    worlds = [World(seed, orders_per_day=30.0) for seed in (1, 2)]
    for world in worlds:
        world.advance(2)
    assert same(*worlds) != ""


def test_a_saved_world_has_the_future_it_would_have_had(grown: Any, tmp_path: Any) -> None:
    awake = grown()
    awake.save(tmp_path / "world.npz")
    asleep = World.load(tmp_path / "world.npz")
    for world in (awake, asleep):
        world.advance(12)
    assert same(awake, asleep) == ""


def test_days_one_by_one_are_the_same_as_days_at_once(grown: Any) -> None:
    at_once, one_by_one = grown(), grown()
    at_once.advance(6)
    for _day in range(6):
        one_by_one.advance()
    assert same(at_once, one_by_one) == ""


def test_language_changes_words_and_no_number() -> None:
    worlds = [World(3, orders_per_day=40.0, lang=lang) for lang in ("en", "zh")]
    for world in worlds:
        world.advance(3)
    english, chinese = (world.frame("orders") for world in worlds)
    for column in ("order_id", "paid_amount", "created_at", "paid_at", "discount_amount"):
        assert np.array_equal(english.get(column), chinese.get(column)), column
    titles = [world.texts.values[int(world.catalogue.title_code[0])] for world in worlds]
    assert titles[0] != titles[1]


def test_nothing_differs_before_an_incident_begins(grown: Any) -> None:
    calm, struck = grown(), grown()
    struck.incidents = (plan_incident("E1@2025-07-26:severe"),)
    for world in (calm, struck):
        world.advance(4)
    assert same(calm, struck) == ""
    for world in (calm, struck):
        world.advance(1)
    assert same(calm, struck) != ""


def test_a_payment_outage_leaves_who_came_and_who_ordered_alone(grown: Any) -> None:
    calm, struck = grown(), grown()
    struck.incidents = (plan_incident("E1@2025-07-22:severe"),)
    for world in (calm, struck):
        world.advance(1)
    one, other = (world.frame("orders") for world in (calm, struck))
    today = one.get("_day") == 21
    for column in ("order_id", "placed_amount", "created_at"):
        assert np.array_equal(one.get(column), other.get(column)), column
    lost = (one.get("paid_amount") > 0) & (other.get("paid_amount") == 0)
    assert lost[today].sum() > 3
    assert not lost[~today].any()
    method = struck.mishaps.facts["0"]["method"]
    assert set(one.get("_method")[lost].tolist()) == {method}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"seed": -1}, "seed"),
        ({"start": dt.date(1999, 1, 1)}, "2015-01-01"),
        ({"orders_per_day": 0}, "learn from"),
        ({"orders_per_day": float("nan")}, "learn from"),
        ({"lang": "fr"}, "fr"),
        ({"profile": "tmall-fashon"}, "tmall-fashion"),
    ],
)
def test_impossible_arguments_are_told_with_what_is_allowed(arguments: Any, said: Any) -> None:
    with pytest.raises(ParameterError, match=said):
        World(**{"seed": 1, **arguments})


def test_an_unknown_decision_is_refused_with_the_known_ones(grown: Any) -> None:
    with pytest.raises(ParameterError, match="price"):
        grown().decide("prise")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_a_damaged_file_is_no_world(tmp_path: Any, content: Any) -> None:
    (tmp_path / "world.npz").write_bytes(content)
    with pytest.raises(StoreError, match=r"world\.npz"):
        World.load(tmp_path / "world.npz")


def test_a_missing_file_is_no_world(tmp_path: Any) -> None:
    with pytest.raises(StoreError, match="none"):
        World.load(tmp_path / "none.npz")


def test_a_fix_ends_an_incident_from_the_next_day(grown: Any) -> None:
    left, fixed = grown(), grown()
    for world in (left, fixed):
        world.incidents = (plan_incident("E16@2025-07-22"), plan_incident("E11@2025-07-22", 1))
        world.advance(2)
    fixed.decide("fix", incident=1)
    for world in (left, fixed):
        world.advance(3)
    exposures = [
        world.frame("product_days").get("impressions")[-200:].sum() for world in (left, fixed)
    ]
    assert exposures[1] > exposures[0]
    with pytest.raises(ParameterError, match="7"):
        fixed.decide("fix", incident=7)
