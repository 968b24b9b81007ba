"""Which language is in force right now?

The unit is one thread of work. `set_language` speaks for the whole process, `use_language` for a
block. This module knows two languages and refuses any other.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

Language = Literal["en", "zh"]

LANGUAGES: tuple[Language, ...] = ("en", "zh")

# Two places on purpose. A notebook kernel may run each cell in a fresh context, so a value that
# one cell puts into a ContextVar can be gone in the next: what the process chose is a plain
# global, and only the block form uses the ContextVar.
_block: ContextVar[Language | None] = ContextVar("playbook_language", default=None)
_process: Language | None = None


def language() -> Language:
    """Return the language in force: the block's, else the process's, else PLAYBOOK_LANG, else en.

    Returns
    -------
    {"en", "zh"}
    """
    chosen = _block.get() or _process
    return chosen or language_of_locale(os.environ.get("PLAYBOOK_LANG", ""))


def set_language(code: str) -> None:
    """Choose the language of the whole process.

    Parameters
    ----------
    code : {"en", "zh"}

    Raises
    ------
    ValueError
        When the code is neither.
    """
    global _process
    _process = _known(code)


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Choose a language for the body of a ``with`` statement.

    Parameters
    ----------
    code : {"en", "zh"}

    Raises
    ------
    ValueError
        When the code is neither.

    Examples
    --------
    >>> with use_language("zh"):
    ...     language()
    'zh'
    """
    token = _block.set(_known(code))
    try:
        yield
    finally:
        _block.reset(token)


def language_of_locale(locale: str | Mapping[str, str]) -> Language:
    """Read a language from a locale name, or from environment variables.

    Parameters
    ----------
    locale : str or mapping
        A name such as ``"zh_CN.UTF-8"``, or a mapping such as `os.environ`, of which
        LC_ALL, LC_MESSAGES and LANG count, in this order.

    Returns
    -------
    {"en", "zh"}
        English for everything that is not Chinese.

    Examples
    --------
    >>> language_of_locale("zh_CN.UTF-8")
    'zh'
    >>> language_of_locale({"LANG": "de_DE.UTF-8"})
    'en'
    """
    if not isinstance(locale, str):
        names = (locale.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
        locale = next((name for name in names if name), "")
    return "zh" if locale.lower().startswith(("zh", "chinese")) else "en"


def _known(code: str) -> Language:
    if code not in LANGUAGES:
        raise ValueError(f"language {code!r} is unknown; known are: {', '.join(LANGUAGES)}")
    return code
