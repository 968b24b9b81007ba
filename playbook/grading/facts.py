"""Is a required fact stated in a written piece?

The unit is one fact: a number, a day or a name. Numbers and days match in any common English or
Chinese form; a name matches by any of its names. Whether the sentence around it is true, nobody
here pretends to understand.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field

from playbook.grading.days import days_in
from playbook.grading.number import EXACT, Tolerance
from playbook.grading.reading import Read, read_text

_NUMBERS = re.compile(
    r"(?<![a-z0-9_.])(?:us\$|[¥$€£])?\s*[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    r"\s*(?:百万|千万|万|亿|k\b|m\b|million\b|thousand\b)?"
    r"\s*(?:%|percent\b|个?百分点|元|分钟|小时|秒|天)?"
)
# A day's digits are not a number that was stated.
_DAYS = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
)


@dataclass(frozen=True)
class Fact:
    """Something from the data that a piece must state.

    Parameters
    ----------
    name : str
        What it is, in the reader's language, without the value: "size of the drop".
    value : float, date or str
    unit : str
        "ratio" for a share that people write in percent; "" otherwise.
    tolerance : Tolerance
        For numbers. Default: what is left after rounding to the digits written.
    names : tuple of str
        Other names, for a fact that is a name.
    signed : bool
        Whether "-12 %" and "down 12 %" differ; by default only the size counts.
    """

    name: str
    value: float | dt.date | str
    unit: str = ""
    tolerance: Tolerance = EXACT
    names: tuple[str, ...] = field(default=())
    signed: bool = False


def states(text: str, fact: Fact) -> bool:
    """Tell whether a text states a fact.

    Examples
    --------
    >>> states("成交额下降了12.3%，约1.2万元", Fact("drop", 0.1234, unit="ratio"))
    True
    >>> states("On March 5 it broke", Fact("start", dt.date(2026, 3, 5)))
    True
    >>> states("It fell by 12.3 %", Fact("drop", 0.2, unit="ratio"))
    False
    """
    if isinstance(fact.value, dt.date):
        return fact.value in days_in(text, fact.value.year)
    if isinstance(fact.value, str):
        plain = _plain(text)
        return any(_named(name, plain) for name in (fact.value, *fact.names))
    return any(_is(read, fact, float(fact.value)) for read in numbers_in(text))


def numbers_in(text: str) -> list[Read]:
    """List the numbers that a text states, with their units.

    Examples
    --------
    >>> [(read.value, read.unit) for read in numbers_in("2026-03-05：退款 1.2万元，占 8%")]
    [(12000.0, 'CNY'), (8.0, 'percent')]
    """
    plain = _DAYS.sub(" # ", _plain(text).replace("，", ","))
    found = (read_text(match[0]) for match in _NUMBERS.finditer(plain))
    return [read for read in found if read is not None and read.value == read.value]


def _is(read: Read, fact: Fact, value: float) -> bool:
    stated, truth = read.value, value
    if not fact.signed:
        stated, truth = abs(stated), abs(truth)
    if read.unit == "percent":
        truth *= 100 if fact.unit == "ratio" else 1
        if fact.unit not in {"ratio", "percent"}:
            return False
    # One digit rounds almost everything to almost anything: 5 is no statement of 5.4.
    digits = len(re.sub(r"\D", "", f"{stated / (read.quantum or 1):.0f}")) if read.quantum else 0
    rounded = digits >= 2 and abs(stated - truth) <= read.quantum / 2 * 1.000001
    return rounded or fact.tolerance.holds(stated, truth)


def _named(name: str, plain: str) -> bool:
    wanted = _plain(name)
    if wanted.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(wanted)}(?![a-z0-9])", plain) is not None
    return wanted in plain


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
