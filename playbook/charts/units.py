"""How is a number written on an axis, beside a bar, and in alt text?

The unit is one value. A chart's `unit` is "count", "percent" (a ratio: 0.05 is 5 %), "number", or
a currency code such as "CNY". Axes and bars are short (12k, 1.2万); alt text is exact.
"""

from __future__ import annotations

import math

from playbook.errors import ParameterError
from playbook.i18n import MISSING, _, language, money, number, percent, points

KINDS = ("count", "percent", "number")

_STEPS = {
    "en": ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k")),
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}


def check(unit: str) -> str:
    """Refuse a unit that is not one of ours.

    Raises
    ------
    ParameterError
    """
    if unit in KINDS or (len(unit) == 3 and unit.isalpha() and unit.isupper()):
        return unit
    raise ParameterError(
        _(
            "unit='{unit}' is unknown. Choose {known}, or a currency code such as CNY.",
            unit=unit,
            known=", ".join(KINDS),
        )
    )


def short(value: float | None, unit: str, *, signed: bool = False) -> str:
    """Write a value in few characters.

    Examples
    --------
    >>> short(12345, "CNY"), short(-1234567, "count"), short(0.0345, "percent")
    ('CN¥12.3k', '-1.23m', '3.5%')
    """
    if value is None or math.isnan(value):
        return MISSING
    if unit == "percent":
        # What is added to a ratio is percentage points: +1 % of 3 % would be 3.03 %.
        digits = 1 if value == 0 or abs(value) >= 0.01 else 2 if abs(value) >= 0.001 else 3
        return points(value, digits) if signed else percent(value, digits)
    sign = "-" if value < 0 else "+" if signed and value > 0 else ""
    return sign + symbol(unit) + _compact(abs(value), unit)


def tick(value: float, unit: str) -> str:
    """Write a value on an axis: no decimals that say nothing, and none lost that part two ticks.

    Examples
    --------
    >>> tick(0.04, "percent"), tick(0.00025, "percent"), tick(0.025, "number")
    ('4%', '0.025%', '0.025')
    """
    if abs(value) < 1e-12:
        value = 0.0
    if unit == "percent":
        return _trimmed(value * 100, 6) + "%"
    if abs(value) < 1:
        sign = "-" if value < 0 else ""
        return sign + symbol(unit) + _trimmed(abs(value), 6)
    return short(value, unit)


def exact(value: float | None, unit: str, *, signed: bool = False) -> str:
    """Write a value in full.

    Examples
    --------
    >>> exact(12345.5, "CNY"), exact(3, "count", signed=True)
    ('CN¥12,345.50', '+3')
    """
    if value is None or math.isnan(value):
        return MISSING
    if unit == "percent":
        return points(value, 2) if signed else percent(value, 2)
    if unit in KINDS:
        return number(value, 0 if unit == "count" else 2, signed=signed)
    return money(value, unit, signed=signed)


def symbol(unit: str) -> str:
    """Return the sign of a currency, or "" for what is not money."""
    if unit in KINDS:
        return ""
    return money(0, unit, digits=0).removesuffix("0")


def _compact(size: float, unit: str) -> str:
    for step, mark in _STEPS[language()]:
        # 999,960 would be written 1000.0k: what rounds up to the next step belongs to it.
        if size >= step * 0.9995:
            scaled = size / step
            return _trimmed(scaled, 2 if scaled < 10 else 1 if scaled < 100 else 0) + mark
    if size == 0 or unit == "count":
        return number(size)
    return _trimmed(size, 2 if size < 100 else 0)


def _trimmed(value: float, digits: int) -> str:
    text = number(value, digits)
    return text.rstrip("0").rstrip(".") or "0" if digits else text
