"""A status is kept in the platform's words; what somebody pasted in its place is not."""

from pathlib import Path

import duckdb
import pytest

from playbook.sources import import_file
from playbook.sources.macros import MACROS
from playbook.store.repeats import MASKED
from tests.sources.shop import (
    ITEMS,
    SHOPIFY,
    TAOBAO,
    chinese_shop,
    order,
    parent,
    shop,
    sub,
    values,
    write,
)

PASTED = [
    "张三 13800000000",
    "a@example.com",
    "浙江省杭州市示例路1号",
    "浙江省杭州市示例路",
    "王先生要求改地址",
    "1" * 11,
    "付款确认中" * 5,
    "5折",
]
STATUSES = [
    "付款确认中",
    "买家已付款，等待卖家发货",
    "卖家已发货,等待买家确认",
    "partially_refunded",
    "On hold",
    "退款（部分）",
    "已签收",
]


def wording(text: str | None) -> str | None:
    with duckdb.connect() as connection:
        for macro in MACROS:
            connection.execute(f"CREATE MACRO {macro}")
        row = connection.execute("SELECT wording(?::VARCHAR)", [text]).fetchone()
    assert row is not None
    return row[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize("text", PASTED)
def test_personal_text_is_masked(text: str) -> None:
    assert wording(text) == MASKED


@pytest.mark.parametrize("text", [*STATUSES, None])
def test_a_status_is_kept(text: str | None) -> None:
    assert wording(text) == text


@pytest.mark.parametrize("text", PASTED[:4])
def test_an_order_s_pasted_status_is_neither_kept_nor_quoted(tmp_path: Path, text: str) -> None:
    path = write(tmp_path / "o.csv", TAOBAO, [parent(订单状态=text, 订单关闭原因=text)])
    result = import_file(chinese_shop(tmp_path), path)
    found = values(result.store, "SELECT status, platform_status, close_reason FROM orders")
    assert found == [("paid", MASKED, MASKED)]
    assert text not in result.message
    assert MASKED in result.message


def test_a_sub_order_s_pasted_status_is_not_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "i.csv", ITEMS, [sub("1", 订单状态=PASTED[0]), sub("2")])
    result = import_file(chinese_shop(tmp_path), path)
    assert values(result.store, "SELECT platform_status FROM orders") == [(f"{MASKED} / 交易成功",)]
    assert PASTED[0] not in str(result.store.imports())


def test_a_shopify_status_is_kept_and_pasted_text_is_not(tmp_path: Path) -> None:
    rows = [order("#1", Fulfillment_Status="unfulfilled"),
            order("#2", Fulfillment_Status="call 13800000000")]  # fmt: skip
    store = import_file(shop(tmp_path), write(tmp_path / "o.csv", SHOPIFY, rows)).store
    found = values(store, "SELECT platform_status FROM orders ORDER BY order_id")
    assert found == [("paid / unfulfilled",), (f"paid / {MASKED}",)]


def test_an_own_list_s_pasted_status_is_refused_without_quoting_it(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'rows = "orders"\n[columns]\norder_id = "单号"\ncreated_at = "日期"\nstatus = "状态"\n'
        '[values.status]\n"已付" = "paid"\n',
        encoding="utf-8",
    )
    rows = [{"单号": "1", "日期": "2024-05-01", "状态": "已付"},
            {"单号": "2", "日期": "2024-05-01", "状态": PASTED[0]},
            {"单号": "3", "日期": "2024-05-01", "状态": "待定"}]  # fmt: skip
    path = write(tmp_path / "a.csv", ["单号", "日期", "状态"], rows)
    store = import_file(chinese_shop(tmp_path), path, mapping=mapping).store
    assert values(store, "SELECT status, platform_status FROM orders") == [("paid", "已付")]
    assert sorted(store.quarantine()["value"]) == [MASKED, "待定"]
