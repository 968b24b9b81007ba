"""Ids, outcomes and names are checked before a line is written; answers never get into one."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from playbook.errors import ParameterError
from playbook.progress import (
    AnsweredCase,
    Attempted,
    Event,
    FinishedLesson,
    KeptLog,
    Opened,
    Piece,
    SawSolution,
    SelfMarked,
    TookHint,
)
from playbook.progress.events import VERBS
from playbook.progress.statement import VERB_IDS, Session, ext, learner_name, line, statement
from tests.progress.logs import START

SECRET = "Visitors fell by 12 %, so I paused the plan."
PIECE = Piece.of(SECRET, "note-1")
ALL: list[tuple[Event, dict[str, Any]]] = [
    (Opened("lesson-1"), {}),
    (
        Attempted("e-1", "wrong", ("percent_ratio",), PIECE, lesson="lesson-1", covers=("DA-11",)),
        {
            "outcome": "wrong",
            "problems": ["percent_ratio"],
            "length": len(SECRET),
            "digest": PIECE.digest,
        },
    ),
    (Attempted("e-1", "not_attempted"), {"outcome": "not_attempted"}),
    (TookHint("e-1", 2, 4), {"hint": 2, "hints": 4}),
    (SawSolution("e-1", after_attempt=False), {"after-attempt": False}),
    (
        SelfMarked("note-1", PIECE, {"states the gap": True}),
        {"points": {"states the gap": True}, "length": len(SECRET), "digest": PIECE.digest},
    ),
    (AnsweredCase("case-7", "wait", False, ("too_early",)),
     {"choice": "wait", "problems": ["too_early"]}),
    (FinishedLesson("lesson-1", 3, 5), {}),
    (KeptLog("diary", dt.date(2026, 5, 3), False), {"day": "2026-05-03", "well-formed": False}),
]  # fmt: skip


@pytest.mark.parametrize(("event", "facts"), ALL, ids=[type(event).__name__ for event, _ in ALL])
def test_an_event_is_one_line_of_facts(event: Event, facts: dict[str, Any]) -> None:
    written = line(statement(event, Session("mei", "product", "zh"), 7, START))
    assert written.count(b"\n") == 1
    assert written.endswith(b"\n")
    made = json.loads(written)
    assert made["actor"]["account"]["name"] == "mei"
    assert made["timestamp"] == "2026-05-04T09:00:00.000+08:00"
    assert made["verb"] == {"id": VERB_IDS[event.verb], "display": {"en": event.verb}}
    assert made["object"]["id"].endswith(f"/{event.kind}/{event.thing}")
    assert made["context"]["extensions"][ext("seq")] == 7
    assert made.get("result", {}).get("extensions", {}) == {ext(k): v for k, v in facts.items()}
    assert SECRET not in written.decode()
    assert "duration" not in written.decode()


def test_all_verbs_are_tried_here_and_have_an_address() -> None:
    assert {event.verb for event, _facts in ALL} == set(VERBS) == set(VERB_IDS)


def test_success_is_said_only_where_something_was_judged() -> None:
    def result(event: Event) -> Any:
        return statement(event, Session("mei"), 1, START)["result"].get("success")

    assert [result(Attempted("e", word)) for word in ("passed", "wrong", "raised")] == [
        True, False, False,
    ]  # fmt: skip
    assert [result(Attempted("e", word)) for word in ("not_attempted", "not_checkable")] == [
        None, None,
    ]  # fmt: skip
    assert result(AnsweredCase("c", "a", True)) is True


def test_a_finished_lesson_carries_its_score() -> None:
    made = statement(FinishedLesson("l", 3, 5), Session("mei"), 1, START)
    assert made["result"] == {"completion": True, "score": {"raw": 3, "min": 0, "max": 5}}
    assert "score" not in statement(FinishedLesson("l"), Session("mei"), 1, START)["result"]


def test_a_piece_tells_a_change_and_nothing_else() -> None:
    assert Piece.of("abc", "x") == Piece.of("abc", "x")
    assert Piece.of("abc", "x").digest != Piece.of("abd", "x").digest
    assert Piece.of("abc", "x").digest != Piece.of("abc", "y").digest
    assert Piece.of("退款率上升", "x").length == 5


@pytest.mark.parametrize("name", ["", "a b", "=1+1", "é", "x" * 121, "../x", "a\n"])
def test_what_is_no_id_is_refused(name: str) -> None:
    with pytest.raises(ParameterError, match="is no id of the course"):
        Opened(name)
    with pytest.raises(ParameterError, match="is no id of the course"):
        Attempted("e", "wrong", (name,))
    with pytest.raises(ParameterError, match="is no id of the course"):
        Attempted("e", "wrong", covers=(name,))


def test_a_misspelt_outcome_is_refused_with_the_likely_one() -> None:
    with pytest.raises(ParameterError, match=r"Allowed: passed, .* Did you mean 'passed'\?"):
        Attempted("e", "pased")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\tb", "a\u202eb"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ParameterError, match="is not a name"):
        learner_name(name)


def test_names_are_compared_in_one_form() -> None:
    assert learner_name(" Zoe\u0301 ") == "Zo\u00e9"
    assert learner_name("梅 小姐") == "梅 小姐"


def test_a_lone_surrogate_does_not_break_the_line() -> None:
    made = statement(SelfMarked("n", PIECE, {"a\ud800": True}), Session("mei"), 1, START)
    assert json.loads(line(made))["result"]["extensions"][ext("points")] == {"a?": True}
