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
    *(f"{date} {clock}" for date in DATES for clock in CLOCKS),
    *(f"%Y-%m-%dT{clock}" for clock in CLOCKS),
    *DATES,
    "%Y%m%d%H%M%S",
)
"""Formats that can be read one way only; every other one has to be named by a profile."""

MONTHS = (*TIMES, "%Y-%m", "%Y/%m", "%Y年%m月", "%Y.%m", "%Y%m")

OFFSET = r"\s*([+-][0-9]{2}:?[0-9]{2}|Z|UTC|GMT)$"
_NUMBER = r"[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)"
_SIGNS = r"[,\s￥¥$€£＄]|元$|^(CNY|RMB|USD|EUR|GBP|HK\$|US\$|C\$|A\$|CA\$)|(CNY|RMB|USD|EUR|GBP)$"
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|"
    "广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_YES = ("yes", "y", "true", "1", "是", "有", "对", "√", "✓")
_NO = ("no", "n", "false", "0", "否", "无", "没有", "×")


def field_sql(field: Field, text: str) -> str:
    """Write the SQL that reads a field's cell.

    Parameters
    ----------
    field : Field
        What the cell holds.
    text : str
        SQL expression of the cleaned text.

    Returns
    -------
    str
        SQL expression of type VARCHAR: canonical text, the file's own text when it cannot be
        read, NULL when blank.
    """
    if field.kind in ("datetime", "date"):
        return moment_sql(text, field.formats or TIMES, day=field.kind == "date")
    if field.kind == "month":
        return moment_sql(text, MONTHS, day=True)
    if field.kind == "code":
        return code_sql(text, field.values)
    return _READERS[field.kind](text)


def number_sql(text: str) -> str:
    """Write SQL of a number's text without currency, separators and 元; ``1.2万`` is 12000."""
    bare = f"regexp_replace(trim({text}), {literal(_SIGNS)}, '', 'g')"
    accounting = f"regexp_replace({bare}, '^[(（](.*)[)）]$', '-\\1')"
    scaled = (
        f"(TRY_CAST(rtrim({bare}, '万亿') AS DECIMAL(38,8))"
        f" * CASE right({bare}, 1) WHEN '万' THEN 10000 ELSE 100000000 END)::DECIMAL(28,2)::VARCHAR"
    )
    return (
        f"CASE WHEN regexp_full_match({text}, {literal(_NUMBER)}) THEN {text}"
        f" WHEN regexp_full_match({accounting}, {literal(_NUMBER)}) THEN {accounting}"
        f" WHEN regexp_full_match({bare}, {literal(_NUMBER + '[万亿]')}) THEN {scaled}"
        f" ELSE {text} END"
    )


def count_sql(text: str) -> str:
    """Write SQL of a whole number's text: ``2.0`` is 2."""
    number = number_sql(text)
    return (
        f"CASE WHEN regexp_full_match({number}, '[-+]?[0-9]+([.]0*)?')"
        f" THEN regexp_replace({number}, '[.]0*$', '') ELSE {text} END"
    )


def percent_sql(text: str) -> str:
    """Write SQL of a fraction's text: ``4.45%`` is 0.0445; without a sign it is one already."""
    bare = f"replace(replace(trim({text}), '％', '%'), ',', '')"
    number = f"TRY_CAST(rtrim({bare}, '%') AS DECIMAL(28,10))"
    # times 0.01, not by 100: the engine divides decimals as floats
    return (
        f"CASE WHEN ends_with({bare}, '%') AND {number} IS NOT NULL"
        f" THEN rtrim(({number} * 0.01)::VARCHAR, '0') ELSE {number_sql(text)} END"
    )


def moment_sql(text: str, formats: tuple[str, ...], *, day: bool = False) -> str:
    """Write SQL of a time's text in ISO form; an offset is taken off, the clock's time stays."""
    tried = ", ".join(literal(pattern) for pattern in formats)
    local = f"regexp_replace(trim({text}), {literal(OFFSET)}, '')"
    parsed = f"try_strptime({local}, [{tried}])"
    shown = "%Y-%m-%d" if day else "%Y-%m-%d %H:%M:%S"
    return f"coalesce(strftime({parsed}, '{shown}'), {text})"


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

MACROS = (
    "money(x) AS TRY_CAST(x AS DECIMAL(18,2))",
    "amount(x) AS TRY_CAST(x AS DECIMAL(18,2))::VARCHAR",
    "moment(x) AS TRY_CAST(x AS TIMESTAMP)",
    "whole(x) AS TRY_CAST(x AS BIGINT)",
    # A sum in which one summand cannot be read is not a sum: the bad text goes on instead.
    "sum_money(x) AS CASE WHEN bool_or(x IS NOT NULL AND TRY_CAST(x AS DECIMAL(18,2)) IS NULL)"
    " THEN min(x) FILTER (TRY_CAST(x AS DECIMAL(18,2)) IS NULL)"
    " ELSE sum(TRY_CAST(x AS DECIMAL(18,2)))::VARCHAR END",
    "sum_whole(x) AS CASE WHEN bool_or(x IS NOT NULL AND TRY_CAST(x AS BIGINT) IS NULL)"
    " THEN min(x) FILTER (TRY_CAST(x AS BIGINT) IS NULL)"
    " ELSE sum(TRY_CAST(x AS BIGINT))::VARCHAR END",
)
"""Short words that profiles' expressions use."""
