"""What is practised, only read and missing; and the numbers never fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.course.coverage import (
    FLOOR,
    MISSING,
    PRACTISED,
    READ,
    SOURCES,
    coverage,
    falls,
    floor,
    raise_floor,
)
from playbook.course.curriculum import curriculum
from playbook.errors import ParameterError
from playbook.i18n import use_language

COVERS = {
    "exercise": {"e1": ["DA-11", "DA-30"], "e2": ["DA-11", "DA-11"]},
    "drill": {"d1": ["PS-1.1"]},
    "page": {"p1": ["DA-11", "DA-12"], "p2": []},
    "report": {"daily": ["DA-12", "M-01"]},
}


def test_a_row_is_in_one_state() -> None:
    found = coverage(COVERS)
    assert found.ids(PRACTISED) == ["PS-1.1", "DA-11", "DA-30"]
    assert found.ids(READ) == ["DA-12", "M-01"]
    assert len(found.ids(MISSING)) == 806 - 5
    assert found.by["DA-11"] == ("exercise:e1", "exercise:e2", "page:p1")
    assert found.by["DA-12"] == ("page:p1", "report:daily")


def test_the_table_counts_by_section() -> None:
    table = coverage(COVERS).table().set_index("section")
    columns = ["rows", "practised", "read", "missing"]
    assert table.loc[["DA"], columns].to_numpy().tolist() == [[34, 2, 1, 31]]
    assert table.loc[["PS"], columns].to_numpy().tolist() == [[56, 1, 0, 55]]
    assert table.loc[["M"], [*columns, "register"]].to_numpy().tolist() == [[120, 0, 1, 119, True]]
    assert table.loc["DA", "share"] == pytest.approx(2 / 34)
    assert table["rows"].sum() == 806
    assert list(table.index) == list(curriculum().sections)
    with use_language("zh"):
        assert coverage(COVERS).table().set_index("section").loc["DA", "title"] == "数据分析"


def test_capabilities_count_their_rows() -> None:
    table = coverage(COVERS).capabilities().set_index("capability")
    columns = ["rows", "practised", "read", "missing"]
    assert table.loc[["drivers"], columns].to_numpy().tolist() == [[4, 2, 0, 2]]
    assert table.loc[["reports"], columns].to_numpy().tolist() == [[37, 2, 1, 34]]


def test_nothing_covers_nothing() -> None:
    assert coverage({}).count([PRACTISED, READ]) == 0
    assert len(SOURCES) == len(set(SOURCES))


def test_misspelt_names_are_refused() -> None:
    with pytest.raises(ParameterError, match="exercise 'e9' covers 'DA-99', which is no row"):
        coverage({"exercise": {"e9": ["DA-99"]}})
    with pytest.raises(ParameterError, match=r"Allowed: exercise, .* Did you mean 'exercise'\?"):
        coverage({"excercise": {}})


def test_the_floor_only_rises(tmp_path: Path) -> None:
    path = tmp_path / "floor.toml"
    found = coverage(COVERS)
    raise_floor(found, path)
    assert floor(path)["DA"] == (2, 3)
    assert floor(path)["PS"] == (1, 1)
    assert falls(found, path) == []
    less = coverage({"page": {"p": ["DA-11", "DA-12", "DA-30"]}})
    raise_floor(less, path)
    assert floor(path)["DA"] == (2, 3)
    assert falls(less, path)[1] == ("DA: 0 rows practised and 3 covered; the floor is 2 and 3.")
    assert [line[:2] for line in falls(less, path)] == ["PS", "DA", "M:"]


def test_the_committed_floor_names_every_section() -> None:
    held = floor(FLOOR)
    assert list(held) == list(curriculum().sections)
    for code, (practised, covered) in held.items():
        rows = sum(row.section == code for row in curriculum().rows.values())
        assert 0 <= practised <= covered <= rows
