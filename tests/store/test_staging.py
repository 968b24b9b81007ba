"""Which rows are set aside, with which reason, and that every row is accounted for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from playbook.store import ImportRecord, Store, create_store
from playbook.store.repeats import MASKED
from tests.shops import AS_OF

GOOD: dict[str, Any] = {
    "order_id": "1001",
    "created_at": "2026-05-01 10:00:00",
    "paid_at": "2026-05-01 10:01:00",
    "paid_amount": "12.30",
    "currency": "CNY",
}


def put_orders(path: Path, rows: list[dict[str, Any]], **record: Any) -> Store:
    """Import raw order rows, bad ones included; row numbers count from 2."""
    store = create_store(path, name="S", platform="tmall", currency="CNY", timezone="Asia/Shanghai")
    names = list(rows[0])
    with store.writer() as writer:
        columns = ", ".join(f'"{name}" VARCHAR' for name in names)
        writer.connection.execute(f"CREATE TABLE raw ({columns}, _file VARCHAR, _row BIGINT)")
        marks = ", ".join("?" for _ in range(len(names) + 2))
        for number, row in enumerate(rows, start=2):
            values = [row[name] for name in names]
            writer.connection.execute(f"INSERT INTO raw VALUES ({marks})", [*values, "f", number])
        writer.put("orders", "SELECT * FROM raw", as_of=AS_OF, provides=names)
        return writer.commit(ImportRecord("f.csv", "h", "test", AS_OF, len(rows), **record))


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"paid_amount": "12.305"}, "paid_amount", "more than two decimals"),
        ({"paid_amount": "twelve"}, "paid_amount", "not an amount"),
        (
            {"paid_amount": "1.23457E+06"},
            "paid_amount",
            "shortened by a spreadsheet (1.2E+06); export again",
        ),
        ({"paid_amount": "-1.00"}, "paid_amount", "below 0"),
        ({"created_at": "01/02/2024"}, "created_at", "not a time (YYYY-MM-DD HH:MM:SS)"),
        ({"created_at": ""}, "created_at", "value is missing"),
        ({"created_at": "2031-01-01 00:00:00"}, "created_at", "lies after the file was made"),
        ({"currency": "USD"}, "currency", "currency is not the shop's (CNY)"),
        ({"order_id": None}, "order_id", "value is missing"),
        (
            {"order_id": "1.93068E+15"},
            "order_id",
            "number damaged by a spreadsheet; export again and do not open it in Excel",
        ),
        (
            {"order_id": "1930679858170000.0"},
            "order_id",
            "number damaged by a spreadsheet; export again and do not open it in Excel",
        ),
    ],
)
def test_bad_row_is_set_aside_with_its_reason(
    tmp_path: Path, change: dict[str, Any], column: str, reason: str
) -> None:
    store = put_orders(tmp_path / "s", [GOOD, GOOD | {"order_id": "1002"} | change])
    row = store.quarantine().iloc[0]
    assert (row["column"], row["reason"], row["row"]) == (column, reason, 3)
    given = change[column]
    assert row["value"] == given if given else pd.isna(row["value"])
    account = store.imports()[-1]
    assert (account["accepted"], account["quarantined"]) == (1, 1)
    assert store.rows("orders") == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [("paid_amount", "13800000000"), ("paid_amount", "+8613800000000"), ("units", "13800000000")],
)
def test_a_phone_is_no_amount_and_is_not_shown(tmp_path: Path, column: str, value: str) -> None:
    store = put_orders(tmp_path / "s", [GOOD | {column: value}])
    row = store.quarantine().iloc[0]
    assert (row["column"], row["reason"]) == (column, "looks like a phone number")
    assert row["value"] == MASKED


def test_a_great_amount_is_no_phone(tmp_path: Path) -> None:
    store = put_orders(tmp_path / "s", [GOOD | {"paid_amount": "13800000000.00"}])
    assert store.rows("orders") == 1


def test_rounded_ids_are_told_from_ids_that_end_in_zeros_by_chance(tmp_path: Path) -> None:
    rows = [GOOD | {"order_id": f"{691700000000000001 + i * 7919}"} for i in range(60)]
    by_chance = GOOD | {"order_id": "691700000001234000"}
    store = put_orders(tmp_path / "chance", [*rows, by_chance])
    assert store.imports()[-1]["quarantined"] == 0
    rounded = [GOOD | {"order_id": f"69170000000{i:04d}0000"} for i in range(5)]
    store = put_orders(tmp_path / "rounded", [*rounded, GOOD])
    assert store.imports()[-1]["quarantined"] == 5


def test_exact_repeat_counts_once_and_conflict_is_set_aside(tmp_path: Path) -> None:
    rows = [GOOD, GOOD, GOOD | {"order_id": "2"}, GOOD | {"order_id": "2", "paid_amount": "9"}]
    store = put_orders(tmp_path / "s", rows)
    account = store.imports()[-1]
    assert (account["accepted"], account["quarantined"]) == (1, 2)
    assert account["non_data"] == {"repeat": 1}
    assert store.sql("SELECT order_id FROM orders")["order_id"].tolist() == ["1001"]
    assert set(store.quarantine()["row"]) == {4, 5}


def test_three_rows_of_which_two_agree_are_all_set_aside(tmp_path: Path) -> None:
    rows = [GOOD, GOOD, GOOD | {"paid_amount": "9"}]
    store = put_orders(tmp_path / "s", rows)
    assert store.imports()[-1]["quarantined"] == 3
    assert store.rows("orders") == 0


def test_personal_values_never_reach_tables_or_quarantine(tmp_path: Path) -> None:
    rows = [GOOD | {"customer_id": "mei@example.com", "paid_amount": "x"}]
    rows.append(GOOD | {"customer_id": "mei@example.com", "order_id": "2"})
    store = put_orders(tmp_path / "s", rows)
    kept = store.sql("FROM orders").to_csv() + store.quarantine().to_csv()
    assert "mei" not in kept
    for path in (tmp_path / "s").rglob("*"):
        assert not path.is_file() or b"mei@" not in path.read_bytes()


def test_masked_buyer_is_unknown(tmp_path: Path) -> None:
    rows = [GOOD | {"customer_id": "t**b"}, GOOD | {"customer_id": "##x", "order_id": "2"}]
    store = put_orders(tmp_path / "s", rows)
    assert store.rows("orders") == 2
    assert not store.has("orders.customer_id")


def test_lines_follow_their_order_into_quarantine(tmp_path: Path) -> None:
    store = create_store(
        tmp_path / "s", name="S", platform="t", currency="CNY", timezone="Asia/Shanghai"
    )
    with store.writer() as writer:
        orders = (
            "SELECT * FROM (VALUES ('1', 'nonsense', 'f', 2), ('2', '2026-05-01', 'f', 4))"
            " AS t(order_id, created_at, _file, _row)"
        )
        lines = (
            "SELECT * FROM (VALUES ('1', 1, 2, 'f', 2), ('1', 2, 1, 'f', 3), ('2', 1, 1, 'f', 4))"
            " AS t(order_id, line_no, quantity, _file, _row)"
        )
        writer.put("orders", orders, as_of=AS_OF)
        writer.put("order_lines", lines, as_of=AS_OF)
        store = writer.commit(ImportRecord("f", "h", "test", AS_OF, 3))
    assert (store.rows("orders"), store.rows("order_lines")) == (1, 1)
    assert store.imports()[-1]["quarantined"] == 2
    assert "its order was set aside" in set(store.quarantine()["reason"])


def test_money_sums_equal_the_source_decimals(tmp_path: Path) -> None:
    rows = [GOOD | {"order_id": str(i), "paid_amount": f"{i % 97}.1"} for i in range(500)]
    store = put_orders(tmp_path / "s", rows)
    total = store.connect().execute("SELECT sum(paid_amount) FROM orders").fetchone()
    cents = sum((i % 97) * 100 + 10 for i in range(500))
    assert total is not None
    assert str(total[0]) == f"{cents // 100}.{cents % 100:02d}"


def test_typed_values_are_checked_as_numbers(tmp_path: Path) -> None:
    store = create_store(
        tmp_path / "s", name="S", platform="t", currency="CNY", timezone="Asia/Shanghai"
    )
    given = [("a", 12.3, 2.0), ("b", 0.1 + 0.2, 3.0), ("c", 12.305, 1.0), ("d", 5.0, 2.5)]
    with store.writer() as writer:
        writer.connection.execute("CREATE TABLE raw (o VARCHAR, paid DOUBLE, n DOUBLE)")
        writer.connection.executemany("INSERT INTO raw VALUES (?, ?, ?)", given)
        query = (
            "SELECT o AS order_id, DATE '2026-05-01' AS created_at, paid AS paid_amount,"
            " 10::INTEGER AS placed_amount, n AS units, 'f' AS _file, rowid AS _row FROM raw"
        )
        writer.put("orders", query, as_of=AS_OF)
        store = writer.commit(ImportRecord("f", "h", "test", AS_OF, len(given)))
    rows = store.sql("SELECT order_id, paid_amount, placed_amount, units FROM orders ORDER BY 1")
    assert rows.to_numpy().tolist() == [["a", 12.3, 10.0, 2], ["b", 0.3, 10.0, 3]]
    refused = store.quarantine()[["column", "value", "reason"]].to_numpy().tolist()
    assert refused == [
        ["paid_amount", "12.305", "more than two decimals"],
        ["units", "2.5", "not a whole number"],
    ]
