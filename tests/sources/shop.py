"""A shop to import into, and small files to import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from playbook.sources.examples_sales import names_in
from playbook.store import Store, create_store

D = Decimal

SHOPIFY = names_in("""
Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency
Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity
Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Refunded Amount,Lineitem discount
""")
TAOBAO = names_in("""
订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,收货地址 ,联系手机
订单创建时间,订单付款时间 ,宝贝总数量,店铺名称,订单关闭原因,退款金额
""")
ITEMS = names_in("""
子订单编号,主订单编号,标题,价格,购买数量,商品属性,订单状态,商家编码,买家应付货款,买家实际支付金额
退款状态,退款金额,订单创建时间,订单付款时间
""")


def shop(folder: Path, currency: str = "USD", zone: str = "America/New_York") -> Store:
    return create_store(
        folder / "店 shop", name="Shop", platform="test", currency=currency, timezone=zone
    )


def chinese_shop(folder: Path) -> Store:
    return shop(folder, "CNY", "Asia/Shanghai")


def write(
    path: Path,
    header: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    *,
    encoding: str = "utf-8",
) -> Path:
    """Write a CSV; a cell with a comma or a quote is quoted."""
    lines = [header, *([row.get(name, "") for name in header] for row in rows)]
    text = "\n".join(",".join(map(_cell, line)) for line in lines) + "\n"
    path.write_bytes(text.encode(encoding))
    return path


def _cell(text: str) -> str:
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & set(',"\n') else text


def values(store: Store, query: str) -> list[tuple[Any, ...]]:
    """Run a query and return exact values: DECIMAL stays Decimal."""
    with store.connect() as connection:
        return connection.execute(query).fetchall()


def reasons(store: Store) -> list[str]:
    return sorted(set(store.quarantine()["reason"]))


def balanced(record: Mapping[str, Any] | None) -> bool:
    assert record is not None
    told = record["accepted"] + record["quarantined"] + sum(record["non_data"].values())
    return bool(told == record["read"])


def order(number: str = "#1001", **given: str) -> dict[str, str]:
    """One paid Shopify order of one mug for 10.00; names with blanks by `Paid_at`."""
    row = {
        "Name": number,
        "Email": "a@example.com",
        "Financial Status": "paid",
        "Paid at": "2024-05-01 09:59:00 -0400",
        "Currency": "USD",
        "Subtotal": "10.00",
        "Shipping": "0.00",
        "Taxes": "0.00",
        "Total": "10.00",
        "Created at": "2024-05-01 09:58:12 -0400",
        "Lineitem quantity": "1",
        "Lineitem name": "Mug",
        "Lineitem price": "10.00",
        "Lineitem sku": "M-1",
    }
    return row | {name.replace("_", " "): text for name, text in given.items()}


def line(number: str = "#1001", **given: str) -> dict[str, str]:
    """Make a continuation row: the order's number and a product."""
    return {"Name": number} | {name.replace("_", " "): text for name, text in given.items()}


def parent(number: str = "1930679858170647", **given: str) -> dict[str, str]:
    """One finished Taobao order of 100.00 and 10.00 freight."""
    return {
        "订单编号": f'="{number}"',
        "买家会员名": "示例买家",
        "买家应付货款": "100.00",
        "买家应付邮费": "10.00",
        "总金额": "110.00",
        "买家实际支付金额": "110.00",
        "订单状态": "交易成功",
        "收货地址 ": "浙江省 杭州市 示例路 1 号",
        "联系手机": "'13800000000",
        "订单创建时间": "2024-05-01 10:00:00",
        "订单付款时间 ": "2024-05-01 10:01:00",
        "宝贝总数量": "2",
        "店铺名称": "示例店",
        "订单关闭原因": "订单未关闭",
        "退款金额": "无退款申请",
    } | given


def sub(number: str, of: str = "1930679858170647", **given: str) -> dict[str, str]:
    """One sub-order of 50.00."""
    return {
        "子订单编号": f'="{number}"',
        "主订单编号": f'="{of}"',
        "标题": "马克杯",
        "价格": "60.00",
        "购买数量": "1",
        "订单状态": "交易成功",
        "商家编码": "M-1",
        "买家应付货款": "50.00",
        "买家实际支付金额": "50.00",
        "退款金额": "无退款申请",
        "订单创建时间": "2024-05-01 10:00:00",
        "订单付款时间": "2024-05-01 10:01:00",
    } | given
