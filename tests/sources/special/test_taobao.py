"""Taobao's and Tmall's order exports, one small file each."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from playbook.errors import SourceError
from playbook.sources import ImportResult, import_file
from playbook.sources.examples_sales import names_in
from playbook.store import Store
from tests.sources.shop import (
    ITEMS,
    TAOBAO,
    D,
    balanced,
    chinese_shop,
    parent,
    reasons,
    shop,
    sub,
    values,
    write,
)

LIST, ITEM = "ExportOrderList202405021000.csv", "ExportItemlList202405021005.csv"
DETAILS = names_in("订单编号,标题,价格,购买数量,外部系统编号,商品属性,备注,订单状态,商家编码")


def run(store: Store, path: Path) -> ImportResult:
    result = import_file(store, path)
    assert balanced(result.record)
    return result


def orders(folder: Path, *rows: dict[str, str], header: Sequence[str] = TAOBAO) -> Path:
    return write(folder / LIST, header, rows, encoding="gb18030")


def items(folder: Path, *rows: dict[str, str]) -> Path:
    return write(folder / ITEM, ITEMS, rows, encoding="gb18030")


def test_an_order_of_the_2016_layout(tmp_path: Path) -> None:
    header = [name for name in TAOBAO if name != "退款金额"]
    row = parent(**{"订单创建时间": "2016/5/23 22:02", "订单付款时间 ": "2016/5/23 22:05"})
    result = run(chinese_shop(tmp_path), orders(tmp_path, row, header=header))
    found = (
        "SELECT order_id, status, region, units, shipping_amount, placed_amount, paid_amount,"
        " created_at::VARCHAR, length(customer_id) FROM orders"
    )
    assert values(result.store, found) == [
        ("1930679858170647", "completed", "浙江", 2, D("10.00"), D("110.00"), D("110.00"),
         "2016-05-23 22:02:00", 24)
    ]  # fmt: skip
    assert result.record is not None
    assert result.record["as_of"] == "2024-05-02T10:00:00"


def test_columns_inserted_in_2019_move_nothing(tmp_path: Path) -> None:
    header = [*TAOBAO[:2], "支付单号", "支付详情", *TAOBAO[2:], "确认收货时间", "打款商家金额"]
    row = parent(打款商家金额="123.00元", 确认收货时间="2024-05-01 20:00:00")
    store = run(chinese_shop(tmp_path), orders(tmp_path, row, header=header)).store
    found = (
        "SELECT paid_amount, received_amount, platform_discount_amount, refunded_amount FROM orders"
    )
    assert values(store, found) == [(D("110.00"), D("123.00"), D("13.00"), None)]


@pytest.mark.parametrize("comma", [",", "，"])
def test_statuses_come_with_either_comma(tmp_path: Path, comma: str) -> None:
    row = parent(订单状态=f"卖家已发货{comma}等待买家确认")
    store = run(chinese_shop(tmp_path), orders(tmp_path, row)).store
    assert values(store, "SELECT status FROM orders") == [("shipped",)]


def test_a_closed_order_was_either_never_paid_or_refunded(tmp_path: Path) -> None:
    unpaid = parent("1930679858170611", **{
        "订单状态": "交易关闭", "订单付款时间 ": "", "买家实际支付金额": "0.00",
        "订单关闭原因": "买家未付款",
    })  # fmt: skip
    refunded = parent("1930679858170612", 订单状态="交易关闭", 订单关闭原因="退款")
    result = run(chinese_shop(tmp_path), orders(tmp_path, unpaid, refunded))
    found = (
        "SELECT close_reason, paid_at IS NULL, paid_amount, refunded_amount"
        " FROM orders ORDER BY order_id"
    )
    assert values(result.store, found) == [
        ("买家未付款", True, D("0.00"), None),
        ("退款", False, D("110.00"), D("110.00")),
    ]
    assert "1 were never paid, 1 were paid and refunded" in result.message


def test_masked_names_are_unknown_buyers(tmp_path: Path) -> None:
    store = run(chinese_shop(tmp_path), orders(tmp_path, parent(买家会员名="示**1"))).store
    assert not store.has("orders.customer_id")


def test_an_unknown_status_is_told_and_read_by_the_time_of_payment(tmp_path: Path) -> None:
    result = run(chinese_shop(tmp_path), orders(tmp_path, parent(订单状态="付款确认中")))
    assert values(result.store, "SELECT status, platform_status FROM orders") == [
        ("paid", "付款确认中")
    ]
    assert "付款确认中" in result.message


def test_a_presale_order_is_marked(tmp_path: Path) -> None:
    header = [*TAOBAO, "分阶段订单信息"]
    rows = [
        parent("1930679858170611", 分阶段订单信息="阶段1:定金 50.00"),
        parent("1930679858170612"),
    ]
    store = run(chinese_shop(tmp_path), orders(tmp_path, *rows, header=header)).store
    assert values(store, "SELECT is_presale FROM orders ORDER BY order_id") == [(True,), (False,)]


def test_ids_that_a_spreadsheet_damaged_are_set_aside(tmp_path: Path) -> None:
    damaged = [
        parent() | {"订单编号": "1.93068E+15"},
        parent(店铺名称="另一行") | {"订单编号": "1.93068E+15"},
    ]
    result = run(chinese_shop(tmp_path), orders(tmp_path, *damaged, parent("1930679858170699")))
    assert values(result.store, "SELECT order_id FROM orders") == [("1930679858170699",)]
    assert reasons(result.store) == [
        "number damaged by a spreadsheet; export again and do not open it in Excel"
    ]


def test_one_order_twice_with_different_values_is_set_aside(tmp_path: Path) -> None:
    result = run(chinese_shop(tmp_path), orders(tmp_path, parent(), parent(总金额="120.00")))
    assert result.record is not None
    assert (result.record["accepted"], result.record["quarantined"]) == (0, 2)


def test_sub_orders_alone_make_orders_that_give_way_to_the_order_list(tmp_path: Path) -> None:
    two = items(
        tmp_path, sub("1930679858170648"), sub("1930679858170649", 商家编码="", 外部系统编号="")
    )
    store = run(chinese_shop(tmp_path), two).store
    sums = "SELECT paid_amount, shipping_amount, units FROM orders"
    assert values(store, sums) == [(D("100.00"), None, 2)]
    store = run(store, orders(tmp_path, parent())).store
    assert values(store, sums) == [(D("110.00"), D("10.00"), 2)]
    lines = "SELECT line_no, line_id, sku, discount_amount, paid_amount FROM order_lines ORDER BY 1"
    assert values(store, lines) == [
        (1, "1930679858170648", "M-1", D("10.00"), D("50.00")),
        (2, "1930679858170649", None, D("10.00"), D("50.00")),
    ]


def test_an_order_list_is_not_replaced_by_a_later_item_list(tmp_path: Path) -> None:
    store = run(chinese_shop(tmp_path), orders(tmp_path, parent())).store
    result = run(store, items(tmp_path, sub("1930679858170648"), sub("1930679858170649")))
    assert values(result.store, "SELECT sum(paid_amount) FROM orders") == [(D("110.00"),)]
    assert "add up to the order's total in 1 of 1 orders" in result.message


def test_sub_orders_that_do_not_add_up_are_told(tmp_path: Path) -> None:
    store = run(chinese_shop(tmp_path), orders(tmp_path, parent())).store
    result = run(store, items(tmp_path, sub("1930679858170648", 买家应付货款="70.00")))
    assert "in 0 of 1 orders" in result.message


def test_a_sub_order_twice_is_a_repeat_or_a_conflict(tmp_path: Path) -> None:
    same = sub("1930679858170648")
    other = sub("28", "1930679858170700")
    result = run(
        chinese_shop(tmp_path),
        items(tmp_path, same, same, other, other | {"买家实际支付金额": "1.00"}),
    )
    assert result.record is not None
    assert result.record["non_data"] == {"repeat": 1}
    assert result.record["quarantined"] == 2
    assert set(result.store.quarantine()["column"]) == {"子订单编号"}


def test_a_bad_amount_of_one_sub_order_sets_its_derived_order_aside(tmp_path: Path) -> None:
    result = run(
        chinese_shop(tmp_path), items(tmp_path, sub("1"), sub("2", 买家实际支付金额="五十"))
    )
    assert not result.store.has("orders")
    assert "not an amount" in reasons(result.store)


def test_old_lines_share_what_was_paid_less_freight(tmp_path: Path) -> None:
    lines = [
        {"订单编号": "1930679858170647", "标题": "马克杯", "价格": "60.00",
         "购买数量": "1", "商家编码": "M-1"},
        {"订单编号": "1930679858170647", "标题": "汤碗", "价格": "30.00",
         "购买数量": "2", "外部系统编号": "B-1"},
    ]  # fmt: skip
    path = write(tmp_path / "ExportOrderDetailList.csv", DETAILS, lines, encoding="gb18030")
    first = run(chinese_shop(tmp_path), path)
    found = "SELECT sku, placed_amount, paid_amount FROM order_lines ORDER BY line_no"
    assert values(first.store, found) == [("M-1", D("60.00"), None), ("B-1", D("60.00"), None)]
    assert "import the order list first" in first.message
    store = run(first.store, orders(tmp_path, parent())).store
    again = run(store, path)
    assert again.status == "imported"
    assert values(again.store, found) == [
        ("M-1", D("60.00"), D("50.00")),
        ("B-1", D("60.00"), D("50.00")),
    ]
    assert import_file(again.store, path).status == "already"


def test_a_shipping_report_alone_is_refused(tmp_path: Path) -> None:
    row = {
        "订单编号": "1930679858170647",
        "物流单号": "SL1",
        "物流公司": "示例快递",
        "发货时间": "2024-05-02",
    }
    path = write(tmp_path / "发货报表.csv", list(row), [row])
    with pytest.raises(SourceError, match="shipping report"):
        import_file(chinese_shop(tmp_path), path)


def test_yuan_do_not_enter_a_dollar_shop(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"is in CNY, but this shop's currency is USD"):
        import_file(shop(tmp_path), orders(tmp_path, parent()))
