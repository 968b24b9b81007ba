"""How is a value of a report written in this reader's language?

The unit is one value with its unit, as the metric dictionary names it. The currency of a table
stands in its header, so money in cells has no sign; in sentences and cards it has.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from playbook.i18n import MISSING, _, day, language, money, number, percent, points

if TYPE_CHECKING:
    from playbook.metrics import Period

UNITS = {
    "count": 0, "days": 1, "hours": 1, "seconds": 0, "ms": 0, "x": 2, "index": 3, "rank": 1,
    "score": 2, "ppm": 0,
}  # fmt: skip
"""Decimals of the units that are plain numbers."""


def write(value: Any, unit: str, *, signed: bool = False) -> str:
    """Write a value for a table cell; what is absent becomes "—".

    Parameters
    ----------
    value : any
    unit : str
        A unit of the dictionary, or "points", "day", "text".
    signed : bool
        Write "+" too.

    Examples
    --------
    >>> write(1234.5, "money"), write(0.125, "fraction"), write(-0.01, "points")
    ('1,234.50', '12.5%', '-1.00 pp')
    >>> write(None, "count")
    '—'
    """
    if missing(value):
        return MISSING
    if unit in {"text", "said"}:
        return str(value)
    if unit == "day":
        return day(value)
    if unit == "money":
        return number(value, 2, signed=signed)
    if unit == "fraction":
        return percent(value, 2 if abs(value) < 0.1 and not signed else 1, signed=signed)
    if unit == "points":
        return points(value, 2)
    if unit == "upt":
        return number(value, 2, signed=signed)
    return number(value, UNITS.get(unit, 2), signed=signed)


def say(value: Any, unit: str, currency: str, *, signed: bool = False, whole: bool = False) -> str:
    """Write a value for a sentence or a card, with its currency or unit.

    Parameters
    ----------
    value : any
    unit : str
    currency : str
        ISO 4217.
    signed : bool
    whole : bool
        Leave out decimals of money from 1,000 on.
    """
    if missing(value):
        return MISSING
    if unit == "money":
        digits = 0 if whole and abs(value) >= 1000 else None
        return money(value, currency, signed=signed, digits=digits)
    if unit == "x":
        return number(value, 2, signed=signed) + "×"
    if unit == "days":
        return _("{n} days", n=number(value, 1, signed=signed))
    if unit == "hours":
        return _("{n} h", n=number(value, 1, signed=signed))
    if unit == "seconds":
        return _("{n} s", n=number(value, 0 if abs(value) >= 10 else 1, signed=signed))
    if unit == "ms":
        return _("{n} ms", n=number(value, 0, signed=signed))
    return write(value, unit, signed=signed)


def difference(before: Any, after: Any, unit: str) -> str:
    """Say a change: ratios in percentage points, all else relative; "—" where it has no value.

    Examples
    --------
    >>> difference(100, 90, "money"), difference(0.05, 0.06, "fraction"), difference(0, 5, "count")
    ('-10.0%', '+1.00 pp', '—')
    """
    if missing(before) or missing(after):
        return MISSING
    if unit == "fraction":
        return points(after - before, 2)
    return percent((after - before) / abs(before), signed=True) if before else MISSING


def change(before: Any, after: Any, unit: str) -> float | None:
    """Return the number that `difference` writes: points of ratios as a fraction, else relative.

    Examples
    --------
    >>> change(100, 90, "money"), change(0, 5, "count")
    (-0.1, None)
    """
    if missing(before) or missing(after):
        return None
    if unit == "fraction":
        return float(after - before)
    return float((after - before) / abs(before)) if before else None


def sentences(*texts: str) -> str:
    """Put sentences one after the other, with a blank between them where the language has one.

    Examples
    --------
    >>> sentences("One.", "", "Two.")
    'One. Two.'
    """
    return ("" if language() == "zh" else " ").join(text for text in texts if text)


def short(period: Period) -> str:
    """Write a period without its year, for headers below a title that has it.

    Examples
    --------
    >>> import datetime
    >>> from playbook.metrics import Period
    >>> short(Period.week(datetime.date(2017, 12, 31)))
    'Dec 25 to Dec 31'
    """
    if period.days == 1:
        return day(period.start, "short")
    return _("{first} to {last}", first=day(period.start, "short"), last=day(period.end, "short"))


def missing(value: Any) -> bool:
    """Whether a value is absent: None, NaN, NaT or NA."""
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    return isinstance(value, float) and math.isnan(value)


def plain_number(value: Any) -> float | int | None:
    """Return a number that JSON can hold; None where it is absent.

    Examples
    --------
    >>> plain_number(Decimal("1.50")), plain_number(float("nan")), plain_number(3)
    (1.5, None, 3)
    """
    if missing(value) or isinstance(value, str):
        return None
    if isinstance(value, Decimal):
        return float(value)
    read = float(value)
    return int(read) if read.is_integer() and not isinstance(value, float) else read
