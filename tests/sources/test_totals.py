"""A total row is checked against the rows that it stands under."""

from pathlib import Path

import pytest

from playbook.i18n import use_language
from playbook.sources import ImportResult, import_file
from tests.sources.shop import TAOBAO, balanced, chinese_shop, parent, write

DAYS = """rows = "days"
[columns]
date = "日期"
uv = "访客数"
orders = "订单数"
paid_amount = "支付金额"
"""
HEAD = ["日期", "访客数", "订单数", "支付金额"]


def days(folder: Path, *rows: tuple[str, ...]) -> ImportResult:
    mapping = folder / "m.toml"
    mapping.write_text(DAYS, encoding="utf-8")
    named = [dict(zip(HEAD, row, strict=True)) for row in rows]
    path = write(folder / "days_2024-05-03.csv", HEAD, named)
    result = import_file(chinese_shop(folder), path, mapping=mapping)
    assert balanced(result.record)
    return result


FIRST, SECOND = ("2024-05-01", "100", "3", "10.10"), ("2024-05-02", "90", "4", "1,000.20")


def test_a_total_that_agrees_is_said_to_and_visitors_are_not_added(tmp_path: Path) -> None:
    result = days(tmp_path, FIRST, SECOND, ("合计", "150", "7", "￥1,010.30"))
    told = "Total row 4 agrees with the sums of the rows: 订单数 (orders), 支付金额 (paid_amount)."
    assert told in result.message
    assert "访客数" not in result.message
    assert result.record is not None
    assert result.record["non_data"] == {"total": 1}


def test_a_total_that_differs_by_a_cent_is_told(tmp_path: Path) -> None:
    result = days(tmp_path, FIRST, SECOND, ("Total:", "190", "7", "1,010.31"))
    assert (
        "Total row 4, column 支付金额 (paid_amount): the file states 1,010.31, its rows add up to "
        "1,010.30; the difference is +0.01." in result.message
    )
    assert "agrees with the sums of the rows: 订单数 (orders)." in result.message


def test_the_difference_is_told_in_chinese(tmp_path: Path) -> None:
    with use_language("zh"):
        result = days(tmp_path, FIRST, ("汇总", "-", "5", "9.10"))
    assert (
        "第 3 行（合计行）的“支付金额 (paid_amount)”列：文件所列为 9.10，"
        "各行之和为 10.10，相差 -1.00。" in result.message
    )
    assert "“订单数 (orders)”列：文件所列为 5，各行之和为 3，相差 +2。" in result.message


def test_a_stated_zero_is_compared(tmp_path: Path) -> None:
    result = days(tmp_path, FIRST, ("合计", "", "", "0.00"))
    assert "the file states 0.00, its rows add up to 10.10" in result.message


def test_a_total_above_the_rows_is_compared_too(tmp_path: Path) -> None:
    result = days(tmp_path, ("总计", "--", "7", "1010.30"), FIRST, SECOND)
    assert "Total row 2 agrees" in result.message


def test_subtotals_are_of_the_rows_above_them(tmp_path: Path) -> None:
    result = days(tmp_path, FIRST, ("小计", "", "3", "10.10"), SECOND, ("小计", "", "4", "999.20"),
                  ("合计", "", "7", "1010.30"))  # fmt: skip
    assert "Total row 3 agrees" in result.message
    assert "Total row 6 agrees" in result.message
    assert "Total row 5, column 支付金额 (paid_amount): the file states 999.20" in result.message
    assert "its rows add up to 1,000.20; the difference is -1.00." in result.message


def test_a_cell_that_cannot_be_read_explains_a_difference(tmp_path: Path) -> None:
    bad = ("2024-05-02", "90", "4", "about 5")
    result = days(tmp_path, FIRST, bad, ("合计", "", "", "15.10"))
    assert "the difference is +5.00." in result.message
    assert "Not in the sum: cells that cannot be read: 1, rows that do not" in result.message


def test_a_total_row_that_states_nothing_says_so(tmp_path: Path) -> None:
    result = days(tmp_path, FIRST, ("合计", "100", "-", "--"))
    assert "Total row 3 was not compared: it states nothing that can be added." in result.message


def test_a_sheet_of_visitors_is_not_compared(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'rows = "days"\n[columns]\ndate = "日期"\nuv = "访客数"\nbuyers = "买家数"\n',
        encoding="utf-8",
    )
    rows = [{"日期": "2024-05-01", "访客数": "9", "买家数": "2"},
            {"日期": "合计", "访客数": "8", "买家数": "2"}]  # fmt: skip
    path = write(tmp_path / "d.csv", ["日期", "访客数", "买家数"], rows)
    result = import_file(chinese_shop(tmp_path), path, mapping=mapping)
    assert "The total rows were not compared: no column of them can be added." in result.message


@pytest.mark.parametrize(("stated", "said"), [("220.00", "agrees"), ("200.00", "-20.00")])
def test_the_totals_of_a_platform_s_file_are_compared(
    tmp_path: Path, stated: str, said: str
) -> None:
    total = dict.fromkeys(TAOBAO, "") | {"订单编号": "合计", "总金额": stated}
    path = write(
        tmp_path / "ExportOrderList202405021000.csv",
        TAOBAO,
        [parent("1930679858170611"), parent("1930679858170612"), total],
        encoding="gb18030",
    )
    result = import_file(chinese_shop(tmp_path), path)
    assert balanced(result.record)
    assert "总金额 (placed_amount)" in result.message
    assert said in result.message


def test_a_file_without_total_rows_says_nothing_of_them(tmp_path: Path) -> None:
    assert "otal row" not in days(tmp_path, FIRST, SECOND).message
