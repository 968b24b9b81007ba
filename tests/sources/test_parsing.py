"""The SQL that reads a cell: exact, and it hands on what it cannot read."""

import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.sources.allocation import allocate_sql
from playbook.sources.macros import MACROS
from playbook.sources.parsing import MONTHS, field_sql, moment_sql
from playbook.sources.profile import Field


def read(kind: str, text: str | None, **more: object) -> object:
    field = Field("x", ("X",), kind, **more)  # type: ignore[arg-type]
    with duckdb.connect() as connection:
        row = connection.execute(
            f"SELECT {field_sql(field, 'v')} FROM (SELECT ?::VARCHAR AS v)", [text]
        ).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("money", "3,299.00", "3299.00"),
        ("money", "￥1,234.50", "1234.50"),
        ("money", "123.00元", "123.00"),
        ("money", "USD 12.5", "12.5"),
        ("money", "(12.00)", "-12.00"),
        ("money", "-0.5", "-0.5"),
        ("money", "￥1,234.00元", "1234.00"),
        ("money", "0元", "0"),
        ("money", "-$5", "-5"),
        ("money", "￥-5.00", "-5.00"),
        ("money", "£1,234.56", "1234.56"),
        ("money", "€ 7", "7"),
        ("money", "US$38,000.00", "38000.00"),
        ("money", "(45.10)", "-45.10"),
        ("money", "（１２３.5）", "-123.5"),
        ("money", "−5", "-5"),
        ("money", "1.2万", "12000"),
        ("money", "1.2亿元", "120000000"),
        ("money", "1.2345678万", "12345.678"),
        ("money", "12,34", "12,34"),
        ("money", "1.234,56", "1.234,56"),
        ("money", "1 234", "1 234"),
        ("money", "(5", "(5"),
        ("money", "(-5)", "(-5)"),
        ("money", "-￥-5", "-￥-5"),
        ("money", "4.45%", "4.45%"),
        ("money", "< 10", "< 10"),
        ("money", "1万~2万", "1万~2万"),
        ("money", "12.345", "12.345"),
        ("money", "12 or so", "12 or so"),
        ("money", "1000-2000", "1000-2000"),
        ("money", None, None),
        ("count", "2.0", "2"),
        ("count", "1,000", "1000"),
        ("count", "2.5", "2.5"),
        ("percent", "4.45%", "0.0445"),
        ("percent", "１,200.5％", "12.005"),
        ("percent", "x%", "x%"),
        ("percent", "0.01051", "0.01051"),
        ("percent", "120,000", "120000"),
        ("datetime", "2016/5/3 22:02", "2016-05-03 22:02:00"),
        ("datetime", "2024-05-01 09:58:12 -0700", "2024-05-01 09:58:12"),
        ("datetime", "2024-05-01T09:58:12Z", "2024-05-01 09:58:12"),
        ("datetime", "2017-06-17T08:04:21.123+00:00", "2017-06-17 08:04:21"),
        ("datetime", "20240501", "2024-05-01 00:00:00"),
        ("datetime", "2024年5月1日 10时20分", "2024-05-01 10:20:00"),
        ("datetime", "２０２４-05-01 10：20", "2024-05-01 10:20:00"),
        ("datetime", "2019-01-01 00:00:00~2019-01-01 01:00:00", "2019-01-01 00:00:00"),
        ("datetime", "20260324000000~20260324005959", "2026-03-24 00:00:00"),
        ("datetime", "45413.5", "2024-05-01 12:00:00"),
        ("datetime", "2024-02-30 10:00:00", "2024-02-30 10:00:00"),
        ("datetime", "12345678", "12345678"),
        ("date", "45413", "2024-05-01"),
        ("datetime", "01/02/2024", "01/02/2024"),
        ("datetime", "2024-02-31", "2024-02-31"),
        ("date", "2024年5月1日", "2024-05-01"),
        ("month", "2026/5", "2026-05-01"),
        ("flag", "Yes", "true"),
        ("flag", "否", "false"),
        ("flag", "maybe", "maybe"),
        ("province", "浙江省 杭州市 西湖路 1 号", "浙江"),
        ("province", "1 Main Street", None),
        ("id", "00123", "00123"),
    ],
)
def test_a_cell_becomes_text_that_casts_or_stays_as_it_is(
    kind: str, text: str | None, expected: str | None
) -> None:
    assert read(kind, text) == expected


ATOMS = st.sampled_from([*"0159.,-+%()（￥$ ~<万亿元:/１，", "2024", "000", "USD"])


@settings(max_examples=150, deadline=None)
@given(st.lists(ATOMS, min_size=1, max_size=9).map("".join))
def test_a_number_keeps_its_digits_or_the_text_stays(text: str) -> None:
    told = str(read("money", text))
    if told != text:
        assert re.fullmatch(r"-?([0-9]+[.]?[0-9]*|[.][0-9]+)", told)
        if not re.search("[万亿]", text):
            kept = re.sub(r"[^0-9.]", "", text.translate(str.maketrans("１", "1")))
            assert told.lstrip("-") == kept
        assert told.startswith("-") == bool(re.search(r"[-(（]", text))


def test_a_stated_format_is_the_only_one_tried() -> None:
    assert read("date", "01/02/2024", formats=("%d/%m/%Y",)) == "2024-02-01"
    assert read("date", "2024-02-01", formats=("%d/%m/%Y",)) == "2024-02-01"
    assert read("date", "13/13/2024", formats=("%d/%m/%Y",)) == "13/13/2024"
    assert read("date", "03-02-2024", formats=("%d-%m-%Y",)) == "2024-02-03"
    assert read("date", "2024-02-03", formats=("%Y-%d-%m",)) == "2024-03-02"
    twelve = ("%m/%d/%Y %I:%M:%S %p",)
    assert read("datetime", "1/2/2024 1:05:09 PM", formats=twelve) == "2024-01-02 13:05:09"
    assert read("datetime", "01/02/2024 12:05:00 AM", formats=twelve) == "2024-01-02 00:05:00"


def test_codes_ignore_blanks_case_and_the_width_of_commas() -> None:
    values = {"买家已付款,等待卖家发货": "paid", "On Hold": "paid"}
    assert read("code", "买家已付款， 等待卖家发货", values=values) == "paid"
    assert read("code", "on hold", values=values) == "paid"
    assert read("code", "else", values=values) == "else"


def test_no_format_of_ours_can_be_read_two_ways() -> None:
    with duckdb.connect() as connection:
        for pattern in MONTHS:
            text = connection.execute(
                "SELECT strftime(TIMESTAMP '2024-03-04 05:06:07', ?)", [pattern]
            ).fetchone()
            assert text is not None
            found = connection.execute(
                f"SELECT {moment_sql('v', MONTHS, day=True)} FROM (SELECT ?::VARCHAR AS v)",
                [text[0]],
            ).fetchone()
            assert found is not None
            assert found[0][:7] == "2024-03", pattern


def test_a_sum_with_an_unreadable_part_is_not_a_number() -> None:
    with duckdb.connect() as connection:
        for macro in MACROS:
            connection.execute(f"CREATE MACRO {macro}")
        rows = "(1, '2.50'), (1, '3'), (2, 'x'), (2, '3'), (3, NULL)"
        query = f"SELECT k, sum_money(v) FROM (VALUES {rows}) t(k, v) GROUP BY k ORDER BY k"
        assert connection.execute(query).fetchall() == [(1, "5.50"), (2, "x"), (3, None)]


def allocate(total: str, weights: list[str]) -> list[str]:
    rows = ", ".join(f"({n}, {weight}::DECIMAL(18,2))" for n, weight in enumerate(weights))
    query = allocate_sql(
        f"(VALUES {rows}) AS t(n, w)",
        total=f"{total}::DECIMAL(18,2)",
        weight="w",
        within="1",
        order="n",
    )
    with duckdb.connect() as connection:
        return [
            str(row[0])
            for row in connection.execute(f"SELECT share FROM ({query}) ORDER BY n").fetchall()
        ]


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        ("10.00", ["1", "1", "1"], ["3.34", "3.33", "3.33"]),
        ("0.00", ["5", "5"], ["0.00", "0.00"]),
        ("0.01", ["1", "2"], ["0.00", "0.01"]),
        ("9.99", ["0", "0", "0"], ["3.33", "3.33", "3.33"]),
        ("5.00", ["1", "NULL"], ["None", "None"]),
        ("NULL", ["1", "1"], ["None", "None"]),
        ("5.00", ["-1", "2"], ["None", "None"]),
        ("9999999999999.99", ["9999999999999.99", "0.01"], ["9999999999999.98", "0.01"]),
    ],
)
def test_an_amount_is_spread_to_the_cent(total: str, weights: list[str], shares: list[str]) -> None:
    assert allocate(total, weights) == shares
