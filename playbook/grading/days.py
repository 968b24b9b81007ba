"""Which days does an answer name?

The unit is one calendar day, as people write it in English and Chinese. A day without a year takes
the year of the truth it is compared with. Nothing is guessed between day/month and month/day:
"03/04/2026" is refused.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from playbook.grading.guard import guarded, is_blank, kind_of
from playbook.grading.problem import NOT_ATTEMPTED, PASSED, Kind, Verdict, wrong

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED = "|".join(f"{month}[a-z]*" for month in _MONTHS)
_PATTERNS = (
    re.compile(r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?"),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<n>{_NAMED})\.?,?(?:\s+(?P<y>\d{{4}}))?"
    ),
    re.compile(
        rf"(?P<n>{_NAMED})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y>\d{{4}}))?"
    ),
)


def days_in(text: str, year: int) -> list[dt.date]:
    """List the days that a text names.

    Examples
    --------
    >>> [str(day) for day in days_in("from 2026-03-05 to 3月7日, not May 9", 2026)]
    ['2026-03-05', '2026-03-07', '2026-05-09']
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            day = _day(match.groupdict(), year)
            if day:
                found.append(day)
        # What was read once must not be read again in a shorter form.
        plain = pattern.sub(" # ", plain)
    return found


def read_day(answer: Any, year: int) -> dt.date | None:
    """Read one day from a date, a timestamp or text; None when it is no day or several.

    Examples
    --------
    >>> read_day("5 March", 2026)
    datetime.date(2026, 3, 5)
    """
    if kind_of(answer, str):
        found = set(days_in(str.__str__(answer)[:200], year))
        return found.pop() if len(found) == 1 else None
    if type(answer).__name__ == "NaTType":  # a datetime by class, and no day
        return None
    if kind_of(answer, dt.datetime):
        return dt.datetime.date(answer)
    if kind_of(answer, dt.date):
        return dt.date(answer.year, answer.month, answer.day)
    if type(answer).__name__ == "datetime64":
        return read_day(str(answer), year)
    if hasattr(type(answer), "dtype") and hasattr(type(answer), "tolist") and answer.size == 1:
        return (
            read_day(str(answer.astype(str).reshape(-1)[0]), year)
            if _is_array(answer)
            else (read_day(answer.tolist()[0], year))
        )
    return None


@guarded
def check_day(answer: Any, expected: dt.date, *, where: str = "") -> Verdict:
    """Check one day.

    Examples
    --------
    >>> check_day("3月6日", dt.date(2026, 3, 5)).kinds
    (<Kind.OFF_BY_ONE_DAY: 'off_by_one_day'>,)
    """
    if is_blank(answer):
        return NOT_ATTEMPTED
    day = read_day(answer, expected.year)
    if day is None:
        return wrong(Kind.NOT_A_DAY, where, expected=expected, actual=answer)
    if day == expected:
        return PASSED
    kind = Kind.OFF_BY_ONE_DAY if abs((day - expected).days) == 1 else Kind.VALUE
    return wrong(kind, where, expected=expected, actual=answer)


def _is_array(answer: Any) -> bool:
    return type(answer).__name__ == "ndarray"


def _day(parts: dict[str, str | None], year: int) -> dt.date | None:
    named = parts.get("n")
    month = _MONTHS.index(named[:3]) + 1 if named else int(parts.get("m") or 0)
    try:
        return dt.date(int(parts.get("y") or year), month, int(parts["d"] or 0))
    except ValueError:
        return None
