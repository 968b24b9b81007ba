"""What was wrong with a file of the log, and how is that said?

The unit is one kind of fault in one file. Finding a fault and wording it are apart, so that a
report can count what a sentence only tells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playbook.i18n import _

_SHOWN = 5
SKIPPING = ("damaged", "foreign", "unfinished")
"""Kinds whose lines could not be used."""


@dataclass(frozen=True)
class Fault:
    """One kind of fault in one file.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    file : Path
    count : int
        Lines concerned; 1 where the whole file is.
    lines : tuple of int
        Their numbers, from 1, blank lines not counted; not more than five.
    """

    kind: str
    file: Path
    count: int = 1
    lines: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return the sentence for whoever reads the log."""
        return _WORDS[self.kind](self)


def _where(fault: Fault) -> str:
    shown = ", ".join(str(number) for number in fault.lines[:_SHOWN])
    more = ", …" if fault.count > len(fault.lines[:_SHOWN]) else ""
    return f"{shown}{more}"


def _damaged(fault: Fault) -> str:
    return _(
        "{file}: lines skipped because they are damaged: {n} (line {lines}). Everything else in "
        "it was read.",
        file=fault.file, n=fault.count, lines=_where(fault),
    )  # fmt: skip


def _foreign(fault: Fault) -> str:
    return _(
        "{file}: lines skipped because they are no statements of a learner: {n} (line {lines}).",
        file=fault.file, n=fault.count, lines=_where(fault),
    )  # fmt: skip


def _unfinished(fault: Fault) -> str:
    return _(
        "{file}: the last line was cut while it was written and is skipped; the lines before it "
        "were read.",
        file=fault.file,
    )


def _duplicate(fault: Fault) -> str:
    return _(
        "{file}: statements that stand elsewhere under the same id and are counted once: {n} "
        "(line {lines}).",
        file=fault.file, n=fault.count, lines=_where(fault),
    )  # fmt: skip


def _clock(fault: Fault) -> str:
    return _(
        "{file}: statements whose time cannot be right: {n} (line {lines}). They count, without "
        "a day. Check the clock of that computer.",
        file=fault.file, n=fault.count, lines=_where(fault),
    )  # fmt: skip


def _back(fault: Fault) -> str:
    return _(
        "{file}: the clock went back while it was written: {n} times (line {lines}). The order of "
        "the lines was kept.",
        file=fault.file, n=fault.count, lines=_where(fault),
    )  # fmt: skip


def _no_zone(fault: Fault) -> str:
    return _(
        "{file}: statements whose time names no zone: {n} (line {lines}). They were read as UTC.",
        file=fault.file, n=fault.count, lines=_where(fault),
    )  # fmt: skip


def _edited(fault: Fault) -> str:
    return _(
        "{file}: an editor has saved this file (byte order mark or Windows line ends). It was "
        "read; please leave the log's files alone.",
        file=fault.file,
    )


def _empty(fault: Fault) -> str:
    return _("{file}: the file is empty.", file=fault.file)


def _too_large(fault: Fault) -> str:
    return _(
        "{file}: the file is larger than {n} MB, which no session's log is; it was not read.",
        file=fault.file, n=fault.count,
    )  # fmt: skip


def _unreadable(fault: Fault) -> str:
    return _(
        "{file}: the file cannot be opened; it was not read. Check who may read it.",
        file=fault.file,
    )


_WORDS: dict[str, Callable[[Fault], str]] = {
    "damaged": _damaged,
    "foreign": _foreign,
    "unfinished": _unfinished,
    "duplicate": _duplicate,
    "clock": _clock,
    "back": _back,
    "no_zone": _no_zone,
    "edited": _edited,
    "empty": _empty,
    "too_large": _too_large,
    "unreadable": _unreadable,
}
KINDS = tuple(_WORDS)
