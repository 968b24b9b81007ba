"""How is a learner's own value written inside a sentence?

The unit is one value. It is cut to a readable length, and an object of unknown class is told by
its class only: its ``repr`` is the learner's code and may be anything.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

from playbook.grading.guard import kind_of
from playbook.i18n import N_, _

MOST_LETTERS = 40

_PLAIN = {
    "NoneType": N_("nothing (None)"),
    "ellipsis": N_("nothing (...)"),
    "bool": N_("a truth value (True or False)"),
    "int": N_("one number"),
    "float": N_("one number"),
    "str": N_("text"),
    "list": N_("a list"),
    "tuple": N_("a tuple"),
    "set": N_("a set"),
    "dict": N_("a dictionary"),
    "generator": N_("a generator"),
    "function": N_("a function"),
    "builtin_function_or_method": N_("a function without its brackets ()"),
    "method": N_("a function without its brackets ()"),
    "DataFrame": N_("a table (DataFrame)"),
    "Series": N_("one column (Series)"),
    "Index": N_("an index"),
    "ndarray": N_("an array"),
    "DataFrameGroupBy": N_("a grouped table that is not summed up yet"),
    "SeriesGroupBy": N_("a grouped column that is not summed up yet"),
    "datetime": N_("a date"),
    "date": N_("a date"),
    "Timestamp": N_("a date"),
}


def class_words(value: Any) -> str:
    """Name what a thing is, in plain words.

    Examples
    --------
    >>> class_words([1, 2]), class_words(object())
    ('a list', "an object of class 'object'")
    """
    name = type(value).__name__
    if name in _PLAIN:
        return _(_PLAIN[name])
    return _("an object of class '{name}'", name=_cut(name))


def shown(value: Any) -> str:
    r"""Write a value as the learner would recognise it, in at most forty letters.

    Examples
    --------
    >>> shown(1234.5), shown("  a\nb "), shown(float("nan")), shown((1, "x"))
    ('1,234.5', 'a b', 'NaN', '1 · x')
    """
    if kind_of(value, str):
        return _cut(str.__str__(value))
    if kind_of(value, bool):
        return str(bool(value))
    if kind_of(value, int, float, Decimal):
        return _number(value)
    if kind_of(value, dt.date):
        text = value.isoformat() if hasattr(value, "isoformat") else ""
        return text.removesuffix("T00:00:00").replace("T", " ")
    if type(value) is tuple and len(value) <= 5:
        return _cut(" · ".join(shown(part) for part in value))
    if type(value).__module__ == "numpy" and hasattr(value, "item") and value.ndim == 0:
        plain = value.item()
        return shown(plain) if type(plain) is not type(value) else class_words(value)
    return class_words(value)


def listed(values: tuple[Any, ...]) -> str:
    """Write examples one after another.

    Examples
    --------
    >>> listed((1, "x"))
    '1, x'
    """
    return _(", ").join(shown(value) for value in values)


def _number(value: Any) -> str:
    try:
        number = float(value)
    except (OverflowError, ValueError):  # thousands of digits; a signalling NaN
        number = math.inf
    if math.isnan(number):
        return "NaN"
    if math.isinf(number) or abs(number) >= 1e15:
        return _("a very large number")
    if number == int(number):
        return f"{int(number):,}"
    if abs(number) < 1:
        return f"{number:.6g}"
    return f"{number:,.4f}".rstrip("0").rstrip(".")


def _cut(text: str) -> str:
    text = " ".join(text[: MOST_LETTERS * 3].split())
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"
