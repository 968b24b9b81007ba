"""Where in the learner's own code did an error arise, and what was in sight there?

The unit is one error's way through the code. Only cells and code typed in count as the learner's;
libraries and this package do not.
"""

from __future__ import annotations

import linecache
from typing import Any


def place_of(error: BaseException, source: str | None) -> tuple[int | None, str, Any]:
    """Find the learner's own last line on the way to the error."""
    found: tuple[int | None, str, Any] = (None, "", None)
    step = error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if is_learners(name):
            found = (step.tb_lineno, _line(name, step.tb_lineno, source), step.tb_frame)
        step = step.tb_next
    return found


def is_learners(filename: str) -> bool:
    """Tell whether a file name is that of a notebook cell or of code typed in.

    Examples
    --------
    >>> is_learners("<cell>"), is_learners("/tmp/ipykernel_12/345.py"), is_learners("<frozen os>")
    (True, True, False)
    """
    if filename.startswith("<"):
        return not filename.startswith(("<frozen", "<__array", "<attrs", "<doctest playbook"))
    return "ipykernel_" in filename


def inside_library(error: BaseException) -> bool:
    """Tell whether an error arose below the learner's own line."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    return step is not None and not is_learners(step.tb_frame.f_code.co_filename)


def _line(name: str, number: int, source: str | None) -> str:
    lines = source.splitlines() if source else []
    if 0 < number <= len(lines):
        return lines[number - 1].strip()
    return linecache.getline(name, number).strip()


def scope_of(frame: Any) -> dict[str, Any]:
    """Return the names that the learner's line could see."""
    return {**frame.f_globals, **frame.f_locals} if frame is not None else {}


def columns_of(scope: dict[str, Any]) -> list[str]:
    """Name the columns of the tables that the learner's line could see."""
    found: list[str] = []
    for value in list(scope.values()):
        if type(value).__name__ == "DataFrame" and hasattr(type(value), "iloc"):
            found.extend(c for c in list(value.columns)[:500] if type(c) is str)
    return found
