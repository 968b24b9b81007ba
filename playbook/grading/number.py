"""Is this number the right one, and if not, which classic confusion made it?

The unit is one number in a stated unit. What decides is the tolerance; the confusions only choose
the sentence. A confusion whose value lies within the tolerance of the truth is never blamed. The
module knows no metric: the caller computes the named alternatives on the learner's own Store.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playbook.grading.guard import guarded, is_blank
from playbook.grading.problem import NOT_ATTEMPTED, PASSED, Kind, Outcome, Verdict, wrong
from playbook.grading.reading import Read, read_number

NEAR = 0.02
_SECONDS = {"seconds": 1.0, "minutes": 60.0, "hours": 3600.0, "days": 86400.0}
MONEY = frozenset({"CNY", "USD", "EUR", "GBP", "JPY", "money"})
KNOWN_UNITS = MONEY | set(_SECONDS) | {"ratio", "percent", "count", "times"}


@dataclass(frozen=True)
class Tolerance:
    """How far a right answer may lie from the truth; the wider of the two counts.

    Parameters
    ----------
    absolute : float
        In the question's unit.
    relative : float
        As a share of the truth.
    """

    absolute: float = 0.0
    relative: float = 1e-9

    def holds(self, actual: float, expected: float) -> bool:
        """Tell whether a number is as good as the truth.

        Examples
        --------
        >>> Tolerance(absolute=0.01).holds(1.005, 1.0)
        True
        """
        return math.isclose(actual, expected, rel_tol=self.relative, abs_tol=self.absolute + 1e-12)


EXACT = Tolerance()


@guarded
def check_number(
    answer: Any,
    expected: float | None,
    *,
    unit: str = "",
    tolerance: Tolerance = EXACT,
    confusions: Mapping[str, float | None] | None = None,
    where: str = "",
) -> Verdict:
    """Check one number.

    Parameters
    ----------
    answer : object
        Whatever the learner handed in; text such as "1.2万", "12%" or "¥3,400" is read.
    expected : float or None
        The truth in the question's unit; None when there is nothing to measure, and then None,
        NaN and "n/a" are right and 0 is not.
    unit : str
        "ratio" (0.12), "percent" (12), a currency code or "money" (main unit), "count", "seconds",
        "minutes", "hours", "days", "times", or "" for none.
    tolerance : Tolerance
    confusions : mapping of kind to float
        What each classic mistake gives on the learner's own data.
    where : str
        The name of the blank in a form with several.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_number("12%", 0.12, unit="ratio").passed
    True
    >>> check_number(12, 0.12, unit="ratio").kinds
    (<Kind.PERCENT_OR_RATIO: 'percent_or_ratio'>,)
    >>> check_number(980, 900, confusions={"gross_or_net": 980}).kinds
    (<Kind.GROSS_OR_NET: 'gross_or_net'>,)
    """
    if expected is None or math.isnan(expected):
        return _check_nothing(answer, where)
    if is_blank(answer):
        return NOT_ATTEMPTED
    read = read_number(answer)
    if read is None:
        return wrong(Kind.NOT_A_NUMBER, where, expected=expected, actual=answer)
    value = _in_unit(read, unit)
    if value is None:
        return wrong(Kind.UNIT, where, expected=expected, actual=answer)
    read_as = f"{value:.15g}" if read.text else ""
    if math.isnan(value):
        return wrong(Kind.MISSING, where, expected=expected, actual=answer)
    if tolerance.holds(value, float(expected)):
        return Verdict(Outcome.PASSED, (), read_as)
    quantum = read.quantum * abs(value / read.value) if read.value else 0.0
    kind = named(value, float(expected), tolerance, confusions or {}) or generic(
        value, float(expected), unit, tolerance, quantum
    )
    return wrong(kind, where, expected=expected, actual=answer, read_as=read_as)


def named(
    value: float, expected: float, tolerance: Tolerance, confusions: Mapping[str, float | None]
) -> Kind | None:
    """Find the caller's confusion that gives exactly this number."""
    for kind, other in confusions.items():
        if other is None or tolerance.holds(float(other), expected):
            continue  # here the mistake would make no difference
        if tolerance.holds(value, float(other)):
            return Kind(kind)
    return None


def generic(
    value: float, expected: float, unit: str, tolerance: Tolerance, quantum: float = 0.0
) -> Kind:
    """Name what a wrong number looks like from the two numbers alone.

    Examples
    --------
    >>> generic(-5, 5, "", EXACT), generic(1200, 12, "CNY", EXACT), generic(5.1, 5, "", EXACT)
    (<Kind.SIGN: 'sign'>, <Kind.FEN_OR_YUAN: 'fen_or_yuan'>, <Kind.NEAR: 'near'>)
    """
    if not math.isfinite(value) or expected == 0:
        return Kind.VALUE
    if value == 0:
        return Kind.VALUE
    if tolerance.holds(-value, expected):
        return Kind.SIGN
    rough = Tolerance(tolerance.absolute, max(tolerance.relative, 5e-3))
    for factor in (100.0, 0.01):
        if _scaled(value, factor, expected, rough):
            return _hundred(unit)
    for power in (3, 4, 6, 8):
        if any(_scaled(value, 10.0**sign, expected, rough) for sign in (power, -power)):
            return Kind.SCALE
    if quantum and quantum <= abs(value) and _rounded(value, expected, quantum):
        return Kind.ROUNDING
    near = abs(value - expected) <= NEAR * abs(expected)
    return Kind.NEAR if near else Kind.VALUE


def _rounded(value: float, expected: float, quantum: float) -> bool:
    """Tell whether a number is the truth rounded, or cut, to its last digit."""
    cut = math.trunc(expected / quantum) * quantum
    return abs(value - expected) <= quantum * 0.5000001 or abs(value - cut) < quantum * 1e-6


def _hundred(unit: str) -> Kind:
    if unit in MONEY:
        return Kind.FEN_OR_YUAN
    return Kind.PERCENT_OR_RATIO if unit in {"ratio", "percent", ""} else Kind.SCALE


def _scaled(value: float, factor: float, expected: float, rough: Tolerance) -> bool:
    """Tell whether value / factor is the truth; the absolute tolerance scales along."""
    scaled = Tolerance(min(rough.absolute, abs(expected) * 5e-3), rough.relative)
    return scaled.holds(value / factor, expected)


def _check_nothing(answer: Any, where: str) -> Verdict:
    """Check an answer where the truth is that there is nothing to measure."""
    if answer is ... or (is_blank(answer) and answer is not None):
        return NOT_ATTEMPTED
    read = Read(math.nan) if answer is None else read_number(answer)
    if read is not None and math.isnan(read.value):
        return PASSED
    zero = read is not None and read.value == 0
    return wrong(Kind.NULL_NOT_ZERO if zero else Kind.VALUE, where, actual=answer)


def _in_unit(read: Read, unit: str) -> float | None:
    """Turn a number with a written unit into the question's unit; None when they clash."""
    if not read.unit or math.isnan(read.value):
        return read.value
    if read.unit in {"percent", "permille"}:
        percent = read.value / (1 if read.unit == "percent" else 10)
        return {"ratio": percent / 100, "percent": percent, "": percent / 100}.get(unit)
    if read.unit in _SECONDS:
        if unit in _SECONDS:
            return read.value * _SECONDS[read.unit] / _SECONDS[unit]
        return read.value if unit not in KNOWN_UNITS else None
    return read.value * _coin(read.unit, unit) if _fits(read.unit, unit) else None


def _coin(written: str, unit: str) -> float:
    return 0.01 if written == "fen" and unit in MONEY else 1.0


def _fits(written: str, unit: str) -> bool:
    if unit not in KNOWN_UNITS:
        return True  # a unit that only the task knows, such as "stars"
    if written == "fen":
        return unit in MONEY
    if written in MONEY:
        # ¥ is the sign of the yen too.
        return unit in {written, "money"} or (written == "CNY" and unit == "JPY")
    return unit == "count" if written == "count" else unit in {"times", "ratio"}
