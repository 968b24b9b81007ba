"""Numbers, moments and ids: hand-written cases, and Python against DuckDB on random text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.sources.reading import clean, values, values_sql
from playbook.sources.reading.cells import NULL_TOKENS, SPACES
from playbook.sources.reading.cells_sql import clean_sql

NUMBERS = {
    "3,299.00": "3299",
    "￥1,234.00": "1234",
    "¥0.01": "0.01",
    "0元": "0",
    "123.00元": "123",
    "$38,000.00": "38000",
    "-$5": None,
    "£1,234.56": "1234.56",
    "€ 7": "7",
    "(45.10)": "-45.10",
    "4.45%": "0.0445",
    "1.2万": "12000",
    "1.2亿": "120000000",
    "１２３": "123",
    "−5": "-5",
    "-5": "-5",
    "12,34": None,
    "1.234,56": None,
    "1 234": None,
    "(5": None,
    "(-5)": None,
    "无": None,
    "1e5": None,
}
NUMBERS["-$5"] = "-5"
MOMENTS = {
    "2026-04-14": "2026-04-14 00:00:00",
    "20260414": "2026-04-14 00:00:00",
    "2016/5/23 22:02": "2016-05-23 22:02:00",
    "2019-01-01 00:00:00~2019-01-01 01:00:00": "2019-01-01 00:00:00",
    "20260324000000~20260324005959": "2026-03-24 00:00:00",
    "2024-05-01 09:58:12 -0700": "2024-05-01 09:58:12",
    "2017-06-17T08:04:21+00:00": "2017-06-17 08:04:21",
    "2017-06-17T08:04:21.123Z": "2017-06-17 08:04:21",
    "2024年5月1日 10时20分": "2024-05-01 10:20:00",
    "45413.5": "2024-05-01 12:00:00",
    "01/02/2024": None,
    "2024-02-30": None,
    "2024-05-01 24:00:00": None,
    "12345678": None,
    "soon": None,
}


def ask(expression: str, text: str | None) -> object:
    query = f"SELECT {expression} FROM (SELECT ?::VARCHAR AS c)"
    row = duckdb.execute(query, [text]).fetchone()
    assert row
    return row[0]


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_numbers(text: str, value: str | None) -> None:
    expected = None if value is None else Decimal(value)
    assert values.parse_number(text).value == expected
    assert ask(values_sql.number_sql("c"), text) == expected


@pytest.mark.parametrize(("text", "moment"), MOMENTS.items())
def test_moments(text: str, moment: str | None) -> None:
    expected = None if moment is None else dt.datetime.fromisoformat(moment)
    assert values.parse_moment(text) == expected
    assert ask(values_sql.moment_sql("c"), text) == expected


@pytest.mark.parametrize(
    ("order", "text", "moment"),
    [
        ("dmy", "01/02/2024", dt.datetime(2024, 2, 1)),
        ("mdy", "01/02/2024 12:05 AM", dt.datetime(2024, 1, 2, 0, 5)),
        ("mdy", "1/2/2024 1:05:09 PM", dt.datetime(2024, 1, 2, 13, 5, 9)),
        ("dmy", "2024-01-02", None),
    ],
)
def test_day_and_month_order_is_stated(
    order: values.DateOrder, text: str, moment: dt.datetime | None
) -> None:
    assert values.parse_moment(text, order) == moment
    assert ask(values_sql.moment_sql("c", order), text) == moment


@pytest.mark.parametrize(
    ("text", "value", "problem"),
    [
        ("3,299.00", "3299.00", None),
        ("1.000", "1.00", None),
        ("1.005", None, values.TOO_FINE),
        ("4.45%", None, values.NOT_A_NUMBER),
        ("< 10", None, values.SUPPRESSED),
        ("1000-2000", None, values.RANGE),
        ("无", None, values.NOT_A_NUMBER),
        (None, None, None),
    ],
)
def test_money_is_exact_or_has_a_reason(
    text: str | None, value: str | None, problem: str | None
) -> None:
    expected = None if value is None else Decimal(value)
    assert values.parse_money(text) == values.Parsed(expected, problem)
    assert ask(values_sql.money_sql("c"), text) == expected
    assert ask(values_sql.number_problem_sql("c", money=True), text) == problem


def test_ranges_keep_low_high_and_middle() -> None:
    assert values.parse_range("1万 ~ 2万") == (Decimal(10000), Decimal(20000), Decimal(15000))
    assert ask(values_sql.range_sql("c"), "1万~2万") == {
        "low": 10000,
        "high": 20000,
        "middle": 15000,
    }
    assert values.parse_range("2000-1000") is None


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        ("1.93068E+15", True),
        ("193e12", True),
        ("1930679858170000", True),
        ("1930679858170647", False),
        ("100000", False),
        ("SKU1E5", False),
    ],
)
def test_damaged_ids(text: str, damaged: bool) -> None:
    assert values.is_damaged_id(text) is damaged
    assert ask(values_sql.damaged_id_sql("c"), text) is damaged


ATOMS = st.sampled_from([*"0159.,-+%()¥$ ~<万亿元:/TZ年月日时", "2024", "05", "12", "000", "\n"])


@settings(max_examples=120, deadline=None)
@given(st.lists(ATOMS, min_size=1, max_size=9).map("".join))
def test_python_and_sql_read_values_alike(raw: str) -> None:
    text = clean(raw)
    expressions = [
        values_sql.number_sql("c"),
        values_sql.money_sql("c"),
        values_sql.number_problem_sql("c"),
        values_sql.number_problem_sql("c", money=True),
        values_sql.moment_sql("c"),
        values_sql.damaged_id_sql("c"),
    ]
    row = duckdb.execute(
        f"SELECT {', '.join(expressions)} FROM (SELECT ?::VARCHAR AS c)", [text]
    ).fetchone()
    number, money = values.parse_number(text), values.parse_money(text)
    assert row == (
        number.value,
        money.value,
        number.problem,
        money.problem,
        values.parse_moment(text),
        None if text is None else values.is_damaged_id(text),
    )


WRAPPED = st.sampled_from([*SPACES, *NULL_TOKENS, *"=\"'19 aé中"])


@settings(max_examples=200, deadline=None)
@given(st.lists(WRAPPED, max_size=7).map("".join))
def test_python_and_sql_clean_alike(text: str) -> None:
    assert ask(clean_sql("c"), text) == clean(text)
