"""No check raises, whatever it is handed."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.grading import (
    BLAME,
    FunctionTask,
    Kind,
    LogTask,
    Outcome,
    Part,
    PieceTask,
    TableTask,
    Verdict,
    check_choice,
    check_choices,
    check_day,
    check_function,
    check_log,
    check_number,
    check_order,
    check_piece,
    check_set,
    check_table,
    guarded,
    tell_verdict,
)  # fmt: skip

DAYS = pd.to_datetime(["2026-03-01"] * 2)
TRUTH = pd.DataFrame({"sku": ["a", "b"], "n": [1.0, 2.0], "day": DAYS})
PIECE = PieceTask(parts=(Part("what", "What"),), forbidden=(BLAME,), at_least=2)
CHECKS: dict[str, Callable[[Any], Verdict]] = {
    "number": lambda x: check_number(x, 3.0, unit="ratio", confusions={"gross_or_net": 4.0}),
    "nothing": lambda x: check_number(x, None),
    "day": lambda x: check_day(x, dt.date(2026, 3, 5)),
    "table": lambda x: check_table(x, TRUTH, TableTask(key=("sku",), ordered=True)),
    "set": lambda x: check_set(x, {"a", "b"}),
    "choice": lambda x: check_choice(x, {"a": ["r"]}, options=["a", "b"], reasons=["r", "q"]),
    "choices": lambda x: check_choices(x, ["a"], options=["a", "b"]),
    "order": lambda x: check_order(x, ["a", "b"], [("a", "b")]),
    "piece": lambda x: check_piece(x, PIECE),
    "log": lambda x: check_log(x, LogTask(2, dt.date(2026, 3, 9), {"saw": "What I saw"})),
}


def _raises(*_args: Any, **_kwargs: Any) -> Any:
    raise RuntimeError("hostile")


def _exits(*_args: Any, **_kwargs: Any) -> Any:
    raise SystemExit("hostile")


def _with_cells(column: str, cells: tuple[Any, Any]) -> pd.DataFrame:
    return TRUTH.assign(**{column: pd.Series(list(cells), dtype=object)})


class Hostile:
    """Raises at whatever is done with it."""

    __eq__ = __repr__ = __str__ = __iter__ = __bool__ = __float__ = __int__ = _raises
    __len__ = __abs__ = _exits
    __array__ = __getattr__ = __hash__ = __index__ = __lt__ = __contains__ = __format__ = _raises
    __class__ = property(_raises)


class HostileText(str):
    __slots__ = ()
    __eq__ = __repr__ = __str__ = __len__ = __iter__ = strip = casefold = _raises
    __hash__ = str.__hash__


class HostileNumber(float):
    __eq__ = __repr__ = __str__ = __float__ = __abs__ = __lt__ = _raises
    __hash__ = float.__hash__


class HostileList(list[Any]):
    __len__ = __iter__ = __getitem__ = __eq__ = __repr__ = _raises


class HostileFrame(pd.DataFrame):
    columns = property(_raises)


def recursive_list() -> list[Any]:
    ring: list[Any] = []
    ring.append(ring)
    return ring


def recursive_dict() -> dict[str, Any]:
    ring: dict[str, Any] = {}
    ring["what"] = ring
    return ring


def endless() -> Iterator[int]:
    return itertools.count()


ODD: dict[str, Any] = {
    "hostile": Hostile(), "hostile in a list": [Hostile()], "hostile text": HostileText("a"),
    "hostile number": HostileNumber(3), "hostile list": HostileList(["a"]),
    "hostile frame": HostileFrame(TRUTH), "a class": Hostile, "recursive list": recursive_list(),
    "recursive dict": recursive_dict(), "generator": endless(), "range": range(10**12),
    "huge int": 10**5000, "huge text": "a" * 10**6, "huge list": [0] * 10**6, "bytes": b"3",
    "infinity": float("inf"), "sNaN": Decimal("sNaN"), "NA": pd.NA, "NaT": pd.NaT, "lambda": len,
    "multiindex": TRUTH.set_index(["sku", "day"]), "multi columns": pd.concat({"x": TRUTH}, axis=1),
    "same columns": TRUTH[["sku", "sku", "n", "day"]], "mixed": _with_cells("n", ("x", {})),
    "lists as keys": _with_cells("sku", ([1], {})),
    "hostile cells": _with_cells("n", (Hostile(), 1)),
    "hostile keys": _with_cells("sku", (Hostile(), 1)), "categories": TRUTH.astype("category"),
    "nullable": TRUTH.convert_dtypes(), "zones": TRUTH.assign(day=TRUTH.day.dt.tz_localize("UTC")),
    "periods": TRUTH.assign(day=TRUTH.day.dt.to_period("D")),
    "number columns": TRUTH.set_axis([0, 1, 2], axis=1),
    "complex": TRUTH.assign(n=[1j, 2j]), "intervals": TRUTH.assign(n=pd.interval_range(0, 2)),
    "timedeltas": TRUTH.assign(n=pd.to_timedelta([1, 2])), "an empty frame": pd.DataFrame(),
    "index named as a column": TRUTH.set_index("sku", drop=False), "grouped": TRUTH.groupby("sku"),
    "structured": np.zeros(1, dtype=[("a", "i4")]), "object array": np.array([None, {}]),
    "far day": dt.date.max, "far text": "9999-99-99", "lone surrogate": "\ud800", "nul": "\x00",
    "dict of odd keys": {Hostile: 1, None: 2, 3: 4}, "log of odd days": [{"day": {}}, {"day": 5}],
}  # fmt: skip


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
@pytest.mark.parametrize("name", ODD)
def test_no_check_raises(check: Callable[[Any], Verdict], name: str) -> None:
    # By name: pytest itself looks at the parameters and would fail on the hostile ones.
    verdict = check(ODD[name])
    assert type(verdict) is Verdict
    assert tell_verdict(verdict)


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.decimals(),
    st.dates(), st.datetimes(), st.timedeltas(), st.complex_numbers(), st.fractions(),
    st.sampled_from(["hostile text", "hostile number", "huge int"]).map(lambda name: ODD[name]),
)  # fmt: skip
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(st.text(max_size=4), inner, max_size=4),
        st.lists(inner, min_size=1, max_size=3).map(lambda cells: pd.Series(cells, dtype=object)),
        st.builds(_with_cells, st.sampled_from(["n", "sku", "day"]), st.tuples(inner, inner)),
    ),
    max_leaves=6,
)  # fmt: skip


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_no_check_raises_at_anything(answer: Any) -> None:
    for check in CHECKS.values():
        assert tell_verdict(check(answer))


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_no_function_check_raises_at_any_result(result: Any) -> None:
    task = FunctionTask(lambda _: 3.0, [(TRUTH,)], check_number, unseen=[(TRUTH.head(1),)])
    assert tell_verdict(check_function(lambda _: result, task))
    assert tell_verdict(check_function(result, task))


@pytest.mark.parametrize("error", [ValueError, SystemExit, RecursionError, MemoryError])
def test_a_check_that_fails_itself_says_that_it_is_our_fault(error: type[BaseException]) -> None:
    def check(_answer: Any) -> Verdict:
        raise error("the answer is 42")

    verdict = guarded(check)(1)
    assert (verdict.outcome, verdict.kinds) == (Outcome.NOT_CHECKABLE, (Kind.OUR_FAULT,))
    told = tell_verdict(verdict)
    assert "our fault" in told
    assert "42" not in told


def test_the_learners_own_interrupt_goes_through() -> None:
    def check(_answer: Any) -> Verdict:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guarded(check)(1)
