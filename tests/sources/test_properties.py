"""Whatever a file holds: every row is accounted for and money is the file's, to the cent."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from playbook.sources import import_file
from tests.sources.shop import (
    ITEMS,
    SHOPIFY,
    TAOBAO,
    D,
    balanced,
    chinese_shop,
    line,
    order,
    parent,
    shop,
    sub,
    values,
    write,
)

SLOW = settings(
    max_examples=6,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
CENTS = st.integers(0, 9_999_999).map(lambda n: f"{n // 100}.{n % 100:02d}")
JUNK = st.sampled_from(["", "abc", "-5.00", "1.005", "-", "合计", "1E+18", "2999-01-01", '="x"'])
PRICES = st.lists(CENTS, min_size=1, max_size=3)


def add(texts: list[str]) -> D:
    return sum((D(text) for text in texts), D("0.00"))


@SLOW
@given(st.lists(st.tuples(PRICES, CENTS), min_size=1, max_size=6))
def test_shopify_money_is_exact(shape: list[tuple[list[str], str]]) -> None:
    rows: list[dict[str, str]] = []
    for number, (prices, freight) in enumerate(shape):
        name, subtotal = f"#{number}", add(prices)
        rows.append(
            order(name, Subtotal=str(subtotal), Shipping=freight, Total=str(subtotal + D(freight)),
                  Lineitem_price=prices[0])
        )  # fmt: skip
        rows += [
            line(name, Lineitem_quantity="1", Lineitem_name="Cup", Lineitem_price=price)
            for price in prices[1:]
        ]
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "a.csv", SHOPIFY, rows)
        result = import_file(shop(Path(folder)), path)
        assert balanced(result.record)
        goods = sum((add(prices) for prices, _freight in shape), D(0))
        total = goods + add([freight for _prices, freight in shape])
        assert values(result.store, "SELECT sum(paid_amount) FROM orders") == [(total,)]
        assert values(result.store, "SELECT sum(paid_amount) FROM order_lines") == [(goods,)]


@SLOW
@given(st.lists(PRICES, min_size=1, max_size=6))
def test_taobao_sub_orders_are_exact(shape: list[list[str]]) -> None:
    rows = [
        sub(
            f"18300000000000{n:02d}{place}7",
            f"17300000000000{n:02d}7",
            买家应付货款=price,
            买家实际支付金额=price,
        )
        for n, prices in enumerate(shape)
        for place, price in enumerate(prices)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "a.csv", ITEMS, rows, encoding="gb18030")
        result = import_file(chinese_shop(Path(folder)), path)
        assert balanced(result.record)
        total = sum((add(prices) for prices in shape), D(0))
        for table in ("orders", "order_lines"):
            assert values(result.store, f"SELECT sum(paid_amount) FROM {table}") == [(total,)]


@SLOW
@example([("Lineitem quantity", "1E+18")])
@given(st.lists(st.tuples(st.sampled_from(SHOPIFY), JUNK), min_size=1, max_size=8))
def test_no_row_is_lost_whatever_shopify_rows_hold(changes: list[tuple[str, str]]) -> None:
    rows = [order("#0")]
    for number, (column, text) in enumerate(changes, start=1):
        rows += [order(f"#{number // 2}") | {column: text}, {column: text}]
    with tempfile.TemporaryDirectory() as folder:
        result = import_file(shop(Path(folder)), write(Path(folder) / "a.csv", SHOPIFY, rows))
        assert balanced(result.record)


@SLOW
@given(st.lists(st.tuples(st.sampled_from(TAOBAO), JUNK), min_size=1, max_size=8))
def test_no_row_is_lost_whatever_taobao_rows_hold(changes: list[tuple[str, str]]) -> None:
    rows = [parent("1930679858170647")]
    for number, (column, text) in enumerate(changes, start=1):
        rows += [parent(f"193067985817{number // 2:04d}") | {column: text}, {column: text}]
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "a.csv", TAOBAO, rows, encoding="gb18030")
        assert balanced(import_file(chinese_shop(Path(folder)), path).record)


@SLOW
@given(st.lists(st.tuples(CENTS, JUNK | CENTS), min_size=1, max_size=8))
def test_an_own_list_is_exact_and_complete(amounts: list[tuple[str, str]]) -> None:
    header = ["no", "day", "sum", "freight"]
    rows = [
        dict(zip(header, (f"A{n}", "2024-05-01", paid, freight), strict=True))
        for n, (paid, freight) in enumerate(amounts)
    ]
    text = (
        'rows = "orders"\n[columns]\norder_id = "no"\ncreated_at = "day"\n'
        'paid_amount = "sum"\nshipping_amount = "freight"\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        mapping = Path(folder) / "m.toml"
        mapping.write_text(text, encoding="utf-8")
        result = import_file(
            shop(Path(folder)), write(Path(folder) / "a.csv", header, rows), mapping=mapping
        )
        assert balanced(result.record)
        bad = set(result.store.quarantine()["row"])
        good = [row["sum"] for n, row in enumerate(rows, start=2) if n not in bad]
        ((total,),) = (
            values(result.store, "SELECT coalesce(sum(paid_amount), 0) FROM orders")
            if result.store.has("orders")
            else [(D(0),)]
        )
        named = sum(result.record["non_data"].values()) if result.record else 0
        if not named:
            assert total == add(good)
