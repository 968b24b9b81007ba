"""Is this text, number, date or choice what a parameter of that kind may hold?

The unit is one value. Text (from a command line) is read strictly and nothing is guessed:
``00123`` stays text, ``2026-13-01`` and ``1e3`` are refused with what is expected.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _

Value = str | int | float | bool | None
Kind = Literal["text", "date", "integer", "number", "choice", "flag"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Bounds:
    """The least and greatest value allowed, and where that comes from, in words."""

    low: Any = None
    high: Any = None
    source: str = ""


UNBOUNDED = Bounds()
"""Every value of its kind is allowed."""


def read(kind: Kind, name: str, given: Any, bounds: Bounds, choices: Sequence[str] = ()) -> Value:
    """Read one given value.

    Parameters
    ----------
    kind : {"text", "date", "integer", "number", "choice", "flag"}
    name : str
        The parameter, for messages.
    given : any
    bounds : Bounds
        Allowed range.
    choices : sequence of str
        Allowed values of a ``choice``.

    Returns
    -------
    str, int, float or bool
        JSON-safe: a date as YYYY-MM-DD.

    Raises
    ------
    ParameterError
        The value is not of that kind, or outside its range.

    Examples
    --------
    >>> read("integer", "days", "7", Bounds(1, 31)), read("flag", "quick", "yes", Bounds())
    (7, True)
    """
    if kind == "choice":
        return _choice(name, given, choices)
    found = _READERS[kind](name, given, bounds)
    if _outside(found, bounds):
        raise ParameterError(
            _(
                "{name}={given!r} is out of range. Expected {range}.",
                name=name,
                given=_text(given),
                range=_range(bounds),
            )
        )
    value: Value = found.isoformat() if isinstance(found, dt.date) else found
    return value


def _text(given: Any) -> str:
    return given.isoformat() if isinstance(given, dt.date) else str(given)


def _outside(read: Any, bounds: Bounds) -> bool:
    if bounds.low is not None and read < bounds.low:
        return True
    return bounds.high is not None and bool(read > bounds.high)


def _range(bounds: Bounds) -> str:
    """Say the range in words, for the end of a sentence."""
    low, high = _text(bounds.low), _text(bounds.high)
    if bounds.low is None and bounds.high is None:
        return _("any")
    if bounds.high is None:
        words = _("at least {low}", low=low)
    elif bounds.low is None:
        words = _("at most {high}", high=high)
    else:
        words = _("between {low} and {high}", low=low, high=high)
    return _("{range} ({source})", range=words, source=bounds.source) if bounds.source else words


def _date(name: str, given: Any, bounds: Bounds) -> dt.date:
    if isinstance(given, dt.datetime):
        given = given.date()
    if isinstance(given, dt.date):
        return given
    try:
        # fromisoformat alone would also take 20260228 and 2026-W09-6.
        if _DATE.fullmatch(str(given)):
            return dt.date.fromisoformat(str(given))
    except ValueError:
        pass
    expected = "YYYY-MM-DD" + ("" if bounds == Bounds() else " " + _range(bounds))
    raise ParameterError(
        _(
            "{name}={given!r} is not a date. Expected {expected}.",
            name=name,
            given=_text(given),
            expected=expected,
        )
    )


def _integer(name: str, given: Any, bounds: Bounds) -> int:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    if re.fullmatch(r"[+-]?\d+", str(given), re.ASCII):
        return int(given)
    raise _not_a(name, given, _("a whole number"), bounds)


def _number(name: str, given: Any, bounds: Bounds) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool) and given - given == 0:
        return float(given)
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", str(given), re.ASCII):
        return float(given)
    raise _not_a(name, given, _("a number"), bounds)


def _not_a(name: str, given: Any, what: str, bounds: Bounds) -> ParameterError:
    return ParameterError(
        _(
            "{name}={given!r} is not {what}. Expected {range}.",
            name=name,
            given=_text(given),
            what=what,
            range=_range(bounds),
        )
    )


def _choice(name: str, given: Any, choices: Sequence[str]) -> str:
    if str(given) in choices:
        return str(given)
    message = _(
        "{name}={given!r} is not allowed. Allowed: {choices}.",
        name=name,
        given=_text(given),
        choices=", ".join(choices),
    )
    raise ParameterError(message + did_you_mean(str(given), choices))


def _flag(name: str, given: Any, _bounds: Bounds) -> bool:
    if isinstance(given, bool):
        return given
    if str(given).lower() in _FLAGS:
        return _FLAGS[str(given).lower()]
    raise _not_a(name, given, _("yes or no"), Bounds())


def _plain(_name: str, given: Any, _bounds: Bounds) -> str:
    return str(given)


_READERS: Mapping[str, Callable[[str, Any, Bounds], Any]] = {
    "text": _plain,
    "date": _date,
    "integer": _integer,
    "number": _number,
    "flag": _flag,
}
