"""Effects: who is touched, by how much, and nobody else."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.day import Day


@pytest.fixture
def day() -> Any:
    return Day(0, dt.date(2026, 1, 1))


def test_without_effects_values_are_untouched(day: Any) -> None:
    values = np.ones(3)
    assert day.effects.apply("buy", values, channel=np.arange(3)) is values


def test_only_the_slice_is_touched(day: Any) -> None:
    day.post("buy", 0.5, channel=[1], region=[7, 8])
    result = day.effects.apply("buy", 2.0, channel=np.array([1, 1, 0]), region=np.array([7, 9, 7]))
    assert result.tolist() == [1.0, 2.0, 2.0]


def test_hours_are_half_open(day: Any) -> None:
    day.post("pay", 0.0, hours=(10, 12))
    second = np.array([10 * 3600 - 1, 10 * 3600, 12 * 3600 - 1, 12 * 3600])
    assert day.effects.apply("pay", 1.0, second=second).tolist() == [1, 0, 0, 1]


def test_effects_on_one_cause_combine_in_order(day: Any) -> None:
    day.post("price", 0.5)
    day.post("price", 3.0, op="add")
    day.post("price", 1.0, op="set", sku=[0])
    assert day.effects.apply("price", 10.0, sku=np.array([0, 1])).tolist() == [1.0, 8.0]


def test_other_causes_are_left_alone(day: Any) -> None:
    day.post("pay", 0.0)
    assert day.effects.apply("buy", 1.0, sku=np.zeros(1)) == 1.0


def test_an_unknown_dimension_is_our_own_mistake(day: Any) -> None:
    day.post("buy", 0.5, weather=[1])
    with pytest.raises(KeyError, match="weather"):
        day.effects.apply("buy", 1.0, channel=np.zeros(2))
