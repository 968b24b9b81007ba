"""How does the text of one cell become the text that the Store can cast?

The unit is one SQL expression over one cleaned VARCHAR. The answer stays text: ``￥1,234.00元``
becomes ``1234.00``, ``2016/5/23 22:02`` becomes ``2016-05-23 22:02:00``. Text that cannot be read
is handed on as it stands, so that the Store sets the row aside and shows what the file said.
Nothing is rounded and no date order is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playbook.sources.profile import Field
from playbook.store.sql import literal

DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
CLOCKS = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f")
TIMES = (
    *(f"{date} {clock}" for date in DATES for clock in (*CLOCKS, "%H时%M分%S秒", "%H时%M分")),
    *(f"%Y-%m-%dT{clock}" for clock in CLOCKS),
    *DATES,
    "%Y%m%d%H%M%S",
)
"""Formats that can be read one way only; every other one has to be named by a profile."""

MONTHS = (*TIMES, "%Y-%m", "%Y/%m", "%Y年%m月", "%Y.%m", "%Y%m")

OFFSET = r"(:[0-9]{2}(?:[.][0-9]+)?)\s*(?:[+-][0-9]{2}:?[0-9]{2}|Z|UTC|GMT)$"
"""What stands behind a clock's time, which is all of the match that stays."""

# Full-width and typographic forms of the characters that numbers and times are written with.
_WIDE = "０１２３４５６７８９，．－−–＋％（）￥＄：～\xa0\u3000"
_PLAIN = "0123456789,.---+%()¥$:~  "
_CURRENCY = r"(?:(?:US|HK|CN|CA|C|A|NT)?[$¥]|[£€]|CNY|RMB|USD|EUR|GBP|HKD)"
# Thousands are in threes: 1.234,56 and 12,34 are written the other way round, and no number here.
_NUMBER = (
    rf"^(\()? *([+-]?) *{_CURRENCY}? *([+-]?)"
    r"([0-9]+(?:[.][0-9]*)?|[0-9]{1,3}(?:,[0-9]{3})+(?:[.][0-9]*)?|[.][0-9]+)"
    rf" *(万元|亿元|万|亿|元)? *{_CURRENCY}? *(\))?$"
)
_GROUPED = "([0-9])[ \u00a0\u202f]([0-9]{3})"
_NO_POINT = literal(' (decimal = ",")')
_PARTS = ("opening", "sign", "inner", "digits", "unit", "closing")
_CELL = "playbook_cell"
_ISO = "____-__-__ __:__:__"
_SLOT = " *(?:~|至) *[0-9].*$"
_SERIAL = "[2-7][0-9]{4}([.][0-9]{1,12})?"
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_YES = ("yes", "y", "true", "1", "是", "有", "对", "√", "✓")
_NO = ("no", "n", "false", "0", "否", "无", "没有", "×")


NUMBERS = ("money", "number", "count", "percent")
"""Kinds of field that are written with a decimal mark."""


def field_sql(field: Field, text: str, decimal: str = ".") -> str:
    """Write the SQL that reads a field's cell.

    Parameters
    ----------
    field : Field
        What the cell holds.
    text : str
        SQL expression of the cleaned text.
    decimal : str
        The mark that parts decimals: ``1.234,56`` with a comma is 1234.56.

    Returns
    -------
    str
        SQL expression of type VARCHAR: canonical text, the file's own text when it cannot be
        read, NULL when blank.
    """
    if field.kind in ("datetime", "date"):
        return moment_sql(text, field.formats, day=field.kind == "date")
    if field.kind == "month":
        return moment_sql(text, MONTHS, day=True)
    if field.kind == "code":
        return code_sql(text, field.values)
    if decimal == "," and field.kind in NUMBERS:
        return _comma_sql(field.kind, text)
    return _READERS[field.kind](text)


def _comma_sql(kind: str, text: str) -> str:
    """Write SQL of a number with a decimal comma: points and commas change places."""
    read = _READERS[kind](comma_as_point_sql(text))
    # 1.23 is no number here, and must not become one further on.
    told = (
        f"CASE WHEN TRY_CAST({text} AS DOUBLE) IS NULL THEN {text} ELSE {text} || {_NO_POINT} END"
    )
    return f"CASE WHEN TRY_CAST({read} AS DOUBLE) IS NULL THEN {told} ELSE {read} END"


def comma_as_point_sql(text: str) -> str:
    """Write SQL of a text in which points and commas have changed places."""
    # 1 234 567 in threes; a match takes the digit before the next gap, so twice.
    joined = text
    for _again in range(2):
        joined = f"regexp_replace({joined}, {literal(_GROUPED)}, '\\1.\\2', 'g')"
    return f"translate({joined}, '.,．，', ',.,.')"


def number_sql(text: str) -> str:
    """Write SQL of a number's text without currency, separators and 元; ``1.2万`` is 12000."""
    # A cast that fits costs a tenth of a regular expression, and such text needs no work.
    return (
        f"CASE WHEN TRY_CAST({text} AS DOUBLE) IS NOT NULL THEN {text}"
        f" ELSE coalesce({written_sql(text)}, {text}) END"
    )


def written_sql(text: str) -> str:
    """Write SQL of the plain digits of a number as people write it; NULL when it is none."""
    part = f"{_CELL}.{{}}".format
    opening, sign, inner, digits, unit, closing = (part(name) for name in _PARTS)
    minus = f"CASE WHEN {opening} <> '' OR {sign} = '-' OR {inner} = '-' THEN '-' ELSE '' END"
    plain = f"replace({digits}, ',', '')"
    scale = f"CASE left({unit}, 1) WHEN '万' THEN 10000 ELSE 100000000 END"
    scaled = f"rtrim(rtrim((TRY_CAST({plain} AS DECIMAL(26,8)) * {scale})::VARCHAR, '0'), '.')"
    value = f"CASE WHEN {unit} IN ('', '元') THEN {plain} ELSE {scaled} END"
    signs = " + ".join(f"({mark} <> '')::INT" for mark in (opening, sign, inner))
    good = f"{digits} <> '' AND ({opening} = '') = ({closing} = '') AND {signs} <= 1"
    names = ", ".join(literal(name) for name in _PARTS)
    found = f"regexp_extract({plain_sql(text)}, {literal(_NUMBER)}, [{names}])"
    return _once(found, f"CASE WHEN {good} THEN {minus} || {value} END")


def plain_sql(text: str) -> str:
    """Write SQL of a text with the half-width forms of what numbers and times are written with."""
    return f"trim(translate({text}, {literal(_WIDE)}, {literal(_PLAIN)}))"


def _once(expression: str, body: str) -> str:
    # The engine evaluates every mention anew; the parameter of a lambda is evaluated once. A
    # column of the same name would hide it, so no export's header may read like it.
    return f"list_transform([{expression}], lambda {_CELL}: {body})[1]"


def count_sql(text: str) -> str:
    """Write SQL of a whole number's text: ``2.0`` is 2."""
    whole = (
        f"CASE WHEN regexp_full_match({_CELL}, '[-+]?[0-9]+([.]0*)?')"
        f" THEN regexp_replace({_CELL}, '[.]0*$', '') ELSE {text} END"
    )
    return (
        f"CASE WHEN TRY_CAST({text} AS BIGINT) IS NOT NULL AND NOT contains({text}, '.')"
        f" THEN {text} ELSE {_once(number_sql(text), whole)} END"
    )


def percent_sql(text: str) -> str:
    """Write SQL of a fraction's text: ``4.45%`` is 0.0445; without a sign it is one already."""
    plain = plain_sql(text)
    bare = written_sql(f"rtrim({plain}, ' %')")
    number = f"TRY_CAST({bare} AS DECIMAL(28,10))"
    # times 0.01, not by 100: the engine divides decimals as floats
    fraction = _once(number, f"rtrim(({_CELL} * 0.01)::VARCHAR, '0')")
    return (
        f"CASE WHEN ends_with({plain}, '%') THEN coalesce({fraction}, {text})"
        f" ELSE {number_sql(text)} END"
    )


def moment_sql(text: str, formats: tuple[str, ...] = (), *, day: bool = False) -> str:
    """Write SQL of a time's text in ISO form; an offset is taken off, the clock's time stays.

    A slot of time is read as its start, a spreadsheet's serial number as the time it stands for.
    Without `formats` the text is read in every way that leaves no doubt.
    """
    tried = ", ".join(literal(pattern) for pattern in formats or TIMES)
    start = f"regexp_replace({plain_sql(text)}, {literal(_SLOT)}, '')"
    local = f"regexp_replace({start}, {literal(OFFSET)}, '\\1')"
    serial = (
        f"CASE WHEN regexp_full_match({text}, {literal(_SERIAL)}) THEN TIMESTAMP '1899-12-30'"
        f" + to_seconds(floor(TRY_CAST({text} AS DOUBLE) * 86400 + 0.5)::BIGINT) END"
    )
    shown, shape = ("%Y-%m-%d", "____-__-__") if day else ("%Y-%m-%d %H:%M:%S", _ISO)
    parsed = f"coalesce(try_strptime({local}, [{tried}]), {serial})"
    slow = f"coalesce(strftime({parsed}, '{shown}'), {text})"
    # Text of this shape is ISO already, or no time that another format could read.
    return slow if formats else f"CASE WHEN {text} LIKE '{shape}' THEN {text} ELSE {slow} END"


def code_sql(text: str, values: Mapping[str, str]) -> str:
    """Write SQL of our word for the platform's; spaces, case and comma width do not matter."""
    known = " ".join(
        f"WHEN {literal(_plain(word))} THEN {literal(code)}" for word, code in values.items()
    )
    plain = f"lower(replace(replace({text}, '，', ','), ' ', ''))"
    return f"CASE {plain} {known} ELSE {text} END" if known else text


def _plain(word: str) -> str:
    return word.replace("，", ",").replace(" ", "").lower()


def flag_sql(text: str) -> str:
    """Write SQL of yes or no as ``true`` or ``false``."""
    yes, no = (", ".join(literal(word) for word in words) for words in (_YES, _NO))
    return (
        f"CASE WHEN lower({text}) IN ({yes}) THEN 'true'"
        f" WHEN lower({text}) IN ({no}) THEN 'false' ELSE {text} END"
    )


def province_sql(text: str) -> str:
    """Write SQL of the province that a Chinese address begins with; the rest is left behind."""
    return f"nullif(regexp_extract(trim({text}), '^({_PROVINCES})', 1), '')"


def _as_it_is(text: str) -> str:
    return text


_READERS: Mapping[str, Callable[[str], str]] = {
    "id": _as_it_is,
    "text": _as_it_is,
    "money": number_sql,
    "number": number_sql,
    "count": count_sql,
    "percent": percent_sql,
    "flag": flag_sql,
    "province": province_sql,
}
