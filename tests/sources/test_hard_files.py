"""Files that went wrong in the hands of a sceptical operator, each as small as it can be."""

from pathlib import Path

import pytest
import xlsxwriter

from playbook.errors import SourceError
from playbook.sources import import_file
from playbook.sources.fields import _PERSONAL_HEADER
from playbook.sources.mapping import read_mapping
from tests.sources.shop import (
    ITEMS,
    SHOPIFY,
    D,
    balanced,
    chinese_shop,
    line,
    order,
    reasons,
    shop,
    sub,
    values,
    write,
)

MONTHS = """rows = "orders"
[columns]
order_id = "订单号"
created_at = "日期"
paid_amount = "金额"
"""


def mapping(folder: Path, text: str) -> Path:
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def test_half_a_unit_is_no_unit_anywhere(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv",
        SHOPIFY,
        [order("#1", Lineitem_quantity="1.5"), order("#2", Lineitem_quantity="2", Subtotal="20")],
    )
    result = import_file(shop(tmp_path), path)
    # 1.5 units were once rounded to 2 of 10.00, which made a discount of 10.00 that nobody gave
    found = values(result.store, "SELECT order_id, units, list_amount FROM orders")
    assert found == [("#2", 2, D("20.00"))]
    assert "not a whole number" in reasons(result.store)
    assert balanced(result.record)


def test_a_price_that_cannot_be_read_leaves_the_list_amount_unknown(tmp_path: Path) -> None:
    first = order("#1", Subtotal="8.00", Total="8.00", Discount_Amount="2.00")
    path = write(tmp_path / "o.csv", SHOPIFY, [first, line("#1", Lineitem_quantity="1",
                 Lineitem_name="Bowl", Lineitem_price="ten")])  # fmt: skip
    result = import_file(shop(tmp_path), path)
    # 10.00 of one line is not the order's list amount, and 10.00 - 8.00 not its discount
    found = values(result.store, "SELECT list_amount, discount_amount, paid_amount FROM orders")
    assert found == [(None, D("2.00"), D("8.00"))]
    assert reasons(result.store) == ["not an amount"]
    assert balanced(result.record)


def test_a_third_decimal_is_not_rounded_into_an_order(tmp_path: Path) -> None:
    rows = [sub("1"), sub("2", 买家实际支付金额="50.005")]
    path = write(tmp_path / "i.csv", ITEMS, rows, encoding="gbk")
    result = import_file(chinese_shop(tmp_path), path)
    # the sum of 50.00 and 50.005 was once 100.01; the order and its lines wait for a clean file
    assert "orders" not in result.store.tables
    assert "more than two decimals" in reasons(result.store)
    assert balanced(result.record)


@pytest.mark.parametrize(
    "header",
    ["客户名称", "顾客姓名", "会员名", "联系人", "旺旺", "详细街道", "收件省市", "签收人",
     "Customer", "Recipient", "Delivery notes", "Buyer comment", "Receiver fax"],
)  # fmt: skip
def test_a_column_that_may_name_a_person_is_not_kept(header: str) -> None:
    assert _PERSONAL_HEADER.search(header)


@pytest.mark.parametrize("header", ["会员等级", "客户类型", "新老客户标签", "Season", "面料"])
def test_a_column_about_no_person_is_kept(header: str) -> None:
    assert not _PERSONAL_HEADER.search(header)


def test_names_in_an_unknown_column_stay_out_of_the_store(tmp_path: Path) -> None:
    rows = [{"订单号": "1", "日期": "2024-05-01", "金额": "5.00", "客户名称": "示例甲", "季": "夏"}]
    path = write(tmp_path / "a.csv", ["订单号", "日期", "金额", "客户名称", "季"], rows)
    store = import_file(chinese_shop(tmp_path), path, mapping=mapping(tmp_path, MONTHS)).store
    assert values(store, "SELECT extras FROM orders") == [('{"季":"夏"}',)]


def test_sheets_of_one_shape_are_all_imported_by_a_mapping(tmp_path: Path) -> None:
    head = ["订单号", "日期", "金额"]
    sheets = {
        "一月": [head, ["1", "2024-01-01", "5.50"]],
        "二月": [head, ["2", "2024-02-01", "6.50"]],
        "备忘": [["项目", "负责人"], ["盘点", "店长"]],
    }
    path = workbook(tmp_path / "m.xlsx", sheets)
    result = import_file(chinese_shop(tmp_path), path, mapping=mapping(tmp_path, MONTHS))
    assert values(result.store, "SELECT sum(paid_amount) FROM orders") == [(D("12.00"),)]
    assert all(balanced(record) for record in result.store.imports())
    assert "备忘" in str(result.store.imports()[0]["notes"])


def test_a_mapping_is_proposed_for_sheets_of_one_shape(tmp_path: Path) -> None:
    head = ["订单号", "日期", "金额"]
    path = workbook(tmp_path / "m.xlsx", {
        "一月": [head, ["1", "2024-01-01", "5.50"]], "二月": [head, ["2", "2024-02-01", "6.50"]],
    })  # fmt: skip
    result = import_file(chinese_shop(tmp_path), path)
    assert result.status == "proposed"
    assert result.proposal is not None
    assert "sheet" not in result.proposal.read_text(encoding="utf-8")
    store = import_file(chinese_shop(tmp_path / "b"), path, mapping=result.proposal).store
    assert values(store, "SELECT count(*) FROM orders") == [(2,)]


def test_a_total_row_raises_no_question_about_dates(tmp_path: Path) -> None:
    rows = [{"日期": "2024-05-01", "支付金额": "5"}, {"日期": "汇总", "支付金额": "5"}]
    path = write(tmp_path / "d.csv", ["日期", "访客数", "支付金额"], rows)
    result = import_file(chinese_shop(tmp_path), path)
    assert result.proposal is not None
    assert "[formats]" not in result.proposal.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('rows = "orders"\ncolumns = "x"\n', "[columns]"),
        ('rows = "orders"\n[columns]\norder_id = 3\n', "quotation"),
        ('rows = "orders"\nheader_row = 3\n', "'header_row'"),
        ('rows = "orders"\n[formats]\ncreated_at = 3\n', "quotation"),
        ('rows = ["orders"]\n', "rows"),
        ('rows = "orders"\n[values]\nstatus = "x"\n', "[values.status]"),
    ],
)
def test_a_mapping_of_the_wrong_shape_says_which_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError, match=r"my\.toml") as refused:
        read_mapping(mapping(tmp_path, text))
    assert said in str(refused.value)


def test_the_goal_of_a_promotion_may_be_called_by_its_name(tmp_path: Path) -> None:
    rows = [["活动编号", "活动名称", "阶段", "开始日期", "结束日期", "目标指标", "目标值"],
            ["618-1", "618", "高潮", "2026-06-16", "2026-06-18", "支付金额", "9万"]]  # fmt: skip
    path = workbook(tmp_path / "p.xlsx", {"活动": rows})
    store = import_file(chinese_shop(tmp_path), path, source="promotions").store
    found = values(store, "SELECT goal_metric, goal_value FROM promotions")
    assert [(metric, float(goal)) for metric, goal in found] == [("gmv_paid", 90000.0)]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\r\n\r\n", b" , \n,\n"])
def test_a_file_without_text_is_called_empty(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "e.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"e\.csv has no cell with text"):
        import_file(shop(tmp_path), path)


def test_a_missing_header_is_told_with_little_of_the_row_and_names_to_look_for(
    tmp_path: Path,
) -> None:
    path = tmp_path / "n.csv"
    path.write_text(f"1,2.00,{'9' * 60}\n2,3.00,9\n", encoding="utf-8")
    with pytest.raises(SourceError, match="order id, date, 订单编号") as refused:
        import_file(shop(tmp_path), path)
    assert "9" * 60 not in str(refused.value)


def test_a_cell_that_slipped_into_another_column_is_not_shown(tmp_path: Path) -> None:
    slipped = [
        order("#1", Total="Jane Doe"),
        order("#2", Created_at="示例甲 示例路"),
        order("#3", Subtotal="10.00", Total="a@example.com"),
        order("#4", Total="ten"),
    ]
    store = import_file(shop(tmp_path), write(tmp_path / "o.csv", SHOPIFY, slipped)).store
    frame = store.quarantine()
    typed = frame[frame["column"].isin(["placed_amount", "created_at"])]
    shown = set(typed["value"])
    assert "ten" in shown
    assert not shown & {"Jane Doe", "示例甲 示例路", "a@example.com"}


@pytest.mark.parametrize("amount", ["€20.00", "£20.00", "¥20.00", "20.00 EUR", "HK$20.00"])
def test_an_amount_with_the_sign_of_another_currency_is_not_added(
    tmp_path: Path, amount: str
) -> None:
    text = MONTHS.replace("订单号", "Order").replace("日期", "Day").replace("金额", "Paid")
    path = tmp_path / "mixed.csv"
    path.write_text(
        f"Order,Day,Paid\nA1,2026-05-01,$10.00\nA2,2026-05-02,{amount}\nA3,2026-05-02,US$5\n",
        encoding="utf-8",
    )
    result = import_file(shop(tmp_path), path, mapping=mapping(tmp_path, text))
    found = values(result.store, "SELECT order_id, paid_amount FROM orders ORDER BY order_id")
    assert found == [("A1", D("10.00")), ("A3", D("5.00"))]
    assert "not an amount" in reasons(result.store)
