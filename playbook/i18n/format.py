"""How are money, numbers, shares and dates written for this reader?

The unit is one value. A value that is absent (None, NaN, NaT, NA) is written "—" and never 0.
Halves round away from zero, as they do in a spreadsheet, and decimals are never turned into
floats on the way.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Any, Literal

from playbook.i18n.current import language

if TYPE_CHECKING:
    import datetime as dt

MISSING = "—"

_LOCALES = {"en": "en_US", "zh": "zh_Hans_CN"}
_DAYS = {
    "en": {"short": "MMM d", "medium": "MMM d, y", "weekday": "EEE, MMM d, y"},
    "zh": {"short": "M月d日", "medium": "y年M月d日", "weekday": "y年M月d日 EEE"},
}
# Enough for the largest float written out; the default of 28 fails on 1e30.
_DIGITS = 400
_MONTHS = {"en": "MMMM y", "zh": "y年M月"}


def money(
    value: Any,
    currency: str,
    lang: str | None = None,
    *,
    digits: int | None = None,
    signed: bool = False,
) -> str:
    """Write an amount of money with its currency.

    Parameters
    ----------
    value : Decimal, int, float, str or None
        The amount, in the currency's main unit (yuan, not fen).
    currency : str
        ISO 4217 code, for example ``"CNY"``.
    lang : {"en", "zh"}, optional
        Default: the language in force.
    digits : int, optional
        Decimals shown. Default: those of the currency (2 for USD, 0 for JPY).
    signed : bool
        Write "+" before a gain too.

    Examples
    --------
    >>> money(Decimal("1234.565"), "USD", "en"), money(Decimal("1234.565"), "USD", "zh")
    ('$1,234.57', 'US$1,234.57')
    >>> money(None, "USD")
    '—'
    """
    from babel.numbers import format_currency, get_currency_precision

    if _missing(value):
        return MISSING
    places = get_currency_precision(currency) if digits is None else digits
    pattern = "¤" + _pattern(places)
    with localcontext(prec=_DIGITS):
        amount = _rounded(value, places)
        text: str = format_currency(
            abs(amount), currency, pattern, locale=_locale(lang), currency_digits=False
        )
    return _sign(amount, signed) + text


def number(value: Any, digits: int = 0, lang: str | None = None, *, signed: bool = False) -> str:
    """Write a count or a plain number with separators.

    Parameters
    ----------
    value : number or None
    digits : int
        Decimals shown.
    lang : {"en", "zh"}, optional
        Default: the language in force.
    signed : bool
        Write "+" before a positive value too.

    Examples
    --------
    >>> number(1234567), number(2.5), number(float("nan"))
    ('1,234,567', '3', '—')
    """
    from babel.numbers import format_decimal

    if _missing(value):
        return MISSING
    with localcontext(prec=_DIGITS):
        amount = _rounded(value, digits)
        text: str = format_decimal(abs(amount), _pattern(digits), locale=_locale(lang))
    return _sign(amount, signed) + text


def percent(value: Any, digits: int = 1, lang: str | None = None, *, signed: bool = False) -> str:
    """Write a ratio as a percentage.

    Parameters
    ----------
    value : number or None
        The ratio itself: 0.05 is 5 %.
    digits : int
        Decimals shown.
    lang : {"en", "zh"}, optional
        Default: the language in force.
    signed : bool
        Write "+" before a positive value too.

    Examples
    --------
    >>> percent(0.0345), percent(0.1, signed=True)
    ('3.5%', '+10.0%')
    """
    if _missing(value):
        return MISSING
    return number(_hundredfold(value), digits, lang, signed=signed) + "%"


def points(value: Any, digits: int = 1, lang: str | None = None) -> str:
    """Write the difference of two ratios in percentage points, always with its sign.

    Parameters
    ----------
    value : number or None
        The difference of the ratios themselves: 0.012 is 1.2 percentage points.
    digits : int
        Decimals shown.
    lang : {"en", "zh"}, optional
        Default: the language in force.

    Examples
    --------
    >>> points(-0.012, lang="en"), points(0.012, lang="zh")
    ('-1.2 pp', '+1.2个百分点')
    """
    if _missing(value):
        return MISSING
    unit = "个百分点" if (lang or language()) == "zh" else " pp"
    return number(_hundredfold(value), digits, lang, signed=True) + unit


def day(
    value: dt.date | None,
    style: Literal["short", "medium", "weekday"] = "medium",
    lang: str | None = None,
) -> str:
    """Write a day.

    Parameters
    ----------
    value : date, datetime, Timestamp or None
    style : {"short", "medium", "weekday"}
        Without the year, with the year, with year and weekday.
    lang : {"en", "zh"}, optional
        Default: the language in force.

    Examples
    --------
    >>> import datetime
    >>> d = datetime.date(2017, 12, 31)
    >>> day(d, "short", "en"), day(d, "medium", "en"), day(d, "weekday", "en")
    ('Dec 31', 'Dec 31, 2017', 'Sun, Dec 31, 2017')
    >>> day(d, "weekday", "zh")
    '2017年12月31日 周日'
    """
    return _dated(value, _DAYS[lang or language()][style], lang)


def month(value: dt.date | None, lang: str | None = None) -> str:
    """Write the month that a day lies in.

    Examples
    --------
    >>> import datetime
    >>> month(datetime.date(2017, 12, 31), "en"), month(datetime.date(2017, 12, 31), "zh")
    ('December 2017', '2017年12月')
    """
    return _dated(value, _MONTHS[lang or language()], lang)


def _dated(value: Any, pattern: str, lang: str | None) -> str:
    from babel.dates import format_date

    if _missing(value):
        return MISSING
    text: str = format_date(value, pattern, locale=_locale(lang))
    return text


def _missing(value: Any) -> bool:
    # pandas.NA refuses to be a truth value, so it is known by its type's name: importing pandas
    # here would make every message cost half a second.
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    return bool(value != value)


def _exact(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _hundredfold(value: Any) -> Decimal:
    return _exact(value).scaleb(2)


def _rounded(value: Any, digits: int) -> Decimal:
    exact = _exact(value)
    if not exact.is_finite():
        return exact
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def _sign(amount: Decimal, signed: bool) -> str:
    return "-" if amount < 0 else "+" if signed and amount > 0 else ""


def _locale(lang: str | None) -> str:
    return _LOCALES[lang or language()]
