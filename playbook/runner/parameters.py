"""Which values may a notebook be run with, and are these they?

The unit is one named parameter. Names come from the declaration only (a name is pasted into the
notebook's code, so an unchecked one would be a way in), values leave as JSON-safe types, and
nothing is guessed: ``00123`` stays text, ``2026-13-01`` is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _, pick
from playbook.runner.values import UNBOUNDED, Bounds, Kind, Value, read

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


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
    bounds: Bounds = UNBOUNDED

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
    return read(parameter.kind, parameter.name, given, bounds, parameter.choices)
