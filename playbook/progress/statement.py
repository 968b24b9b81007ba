"""How does an event become one xAPI-shaped statement, and where does each fact stand in it?

The unit is one statement: actor, verb, object, result, context, timestamp with zone, id. Its
names are addresses below a host that can never exist (``.invalid``), because nothing is sent
anywhere; a learning record store takes them as they are.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
import uuid
from dataclasses import dataclass, field
from typing import Any

from playbook.errors import ParameterError
from playbook.i18n import _
from playbook.progress.events import (
    AnsweredCase,
    Attempted,
    Event,
    FinishedLesson,
    KeptLog,
    Piece,
    SawSolution,
    SelfMarked,
    TookHint,
)

BASE = "https://playbook.invalid/xapi/"
_ADL = "http://adlnet.gov/expapi/"
VERB_IDS = {
    "opened": "http://activitystrea.ms/schema/1.0/open",
    "attempted": _ADL + "verbs/attempted",
    "took-hint": BASE + "verbs/took-hint",
    "saw-solution": BASE + "verbs/saw-solution",
    "self-marked": BASE + "verbs/self-marked",
    "answered": _ADL + "verbs/answered",
    "finished": _ADL + "verbs/completed",
    "kept-log": BASE + "verbs/kept-log",
}
_TYPES = {"lesson": _ADL + "activities/lesson", "exercise": _ADL + "activities/question"}
LONGEST_NAME = 80


@dataclass(frozen=True)
class Session:
    """What all statements of one kernel share.

    Parameters
    ----------
    learner : str
        Name the learner goes by.
    role : str
        Role whose path is followed, or "".
    language : str
        In which the lesson was read.
    id : UUID
        Of this kernel session.
    """

    learner: str
    role: str = ""
    language: str = "en"
    id: uuid.UUID = field(default_factory=uuid.uuid4)


def learner_name(name: str) -> str:
    """Bring a learner's name into the one form that the log compares by.

    Raises
    ------
    ParameterError
        When nothing is left of it, it is too long, or it holds control characters.

    Examples
    --------
    >>> learner_name("  Mei  ")
    'Mei'
    """
    clean = unicodedata.normalize("NFC", name).strip()
    if not clean or len(clean) > LONGEST_NAME or not clean.isprintable():
        raise ParameterError(
            _(
                "learner={name!r} is not a name. Give 1 to {most} printable characters.",
                name=name[: LONGEST_NAME + 10],
                most=LONGEST_NAME,
            )
        )
    return clean


def ext(name: str) -> str:
    """Return the address of an extension.

    Examples
    --------
    >>> ext("hint")
    'https://playbook.invalid/xapi/ext/hint'
    """
    return f"{BASE}ext/{name}"


def statement(event: Event, session: Session, number: int, now: dt.datetime) -> dict[str, Any]:
    """Write an event as a statement.

    Parameters
    ----------
    event : Event
    session : Session
    number : int
        The how-manieth of its session, from 1: the order that a wrong clock cannot upset.
    now : datetime
        With its zone.
    """
    made: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "timestamp": now.isoformat(timespec="milliseconds"),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://playbook.invalid", "name": session.learner},
        },
        "verb": {"id": VERB_IDS[event.verb], "display": {"en": event.verb}},
        "object": _activity(event.kind, event.thing),
    }
    result = _result(event)
    if result:
        made["result"] = result
    made["context"] = _context(event, session, number)
    return made


def line(made: dict[str, Any]) -> bytes:
    """Return a statement as one line, newline included; JSON keeps line ends inside it escaped."""
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone surrogate (a damaged paste) cannot be UTF-8: it becomes "?".
    return text.encode("utf-8", "replace") + b"\n"


def _activity(kind: str, thing: str) -> dict[str, Any]:
    definition = {"type": _TYPES.get(kind, f"{BASE}activities/{kind}")}
    return {"objectType": "Activity", "id": f"{BASE}{kind}/{thing}", "definition": definition}


def _context(event: Event, session: Session, number: int) -> dict[str, Any]:
    extensions: dict[str, Any] = {ext("seq"): number}
    if session.role:
        extensions[ext("role")] = session.role
    if event.covers:
        extensions[ext("covers")] = list(event.covers)
    context: dict[str, Any] = {
        "registration": str(session.id),
        "platform": "playbook",
        "language": session.language,
        "extensions": extensions,
    }
    if event.lesson:
        context["contextActivities"] = {"parent": [_activity("lesson", event.lesson)]}
    return context


def _result(event: Event) -> dict[str, Any]:
    """Return what came of it; absent facts are left out, not set to null."""
    result: dict[str, Any] = {}
    if isinstance(event, Attempted) and event.outcome in {"passed", "wrong", "raised"}:
        result["success"] = event.outcome == "passed"
    if isinstance(event, AnsweredCase):
        result["success"] = event.right
    if isinstance(event, FinishedLesson):
        result["completion"] = True
        if event.total > 0:
            result["score"] = {"raw": event.passed, "min": 0, "max": event.total}
    facts = _facts(event)
    if facts:
        result["extensions"] = {ext(name): value for name, value in facts.items()}
    return result


def _facts(event: Event) -> dict[str, Any]:
    match event:
        case Attempted():
            return {"outcome": event.outcome, **_problems(event), **_piece(event.piece)}
        case TookHint():
            return {"hint": event.number, "hints": event.total}
        case SawSolution():
            return {"after-attempt": event.after_attempt}
        case SelfMarked():
            return {"points": dict(event.points), **_piece(event.piece)}
        case AnsweredCase():
            return {"choice": event.choice, **_problems(event)}
        case KeptLog():
            facts = {"day": event.day.isoformat(), "well-formed": event.well_formed}
            return facts | _piece(event.piece)
    return {}


def _problems(event: Attempted | AnsweredCase) -> dict[str, Any]:
    return {"problems": list(event.problems)} if event.problems else {}


def _piece(piece: Piece | None) -> dict[str, Any]:
    return {} if piece is None else {"length": piece.length, "digest": piece.digest}
