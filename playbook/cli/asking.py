"""How does a command ask for what was not given?

The unit is one question. Without a terminal nothing is asked: the command names the options that
are missing and ends, since a script must never hang on a question.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from playbook.cli.output import console, plain
from playbook.errors import ParameterError, PlaybookError
from playbook.i18n import _


def can_ask() -> bool:
    """Tell whether a person sits at both ends."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())


def require(given: Mapping[str, str | None]) -> None:
    """Refuse to go on without a terminal when an option is missing.

    Parameters
    ----------
    given : mapping
        Option, such as ``"--name"``, → its value or None.

    Raises
    ------
    ParameterError
        Names every option that is missing.
    """
    missing = [option for option, value in given.items() if value is None]
    if missing and not can_ask():
        raise ParameterError(
            _(
                "There is no terminal to ask on, and these options are missing: {options}.",
                options=", ".join(missing),
            )
        )


def ask(question: str, default: str, check: Callable[[str], str]) -> str:
    """Ask until the answer is allowed.

    Parameters
    ----------
    question : str
        Translated, without a colon.
    default : str
        Taken when the answer is empty; ``""`` for none.
    check : callable
        Returns the answer in its final form, or raises a PlaybookError that is shown.

    Returns
    -------
    str
    """
    hint = f" [{default}]" if default else ""
    while True:
        console().print(plain(f"{question}{hint}: "), end="")
        answer = input().strip() or default
        try:
            return check(answer)
        except PlaybookError as error:
            console().print(plain(str(error)), style="red")


def confirmed(question: str) -> bool:
    """Ask for a yes; anything else is a no."""
    console().print(plain(f"{question} [y/N] "), end="")
    return input().strip().lower() in {"y", "yes", "是", "好"}
