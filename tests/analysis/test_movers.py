"""Movers and "everything else" add up to the whole change."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.analysis import movers
from playbook.errors import ParameterError


def frame(**values: float | None) -> pd.DataFrame:
    return pd.DataFrame({"sku": list(values), "value": list(values.values())}).astype(
        {"value": "float64"}
    )


BEFORE = frame(a=100, b=50, c=30, d=5)
AFTER = frame(a=40, b=80, d=5, e=20)


def test_items_are_listed_by_the_size_of_their_change() -> None:
    table = movers(BEFORE, AFTER, "sku")
    assert table["item"].tolist() == ["a", "b", "c", "e", "d"]  # c and e: 30 before 20
    assert table["change"].tolist() == [-60, 30, -30, 20, 0]
    assert table["kind"].tolist() == ["kept", "kept", "gone", "new", "kept"]
    assert table["share"].tolist() == pytest.approx([1.5, -0.75, 0.75, -0.5, 0])  # of −40
    assert set(table["dimension"]) == {"sku"}


def test_everything_else_is_one_row_and_the_whole_adds_up() -> None:
    table = movers(BEFORE, AFTER, "sku", top=2)
    rest = table.iloc[-1]
    assert (rest["kind"], rest["item"], rest["items"]) == ("rest", None, 3)
    assert (rest["before"], rest["after"], rest["change"]) == (35, 25, -10)
    assert table["change"].sum() == -40


def test_equal_changes_are_ordered_by_name() -> None:
    table = movers(frame(), frame(z=1, m=1, a=-1), "sku", top=2)
    assert table["item"].tolist()[:2] == ["a", "m"]


def test_null_values_are_left_out_and_a_nameless_item_stays() -> None:
    before = pd.DataFrame({"sku": ["a", None], "value": [1.0, 4.0]})
    after = pd.DataFrame({"sku": ["a", "b"], "value": [None, 2.0]})
    table = movers(before, after, "sku")
    assert table["kind"].tolist() == ["gone", "new", "gone"]
    assert table["item"].isna().tolist() == [True, False, False]
    assert table["change"].tolist() == [-4, 2, -1]


def test_no_change_at_all_has_no_shares() -> None:
    table = movers(BEFORE, BEFORE, "sku")
    assert table["change"].tolist() == [0, 0, 0, 0]
    assert table["share"].isna().all()


def test_two_empty_frames_give_an_empty_table_with_its_columns() -> None:
    table = movers(frame(), frame(), "sku")
    assert table.empty
    assert "share" in table.columns


amounts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-(10**9), 10**9), max_size=8)


@given(amounts, amounts, st.integers(1, 9))
def test_the_rows_always_add_up(first: dict[str, int], second: dict[str, int], top: int) -> None:
    # Cents, as money comes: 1/100 of an integer.
    before = frame(**{k: v / 100 for k, v in first.items()})
    after = frame(**{k: v / 100 for k, v in second.items()})
    table = movers(before, after, "sku", top=top)
    whole = (sum(second.values()) - sum(first.values())) / 100
    assert table["change"].sum() == pytest.approx(whole, abs=1e-6)
    assert table["items"].sum() == len(set(first) | set(second))
    assert len(table) <= top + 1


@pytest.mark.parametrize(
    ("before", "after", "options", "named"),
    [
        (BEFORE.rename(columns={"sku": "skus"}), AFTER, {}, "Did you mean 'skus'"),
        (BEFORE, AFTER.drop(columns="value"), {}, "after has no column 'value'"),
        (BEFORE, AFTER.assign(value="much"), {}, "Numbers are expected"),
        (BEFORE, AFTER.assign(value=float("inf")), {}, "infinite"),
        (BEFORE, AFTER, {"top": 0}, "top=0"),
        (BEFORE.assign(metric=["x", "x", "y", "y"]), AFTER, {}, "several metrics: x, y"),
    ],
)
def test_unfit_frames_are_refused_by_name(
    before: pd.DataFrame, after: pd.DataFrame, options: dict[str, Any], named: str
) -> None:
    with pytest.raises(ParameterError, match=named):
        movers(before, after, "sku", **options)
