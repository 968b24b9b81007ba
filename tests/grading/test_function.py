"""Functions: on copies, within limits, on data they have never seen."""

import threading
import time
from typing import Any

import numpy as np
import pandas as pd
import pytest

from playbook.grading import FunctionTask, Kind, Outcome, check_function, check_number, tell_verdict
from playbook.grading.function import copied, unchanged
from playbook.grading.limit import run_limited

HERE = pd.DataFrame({"buyer": ["a", "a", "b"], "paid": [10.0, 20.0, 30.0]})
ELSEWHERE = pd.DataFrame({"buyer": ["c", "d", "d"], "paid": [5.0, 5.0, 2.0]})


def per_buyer(orders: pd.DataFrame) -> float | None:
    return orders.paid.sum() / orders.buyer.nunique() if len(orders) else None


TASK = FunctionTask(
    per_buyer, seen=[(HERE,)], unseen=[(ELSEWHERE,)], compare=check_number, seconds=0.5
)


def test_a_right_function_passes() -> None:
    assert check_function(lambda df: df["paid"].sum() / df["buyer"].nunique(), TASK).passed


def stub(orders: Any) -> Any:
    """Say what to do."""


def stub_pass(orders: Any) -> Any:
    pass


def stub_raise(orders: Any) -> Any:
    raise NotImplementedError


@pytest.mark.parametrize("starter", [None, ..., stub, stub_pass, stub_raise])
def test_a_starter_is_not_attempted(starter: Any) -> None:
    assert check_function(starter, TASK).outcome is Outcome.NOT_ATTEMPTED


def no_return(orders: Any) -> Any:
    orders.paid.sum()


def changes_input(orders: Any) -> Any:
    orders["paid"] = orders.paid.fillna(0) * 1.0
    orders["x"] = 1
    return orders.paid.sum() / orders.buyer.nunique()


def overwrites_a_cell(orders: Any) -> Any:
    total = orders.paid.sum()
    orders.loc[0, "paid"] = 0.0
    return total / orders.buyer.nunique()


def endless(orders: Any) -> Any:
    while True:
        pass


# What cannot be stopped is let go at the end of its test.
LET_GO: list[bool] = []


def stubborn(orders: Any) -> Any:
    while not LET_GO:
        try:
            time.sleep(0.001)
        except BaseException:  # noqa: BLE001 - what this learner does
            continue


def only_here(orders: Any) -> Any:
    return orders.paid.sum() / 2 if "a" in set(orders.buyer) else 7.0


async def waits(orders: Any) -> Any:
    return 30.0


@pytest.mark.parametrize(
    ("function", "kinds"),
    [
        (30.0, [Kind.NOT_A_FUNCTION]),
        (lambda _: 30.0, [Kind.HARD_CODED]),
        (only_here, [Kind.ONLY_HERE, Kind.VALUE]),
        (lambda df: df.paid.mean(), [Kind.VALUE]),
        (lambda df: -df.paid.sum() / 2, [Kind.SIGN]),
        (no_return, [Kind.RETURNED_NOTHING]),
        (lambda _: ..., [Kind.RETURNED_NOTHING]),
        (waits, [Kind.RETURNED_NOTHING]),
        (changes_input, [Kind.CHANGED_INPUT]),
        (overwrites_a_cell, [Kind.CHANGED_INPUT]),
        (endless, [Kind.TIMEOUT]),
        (stubborn, [Kind.TIMEOUT]),
        (lambda: 30.0, [Kind.RAISED]),
        (lambda df: df.payd.sum(), [Kind.RAISED]),
        (lambda _: 1 / 0, [Kind.RAISED]),
        (lambda _: exit(), [Kind.RAISED]),
    ],
)
def test_a_wrong_function_gets_its_own_kind(function: Any, kinds: list[Kind]) -> None:
    LET_GO.clear()
    assert list(check_function(function, TASK).kinds) == kinds
    LET_GO.append(True)
    assert list(HERE.columns) == ["buyer", "paid"]
    assert HERE.paid.tolist() == [10, 20, 30]


def test_an_edge_case_that_raises_is_told_as_right_here_only() -> None:
    task = FunctionTask(per_buyer, [(HERE,)], check_number, unseen=[(HERE.head(0),)])
    verdict = check_function(lambda df: df.paid.sum() / len(set(df.buyer)) + [][0], task)
    assert verdict.kinds == (Kind.RAISED,)
    verdict = check_function(lambda df: float(df.paid.sum()) / len(set(df.buyer)), task)
    assert (verdict.outcome, verdict.kinds) == (
        Outcome.RAISED, (Kind.ONLY_HERE, Kind.RAISED),
    )  # fmt: skip
    assert "divides by zero" in tell_verdict(verdict)


def test_memory_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    held = iter(range(0, 10**6, 300))
    monkeypatch.setattr("playbook.grading.limit._megabytes", lambda: float(next(held)))
    assert run_limited(lambda: [0 for _ in iter(int, 1)], megabytes=500).ended == "too_big"


def test_an_interrupted_thread_is_gone() -> None:
    ran: list[int] = []

    def counts() -> None:
        while True:
            ran.append(1)
            if len(ran) > 100:
                ran.clear()

    assert run_limited(counts, seconds=0.05).ended == "timeout"
    alive = [thread for thread in threading.enumerate() if thread.name == "answer"]
    assert all(map(_ends, alive))


def _ends(thread: Any) -> bool:
    thread.join(2)
    return not thread.is_alive()


@pytest.mark.parametrize(
    "value",
    [HERE, HERE.paid, [1, [2]], {"a": HERE}, {1, 2}, np.array([1.0, np.nan]), np.array([1]), "x"],
    ids=lambda value: type(value).__name__,
)
def test_a_copy_equals_its_original(value: Any) -> None:
    assert unchanged((value,), copied((value,)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1], [1, 2]), ({"a": 1}, {"a": 2}), (HERE, HERE.iloc[::-1]), ([1], (1,)),
        (HERE, HERE.rename(columns={"paid": "p"})), (np.array([1]), np.array([2])),
    ],
)  # fmt: skip
def test_a_change_is_seen(before: Any, after: Any) -> None:
    assert not unchanged(before, after)
