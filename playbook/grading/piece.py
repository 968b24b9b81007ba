"""Does a written piece have its parts, state its facts and leave out what must not be there?

The unit is one piece of text, or one form with a text for each part. This is a lint: it finds
parts, facts and wording, and does not judge style or sense. All problems are told, three at most.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from playbook.grading.facts import Fact, states
from playbook.grading.forbidden import Rule, broken
from playbook.grading.guard import guarded, is_blank, kind_of
from playbook.grading.listing import plain
from playbook.grading.problem import (
    MOST_EXAMPLES,
    NOT_ATTEMPTED,
    Kind,
    Problem,
    Verdict,
    judged,
    wrong,
)

MOST_LETTERS = 100_000
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[^\W_\u3400-\u9fff]+(?:['’.-][^\W_\u3400-\u9fff]+)*")


@dataclass(frozen=True)
class Part:
    """A part that a piece must have.

    Parameters
    ----------
    id : str
        The field's name in a form.
    name : str
        What the learner calls it, in the language in force.
    words : tuple of str
        In one whole text: any of these (regular expressions) marks the part. Empty: its name.
    """

    id: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class PieceTask:
    """What is asked of a written piece; lengths count Chinese characters and Latin words."""

    parts: tuple[Part, ...] = ()
    facts: tuple[Fact, ...] = ()
    forbidden: tuple[Rule, ...] = ()
    at_least: int = 0
    at_most: int = 0


@guarded
def check_piece(answer: Any, task: PieceTask) -> Verdict:
    """Check a written piece.

    Parameters
    ----------
    answer : object
        One text, or a dictionary of part to text as a form gives it.
    task : PieceTask

    Returns
    -------
    Verdict

    Examples
    --------
    >>> task = PieceTask(parts=(Part("what", "What happened"),), facts=(Fact("drop", 120),))
    >>> [p.kind.value for p in check_piece({"what": "Orders fell by 90."}, task).problems]
    ['fact_missing']
    """
    form = _form(answer)
    if is_blank(answer) or (form is not None and all(map(is_blank, form.values()))):
        return NOT_ATTEMPTED
    if form is None and not kind_of(answer, str):
        return wrong(Kind.NOT_TEXT, actual=answer)
    text = str.__str__(answer) if form is None else "\n".join(form.values())
    if len(text) > MOST_LETTERS:
        return wrong(Kind.TOO_LONG, actual=len(text))
    problems = [
        *_missing_parts(text, form, task),
        *(Problem(Kind.FACT_MISSING, fact.name, fact.value)
          for fact in task.facts if not states(text, fact)),
        *(Problem(Kind.FORBIDDEN, rule.title, examples=tuple(hits))
          for rule, hits in broken(text, task.forbidden)),
        *_length(text, task),
    ]  # fmt: skip
    return judged(problems[:MOST_EXAMPLES])


def length_of(text: str) -> int:
    """Count Chinese characters and words in Latin letters or digits.

    Examples
    --------
    >>> length_of("GMV 下降了 12.3%")
    5
    """
    return len(_HAN.findall(text)) + len(_LATIN.findall(_HAN.sub(" ", text)))


def _form(answer: Any) -> dict[str, str] | None:
    """Read a form as part → text; what is no text counts as empty."""
    if not kind_of(answer, dict):
        return None
    return {
        plain(name): str.__str__(value) if kind_of(value, str) else ""
        for name, value in answer.items()
    }


def _missing_parts(text: str, form: dict[str, str] | None, task: PieceTask) -> list[Problem]:
    return [
        Problem(Kind.PART_MISSING, part.name) for part in task.parts if not _has(text, form, part)
    ]


def _has(text: str, form: dict[str, str] | None, part: Part) -> bool:
    if form is not None:
        value = form.get(plain(part.id), form.get(plain(part.name), ""))
        return not is_blank(value)
    level = unicodedata.normalize("NFKC", text)
    words = part.words or (re.escape(part.name),)
    return any(re.search(word, level, re.IGNORECASE) for word in words)


def _length(text: str, task: PieceTask) -> list[Problem]:
    n = length_of(text)
    if n < task.at_least:
        return [Problem(Kind.TOO_SHORT, expected=task.at_least, actual=n)]
    if task.at_most and n > task.at_most:
        return [Problem(Kind.TOO_LONG, expected=task.at_most, actual=n)]
    return []
