"""Batches: oldest first, names kept, nothing lost."""

from __future__ import annotations

import numpy as np

from playbook.simulator.goods import stock_lots


def three_batches() -> np.ndarray:
    lots = stock_lots.empty(2)
    for day, (units, code) in enumerate([(5, 11), (3, 12), (4, 13)]):
        stock_lots.push(lots, np.array([0]), np.array([units]), np.array([code]),
                        np.array([1000 + code]), day)  # fmt: skip
    return lots


def test_oldest_goes_first_and_the_next_takes_its_place() -> None:
    lots = three_batches()
    stock_lots.take(lots, np.array([4, 0]))
    assert (lots[stock_lots.CODE, 0, 0], lots[stock_lots.UNITS, 0, 0]) == (11, 1)
    stock_lots.take(lots, np.array([2, 0]))
    assert (lots[stock_lots.CODE, 0, 0], lots[stock_lots.UNITS, 0, 0]) == (12, 2)
    assert lots[stock_lots.DEFECT, 0, 0] == 1012
    assert lots[stock_lots.UNITS, 0].tolist() == [2, 4, 0, 0]


def test_more_than_there_is_empties_and_keeps_the_last_name() -> None:
    lots = three_batches()
    stock_lots.take(lots, np.array([8, 0]))
    stock_lots.take(lots, np.array([9, 0]))
    assert lots[stock_lots.UNITS].sum() == 0
    assert lots[stock_lots.CODE, 0, 0] == 13


def test_returned_units_go_to_the_front_batch() -> None:
    lots = three_batches()
    stock_lots.give(lots, np.array([2, 0]))
    assert lots[stock_lots.UNITS, 0].tolist() == [7, 3, 4, 0]


def test_full_queue_takes_an_arrival_into_its_last_batch() -> None:
    lots = three_batches()
    for code in (14, 15):
        stock_lots.push(lots, np.array([0]), np.array([1]), np.array([code]), np.array([1000]), 9)
    assert lots[stock_lots.UNITS, 0].tolist() == [5, 3, 4, 2]
    assert lots[stock_lots.CODE, 0].tolist() == [11, 12, 13, 15]


def test_replace_makes_one_batch() -> None:
    lots = three_batches()
    stock_lots.replace(lots, np.array([0]), 77, 4000)
    assert lots[stock_lots.UNITS, 0].tolist() == [12, 0, 0, 0]
    assert (lots[stock_lots.CODE, 0, 0], lots[stock_lots.DEFECT, 0, 0]) == (77, 4000)


def test_aged_counts_units_that_came_before_a_day() -> None:
    assert stock_lots.aged(three_batches(), 2).tolist() == [8, 0]
