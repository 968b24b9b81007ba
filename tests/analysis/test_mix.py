"""Mix and rate: the Berkeley admissions, and parts that add up."""

from collections.abc import Mapping

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.analysis import mix_and_rate
from playbook.errors import ParameterError

# Applicants and admissions of six departments in 1973: men, then women.
MEN = {
    "A": (512, 825),
    "B": (353, 560),
    "C": (120, 325),
    "D": (138, 417),
    "E": (53, 191),
    "F": (22, 373),
}
WOMEN = {
    "A": (89, 108),
    "B": (17, 25),
    "C": (202, 593),
    "D": (131, 375),
    "E": (94, 393),
    "F": (24, 341),
}


def frame(rows: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    return pd.DataFrame(
        [(name, hits, base) for name, (hits, base) in rows.items()], columns=["dep", "hits", "base"]
    )


def split(
    first: Mapping[str, tuple[float, float]], second: Mapping[str, tuple[float, float]]
) -> pd.DataFrame:
    return mix_and_rate(frame(first), frame(second), "dep", "hits", "base")


def test_berkeley_turns_round_once_the_mix_is_taken_out() -> None:
    table = split(MEN, WOMEN)
    assert table["rate"].sum() == pytest.approx(0.03602848290570063, rel=1e-12)
    assert table["mix"].sum() == pytest.approx(-0.17767391115224251, rel=1e-12)
    assert table["total"].sum() == pytest.approx(0.30354223433242505 - 0.4451876625789669)


def test_equal_weights_leave_only_the_rate() -> None:
    table = split({"a": (1, 10), "b": (2, 10)}, {"a": (4, 20), "b": (4, 20)}).set_index("segment")
    assert table["mix"].tolist() == [0, 0]
    assert table.loc["a", "rate"] == pytest.approx(0.5 * 0.1)
    assert table.loc["b", "total"] == pytest.approx(0)


def test_a_new_segment_is_all_mix() -> None:
    table = split({"a": (1, 10)}, {"a": (1, 10), "b": (5, 10)}).set_index("segment")
    assert table["rate_before"].isna().to_dict() == {"a": False, "b": True}
    assert table.loc["b", "mix"] == pytest.approx(0.5 * 0.5)
    assert table.loc["b", "rate"] == 0
    assert table["total"].sum() == pytest.approx(6 / 20 - 1 / 10)


def test_without_any_base_there_is_no_answer_and_none_is_made_up() -> None:
    table = split({}, {"a": (1, 10)})
    assert table["total"].isna().all()
    assert split({}, {}).empty


rows = st.dictionaries(
    st.sampled_from("abcde"), st.tuples(st.integers(0, 500), st.integers(1, 1000)), min_size=1
)


@given(rows, rows)
def test_the_parts_always_add_up(
    first: dict[str, tuple[int, int]], second: dict[str, tuple[int, int]]
) -> None:
    def whole(rows: dict[str, tuple[int, int]]) -> float:
        return sum(r[0] for r in rows.values()) / sum(r[1] for r in rows.values())

    assert split(first, second)["total"].sum() == pytest.approx(
        whole(second) - whole(first), abs=1e-9
    )


def test_a_rate_without_a_base_is_refused() -> None:
    with pytest.raises(ParameterError, match="after: segment 'live' has no base"):
        split({"a": (1, 2)}, {"live": (3, 0)})
