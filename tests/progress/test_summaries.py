"""A small cohort by hand: three learners, two lessons, and every number worked out on paper."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from playbook.progress import (
    AnsweredCase,
    Attempted,
    FinishedLesson,
    KeptLog,
    Opened,
    Piece,
    Record,
    SawSolution,
    SelfMarked,
    TookHint,
    read_log,
)
from playbook.progress.cohort import readiness, stuck
from playbook.progress.summaries import STATES, cases, exercises, lessons, paths
from tests.progress.logs import write


def wrong(thing: str, *problems: str) -> Attempted:
    return Attempted(thing, "wrong", problems, lesson="one")


def passed(thing: str, lesson: str = "one") -> Attempted:
    return Attempted(thing, "passed", lesson=lesson)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Mei finishes lesson one; Li is stuck in it; Wang looked at a solution and keeps a diary."""
    write(
        tmp_path / "mei", "mei", Opened("one"), Attempted("e1", "not_attempted", lesson="one"),
        wrong("e1", "percent_ratio"), TookHint("e1", 1, 3, lesson="one"),
        TookHint("e1", 2, 3, lesson="one"), wrong("e1", "percent_ratio", "rows"), passed("e1"),
        wrong("e1", "rows"), passed("e2"), FinishedLesson("one", 2, 2), Opened("two"),
        SelfMarked("n1", Piece(120, "d"), {"gap": True}, lesson="two"),
    )  # fmt: skip
    write(
        tmp_path / "li", "li", Opened("one"), wrong("e1", "percent_ratio"),
        Attempted("e1", "raised", lesson="one"), wrong("e2", "rows"),
        AnsweredCase("c1", "wait", False, ("too_early",)), AnsweredCase("c1", "stop", True),
        AnsweredCase("c1", "stop", True),
    )  # fmt: skip
    write(
        tmp_path / "wang", "wang", SawSolution("e1", False, lesson="one"), passed("e1"),
        SawSolution("e2", lesson="one"), KeptLog("diary", dt.date(2026, 5, 1)),
        KeptLog("diary", dt.date(2026, 5, 1)), KeptLog("diary", dt.date(2026, 5, 2)),
        KeptLog("diary", dt.date(2026, 5, 3), False), TookHint("e3", 1, 2),
    )  # fmt: skip
    return read_log(tmp_path)


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    chosen = frame[list(columns)].astype(object)
    return [*chosen.where(chosen.notna(), None).itertuples(index=False, name=None)]


def test_each_exercise_has_one_state(record: Record) -> None:
    frame = exercises(record)
    assert rows(frame, "learner", "exercise", "state", "attempts", "outcome", "first_pass") == [
        ("li", "e1", "tried", 2, "raised", None),
        ("li", "e2", "tried", 1, "wrong", None),
        ("mei", "e1", "passed", 4, "wrong", 3),
        ("mei", "e2", "passed", 1, "passed", 1),
        ("mei", "n1", "self_marked", 0, None, None),
        ("wang", "diary", "kept", 0, None, None),
        ("wang", "e1", "passed_after_solution", 1, "passed", 1),
        ("wang", "e2", "solution_seen", 0, None, None),
        ("wang", "e3", "begun", 0, None, None),
    ]
    assert set(frame["state"]) == set(STATES)
    assert frame.set_index("exercise").loc["diary", "days_kept"] == 2
    assert frame["first_pass_day"].dropna().nunique() == 1


def test_a_lead_sees_neither_hints_nor_times_of_day(record: Record) -> None:
    for frame in (exercises(record), lessons(record)):
        assert not {"hints", "hints_of", "at", "stamp"} & set(frame.columns)
        for column in frame.columns[frame.columns.str.endswith("_day")]:
            days = pd.to_datetime(frame[column].dropna().to_list())
            assert (days == days.normalize()).all()
    own = exercises(record, "learner")
    assert rows(own[own["learner"] == "mei"], "exercise", "hints", "hints_of") == [
        ("e1", 2, 3),
        ("e2", 0, None),
        ("n1", 0, None),
    ]


def test_lessons(record: Record) -> None:
    assert rows(lessons(record), "learner", "lesson", "finished", "exercises", "done") == [
        ("li", "one", False, 2, 0),
        ("mei", "one", True, 2, 2),
        ("mei", "two", False, 1, 1),
        ("wang", "one", False, 2, 1),
    ]


def test_paths_show_the_roles_that_were_begun(record: Record) -> None:
    frame = paths(record, {"product": ["one", "two", "three", "two"], "ads": ["nine"]})
    assert rows(frame, "learner", "role", "lessons", "opened", "finished") == [
        ("li", "product", 3, 1, 0),
        ("mei", "product", 3, 2, 1),
        ("wang", "product", 3, 1, 0),
    ]
    assert frame["share"].tolist() == pytest.approx([0, 1 / 3, 0])


def test_where_people_get_stuck(record: Record) -> None:
    frame = stuck(record)
    found = rows(frame, "exercise", "problem", "times", "learners", "not_yet", "tried")
    assert found == [
        ("e1", "percent_ratio", 3, 2, 1, 3),
        ("e1", "raised", 1, 1, 1, 3),
        ("e2", "rows", 1, 1, 1, 2),
        ("e1", "rows", 2, 1, 0, 3),
        ("c1", "too_early", 1, 1, 0, 1),
    ]
    assert frame["share"].tolist() == pytest.approx([2 / 3, 1 / 3, 1 / 2, 1 / 3, 1])
    assert "learner" not in frame.columns


def test_readiness_counts_what_was_shown(record: Record) -> None:
    covers = {"e1": ["A-1", "A-2"], "e2": ["A-2"], "n1": ["B-1"], "c1": ["B-1"], "x": ["Z-9"]}
    frame = readiness(record, covers, {"analysis": ["A-1", "A-2", "A-3"], "writing": ["B-1"],
                                       "none": ["C-1"]})  # fmt: skip
    assert rows(frame, "learner", "capability", "exercises", "done", "rows", "rows_shown") == [
        ("li", "analysis", 2, 0, 3, 0),
        ("li", "none", 0, 0, 1, 0),
        ("li", "writing", 2, 1, 1, 1),
        ("mei", "analysis", 2, 2, 3, 2),
        ("mei", "none", 0, 0, 1, 0),
        ("mei", "writing", 2, 1, 1, 1),
        ("wang", "analysis", 2, 0, 3, 0),
        ("wang", "none", 0, 0, 1, 0),
        ("wang", "writing", 2, 0, 1, 0),
    ]
    share = frame.set_index(["learner", "capability"])["share"]
    assert share["mei", "writing"] == 0.5
    assert share.xs("none", level="capability").isna().all(), "no exercise is not zero"


def test_readiness_of_the_quick_and_of_the_slow_is_the_same(tmp_path: Path) -> None:
    write(tmp_path, "quick", passed("e1"))
    write(tmp_path, "slow", *[wrong("e1", "rows")] * 9, TookHint("e1", 3, 3), passed("e1"))
    frame = readiness(read_log(tmp_path), {"e1": ["A-1"]}, {"analysis": ["A-1"]})
    assert frame.drop(columns="learner").drop_duplicates().shape[0] == 1


def test_cases_know_their_streak(record: Record) -> None:
    assert rows(cases(record), "learner", "case_id", "answers", "right", "streak") == [
        ("li", "c1", 3, True, 2)
    ]


def test_nothing_recorded_is_an_empty_table(tmp_path: Path) -> None:
    empty = read_log(tmp_path)
    frames = [exercises(empty), lessons(empty), stuck(empty), cases(empty)]
    frames += [paths(empty, {}), readiness(empty, {}, {})]
    assert [len(frame) for frame in frames] == [0] * 6
    assert all(len(frame.columns) > 3 for frame in frames)


def test_words_in_the_mappings_are_values_not_sql(record: Record) -> None:
    frame = paths(record, {"x'); DROP TABLE statements; --": ["one"]})
    assert len(frame) == 3
    assert len(exercises(record)) == 9
