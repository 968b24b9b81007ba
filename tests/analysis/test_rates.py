"""Funnels and intervals of rates."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.analysis import funnel, rates, wilson
from playbook.errors import ParameterError


def test_a_funnel_has_rates_from_step_to_step_and_over_all() -> None:
    table = funnel({"visitors": 200, "carts": 50, "paid": 10})
    assert table["step_rate"].tolist()[1:] == [0.25, 0.2]
    assert table["overall_rate"].tolist() == [1, 0.25, 0.05]
    assert table["lost"].tolist()[1:] == [150, 40]
    assert not table["exceeds"].any()


def test_a_step_above_the_one_before_is_marked_and_kept() -> None:
    table = funnel({"carts": 50, "orders": 60})
    assert table["exceeds"].tolist() == [False, True]
    assert table["step_rate"].iloc[1] == 1.2


def test_an_unknown_step_is_bridged_and_not_zero() -> None:
    table = funnel({"visitors": 200, "carts": None, "paid": 10})
    assert table["step_rate"].isna().tolist() == [True, True, False]
    assert table["step_rate"].iloc[2] == 0.05


def test_zero_visitors_have_no_rate() -> None:
    table = funnel({"visitors": 0, "paid": 0})
    assert table[["step_rate", "overall_rate"]].isna().all().all()
    assert funnel({}).empty
    with pytest.raises(ParameterError, match="paid=-1"):
        funnel({"visitors": 3, "paid": -1})


def test_wilson_agrees_with_published_values() -> None:
    # Newcombe (1998), table I: 81 of 263 and 15 of 148, 95 %.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    assert wilson(29, 29) == pytest.approx((0.8830, 1), abs=5e-5)


@given(st.integers(1, 10**7), st.floats(0, 1), st.floats(0.5, 0.999))
def test_the_interval_holds_the_rate_and_stays_within_0_and_1(
    base: int, part: float, level: float
) -> None:
    hits = round(base * part)
    low, high = wilson(hits, base, level)
    assert 0 <= low <= hits / base <= high <= 1


def test_a_frame_gets_rates_intervals_and_marks() -> None:
    frame = pd.DataFrame({"buyers": [81, 2, 5, 0, 40], "uv": [263, 10, 4, 0, 30]})
    table = rates(frame, "buyers", "uv")
    assert (table["low"].iloc[0], table["high"].iloc[0]) == pytest.approx(wilson(81, 263))
    assert table["small"].tolist() == [False, True, True, True, False]
    assert table["rate"].isna().tolist() == [False, False, False, True, False]
    assert table["low"].isna().tolist() == [False, False, True, True, True]


@pytest.mark.parametrize(("hits", "base"), [(1, 0), (-1, 5), (6, 5), (None, 5)])
def test_impossible_rates_are_refused(hits: int, base: int) -> None:
    with pytest.raises(ParameterError):
        wilson(hits, base)


def test_an_impossible_level_is_refused() -> None:
    with pytest.raises(ParameterError, match="level=95"):
        wilson(1, 2, 95)
