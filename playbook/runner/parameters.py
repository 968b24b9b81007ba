"""Which values may a notebook be run with, and are these they?

The unit is one named parameter. Names come from the declaration only (a name is pasted into the
notebook's code, so an unchecked one would be a way in), values leave as JSON-safe types, and
nothing is guessed: ``00123`` stays text, ``2026-13-01`` is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _, pick

Value = str | int | float | bool | None
Kind = Literal["text", "date", "integer", "number", "choice", "flag"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Bounds:
    """The least and greatest value allowed, and where that comes from, in words."""

    low: Any = None
    high: Any = None
    source: str = ""


@dataclass(frozen=True)
class Parameter:
    """One typed parameter of a notebook.

    Parameters
    ----------
    name : str
        Lower-case identifier, as in the notebook's parameters cell.
    kind : {"text", "date", "integer", "number", "choice", "flag"}
    en, zh : str
        What it means, in words.
    default : value, optional
        Used when nothing is given. Without one the parameter is required.
    choices : tuple of str
        Allowed values of a ``choice``.
    bounds : Bounds
        Allowed range; a caller may narrow it when binding.
    """

    name: str
    kind: Kind
    en: str
    zh: str
    default: Value = None
    choices: tuple[str, ...] = ()
    bounds: Bounds = Bounds()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no parameter name: use a-z, 0-9 and _")

    @property
    def help(self) -> str:
        """What it means, in the language in force."""
        return pick(en=self.en, zh=self.zh)


def bind(
    parameters: Sequence[Parameter],
    given: Mapping[str, Any],
    bounds: Mapping[str, Bounds] | None = None,
) -> dict[str, Value]:
    """Check given values against their declaration.

    Parameters
    ----------
    parameters : sequence of Parameter
        The declaration.
    given : mapping
        Values by name; text (from a command line) is read strictly. None counts as not given.
    bounds : mapping of str to Bounds, optional
        Narrower ranges known only now, such as the days that a Store holds.

    Returns
    -------
    dict
        Every declared name, in order, with a JSON-safe value.

    Raises
    ------
    ParameterError
        A name is unknown, a required value is missing, or a value is not allowed.

    Examples
    --------
    >>> day = Parameter("date", "date", "the day", "日期")
    >>> bind([day], {"date": "2026-02-28"})
    {'date': '2026-02-28'}
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            raise ParameterError(_unknown(name, known))
    narrowed = bounds or {}
    return {
        name: _value(parameter, given.get(name), narrowed.get(name, parameter.bounds))
        for name, parameter in known.items()
    }


def _unknown(name: str, known: Mapping[str, Parameter]) -> str:
    message = _(
        "There is no parameter {name!r}. Parameters: {known}.", name=name, known=", ".join(known)
    )
    return message + did_you_mean(name, known)


def _value(parameter: Parameter, given: Any, bounds: Bounds) -> Value:
    if given is None:
        if parameter.default is None:
            raise ParameterError(
                _("{name} is missing: {help}.", name=parameter.name, help=parameter.help)
            )
        return parameter.default
    read = _READERS[parameter.kind](parameter, given, bounds)
    if _outside(read, bounds):
        raise ParameterError(
            _(
                "{name}={given!r} is out of range. Expected {range}.",
                name=parameter.name,
                given=_text(given),
                range=_range(bounds),
            )
        )
    return read.isoformat() if isinstance(read, dt.date) else read


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


def _date(parameter: Parameter, given: Any, bounds: Bounds) -> dt.date:
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
            name=parameter.name,
            given=_text(given),
            expected=expected,
        )
    )


def _integer(parameter: Parameter, given: Any, bounds: Bounds) -> int:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    if re.fullmatch(r"[+-]?\d+", str(given), re.ASCII):
        return int(given)
    raise _not_a(parameter, given, _("a whole number"), bounds)


def _number(parameter: Parameter, given: Any, bounds: Bounds) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool) and given - given == 0:
        return float(given)
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", str(given), re.ASCII):
        return float(given)
    raise _not_a(parameter, given, _("a number"), bounds)


def _not_a(parameter: Parameter, given: Any, what: str, bounds: Bounds) -> ParameterError:
    return ParameterError(
        _(
            "{name}={given!r} is not {what}. Expected {range}.",
            name=parameter.name,
            given=_text(given),
            what=what,
            range=_range(bounds),
        )
    )


def _choice(parameter: Parameter, given: Any, _bounds: Bounds) -> str:
    if str(given) in parameter.choices:
        return str(given)
    message = _(
        "{name}={given!r} is not allowed. Allowed: {choices}.",
        name=parameter.name,
        given=_text(given),
        choices=", ".join(parameter.choices),
    )
    raise ParameterError(message + did_you_mean(str(given), parameter.choices))


def _flag(parameter: Parameter, given: Any, _bounds: Bounds) -> bool:
    if isinstance(given, bool):
        return given
    if str(given).lower() in _FLAGS:
        return _FLAGS[str(given).lower()]
    raise _not_a(parameter, given, _("yes or no"), Bounds())


def _plain(_parameter: Parameter, given: Any, _bounds: Bounds) -> str:
    return str(given)


_READERS: Mapping[Kind, Any] = {
    "text": _plain,
    "date": _date,
    "integer": _integer,
    "number": _number,
    "choice": _choice,
    "flag": _flag,
}
