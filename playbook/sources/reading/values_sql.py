"""How does DuckDB read numbers, moments and ids, with the same answers as `values`?

The unit is one SQL expression over one cleaned VARCHAR. Each expression mentions its input once,
inside a one-element list, because DuckDB evaluates every mention anew.
"""

from __future__ import annotations

from playbook.sources.reading import values
from playbook.store.sql import literal

__all__ = [
    "damaged_id_sql",
    "moment_sql",
    "money_sql",
    "number_problem_sql",
    "number_sql",
    "range_sql",
]

_PLAIN = f"{literal(values.WIDE)}, {literal(values.PLAIN)}"


def number_sql(text: str) -> str:
    """Write the SQL twin of `parse_number`: DECIMAL(38,10) or NULL."""
    return _once(f"translate({text}, {_PLAIN})", _value("x"))


def money_sql(text: str) -> str:
    """Write the SQL twin of `parse_money`: DECIMAL(18,2) or NULL; nothing is rounded."""
    exact = "CASE WHEN y.v = round(y.v, 2) AND NOT y.p THEN TRY_CAST(y.v AS DECIMAL(18,2)) END"
    inner = f"{{'v': {_value('x')}, 'p': ends_with(rtrim(x, ') '), '%')}}"
    return _once(_once(f"translate({text}, {_PLAIN})", inner), exact, "y")


def number_problem_sql(text: str, *, money: bool = False) -> str:
    """Write SQL for the reason why a cell is no number (or no money); NULL when it is one."""
    too_fine, no_number, suppressed, a_range = map(
        literal, (values.TOO_FINE, values.NOT_A_NUMBER, values.SUPPRESSED, values.RANGE)
    )
    fine = f"WHEN v.n <> round(v.n, 2) THEN {too_fine}" if money else ""
    percent = f"WHEN v.n IS NOT NULL AND {_percent('x')} THEN {no_number}" if money else ""
    number = f"{{'n': {_value('x')}}}"
    known = f"CASE {percent} {fine} WHEN v.n IS NOT NULL THEN NULL"
    cases = f"""{known} WHEN regexp_matches(x, {literal(values.SUPPRESSED_PATTERN)})
        THEN {suppressed} WHEN {_range("x")}.low IS NOT NULL THEN {a_range} ELSE {no_number} END"""
    cases = f"CASE WHEN x IS NOT NULL THEN {_once(number, cases, 'v')} END"
    return _once(f"translate({text}, {_PLAIN})", cases)


def range_sql(text: str) -> str:
    """Write the SQL twin of `parse_range`: STRUCT(low, high, middle), its parts NULL when none."""
    return _once(f"translate({text}, {_PLAIN})", _range("x"))


def damaged_id_sql(text: str) -> str:
    """Write the SQL twin of `is_damaged_id`; NULL for NULL."""
    return f"regexp_matches({text}, {literal(values.DAMAGED_ID)})"


def moment_sql(text: str, order: values.DateOrder = "ymd") -> str:
    """Write the SQL twin of `parse_moment`: TIMESTAMP or NULL."""
    seconds = "CAST(floor(CAST(x AS DOUBLE) * 86400 + 0.5) AS BIGINT)"
    serial = f"TIMESTAMP '1899-12-30' + to_seconds({seconds})"
    patterns = (
        [values.MOMENTS["ymd"], values.COMPACT] if order == "ymd" else [values.MOMENTS["dmy"]]
    )
    cases = " ".join(
        f"WHEN regexp_matches(x, {literal(pattern)}) THEN {_moment(pattern, order)}"
        for pattern in patterns
    )
    cases = f"CASE WHEN regexp_matches(x, {literal(values.SERIAL)}) THEN {serial} {cases} END"
    return _once(f"translate({text}, {_PLAIN})", cases)


def _once(expression: str, body: str, name: str = "x") -> str:
    return f"list_transform([{expression}], lambda {name}: {body})[1]"


def _percent(text: str) -> str:
    return f"ends_with(rtrim({text}, ') '), '%')"


def _value(text: str) -> str:
    names = ", ".join(literal(name) for name in values.NUMBER_GROUPS)
    found = f"regexp_extract({text}, {literal(values.NUMBER)}, [{names}])"
    scales = " ".join(f"WHEN {literal(u)} THEN {s}" for u, s in values.SCALES.items() if u != "%")
    number = "CAST(replace(n.digits, ',', '') AS DECIMAL(28,8))"
    factor = f"CAST(CASE n.unit {scales} ELSE 1 END AS DECIMAL(9,0))"
    scaled = (
        f"CASE WHEN n.unit = '%' THEN CAST({number} * 0.01 AS DECIMAL(38,10))"
        f" ELSE CAST({number} * {factor} AS DECIMAL(38,10)) END"
    )
    body = (
        "CASE WHEN n.digits = '' OR (n.opening = '') <> (n.closing = '')"
        " OR (n.opening <> '' AND n.sign <> '') THEN NULL"
        f" WHEN n.opening <> '' OR n.sign = '-' THEN -({scaled}) ELSE {scaled} END"
    )
    return _once(found, body, "n")


def _range(text: str) -> str:
    found = f"regexp_extract({text}, {literal(values.RANGE_PATTERN)}, ['low', 'high'])"
    ends = f"{{'low': {_value('r.low')}, 'high': {_value('r.high')}}}"
    part = "CASE WHEN e.low <= e.high THEN {} END"
    middle = "CAST((e.low + e.high) AS DOUBLE) / 2"
    parts = {"low": "e.low", "high": "e.high", "middle": middle}
    listed = ", ".join(f"'{name}': {part.format(value)}" for name, value in parts.items())
    body = f"{{{listed}}}"
    return _once(_once(found, ends, "r"), body, "e")


def _moment(pattern: str, order: values.DateOrder) -> str:
    names = ["a", "b", "c", "hour", "minute", "second", "half"]
    year, month, day = tuple({"ymd": "abc", "dmy": "cba", "mdy": "cab"}[order])
    found = f"regexp_extract(x, {literal(pattern)}, [{', '.join(map(literal, names))}])"
    hour = (
        "CASE WHEN m.half = '' THEN lpad(m.hour, 2, '0')"
        " WHEN CAST(m.hour AS INTEGER) NOT BETWEEN 1 AND 12 THEN '99'"
        " ELSE lpad(CAST(CAST(m.hour AS INTEGER) % 12 + CASE WHEN lower(m.half) = 'pm' THEN 12"
        " ELSE 0 END AS VARCHAR), 2, '0') END"
    )
    text = (
        f"m.{year} || '-' || lpad(m.{month}, 2, '0') || '-' || lpad(m.{day}, 2, '0')"
        f" || ' ' || {hour} || ':' || lpad(m.minute, 2, '0') || ':' || lpad(m.second, 2, '0')"
    )
    return _once(found, f"CASE WHEN {hour} < '24' THEN TRY_CAST({text} AS TIMESTAMP) END", "m")
