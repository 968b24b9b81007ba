"""A range is kept with both ends, its middle counts, and the import says so."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from playbook.i18n import use_language
from playbook.sources import ImportResult, import_file
from playbook.sources.ranges import range_sql
from tests.sources.shop import D, balanced, chinese_shop, reasons, values, write

DAYS = """rows = "days"
[columns]
date = "日期"
uv = "访客数"
units = "件数"
paid_amount = "支付金额"
"""
HEAD = ["日期", "访客数", "件数", "支付金额", "备选"]


def found(text: str, kind: str = "number", decimal: str = ".") -> Any:
    with duckdb.connect() as connection:
        row = connection.execute(
            f"SELECT {range_sql('v', kind, decimal)} FROM (SELECT ?::VARCHAR AS v)", [text]
        ).fetchone()
    assert row is not None
    return None if row[0] is None else [json.loads(row[0])[name] for name in ("low", "mid", "high")]


@pytest.mark.parametrize(
    ("text", "kind", "ends"),
    [
        ("10~20", "number", [10, 15, 20]),
        ("1000-2000", "count", [1000, 1500, 2000]),
        ("10-15", "count", [10, 12, 15]),
        ("1万-2万", "money", [10000, 15000, 20000]),
        ("1-2万", "money", [10000, 15000, 20000]),
        ("5000～1万", "count", [5000, 7500, 10000]),
        ("￥1,000.00 – ￥2,000.01", "money", [1000, 1500.01, 2000.01]),
        ("10至20元", "money", [10, 15, 20]),
        ("0~5", "count", [0, 2, 5]),
    ],
)
def test_a_range_has_two_ends_and_a_middle(text: str, kind: str, ends: list[float]) -> None:
    assert found(text, kind) == ends


def test_a_range_with_decimal_commas() -> None:
    assert found("1.000,50 - 2.000,50", "money", ",") == [1000.5, 1500.5, 2000.5]


@pytest.mark.parametrize(
    "text",
    ["20~10", "-5", "5", "2024-05-01", "010-12345678", "10-", "~20", "a-b", "10-20-30", "5 kg",
     "1-2 x", "138-00001111", ""],
)  # fmt: skip
def test_what_is_no_range_is_none(text: str) -> None:
    assert found(text) is None


def days(folder: Path, *rows: tuple[str, ...]) -> ImportResult:
    mapping = folder / "m.toml"
    mapping.write_text(DAYS, encoding="utf-8")
    named = [dict(zip(HEAD, row, strict=True)) for row in rows]
    path = write(folder / "days_2024-05-03.csv", HEAD, named)
    result = import_file(chinese_shop(folder), path, mapping=mapping)
    assert balanced(result.record)
    return result


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


ROWS = (("2024-05-01", "1000-2000", "3", "1万-2万", "x"), ("2024-05-02", "90", "4", "5.50", ""))


def test_the_middle_is_stored_and_the_ends_are_kept(tmp_path: Path) -> None:
    result = days(tmp_path, *ROWS)
    assert values(result.store, "SELECT uv, units, paid_amount FROM traffic ORDER BY date") == [
        (1500, 3, D("15000.00")),
        (90, 4, D("5.50")),
    ]
    ((first,), (second,)) = values(result.store, "SELECT extras FROM traffic ORDER BY date")
    assert second is None
    assert json.loads(first) == {
        "备选": "x",
        "approximate": {
            "uv": {"low": 1000, "mid": 1500, "high": 2000, "text": "1000-2000"},
            "paid_amount": {"low": 10000.0, "mid": 15000.0, "high": 20000.0, "text": "1万-2万"},
        },
    }


def test_approximate_columns_are_never_silent(tmp_path: Path) -> None:
    told = "Column 访客数 (uv) is approximate: 1 cells hold a range such as 1000-2000."
    assert told in days(tmp_path, *ROWS).message
    with use_language("zh"):
        assert "“访客数 (uv)”列为近似值" in days(_folder(tmp_path, "zh"), *ROWS[:1]).message


def test_a_total_is_not_compared_with_middles(tmp_path: Path) -> None:
    result = days(tmp_path, *ROWS, ("合计", "", "7", "15005.50", ""))
    assert "Total row 4 agrees with the sums of the rows: 件数 (units)." in result.message
    assert "支付金额 (paid_amount):" not in result.message


def test_what_a_buyer_paid_is_no_range(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'rows = "orders"\n[columns]\norder_id = "单号"\ncreated_at = "日期"\n'
        'paid_amount = "金额"\n',
        encoding="utf-8",
    )
    rows = [{"单号": "1", "日期": "2024-05-01", "金额": "10~20"}]
    path = write(tmp_path / "o.csv", ["单号", "日期", "金额"], rows)
    store = import_file(chinese_shop(tmp_path), path, mapping=mapping).store
    assert reasons(store) == ["not an amount"]
    assert list(store.quarantine()["value"]) == ["10~20"]
