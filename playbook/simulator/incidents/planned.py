"""Which incident was planned, for when, and how badly?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _

SEVERITIES = ("mild", "medium", "severe")
DEFAULT_SEVERITY = "medium"


@dataclass(frozen=True)
class Planned:
    """One incident to come.

    Parameters
    ----------
    id : str
        Id in the catalogue, such as "E4"; a decoy has an id of its own ("D1").
    start : date
        First day.
    severity : {"mild", "medium", "severe"}
        How badly.
    number : int
        Tells several incidents of one world apart, and makes their details differ.
    """

    id: str
    start: dt.date
    severity: str = DEFAULT_SEVERITY
    number: int = 0

    @property
    def degree(self) -> int:
        """0, 1 or 2."""
        return SEVERITIES.index(self.severity)


def plan_incident(text: str, number: int = 0) -> Planned:
    """Read an incident as a user writes it: ``E4@2026-05-03`` or ``E4@2026-05-03:severe``.

    Raises
    ------
    ParameterError
        The id, the day or the severity is unknown; says what is allowed.

    Examples
    --------
    >>> plan_incident("E4@2026-05-03:severe").severity
    'severe'
    """
    from playbook.simulator.incidents.catalogue import CATALOGUE

    name, _at, rest = text.partition("@")
    day, _colon, severity = rest.partition(":")
    if name.upper() not in CATALOGUE:
        raise ParameterError(
            _(
                "There is no incident '{name}'. Known: {known}.{hint}",
                name=name,
                known=", ".join(CATALOGUE),
                hint=did_you_mean(name.upper(), CATALOGUE),
            )
        )
    severity = severity or DEFAULT_SEVERITY
    if severity not in SEVERITIES:
        raise ParameterError(
            _(
                "Incident {text}: the severity is '{severity}'. Allowed: {allowed}.{hint}",
                text=text,
                severity=severity,
                allowed=", ".join(SEVERITIES),
                hint=did_you_mean(severity, SEVERITIES),
            )
        )
    try:
        start = dt.date.fromisoformat(day)
    except ValueError:
        raise ParameterError(
            _(
                "Incident {text}: '{day}' is not a day. "
                "Write it like E4@2026-05-03 or E4@2026-05-03:severe.",
                text=text,
                day=day,
            )
        ) from None
    return Planned(name.upper(), start, severity, number)


def as_told(planned: Planned) -> dict[str, Any]:
    """Return a planned incident as JSON-safe values."""
    return {**vars(planned), "start": planned.start.isoformat()}


def from_told(told: Mapping[str, Any]) -> Planned:
    """Rebuild a planned incident from `as_told`."""
    return Planned(**{**told, "start": dt.date.fromisoformat(told["start"])})
