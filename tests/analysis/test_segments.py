"""Segments × factors add up, agree with the published case, and hide no overlap."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.analysis import decompose_segments
from playbook.errors import ParameterError

FACTORS = {"uv": "visitors", "gmv": "value_per_visitor"}


def frame(**rows: tuple[float, float]) -> pd.DataFrame:
    columns = {"channel": list(rows), "uv": [r[0] for r in rows.values()]}
    return pd.DataFrame(columns | {"gmv": [r[1] for r in rows.values()]})


def by_factor(table: pd.DataFrame) -> dict[str, float]:
    sums = table.groupby("factor", sort=False)["effect"].sum()
    return {str(factor): float(effect) for factor, effect in sums.items()}


def test_two_sectors_agree_with_the_published_case() -> None:
    # Activity 50 → 80, shares (.2, .8) → (.5, .5), intensities (3, .5) → (2, .4).
    table = decompose_segments(
        frame(a=(10, 30), b=(40, 20)), frame(a=(40, 80), b=(40, 16)), "channel", FACTORS
    )
    got = by_factor(table)
    assert got["visitors"] == pytest.approx(32.38463791091676, rel=1e-12)
    assert got["structure"] == pytest.approx(38.284867350225625, rel=1e-12)
    assert got["value_per_visitor"] == pytest.approx(-24.66950526114238, rel=1e-12)
    assert table["effect"].sum() == pytest.approx(46)
    assert table["share"].sum() == pytest.approx(1)


def test_a_new_and_a_vanished_segment_are_all_structure() -> None:
    table = decompose_segments(frame(a=(10, 30)), frame(b=(10, 50)), "channel", FACTORS)
    assert by_factor(table) == {"visitors": 0, "structure": 20, "value_per_visitor": 0}
    assert set(table["method"]) == {"structure"}


def test_overlap_is_a_term_of_its_own() -> None:
    # Both channels as before, but fewer people: each comes through more channels.
    same = frame(a=(100, 500), b=(100, 300))
    table = decompose_segments(same, same, "channel", FACTORS, whole=(160, 125))
    got = by_factor(table)
    assert got["overlap"] == pytest.approx(800 * math.log(1.6 / 1.25))
    assert got["visitors"] == pytest.approx(-got["overlap"])
    assert table["effect"].sum() == pytest.approx(0, abs=1e-9)


def test_a_segment_that_sold_nothing_before_is_split_by_shapley() -> None:
    table = decompose_segments(frame(a=(10, 0)), frame(a=(10, 50)), "channel", FACTORS)
    assert by_factor(table) == {"visitors": 0, "structure": 0, "value_per_visitor": 50}
    assert set(table["method"]) == {"shapley"}


def test_sales_without_visitors_are_shown_apart() -> None:
    before, after = frame(a=(10, 30), live=(0, 5)), frame(a=(10, 30), live=(0, 9))
    table = decompose_segments(before, after, "channel", FACTORS)
    assert by_factor(table)["no_base"] == 4
    assert table["effect"].sum() == pytest.approx(4)


def test_three_quantities_give_conversion_and_spend() -> None:
    before = pd.DataFrame({"channel": ["a"], "uv": [10000], "buyers": [300], "gmv": [60000]})
    after = pd.DataFrame({"channel": ["a"], "uv": [9000], "buyers": [216], "gmv": [49680]})
    names = {"uv": "visitors", "buyers": "conversion", "gmv": "spend"}
    got = by_factor(decompose_segments(before, after, "channel", names))
    assert got["visitors"] == pytest.approx(-5760.878891827182)
    assert got["conversion"] == pytest.approx(-12200.993575128712)
    assert got["spend"] == pytest.approx(7641.872466955897)
    assert got["structure"] == pytest.approx(0)


def test_nothing_gives_an_empty_table() -> None:
    empty = frame()
    assert decompose_segments(empty, empty, "channel", FACTORS).empty


segments = st.dictionaries(
    st.sampled_from("abcd"),
    st.tuples(st.integers(0, 10**6), st.floats(-1e6, 1e6).map(lambda x: round(x, 2))),
    max_size=4,
)


@given(segments, segments, st.booleans())
def test_the_parts_always_add_up(
    first: dict[str, tuple[float, float]], second: dict[str, tuple[float, float]], unique: bool
) -> None:
    table = decompose_segments(
        frame(**first), frame(**second), "channel", FACTORS, whole=(7, 9) if unique else None
    )
    change = math.fsum(r[1] for r in second.values()) - math.fsum(r[1] for r in first.values())
    # Four segments; no sum of floats can be nearer than the grid that its largest part lies on.
    grid = math.ulp(max(map(abs, table["effect"]), default=0.0))
    assert math.fsum(table["effect"]) == pytest.approx(change, abs=4 * (1e-6 + grid))
    assert table["effect"].notna().all()


def test_rounding_of_huge_opposite_effects_is_not_left_over() -> None:
    table = decompose_segments(frame(a=(1, 894242.11)), frame(a=(68931, 0.0)), "channel", FACTORS)
    largest = float(table["effect"].abs().max())
    assert largest > 1e10
    assert math.fsum(table["effect"]) == pytest.approx(-894242.11, abs=math.ulp(largest) / 2)


def test_unfit_segments_are_refused() -> None:
    fit = frame(a=(1, 1))
    with pytest.raises(ParameterError, match="before: 'uv' must not be negative"):
        decompose_segments(frame(a=(-1, 1)), fit, "channel", FACTORS)
    with pytest.raises(ParameterError, match="at least one more"):
        decompose_segments(fit, fit, "channel", {"uv": "visitors"})
    with pytest.raises(ParameterError, match="whole=0"):
        decompose_segments(fit, fit, "channel", FACTORS, whole=(0, 1))
