"""Packing times and hours of handing over, by hand."""

from __future__ import annotations

import numpy as np

from playbook.simulator.goods.logistics_queue import NEVER, by_day, finish_times, next_collection


def test_a_gap_lets_the_packers_rest() -> None:
    assert finish_times(np.array([0, 5, 50.0]), 0.1).tolist() == [10.0, 20.0, 60.0]


def test_without_packers_nothing_leaves() -> None:
    assert (finish_times(np.zeros(2), 0.0) >= NEVER).all()


def test_collection_after_the_last_is_the_first_of_tomorrow() -> None:
    assert next_collection(np.array([20 * 3600 + 1]), [12.0, 20.0]).tolist() == [36 * 3600]
    assert next_collection(np.array([12 * 3600]), [12.0, 20.0]).tolist() == [12 * 3600]


def test_hours_of_the_night_move_into_the_day_in_the_same_order() -> None:
    moved = by_day(np.array([0, 1, 86_399]))
    assert moved[0] == 8 * 3600
    assert (np.diff(moved) >= 0).all()
    assert moved[-1] < 21 * 3600
