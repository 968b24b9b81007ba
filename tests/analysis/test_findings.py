"""Findings: stable names, evidence only, and one of each kind before two of one."""

import pandas as pd
import pytest

from playbook.analysis import (
    decompose,
    finding_id,
    from_decomposition,
    from_judgement,
    from_movers,
    movers,
    top_findings,
)
from playbook.analysis.findings import COLUMNS
from playbook.errors import ParameterError

KEY = "2026-06-20"


def frame(**values: float) -> pd.DataFrame:
    return pd.DataFrame({"sku": list(values), "value": list(values.values())})


MOVED = from_movers(
    movers(frame(a=9, b=5, c=1), frame(a=1, b=8, c=1, d=0.5), "sku", top=2), key=KEY, metric="gmv"
)
FACTORS = from_decomposition(
    decompose({"orders": 10, "aov": 5}, {"orders": 12, "aov": 3}), key=KEY, metric="gmv"
)
VERDICT = {
    "verdict": "below",
    "value": 36.0,
    "expected": 50.0,
    "z": -4.0,
    "n": 8,
    "low": 40.0,
    "high": 60.0,
}


def test_movers_become_findings_without_the_rest() -> None:
    assert MOVED["item"].tolist() == ["a", "b"]
    assert MOVED["change"].tolist() == [-8, 3]
    assert MOVED["evidence"].tolist() == [{"item": "kept"}, {"item": "kept"}]
    assert tuple(MOVED.columns) == COLUMNS


def test_factors_come_by_the_size_of_their_effect() -> None:
    assert FACTORS["item"].tolist() == ["aov", "orders"]
    assert FACTORS["change"].sum() == pytest.approx(-14)
    assert FACTORS["before"].tolist() == [5, 10]


def test_only_an_unusual_day_is_a_finding() -> None:
    found = from_judgement(VERDICT, key=KEY, metric="gmv")
    assert found["change"].tolist() == [-14]
    assert found["evidence"].iloc[0]["n"] == 8
    assert from_judgement(VERDICT | {"verdict": "within"}, key=KEY, metric="gmv").empty


def test_an_id_survives_corrected_amounts_and_changes_with_the_day() -> None:
    again = from_movers(movers(frame(a=90), frame(a=7), "sku"), key=KEY, metric="gmv")
    assert again["id"].iloc[0] == MOVED["id"].iloc[0] == finding_id(KEY, "mover", "gmv", "sku", "a")
    other = from_movers(movers(frame(a=9), frame(a=1), "sku"), key="2026-06-21", metric="gmv")
    assert other["id"].iloc[0] != MOVED["id"].iloc[0]
    # Written down, because ids in people's sheets must outlive a change of this code.
    assert finding_id(KEY, "mover", "gmv", "sku", "连衣裙") == "d96fa8d83cc0"


def test_each_kind_comes_before_a_second_of_one() -> None:
    day = from_judgement(VERDICT, key=KEY, metric="gmv")
    chosen = top_findings([day, FACTORS, MOVED], 4)
    assert chosen["kind"].tolist() == ["comparison", "factor", "mover", "factor"]
    assert top_findings([MOVED, MOVED], 9)["item"].tolist() == ["a", "b"]


def test_nothing_changed_gives_an_empty_table() -> None:
    assert top_findings([]).empty
    same = from_movers(movers(frame(a=1), frame(a=1), "sku"), key=KEY, metric="gmv")
    assert same.empty
    assert tuple(top_findings([same]).columns) == COLUMNS
    with pytest.raises(ParameterError, match="n=0"):
        top_findings([MOVED], 0)


def test_nobody_is_blamed() -> None:
    assert not {"cause", "owner", "due"} & set(MOVED.columns)
