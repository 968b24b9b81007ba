"""What can happen in a lesson that is worth a line, and what may that line say?

The unit is one event of one learner. An event names things by their ids and holds marks, never
an answer in clear. A written piece leaves its length and a keyed digest: enough to tell whether
the piece has changed since it was marked, too little to read it back. How long something took is
not an event: speed is nobody's business.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, get_args

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _

Outcome = Literal["passed", "not_attempted", "wrong", "raised", "not_checkable"]
OUTCOMES: tuple[str, ...] = get_args(Outcome)

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,119}")


@dataclass(frozen=True)
class Piece:
    """A written piece as the log knows it: how long it is, and a digest to compare it by."""

    length: int
    digest: str

    @classmethod
    def of(cls, text: str, thing: str) -> Piece:
        """Measure a text.

        Parameters
        ----------
        text : str
            What the learner wrote; it is not kept.
        thing : str
            Id of the exercise; it keys the digest, so the same words elsewhere look different.

        Examples
        --------
        >>> piece = Piece.of("Visitors fell; I paused the plan.", "note-1")
        >>> piece.length, len(piece.digest)
        (33, 16)
        """
        key = thing.encode("utf-8")[:64]
        digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8, key=key)
        return cls(len(text), digest.hexdigest())


@dataclass(frozen=True)
class Event:
    """Something that happened to one thing of the course.

    Parameters
    ----------
    thing : str
        Id of the lesson, page, exercise or case.
    lesson : str
        Id of the lesson it happened in, where the thing is not the lesson itself.
    covers : tuple of str
        Curriculum rows that the thing practises.
    """

    thing: str
    lesson: str = field(default="", kw_only=True)
    covers: tuple[str, ...] = field(default=(), kw_only=True)

    verb: ClassVar[str] = ""
    kind: ClassVar[str] = "exercise"
    weighty: ClassVar[bool] = False
    """Whether the line is forced to the disk at once: losing it would cost the learner work."""

    def __post_init__(self) -> None:
        """Refuse what is no id: it would make the log ambiguous."""
        for name in (self.thing, *([self.lesson] if self.lesson else []), *self.covers):
            known(name)


@dataclass(frozen=True)
class Opened(Event):
    """A lesson or page was opened."""

    verb = "opened"
    kind = "lesson"


@dataclass(frozen=True)
class Attempted(Event):
    """An answer was checked; `problems` are the kinds of what was off, never the answer."""

    outcome: Outcome = "wrong"
    problems: tuple[str, ...] = ()
    piece: Piece | None = None

    verb = "attempted"
    weighty = True

    def __post_init__(self) -> None:
        """Refuse an outcome that does not exist."""
        super().__post_init__()
        one_of("outcome", self.outcome, OUTCOMES)
        for problem in self.problems:
            known(problem)


@dataclass(frozen=True)
class TookHint(Event):
    """Hint `number` of `total` was shown."""

    number: int = 1
    total: int = 1

    verb = "took-hint"


@dataclass(frozen=True)
class SawSolution(Event):
    """The solution was shown, after an attempt or on insistence."""

    after_attempt: bool = True

    verb = "saw-solution"


@dataclass(frozen=True)
class SelfMarked(Event):
    """The learner marked an own written piece: per point of the rubric, met or not."""

    piece: Piece = field(default_factory=lambda: Piece(0, ""))
    points: Mapping[str, bool] = field(default_factory=dict)

    verb = "self-marked"
    weighty = True


@dataclass(frozen=True)
class AnsweredCase(Event):
    """A five-minute case was decided. `choice` is the id of a given option, not free text."""

    choice: str = ""
    right: bool = False
    problems: tuple[str, ...] = ()

    verb = "answered"
    kind = "case"
    weighty = True


@dataclass(frozen=True)
class FinishedLesson(Event):
    """The check-out list of a lesson was completed."""

    passed: int = 0
    total: int = 0

    verb = "finished"
    kind = "lesson"
    weighty = True


@dataclass(frozen=True)
class KeptLog(Event):
    """An entry of a log that is kept over days was written for `day`."""

    day: dt.date = field(default_factory=dt.date.today)
    well_formed: bool = True
    piece: Piece | None = None

    verb = "kept-log"
    weighty = True


VERBS: tuple[str, ...] = (
    *(event.verb for event in (Opened, Attempted, TookHint, SawSolution)),
    *(event.verb for event in (SelfMarked, AnsweredCase, FinishedLesson, KeptLog)),
)


def known(name: str) -> str:
    """Return an id, or refuse what is none.

    Raises
    ------
    ParameterError
        When it is empty, longer than 120 characters or holds other than letters, digits, ``_./-``.
    """
    if not _ID.fullmatch(name):
        raise ParameterError(
            _(
                "{name!r} is no id of the course. An id has 1 to 120 letters, digits, dots, "
                "slashes, dashes or underscores.",
                name=name[:130],
            )
        )
    return name


def one_of(what: str, value: str, allowed: tuple[str, ...]) -> str:
    """Return a word of a closed list, or refuse it by naming the list."""
    if value not in allowed:
        raise ParameterError(
            _(
                "{what}={value!r} is not allowed. Allowed: {allowed}.",
                what=what,
                value=value,
                allowed=", ".join(allowed),
            )
            + did_you_mean(value, allowed)
        )
    return value
