"""A part of a sum is no total: orders that lack a line, in every kind of file."""

from pathlib import Path

import pytest

from playbook.i18n import use_language
from playbook.sources import ImportResult, import_file
from playbook.store import Store
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

LINES = """rows = "lines"
[columns]
order_id = "order"
created_at = "day"
sku = "sku"
quantity = "qty"
paid_amount = "paid"
"""
TOTALS = "SELECT order_id, units, paid_amount FROM orders ORDER BY order_id"


def run(store: Store, path: Path, mapping: Path | None = None) -> ImportResult:
    result = import_file(store, path, mapping=mapping)
    assert balanced(result.record)
    return result


def own_lines(folder: Path, *rows: str) -> ImportResult:
    path, mapping = folder / "l.csv", folder / "l.toml"
    path.write_text("\n".join(["order,day,sku,qty,paid", *rows, ""]), encoding="utf-8")
    mapping.write_text(LINES, encoding="utf-8")
    return run(chinese_shop(folder), path, mapping)


def test_a_row_with_too_many_cells_leaves_its_order_without_a_total(tmp_path: Path) -> None:
    whole = "B,2024-05-01,s,1,7.00"
    result = own_lines(tmp_path, "A,2024-05-01,s,1,5.00", "A,2024-05-01,s,1,5.00,x,y", whole)
    # 5.00 of the one line that can be read is not what the buyer of A paid
    assert values(result.store, TOTALS) == [("A", None, None), ("B", 1, D("7.00"))]
    assert "such as A." in result.message
    lines = "SELECT sum(paid_amount) FROM order_lines"
    assert values(result.store, lines) == [(D("12.00"),)]


@pytest.mark.parametrize("bad", ["A,2024-05-01,s,1,-5.00", "A,2024-05-01,1.2E+15,1,5.00"])
def test_a_line_that_the_store_refuses_leaves_no_total(tmp_path: Path, bad: str) -> None:
    result = own_lines(tmp_path, "A,2024-05-01,s,2,8.00", bad, "B,2024-05-01,s,1,7.00")
    assert values(result.store, TOTALS) == [("A", None, None), ("B", 1, D("7.00"))]
    assert len(result.store.imports()) == 1
    assert result.record is not None
    assert (result.record["accepted"], result.record["quarantined"]) == (2, 1)


def test_the_file_put_right_brings_the_total_back(tmp_path: Path) -> None:
    store = own_lines(tmp_path, "A,2024-05-01,s,1,5.00", "A,2024-05-01,s,1,-5.00").store
    path = tmp_path / "l2.csv"
    path.write_text(
        "order,day,sku,qty,paid\nA,2024-05-01,s,1,5.00\nA,2024-05-01,s,1,5.50\n", encoding="utf-8"
    )
    store = run(store, path, tmp_path / "l.toml").store
    assert values(store, TOTALS) == [("A", 2, D("10.50"))]


def test_whole_orders_say_nothing_of_lines(tmp_path: Path) -> None:
    result = own_lines(tmp_path, "A,2024-05-01,s,1,5.00")
    assert "line was set aside" not in result.message


def test_a_cut_off_sub_order_leaves_its_order_open_in_chinese_too(tmp_path: Path) -> None:
    path = write(tmp_path / "ExportItemlList202405021005.csv", ITEMS, [sub("1"), sub("2")])
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(text[: text.rindex("M-1")], encoding="utf-8")
    with use_language("zh"):
        result = run(chinese_shop(tmp_path), path)
    assert values(result.store, "SELECT units, placed_amount, paid_amount FROM orders") == [
        (None, None, None)
    ]
    assert "一部分之和不是合计" in result.message


def test_what_shopify_states_stays_and_what_is_worked_out_does_not(tmp_path: Path) -> None:
    first = order("#1", Subtotal="18.00", Total="18.00", Discount_Amount="2.00")
    more = line("#1", Lineitem_quantity="1", Lineitem_name="Bowl", Lineitem_price="10.00")
    path = write(tmp_path / "o.csv", SHOPIFY, [first, more, order("#2")])
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] += ",one,two"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    store = run(shop(tmp_path), path).store
    found = "SELECT units, list_amount, discount_amount, paid_amount FROM orders ORDER BY order_id"
    assert values(store, found) == [
        (None, None, D("2.00"), D("18.00")),
        (1, D("10.00"), D("0.00"), D("10.00")),
    ]
    # the line that is left once took the whole subtotal
    found = "SELECT order_id, paid_amount FROM order_lines ORDER BY order_id"
    assert values(store, found) == [("#1", None), ("#2", D("10.00"))]


@pytest.mark.parametrize("phone", ["13800000000", "'13800000000", "+8613800000000"])
def test_a_phone_in_a_money_column_is_refused_and_not_shown(tmp_path: Path, phone: str) -> None:
    rows = [sub("1"), sub("2", 买家实际支付金额=phone), sub("3", of="1930679858170699")]
    store = run(chinese_shop(tmp_path), write(tmp_path / "i.csv", ITEMS, rows)).store
    assert "looks like a phone number" in reasons(store)
    assert values(store, "SELECT order_id, paid_amount FROM orders") == [
        ("1930679858170699", D("50.00"))
    ]
    assert not store.quarantine()["value"].astype(str).str.contains("13800000000").any()


def test_a_phone_in_an_own_list_is_refused_though_it_is_a_number(tmp_path: Path) -> None:
    rows = ["A,2024-05-01,s,1,13800000000", "B,2024-05-01,s,1,13800000000.00"]
    result = own_lines(tmp_path, *rows)
    assert values(result.store, TOTALS) == [("B", 1, D("13800000000.00"))]
    assert "looks like a phone number" in reasons(result.store)


def test_a_phone_with_a_currency_sign_is_refused_too(tmp_path: Path) -> None:
    store = run(shop(tmp_path), write(tmp_path / "o.csv", SHOPIFY, [order(Total="$13800000000")]))
    assert "looks like a phone number" in reasons(store.store)
