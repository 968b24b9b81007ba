"""Which things did a learner name?

The unit is one named thing: an id, an option, a step. Text in one piece is split at commas, 、 and
lines; spelling differences that nobody means (blanks, case, full-width letters) are levelled.
A generator is refused: reading it would use it up.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from playbook.grading.guard import kind_of

MOST_THINGS = 10_000

_SEPARATORS = re.compile(r"[,，、;；\n→>]+")


def read_list(answer: Any) -> list[Any] | None:
    """Read the things named in an answer, in their order.

    Parameters
    ----------
    answer : object
        A list, tuple, set, column, array, or one text with commas.

    Returns
    -------
    list or None
        None when it is nothing of that kind, or has more than ten thousand members.

    Examples
    --------
    >>> read_list("A、B，C"), read_list(("A", 2)), read_list(3) is None
    (['A', 'B', 'C'], ['A', 2], True)
    """
    if kind_of(answer, str):
        parts = _SEPARATORS.split(str.__str__(answer)[: MOST_THINGS * 10])
        return [part.strip() for part in parts if part.strip()]
    if hasattr(type(answer), "to_numpy") and hasattr(type(answer), "dtype"):
        return answer.tolist() if answer.size <= MOST_THINGS else None
    if type(answer).__name__ == "ndarray":
        flat = answer.ravel()
        return flat.tolist() if flat.size <= MOST_THINGS else None
    if kind_of(answer, list, tuple, set, frozenset) and len(answer) <= MOST_THINGS:
        return list(answer)
    return None


def plain(thing: Any) -> str:
    """Level the spelling of one thing, so that two spellings of the same compare equal.

    Examples
    --------
    >>> plain(" Ｓ1 "), plain(3.0), plain(None)
    ('s1', '3', '')
    """
    if kind_of(thing, float) and thing == thing and abs(thing) < 1e15 and thing == int(thing):
        thing = int(thing)
    if thing is None or not _simple(thing):
        return ""
    return " ".join(unicodedata.normalize("NFKC", str(thing)).casefold().split())


class Options:
    """The things that may be named, each with its other names.

    Parameters
    ----------
    options : iterable of str
        The ids.
    aliases : mapping of str to str
        Other names, such as the Chinese label, each with the id meant.

    Examples
    --------
    >>> options = Options(["raise_bid", "stop"], {"提高出价": "raise_bid"})
    >>> options.of("提高出价"), options.of("Stop "), options.of("wait"), options.close("raise bid")
    ('raise_bid', 'stop', None, 'raise_bid')
    """

    def __init__(self, options: Iterable[str], aliases: Mapping[str, str] | None = None) -> None:
        self._ids = {plain(option): option for option in options}
        self._ids |= {plain(name): option for name, option in (aliases or {}).items()}

    def __bool__(self) -> bool:
        return bool(self._ids)

    def of(self, thing: Any) -> str | None:
        """Return the id of a thing named, or None when it is not among the options."""
        return self._ids.get(plain(thing))

    def close(self, thing: Any) -> str | None:
        """Return the option that a misspelt one was probably meant as."""
        close = difflib.get_close_matches(plain(thing)[:80], self._ids, n=1, cutoff=0.7)
        return self._ids[close[0]] if close else None


def _simple(thing: Any) -> bool:
    import datetime as dt
    from decimal import Decimal

    if kind_of(thing, int):
        return bool(abs(thing) < 10**30)
    return kind_of(thing, str, float, bool, Decimal, dt.date) or (
        type(thing).__module__ == "numpy" and getattr(thing, "ndim", 1) == 0
    )
