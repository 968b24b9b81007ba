r"""What number, moment or id does a cleaned cell state, and if none, why not?

The unit is one cleaned cell (see `cells.clean`). Numbers are exact decimals. `%` is read as a
fraction; whether a bare `4.45` in a ratio column means 4.45 % is stated by the profile, never
guessed by size. `1.234,56` and `01/02/2024` are refused unless the profile states the convention.
`values_sql` says the same in SQL, and a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

__all__ = ["Parsed", "is_damaged_id", "parse_moment", "parse_money", "parse_number", "parse_range"]

NOT_A_NUMBER, NOT_A_MOMENT = "not a number", "not a date or time"
SUPPRESSED, RANGE, TOO_FINE = "suppressed by the platform", "a range", "more than 2 decimals"
DateOrder = Literal["ymd", "dmy", "mdy"]

# Full-width and typographic forms of the characters a number is written with.
WIDE = "０１２３４５６７８９，．－−–＋％（）￥＄＜～\xa0\u3000"
PLAIN = "0123456789,.---+%()¥$<~  "
_WIDE = str.maketrans(WIDE, PLAIN)
_CURRENCY = r"(?:US|HK|CN|C|A|NT)?[$¥]|[£€]|CNY|RMB|USD|EUR|GBP|HKD"
NUMBER_GROUPS = ("opening", "sign", "digits", "unit", "closing")
NUMBER = (
    rf"^(\()? *([+-])? *(?:(?:{_CURRENCY}) *)?"
    r"([0-9]{1,15}(?:\.[0-9]*)?|[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]*)?|\.[0-9]+)"
    rf" *(万元|亿元|万|亿|元|%|{_CURRENCY})? *(\))?$"
)
RANGE_PATTERN = r"^([^-~]+?) *(?:-|~|至) *([^-~]+)$"
SUPPRESSED_PATTERN = r"^(?:<|≤|小于|少于)"
DAMAGED_ID = r"^[0-9]+(?:\.[0-9]+)?[eE][+]?[0-9]+$|^[0-9]{13,}000(?:\.0)?$"
SCALES = {"万": Decimal(10_000), "万元": Decimal(10_000), "亿": Decimal(10**8)}
SCALES |= {"亿元": Decimal(10**8), "%": Decimal("0.01")}
_DAY = r"(?:19|20)[0-9]{2}"
_CLOCK = r"([0-9]{1,2})[:时]([0-9]{1,2})(?:[:分]([0-9]{1,2})(?:\.[0-9]{1,9})?秒?|分)?"
_TAIL = r" *(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?(?: *(?:~|至) *[0-9].*)?$"
MOMENTS = {
    "ymd": rf"^({_DAY})[-/.年]([0-9]{{1,2}})[-/.月]([0-9]{{1,2}})日?(?:[ T]+{_CLOCK})?()" + _TAIL,
    "dmy": rf"^([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]({_DAY})(?:[ T]+{_CLOCK} *([AaPp][Mm])?)?$",
}
COMPACT = (
    rf"^({_DAY})([0-9]{{2}})([0-9]{{2}})(?: ?([0-9]{{2}}):?([0-9]{{2}}):?([0-9]{{2}}))?(){_TAIL}"
)
SERIAL = r"^[2-7][0-9]{4}(?:\.[0-9]{1,12})?$"
_EPOCH = dt.datetime(1899, 12, 30)


@dataclass(frozen=True)
class Parsed:
    """A value, or the reason why there is none; both None for a blank cell."""

    value: Decimal | None
    problem: str | None = None


def parse_number(text: str | None) -> Parsed:
    """Read a number: `￥1,234.00`, `0元`, `(45.10)`, `4.45%` (0.0445), `1.2万` (12000).

    Examples
    --------
    >>> parse_number("(1,045.10)").value, parse_number("1.2万").value == 12000
    (Decimal('-1045.10'), True)
    >>> parse_number("1.234,56").problem, parse_number("< 10").problem
    ('not a number', 'suppressed by the platform')
    """
    if text is None:
        return Parsed(None)
    plain = text.translate(_WIDE)
    if (value := _value(plain)) is not None:
        return Parsed(value)
    if re.match(SUPPRESSED_PATTERN, plain):
        return Parsed(None, SUPPRESSED)
    return Parsed(None, RANGE if parse_range(text) else NOT_A_NUMBER)


def _value(plain: str) -> Decimal | None:
    found = re.match(NUMBER, plain)
    if not found:
        return None
    opening, sign, digits, unit, closing = (group or "" for group in found.groups())
    if bool(opening) != bool(closing) or (opening and sign):
        return None
    with localcontext(prec=60):
        number = Decimal(digits.replace(",", "")).quantize(Decimal("1e-8"), ROUND_HALF_UP)
        number = (number * SCALES.get(unit, Decimal(1))).quantize(Decimal("1e-10"))
        signed = -number if opening or sign == "-" else number
        return _shorter(signed)


def _shorter(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01")) if value == round(value, 2) else value.normalize()


def parse_money(text: str | None) -> Parsed:
    """Read an amount of money; a third decimal that is not zero is a problem, never rounded.

    Examples
    --------
    >>> parse_money("3,299.00").value, parse_money("1.005").problem
    (Decimal('3299.00'), 'more than 2 decimals')
    """
    parsed = parse_number(text)
    if parsed.value is None or (text or "").translate(_WIDE).rstrip(") ").endswith("%"):
        return parsed if parsed.value is None else Parsed(None, NOT_A_NUMBER)
    return parsed if parsed.value == round(parsed.value, 2) else Parsed(None, TOO_FINE)


def parse_range(text: str | None) -> tuple[Decimal, Decimal, Decimal] | None:
    """Read `1000-2000` or `1万~2万` as low, high and middle; None when it is no range.

    Examples
    --------
    >>> [float(x) for x in parse_range("1000-2000") or ()]
    [1000.0, 2000.0, 1500.0]
    """
    found = re.match(RANGE_PATTERN, (text or "").translate(_WIDE))
    low, high = (_value(found[1]), _value(found[2])) if found else (None, None)
    if low is None or high is None or low > high:
        return None
    return low, high, (low + high) / 2


def is_damaged_id(text: str | None) -> bool:
    """Tell an id that Excel has rounded and nobody can restore.

    Examples
    --------
    >>> is_damaged_id("1.93068E+15"), is_damaged_id("1930679858170000"), is_damaged_id("1000")
    (True, True, False)
    """
    return bool(text and re.match(DAMAGED_ID, text))


def parse_moment(text: str | None, order: DateOrder = "ymd") -> dt.datetime | None:
    """Read a date or time as the shop's clock shows it; an offset is taken off, not applied.

    Parameters
    ----------
    text
        `2024-05-01`, `2016/5/23 22:02`, `20260414`, `20260324000000~…` (the start of the slot),
        `2024-05-01T09:58:12Z`, `2024年5月1日`, or an Excel serial such as `45413.5`.
    order
        "dmy" or "mdy" when the profile states that days or months come first.

    Examples
    --------
    >>> str(parse_moment("2024-05-01 09:58:12 -0700")), parse_moment("01/02/2024")
    ('2024-05-01 09:58:12', None)
    """
    if text is None:
        return None
    if re.match(SERIAL, text):
        return _EPOCH + dt.timedelta(seconds=int(float(text) * 86400 + 0.5))
    plain = text.translate(_WIDE)
    if order == "ymd":
        found = re.match(MOMENTS["ymd"], plain) or re.match(COMPACT, plain)
    else:
        found = re.match(MOMENTS["dmy"], plain)
    return _moment(found.groups(), order) if found else None


def _moment(groups: tuple[str | None, ...], order: DateOrder) -> dt.datetime | None:
    first, second, third, hour, minute, second_of, half = groups
    year, month, day = {
        "ymd": (first, second, third),
        "dmy": (third, second, first),
        "mdy": (third, first, second),
    }[order]
    clock = int(hour or 0)
    if half and not 1 <= clock <= 12:
        return None
    clock = clock % 12 + 12 * (half.lower() == "pm") if half else clock
    numbers = [int(part or 0) for part in (year, month, day)]
    try:
        midnight = dt.datetime(*numbers)  # type: ignore[arg-type]
        return midnight.replace(hour=clock, minute=int(minute or 0), second=int(second_of or 0))
    except ValueError:
        return None
