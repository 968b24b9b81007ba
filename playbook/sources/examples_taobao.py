"""What do Taobao's and Tmall's order exports look like, for an invented shop?

The unit is one parent order or one sub-order. Text files are GBK as the platform writes them, ids
are wrapped as ``="…"``, names are masked in the new layout and open in the old one, statuses come
with either comma, and a closed order is either never paid or paid and refunded.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence

from playbook.sources.examples_sales import LAST_DAY, Sale, money, names_in, split, text_of

# Some of the real headers end in a blank.
ORDERS_2016 = names_in("""
订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分
买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机
订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id
店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id
定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易
""")
ORDERS_2019 = (
    *ORDERS_2016[:3],
    *names_in("支付单号,支付详情"),
    *ORDERS_2016[3:],
    *names_in("是否上传合同照片,是否上传小票,是否代付,退款金额,确认收货时间,打款商家金额"),
)
ITEMS = names_in("""
子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码
支付单号,买家应付货款,买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间
""")
DETAILS = names_in("""
订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码
""")
SHIPPING = names_in("订单编号,物流单号,物流公司,发货时间,收货人姓名")
PROVINCES = names_in("浙江省,广东省,江苏省,上海,北京,四川省,湖北省,山东省")
OLD_ORDERS = 40
YUAN = 5
"""An amount of the invented shop in cents is so many fen."""


def taobao_examples(sales: Sequence[Sale]) -> Mapping[str, bytes]:
    """Make the files, by name."""
    stamp = f"{LAST_DAY + dt.timedelta(days=1):%Y%m%d}"
    old = list(sales[-OLD_ORDERS:])
    return {
        f"taobao_ExportOrderList{stamp}0900.csv": _gbk(ORDERS_2019, map(_order_2019, sales)),
        f"taobao_ExportItemlList{stamp}0905.csv": _gbk(ITEMS, _all(_item_rows, sales)),
        "taobao_ExportOrderList201606010900.csv": _gbk(ORDERS_2016, map(_order_2016, old)),
        "taobao_ExportOrderDetailList201606010905.csv": _gbk(DETAILS, _all(_detail_rows, old)),
        f"taobao_qianniu_{stamp}0910.xlsx": _workbook(sales[-OLD_ORDERS:]),
    }


def _all(rows: object, sales: Sequence[Sale]) -> Iterator[dict[str, str]]:
    for sale in sales:
        yield from rows(sale)  # type: ignore[operator]


def _gbk(header: Sequence[str], rows: Iterator[dict[str, str]] | map[dict[str, str]]) -> bytes:
    return text_of(header, rows).encode("gb18030")


def _id(sale: Sale, *, year: int = 2026) -> str:
    return f"{year - 2000}{sale.number:05d}{sale.placed:%m%d%H%M}{sale.buyer:03d}7"


def _wrapped(text: str) -> str:
    return f'="{text}"'


def _status(sale: Sale) -> tuple[str, str]:
    """Return the order's status and why it was closed."""
    recent = (LAST_DAY - sale.placed.date()).days
    if sale.fate == "unpaid":
        return ("交易关闭", "买家未付款") if recent > 2 else ("等待买家付款", "订单未关闭")
    if sale.fate in ("cancelled", "refunded"):
        return "交易关闭", "退款"
    if recent < 1:
        return "买家已付款，等待卖家发货", "订单未关闭"
    comma = "，" if sale.number % 2 else ","
    if recent < 9:
        return f"卖家已发货{comma}等待买家确认", "订单未关闭"
    return "交易成功", "订单未关闭"


def _amounts(sale: Sale) -> tuple[int, int, int, int]:
    """Return goods, freight, paid and refunded, in fen."""
    goods, freight = sale.subtotal * YUAN, sale.shipping * YUAN
    paid = goods + freight if sale.paid else 0
    refunds = {"cancelled": paid, "refunded": paid, "part": sale.lines[0][0].price * YUAN // 2}
    return goods, freight, paid, refunds.get(sale.fate, 0)


def _order_common(sale: Sale) -> dict[str, str]:
    goods, freight, paid, _refund = _amounts(sale)
    status, reason = _status(sale)
    return {
        "买家应付货款": money(goods),
        "买家应付邮费": money(freight),
        "买家支付积分": "0",
        "总金额": money(goods + freight),
        "返点积分": "0",
        "买家实际支付金额": money(paid),
        "买家实际支付积分": "0",
        "订单状态": status,
        "运送方式": "快递",
        "宝贝标题 ": "，".join(item.title_zh for item, _quantity in sale.lines),
        "宝贝种类 ": str(len(sale.lines)),
        "宝贝总数量": str(sum(quantity for _item, quantity in sale.lines)),
        "店铺名称": "云雀家居示例店",
        "店铺Id": "0",
        "订单关闭原因": reason,
        "是否手机订单": "手机订单" if sale.number % 5 else "",
    }


def _order_2019(sale: Sale) -> dict[str, str]:
    _goods, _freight, paid, refund = _amounts(sale)
    done = _status(sale)[0] == "交易成功"
    settled = paid - refund if done else 0
    return {
        **_order_common(sale),
        "订单编号": _wrapped(_id(sale)),
        "买家会员名": f"示**{sale.buyer % 10}",
        "收货人姓名": "示**",
        "收货地址 ": f"{PROVINCES[sale.province]} 示例市 示例区 ****",
        "联系手机": "'*******0000",
        "订单创建时间": str(sale.placed),
        "订单付款时间 ": str(sale.paid or ""),
        "退款金额": money(refund) if refund else "无退款申请",
        "确认收货时间": str(sale.placed + dt.timedelta(days=8)) if done else "",
        "打款商家金额": f"{money(settled)}元",
    }


def _order_2016(sale: Sale) -> dict[str, str]:
    return {
        **_order_common(sale),
        "订单编号": _wrapped(_id(sale, year=2016)),
        "买家会员名": f"示例买家{sale.buyer:03d}",
        "买家支付宝账号": f"buyer{sale.buyer:03d}@example.com",
        "收货人姓名": "示例收货人",
        "收货地址 ": f"{PROVINCES[sale.province]} 示例市 示例区 示例路 1 号",
        "联系手机": "'13800000000",
        "订单创建时间": _old_time(sale.placed),
        "订单付款时间 ": _old_time(sale.paid),
    }


def _old_time(moment: dt.datetime | None) -> str:
    """Write a time of ten years before as Excel re-saves it, without seconds."""
    return f"2016/{moment.month}/{moment.day} {moment:%H:%M}" if moment else ""


def _item_rows(sale: Sale) -> Iterator[dict[str, str]]:
    goods, _freight, _paid, refund = _amounts(sale)
    shares = split(goods, [item.price * quantity for item, quantity in sale.lines])
    for place, ((item, quantity), share) in enumerate(zip(sale.lines, shares, strict=True)):
        back = share if sale.fate in ("cancelled", "refunded") else refund if place == 0 else 0
        yield {
            "子订单编号": _wrapped(f"{_id(sale)[:-1]}{place}"),
            "主订单编号": _wrapped(_id(sale)),
            "标题": item.title_zh,
            "价格": money(item.price * YUAN),
            "购买数量": str(quantity),
            "商品属性": "颜色分类:默认;尺寸:标准",
            "订单状态": _status(sale)[0],
            "商家编码": item.sku,
            "买家应付货款": money(share),
            "买家实际支付金额": money(share if sale.paid else 0),
            "退款状态": "退款成功" if back else "没有申请退款",
            "退款金额": money(back) if back else "无退款申请",
            "订单创建时间": str(sale.placed),
            "订单付款时间": str(sale.paid or ""),
        }


def _detail_rows(sale: Sale) -> Iterator[dict[str, str]]:
    for item, quantity in sale.lines:
        yield {
            "订单编号": _wrapped(_id(sale, year=2016)),
            "标题": item.title_zh,
            "价格": money(item.price * YUAN),
            "购买数量": str(quantity),
            "商品属性": "颜色分类:默认;尺寸:标准",
            "订单状态": _status(sale)[0],
            "商家编码": item.sku,
        }


def _shipping_rows(sale: Sale) -> Iterator[dict[str, str]]:
    if _status(sale)[0] not in ("等待买家付款", "买家已付款，等待卖家发货") and sale.paid:
        yield {
            "订单编号": _id(sale),
            "物流单号": f"SL{sale.number:08d}",
            "物流公司": "示例快递",
            "发货时间": str(sale.paid + dt.timedelta(hours=20)),
            "收货人姓名": "示**",
        }


def _workbook(sales: Sequence[Sale]) -> bytes:
    """Write the three sheets of a Qianniu workbook; every cell is text, as in the real one."""
    import xlsxwriter

    sheets = (
        ("订单报表", ORDERS_2019, [_order_2019(sale) for sale in sales]),
        ("销售明细", ITEMS, list(_all(_item_rows, sales))),
        ("发货报表", SHIPPING, list(_all(_shipping_rows, sales))),
    )
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2026, 6, 1)})
    for name, header, rows in sheets:
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, start=1):
            for column, title in enumerate(header):
                sheet.write_string(number, column, row.get(title, "").removeprefix("=").strip('"'))
    book.close()
    return out.getvalue()
