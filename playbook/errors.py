"""Which errors may a user see, and with which exit code does a command end?

The unit is one failed request of one user. Each message is a finished sentence in the user's
language that names the file, row, column or argument, the value found, what is allowed, and the
next step. This module does not catch, log or print anything: the command line does.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import ClassVar

from playbook.i18n import _

__all__ = [
    "ContentContractError",
    "DataContractError",
    "KernelError",
    "NotebookError",
    "ParameterError",
    "PlaybookError",
    "SourceError",
    "StoreError",
    "did_you_mean",
]


class PlaybookError(Exception):
    """Tell a user what went wrong and what to do next; ends a command with `exit_code`."""

    exit_code: ClassVar[int] = 1


class ParameterError(PlaybookError):
    """Refuse an argument or a report parameter that is missing, misspelt or out of bounds."""

    exit_code: ClassVar[int] = 2


class StoreError(PlaybookError):
    """Report a Store that is absent, damaged, locked or used wrongly."""


class SourceError(PlaybookError):
    """Report a file that cannot be read or recognised on import."""


class DataContractError(PlaybookError):
    """Report a Store that lacks the tables or days that a report needs."""

    exit_code: ClassVar[int] = 3


class NotebookError(PlaybookError):
    """Report a notebook whose own code raised while it ran."""

    exit_code: ClassVar[int] = 4


class KernelError(PlaybookError):
    """Report a kernel that died, did not start or ran out of time; worth another try."""

    exit_code: ClassVar[int] = 5


class ContentContractError(PlaybookError):
    """Report a finished notebook that lacks a table or figure that was promised."""

    exit_code: ClassVar[int] = 6


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Suggest the allowed word that is closest to a misspelt one.

    Parameters
    ----------
    word : str
        What the user wrote.
    options : iterable of str
        What is allowed. Case is ignored when comparing.

    Returns
    -------
    str
        A sentence ready to be appended to a message (in English with a leading blank), or ``""``
        when nothing allowed is close.

    Examples
    --------
    >>> did_you_mean("odrers", ["orders", "refunds"])
    " Did you mean 'orders'?"
    >>> did_you_mean("weather", ["orders", "refunds"])
    ''
    """
    by_folded = {option.casefold(): option for option in options}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    if not close:
        return ""
    # The blank belongs to the message: Chinese sentences follow each other without one.
    return _(" Did you mean '{option}'?", option=by_folded[close[0]])
