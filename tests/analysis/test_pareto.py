"""ABC classes by cumulative share, and who changed class."""

import pandas as pd
import pytest

from playbook.analysis import abc, abc_moves, moves_matrix
from playbook.errors import ParameterError


def frame(**values: float) -> pd.DataFrame:
    return pd.DataFrame({"sku": list(values), "value": list(values.values())})


def test_the_item_that_crosses_a_limit_still_belongs_to_it() -> None:
    table = abc(frame(a=50, b=25, c=15, d=6, e=4), "sku")
    assert table["class"].tolist() == ["A", "A", "A", "B", "C"]  # cumulative .5 .75 .9 .96 1
    assert table["cumulative"].tolist() == pytest.approx([0.5, 0.75, 0.9, 0.96, 1])
    assert table["rank"].tolist() == [1, 2, 3, 4, 5]


def test_a_limit_met_exactly_ends_the_class() -> None:
    assert abc(frame(a=80, b=15, c=5), "sku")["class"].tolist() == ["A", "B", "C"]
    tenths = abc(frame(**dict.fromkeys("abcdefghij", 0.1)), "sku")
    assert tenths["class"].tolist() == list("AAAAAAAABB")
    assert tenths["item"].tolist() == list("abcdefghij")


def test_one_item_is_a_and_what_did_not_sell_is_c() -> None:
    table = abc(frame(z=0, a=10, r=-4), "sku")
    assert dict(zip(table["item"], table["class"], strict=True)) == {"a": "A", "z": "C", "r": "C"}
    assert table["share"].sum() == 1
    assert set(abc(frame(a=0, b=0), "sku")["class"]) == {"C"}
    assert abc(frame(), "sku").empty


def test_moves_name_up_down_new_and_gone() -> None:
    before = frame(a=850, b=120, c=10, old=20)
    after = frame(a=120, b=850, c=9, new=21)
    table = abc_moves(before, after, "sku").set_index("item")
    assert table["move"].to_dict() == {
        "a": "down",
        "b": "up",
        "new": "new",
        "old": "gone",
        "c": "same",
    }
    assert table.loc["new", "class_before"] == ""
    assert table[["value_before", "value_after", "change"]].to_numpy()[-2].tolist() == [20, 0, -20]


def test_the_matrix_counts_every_item_once() -> None:
    moves = abc_moves(frame(a=850, b=120, c=10, old=20), frame(a=120, b=850, c=9, new=21), "sku")
    matrix = moves_matrix(moves)
    assert matrix.index.tolist() == ["A", "B", "C", ""]
    assert matrix.to_numpy().sum() == 5
    assert matrix["B"].tolist() == [1, 0, 0, 0]
    assert moves_matrix(moves.iloc[:0]).to_numpy().sum() == 0


def test_limits_must_be_in_order() -> None:
    with pytest.raises(ParameterError, match=r"a=0.9 and b=0.8"):
        abc(frame(a=1), "sku", a=0.9, b=0.8)
