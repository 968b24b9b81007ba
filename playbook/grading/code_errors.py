"""What went wrong in a learner's own code, on which of their lines?

The unit is one error. It is read into data: a kind, the learner's line, and the words that its
sentence needs (see `playbook.grading.code_words`). Lines of libraries and of ours are never shown.
"""

from __future__ import annotations

import builtins
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from playbook.errors import PlaybookError
from playbook.grading.code_place import columns_of, inside_library, place_of, scope_of
from playbook.grading.guard import kind_of

_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
MOST_LETTERS = 160
SHORT = 5


@dataclass(frozen=True)
class CodeError:
    """A learner's error as data.

    Parameters
    ----------
    kind : str
        A key of `playbook.grading.code_words.SENTENCES`.
    line : int or None
        The learner's line, counted from 1 within their cell.
    code : str
        That line's text.
    fields : dict
        What the sentence names, all of it from the learner's own code.
    """

    kind: str
    line: int | None = None
    code: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def read_error(
    error: BaseException,
    source: str | None = None,
    *,
    names: Iterable[str] | None = None,
    columns: Iterable[str] | None = None,
) -> CodeError:
    """Read an error that the learner's code raised.

    Parameters
    ----------
    error : BaseException
    source : str, optional
        The learner's cell. Default: what Python remembers of it.
    names : iterable of str, optional
        The names that exist in the notebook. Default: those where the error arose.
    columns : iterable of str, optional
        The columns of the tables at hand. Default: those of the tables where the error arose.

    Returns
    -------
    CodeError
        Also for an error whose own text cannot be read.

    Examples
    --------
    >>> try:
    ...     compile("x = （1 + 2", "<cell>", "exec")
    ... except SyntaxError as error:
    ...     read_error(error).kind
    'full_width'
    """
    from playbook.grading.code_syntax import read_syntax

    if kind_of(error, SyntaxError):
        return read_syntax(error, source)
    line, code, frame = place_of(error, source)
    scope = scope_of(frame)
    known = list(names) if names is not None else [*scope, *dir(builtins)]
    heads = list(columns) if columns is not None else columns_of(scope)
    if kind_of(error, KeyError):
        # A dictionary fails on the learner's own line, a table somewhere inside pandas.
        heads = heads if inside_library(error) or columns is not None else []
    kind, fields = _kind(error, known, heads)
    if kind == "column" and ".loc[" in code:
        kind = "key"
    return CodeError(kind, line, code, fields)


def message_of(error: BaseException) -> str:
    """Return an error's own text, cut; "" when even that fails."""
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 - the class may be the learner's own
        return ""
    text = " ".join(text[: MOST_LETTERS * 3].split())
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"


def close_to(word: str, options: Iterable[str]) -> str:
    """Return the option that a misspelt word was probably meant as, or "".

    Examples
    --------
    >>> close_to("odrers", ["orders", "refunds"]), close_to("x", ["orders"])
    ('orders', '')
    """
    by_folded = {option.casefold(): option for option in options if option != word}
    # gvm is meant as gmv, but weather is not meant as whatever.
    cutoff = 0.6 if len(word) < SHORT else 0.75
    close = difflib.get_close_matches(word.casefold()[:80], by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else ""


def _kind(error: BaseException, names: list[str], columns: list[str]) -> tuple[str, dict[str, str]]:
    """Find the kind of an error that arose while the code ran."""
    text = message_of(error)
    if kind_of(error, PlaybookError):
        return "playbook", {"text": text}
    if kind_of(error, NameError):
        return _name(error, text, names, columns)
    if kind_of(error, KeyError):
        return _key(error, text, columns)
    if kind_of(error, AttributeError):
        return _attribute(error, text, columns)
    if kind_of(error, TypeError):
        return _told(text, _TYPE, "TypeError")
    if kind_of(error, ValueError) or type(error).__name__ == "InvalidIndexError":
        return _told(text, _VALUE, "ValueError")
    for classes, kind in _SIMPLE:
        if kind_of(error, *classes):
            return kind, {"name": _file(error) or _first(text), "text": text}
    return "other", {"name": type(error).__name__, "text": text}


_SIMPLE: tuple[tuple[tuple[type, ...], str], ...] = (
    ((ZeroDivisionError,), "zero_division"),
    ((IndexError,), "index"),
    ((FileNotFoundError,), "file"),
    ((PermissionError,), "file_locked"),
    ((ImportError,), "module"),
    ((RecursionError,), "recursion"),
    ((MemoryError,), "memory"),
    ((KeyboardInterrupt,), "interrupted"),
    ((AssertionError,), "assertion"),
)


def _name(
    error: Any, text: str, names: list[str], columns: list[str]
) -> tuple[str, dict[str, str]]:
    name = getattr(error, "name", None) or _first(text)
    if not name.strip("_"):
        return "placeholder", {"name": name}
    if kind_of(error, UnboundLocalError):
        return "unbound", {"name": name}
    if name in columns:
        return "name_is_column", {"name": name}
    close = close_to(name, names)
    return ("name_close", {"name": name, "close": close}) if close else ("name", {"name": name})


def _key(error: Any, text: str, columns: list[str]) -> tuple[str, dict[str, str]]:
    asked = error.args[0] if error.args else ""
    if not kind_of(asked, str):
        return "key", {"name": text}
    # pandas writes "['a', 'b'] not in index".
    words = re.findall(r"'([^']*)'", asked) if "[" in asked else [asked]
    words = words or [text]
    name = next((word for word in words if word not in columns), words[0])
    if not columns:
        return "key", {"name": name}
    close = close_to(name, columns)
    if close:
        return "column_close", {"name": name, "close": close}
    return "column", {"name": name}


def _attribute(error: Any, text: str, columns: list[str]) -> tuple[str, dict[str, str]]:
    if "'NoneType'" in text:
        return "none", {}
    found = re.search(r"no attribute '(\w+)'", text)
    name = getattr(error, "name", None) or (found[1] if found else "")
    thing = getattr(error, "obj", None)
    if not name:
        return "other", {"name": "AttributeError", "text": text}
    close = close_to(name, [n for n in [*dir(type(thing)), *columns] if not n.startswith("_")])
    if type(thing) is type(re):
        close = close_to(name, [n for n in vars(thing) if not n.startswith("_")])
    if close:
        return "attribute_close", {"name": name, "close": close}
    return "attribute", {"name": name, "thing": type(thing).__name__}


_TYPE = (
    (r"NoneType", "none"),
    (r"Cannot perform '(rand|ror)_|unsupported operand type\(s\) for [&|]:", "truth"),
    (r"unsupported operand .*'str'|concatenate str|not supported between .*'str'", "text_number"),
    (r"can only concatenate|unsupported operand|not supported between|must be str", "types"),
    (r"missing \d+ required|takes .* argument|unexpected keyword", "arguments"),
    (r"not callable", "not_callable"),
    (r"cannot unpack", "lengths"),
    (r"'(method|function|builtin_function_or_method)' object is not", "brackets_missing"),
    (r"unhashable", "unhashable"),
    (r"agg function failed|Could not convert|does not support|string dtype", "text_number"),
)


_VALUE = (
    (r"could not convert string|invalid literal for int|Unable to parse string", "not_a_number"),
    (r"truth value of", "truth"),
    (r"time data|Unknown datetime|not parse|doesn't match format", "not_a_date"),
    (r"[Ll]ength|same-length|not enough values|too many values", "lengths"),
    (r"cannot convert float NaN|non-finite", "empty_cells"),
)


def _told(
    text: str, known: tuple[tuple[str, str], ...], otherwise: str
) -> tuple[str, dict[str, str]]:
    """Return the kind of an error by the first pattern that its text holds."""
    kinds = (kind for pattern, kind in known if re.search(pattern, text))
    kind = next(kinds, "other")
    return kind, {"name": otherwise if kind == "other" else _first(text), "text": text}


def _first(text: str) -> str:
    found = _QUOTED.search(text)
    return (found[1] or found[2] or "") if found else ""


def _file(error: Any) -> str:
    name = getattr(error, "filename", None) or getattr(error, "name", None)
    return str.__str__(name) if kind_of(name, str) else ""
