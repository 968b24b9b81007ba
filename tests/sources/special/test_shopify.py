"""Shopify's order export with its quirks, one small file each."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from playbook.errors import SourceError
from playbook.sources import ImportResult, import_file
from tests.sources.shop import SHOPIFY, D, balanced, line, order, reasons, shop, values, write


def run(folder: Path, rows: list[dict[str, str]], header: Sequence[str] = SHOPIFY) -> ImportResult:
    path = write(folder / "orders_export_1.csv", header, rows)
    result = import_file(shop(folder), path)
    assert balanced(result.record)
    return result


THREE_LINES = [
    order(
        Financial_Status="partially_refunded", Subtotal="85.00", Shipping="5.00", Taxes="8.50",
        Total="98.50", Discount_Amount="15.00", Refunded_Amount="20.00", Lineitem_price="50.00",
    ),
    line(Lineitem_quantity="2", Lineitem_name="Cup", Lineitem_price="20.00",
         Lineitem_sku="C-1", Lineitem_discount="5.00"),
    line(Lineitem_quantity="1", Lineitem_name="Gift wrap", Lineitem_price="10.00"),
]  # fmt: skip


def test_three_lines_two_discounts_partial_refund_blank_continuation(tmp_path: Path) -> None:
    store = run(tmp_path, THREE_LINES).store
    amounts = "paid_amount, placed_amount, list_amount, discount_amount, refunded_amount, units"
    assert values(store, f"SELECT {amounts} FROM orders") == [
        (D("98.50"), D("98.50"), D("100.00"), D("15.00"), D("20.00"), 4)
    ]
    # Weights 50, 35, 10 of 95 share 85.00: 44.7368, 31.3157, 8.9473 -> the largest rest gets
    # the cent that is left.
    lines = values(store, "SELECT line_no, sku, title, paid_amount FROM order_lines ORDER BY 1")
    assert lines == [
        (1, "M-1", "Mug", D("44.74")),
        (2, "C-1", "Cup", D("31.31")),
        (3, None, "Gift wrap", D("8.95")),
    ]
    assert sum(row[3] for row in lines) == D("85.00")


def test_no_refund_row_is_made_since_the_file_has_no_refund_date(tmp_path: Path) -> None:
    result = run(tmp_path, THREE_LINES)
    assert not result.store.has("refunds")
    assert "no refund dates" in result.message


def test_local_time_is_kept_over_a_change_of_clocks(tmp_path: Path) -> None:
    winter = order(
        "#1", Created_at="2024-03-09 23:58:12 -0500", Paid_at="2024-03-09 23:59:00 -0500"
    )
    summer = order(
        "#2", Created_at="2024-03-10 23:58:12 -0400", Paid_at="2024-03-10 23:59:00 -0400"
    )
    result = run(tmp_path, [winter, summer])
    created = values(result.store, "SELECT created_at::VARCHAR FROM orders ORDER BY order_id")
    assert created == [("2024-03-09 23:58:12",), ("2024-03-10 23:58:12",)]
    assert "offset" not in result.message


def test_an_offset_of_another_zone_is_told(tmp_path: Path) -> None:
    result = run(tmp_path, [order(Created_at="2024-05-01 09:58:12 -0700")])
    assert "offset is not that of America/New_York: 1" in result.message
    assert values(result.store, "SELECT hour(created_at) FROM orders") == [(9,)]


def test_cancelled_after_payment_is_closed_and_was_paid(tmp_path: Path) -> None:
    rows = [
        order("#1", Cancelled_at="2024-05-02 10:00:00 -0400"),
        order("#2", Financial_Status="voided", Paid_at=""),
        order("#3", Financial_Status="pending", Paid_at=""),
        order("#4", Fulfillment_Status="fulfilled", Fulfilled_at="2024-05-02 08:00:00 -0400"),
    ]
    store = run(tmp_path, rows).store
    found = values(
        store, "SELECT status, paid_at IS NOT NULL, paid_amount FROM orders ORDER BY order_id"
    )
    assert found == [
        ("closed", True, D("10.00")),
        ("closed", False, D("0.00")),
        ("unpaid", False, D("0.00")),
        ("shipped", True, D("10.00")),
    ]
    assert values(store, "SELECT sum(paid_amount) FROM order_lines") == [(D("20.00"),)]


def test_paid_without_a_time_of_payment_does_not_count_and_is_told(tmp_path: Path) -> None:
    result = run(tmp_path, [order(Paid_at="")])
    assert values(result.store, "SELECT status, paid_amount FROM orders") == [("unpaid", D("0.00"))]
    assert "marked paid without a time of payment: 1" in result.message


def test_two_currencies_are_not_added(tmp_path: Path) -> None:
    result = run(
        tmp_path,
        [
            order("#1"),
            order("#2", Currency="CAD"),
            line("#2", Lineitem_name="Cup", Lineitem_quantity="1"),
        ],
    )
    assert values(result.store, "SELECT sum(paid_amount) FROM orders") == [(D("10.00"),)]
    assert "amounts in two currencies cannot be added" in result.message
    assert reasons(result.store) == ["currency is not the shop's (USD)", "its order was set aside"]


def test_a_file_in_another_currency_only_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"is in CAD, but this shop's currency is USD"):
        run(tmp_path, [order(Currency="CAD")])


def test_repeated_order_fields_are_taken_once(tmp_path: Path) -> None:
    second = order(Lineitem_name="Cup", Lineitem_price="5.00", Lineitem_sku="C-1")
    store = run(tmp_path, [order(), second]).store
    assert values(store, "SELECT count(*), sum(paid_amount) FROM orders") == [(1, D("10.00"))]
    assert values(store, "SELECT count(*), sum(paid_amount) FROM order_lines") == [(2, D("10.00"))]


def test_disagreeing_order_fields_set_the_whole_order_aside(tmp_path: Path) -> None:
    result = run(tmp_path, [order(), order(Total="12.00", Lineitem_name="Cup"), order("#1002")])
    assert values(result.store, "SELECT order_id FROM orders") == [("#1002",)]
    assert reasons(result.store) == ["rows of one order state different values"]
    assert set(result.store.quarantine()["column"]) == {"Total"}
    assert set(result.store.quarantine()["value"]) == {"#1001: Total 10.00 ≠ 12.00"}


def test_disagreeing_order_fields_name_every_column_and_no_person(tmp_path: Path) -> None:
    other = {"Email": "lin@example.com", "Financial_Status": "refunded"}
    store = run(tmp_path, [order(), order(**other, Lineitem_name="Cup")]).store
    (value,) = set(store.quarantine()["value"])
    assert value == "#1001: Email ••• ≠ •••; Financial Status paid ≠ refunded"


def test_an_order_pasted_in_twice_counts_once(tmp_path: Path) -> None:
    result = run(tmp_path, [*THREE_LINES, order("#1002"), *THREE_LINES])
    assert result.record is not None
    assert result.record["non_data"] == {"repeat": 3}
    assert values(result.store, "SELECT count(*), sum(units) FROM orders") == [(2, 5)]


def test_two_equal_lines_of_one_order_are_two_lines(tmp_path: Path) -> None:
    same = line(Lineitem_quantity="1", Lineitem_name="Cup", Lineitem_price="5.00")
    store = run(tmp_path, [order(Subtotal="20.00", Total="20.00"), same, same]).store
    assert values(store, "SELECT count(*), sum(paid_amount) FROM order_lines") == [(3, D("20.00"))]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"Total": "abc"}, "not an amount"),
        ({"Name": ""}, "value is missing"),
        ({"Lineitem_quantity": "-1"}, "below 0"),
        ({"Lineitem_quantity": "1.5"}, "not a whole number"),
        ({"Created_at": "01/02/2024"}, "not a time (YYYY-MM-DD HH:MM:SS)"),
        ({"Created_at": "2999-01-01 00:00:00 -0400"}, "lies after the file was made"),
        ({"Lineitem_sku": "1.93068E+15"}, "damaged"),
    ],
)
def test_a_bad_value_sets_its_row_aside_with_the_reason(
    tmp_path: Path, given: dict[str, str], reason: str
) -> None:
    result = run(
        tmp_path, [order("#1"), order("#2") | {k.replace("_", " "): v for k, v in given.items()}]
    )
    assert result.record is not None
    assert result.record["quarantined"] == 1
    assert any(reason in found for found in reasons(result.store)), reasons(result.store)
    assert values(result.store, "SELECT count(*) FROM order_lines") == [(1,)]


def test_buyers_are_hashed_and_no_personal_text_is_kept(tmp_path: Path) -> None:
    header = [*SHOPIFY, "Billing Name", "Phone", "Mystery", "Buyer contact", "Code"]
    row = order() | {
        "Billing Name": "Ann Example", "Phone": "+1 555 0100", "Mystery": "kept",
        "Buyer contact": "secret", "Code": "ann@example.com",
    }  # fmt: skip
    result = run(tmp_path, [row], header)
    ((buyer,),) = values(result.store, "SELECT customer_id FROM orders")
    assert len(buyer) == 24
    ((extras,),) = values(result.store, "SELECT extras FROM order_lines")
    assert extras == '{"Mystery":"kept"}'
    assert "kept as extras: Mystery." in result.message
    assert "left out: Buyer contact, Code." in result.message
    stored = b"".join(p.read_bytes() for p in result.store.path.rglob("*") if p.is_file())
    for secret in (b"example.com", b"Ann Example", b"555 0100"):
        assert secret not in stored


def test_taxes_inside_or_on_top_are_told_apart(tmp_path: Path) -> None:
    on_top = order("#1", Taxes="1.00", Total="11.00")
    result = run(tmp_path, [on_top, order("#2", Taxes="1.00", Total="11.00")])
    assert "Taxes are added to the prices (orders: 2)" in result.message
    inside = write(
        tmp_path / "b.csv",
        SHOPIFY,
        [order("#3", Taxes="1.67"), order("#4", Taxes="1.67", Total="13.00")],
    )
    message = import_file(result.store, inside).message
    assert "Taxes are included in the prices (orders: 1)" in message
    assert "do not add up to their total, such as with tips: 1" in message
