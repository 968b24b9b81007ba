"""Finding what brought a visit."""

from __future__ import annotations

import numpy as np
import pytest

from playbook.simulator.core.draws import Draws
from playbook.simulator.reach.channels_finder import find, shares

MEANS = np.array([[3.0, 0.0], [1.0, 0.0]])


def test_shares_are_cumulative_and_leave_the_rest() -> None:
    steps = shares(MEANS, np.array([8.0, 5.0]), only=False)
    assert steps.tolist() == [[0.375, 0.0], [0.5, 0.0]]


def test_a_channel_of_their_own_is_shared_out_in_full() -> None:
    steps = shares(MEANS, np.array([4.0, 0.0]), only=True)
    assert steps.tolist() == [[0.75, 0.75], [1.0, 1.0]]


def test_visits_are_dealt_out_in_proportion() -> None:
    count = 6000
    steps = {4: shares(MEANS, np.array([8.0, 5.0]), only=False)}
    visits = (np.full(count, 4), np.zeros(count, int), np.arange(count, dtype=np.uint64))
    found = find(Draws(1), "test", visits, steps, {4: np.array([7, 9])})
    parts = [(found == thing).mean() for thing in (7, 9, -1)]
    assert parts == pytest.approx([0.375, 0.125, 0.5], abs=0.02)


def test_other_channels_and_products_belong_to_none() -> None:
    steps = {0: shares(MEANS, np.array([4.0, 0.0]), only=False)}
    visits = (np.array([0, 5]), np.array([1, 0]), np.arange(2, dtype=np.uint64))
    assert find(Draws(1), "test", visits, steps, {0: np.array([0, 1])}).tolist() == [-1, -1]


def test_one_visit_more_changes_no_other() -> None:
    steps = {0: shares(MEANS, np.array([8.0, 5.0]), only=False)}
    key = np.arange(50, dtype=np.uint64)

    def of(keys: np.ndarray) -> np.ndarray:
        zeros = np.zeros(len(keys), int)
        return find(Draws(1), "test", (zeros, zeros, keys), steps, {0: np.array([0, 1])})

    assert (of(key)[1:] == of(key[1:])).all()


def test_nobody_came() -> None:
    none = np.zeros(0, int)
    steps = {0: shares(MEANS, np.array([8.0, 5.0]), only=False)}
    found = find(Draws(1), "test", (none, none, none.astype(np.uint64)), steps, {0: none})
    assert len(found) == 0
