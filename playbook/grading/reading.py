"""Which number did a learner mean?

The unit is one answer: a Python number of any library, or text as people write it in English and
Chinese ("1.2万", "12%", "¥3,400", "（500）"). Nothing is guessed: text with two numbers, or with
words that are no unit, is refused.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from playbook.grading.guard import kind_of

MOST_LETTERS = 200


@dataclass(frozen=True)
class Read:
    """A number as it was meant.

    Parameters
    ----------
    value : float
        In the unit, after 万 and the like are multiplied out; NaN for an empty answer.
    unit : str
        "percent", "fen", a currency code, "seconds" … or "" when none was written.
    quantum : float
        The size of the last digit written: 1000 for "1.2万", 0.01 for 3.45.
    text : bool
        Whether it had to be read from text.
    """

    value: float
    unit: str = ""
    quantum: float = 0.0
    text: bool = False


_MULTIPLES = {
    "百": 1e2, "千": 1e3, "万": 1e4, "w": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8,
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
_UNITS = {
    "%": "percent", "percent": "percent", "per cent": "percent", "pct": "percent",
    "百分点": "percent", "个百分点": "percent", "pp": "percent", "percentage points": "percent",
    "‰": "permille", "千分点": "permille",
    "¥": "CNY", "元": "CNY", "块": "CNY", "块钱": "CNY", "人民币": "CNY", "cny": "CNY",
    "rmb": "CNY", "yuan": "CNY", "圆": "CNY", "分": "fen", "fen": "fen", "$": "USD",
    "usd": "USD", "us$": "USD",
    "美元": "USD", "dollars": "USD", "dollar": "USD", "cents": "fen", "cent": "fen", "€": "EUR",
    "eur": "EUR", "欧元": "EUR", "£": "GBP", "gbp": "GBP", "英镑": "GBP",
    "秒": "seconds", "seconds": "seconds", "second": "seconds", "s": "seconds", "sec": "seconds",
    "分钟": "minutes", "minutes": "minutes", "minute": "minutes", "min": "minutes",
    "小时": "hours", "个小时": "hours", "hours": "hours", "hour": "hours", "h": "hours",
    "天": "days", "日": "days", "days": "days", "day": "days",
    "单": "count", "个": "count", "件": "count", "人": "count", "次": "count", "笔": "count",
    "位": "count", "名": "count", "条": "count", "张": "count", "款": "count", "种": "count",
    "家": "count", "orders": "count", "order": "count", "buyers": "count", "visitors": "count",
    "people": "count", "units": "count", "pieces": "count", "pcs": "count", "rows": "count",
    "views": "count", "products": "count", "倍": "times", "x": "times", "times": "times",
}  # fmt: skip
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:e[+-]?\d{1,3})?|\.\d+(?:e[+-]?\d{1,3})?"
_WHOLE = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<before>[^\d\s().+-]{{1,6}})?\s*(?P<sign2>[+-])?\s*"
    rf"(?P<number>{_NUMBER})\s*(?P<after>[^\d()]*?)\s*(?P<close>\))?"
)
_WORDS = re.compile(r"^(约|大约|共|about|ca\.?|approx\.?|approximately|=|是|:)\s*")
_EMPTY = {"", "-", "--", "nan", "none", "null", "na", "n/a", "<na>", "nat", "空", "无", "没有"}


def read_number(answer: Any) -> Read | None:
    """Read a number from whatever was handed in.

    Parameters
    ----------
    answer : object
        A number of Python, numpy or pandas, a container that holds exactly one, or text.

    Returns
    -------
    Read or None
        None when it is no number, or not one number.

    Examples
    --------
    >>> [read_number(text).value for text in ("1.2万", "12%", "¥3,400", "（500）", [7])]
    [12000.0, 12.0, 3400.0, -500.0, 7.0]
    >>> read_number("12 or 13") is None
    True
    """
    value = _single(answer)
    if value is None or kind_of(value, complex):
        return None
    if kind_of(value, str):
        return read_text(str.__str__(value))
    if kind_of(value, bool):
        return None
    if kind_of(value, int, float, Decimal, Fraction):
        return _plain(value)
    return Read(math.nan) if type(value).__name__ in {"NAType", "NaTType"} else None


def read_text(text: str) -> Read | None:
    """Read one number, with its multiple and unit, from text.

    Examples
    --------
    >>> read_text("3400分").unit, read_text("约 1.2 亿元").value, read_text("twelve") is None
    ('fen', 120000000.0, True)
    """
    if len(text) > MOST_LETTERS:
        return None
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    plain = re.sub("[−–—‐－]", "-", plain).replace("，", ",").replace("_", "").rstrip("。;；!")
    plain = _WORDS.sub("", plain)
    if plain in _EMPTY:
        return Read(math.nan, text=True)
    spelled = re.fullmatch(r"(百分之|千分之)\s*([\d.]+)", plain)
    if spelled:
        plain = spelled[2] + ("%" if spelled[1] == "百分之" else "‰")
    found = _WHOLE.fullmatch(plain)
    return _put_together(found) if found else None


def _put_together(found: re.Match[str]) -> Read | None:
    multiple, unit = _tail((found["after"] or "").strip())
    before = _UNITS.get((found["before"] or "").strip(), None if found["before"] else "")
    if before is None or unit is None or bool(found["open"]) != bool(found["close"]):
        return None
    digits = found["number"].replace(",", "")
    minus = (found["sign"] or found["sign2"]) == "-" or bool(found["open"])
    value = float(digits) * multiple * (-1 if minus else 1)
    return Read(value, unit or before, _quantum(digits) * multiple, text=True)


def _tail(after: str) -> tuple[float, str | None]:
    """Split what follows the digits into a multiple and a unit."""
    if after in _UNITS or not after:
        return 1.0, _UNITS.get(after, "")
    for word in sorted(_MULTIPLES, key=len, reverse=True):
        rest = after[len(word) :].strip()
        if after.startswith(word) and (not rest or rest in _UNITS):
            return _MULTIPLES[word], _UNITS.get(rest, "")
    return 1.0, None


def _quantum(digits: str) -> float:
    exponent = Decimal(digits).as_tuple().exponent
    return 10.0**exponent if isinstance(exponent, int) else 0.0


def _plain(value: Any) -> Read:
    try:
        number = float(value)
    except OverflowError:  # an int of thousands of digits
        return Read(math.inf if value > 0 else -math.inf)
    except ValueError:  # a signalling NaN
        return Read(math.nan)
    digits = repr(number).removesuffix(".0")
    return Read(number, "", _quantum(digits) if math.isfinite(number) else 0.0)


def _single(answer: Any) -> Any:
    """Take the one value out of a container of length one; None when there are more."""
    for _ in range(4):  # a table of one cell in a list, and no deeper
        if kind_of(answer, list, tuple, set, frozenset):
            if len(answer) != 1:
                return None
            answer = next(iter(answer))
        elif hasattr(type(answer), "dtype") and hasattr(type(answer), "to_numpy"):
            if answer.size != 1:
                return None
            answer = answer.to_numpy().reshape(-1)[0]
        elif type(answer).__module__ == "numpy" and hasattr(type(answer), "item"):
            if answer.size != 1:
                return None
            answer = answer.item()
        elif type(answer).__name__ == "DataFrame" and hasattr(type(answer), "to_numpy"):
            if answer.size != 1:
                return None
            answer = answer.iloc[0, 0]
        else:
            return answer
    return None
