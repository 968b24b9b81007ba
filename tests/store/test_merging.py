"""Newer wins, older never overwrites, stated beats derived, unstated columns stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from playbook.store import Store, merging
from tests.shops import add_rows, make_shop

MAY, JUNE = dt.datetime(2026, 5, 31), dt.datetime(2026, 6, 30)


def order(number: str = "1", **more: Any) -> dict[str, Any]:
    return {"order_id": number, "created_at": "2026-05-01 10:00:00"} | more


def value(store: Store, column: str, number: str = "1") -> Any:
    return store.sql(f"SELECT {column} FROM orders WHERE order_id = ?", [number])[column][0]


def test_newer_file_replaces_older(tmp_path: Path) -> None:
    shop = add_rows(make_shop(tmp_path / "s"), MAY, orders=[order(status="paid")])
    shop = add_rows(shop, JUNE, orders=[order(status="completed"), order("2", status="paid")])
    assert value(shop, "status") == "completed"
    assert shop.rows("orders") == 2


def test_older_file_after_a_newer_one_changes_nothing(tmp_path: Path) -> None:
    shop = add_rows(make_shop(tmp_path / "s"), JUNE, orders=[order(status="completed")])
    shop = add_rows(shop, MAY, orders=[order(status="paid"), order("2", status="paid")])
    assert value(shop, "status") == "completed"
    assert value(shop, "status", "2") == "paid"
    assert shop.imports()[-1]["superseded"] == {"orders": 1}


def test_column_that_a_file_does_not_state_keeps_its_value(tmp_path: Path) -> None:
    shop = add_rows(make_shop(tmp_path / "s"), MAY, orders=[order(region="浙江", status="paid")])
    shop = add_rows(shop, JUNE, orders=[order(status="completed")])
    assert value(shop, "region") == "浙江"


def test_derived_row_never_replaces_a_stated_one(tmp_path: Path) -> None:
    shop = add_rows(make_shop(tmp_path / "s"), MAY, orders=[order(paid_amount="10.00")])
    shop = add_rows(shop, JUNE, True, orders=[order(paid_amount="9.00"), order("2")])
    assert value(shop, "paid_amount") == 10.0
    shop = add_rows(shop, MAY, orders=[order("2", paid_amount="7.00")])
    assert value(shop, "paid_amount", "2") == 7.0


def test_lines_of_an_order_are_replaced_together(tmp_path: Path) -> None:
    def line(number: str, no: int, sku: str) -> dict[str, Any]:
        return {"order_id": number, "line_no": no, "quantity": 1, "sku": sku}

    old = [line("1", 1, "a"), line("1", 2, "b"), line("2", 1, "c")]
    shop = add_rows(make_shop(tmp_path / "s"), MAY, order_lines=old)
    shop = add_rows(shop, JUNE, order_lines=[line("1", 1, "d")])
    assert shop.sql("SELECT sku FROM order_lines ORDER BY 1")["sku"].tolist() == ["c", "d"]


def test_key_with_empty_parts_is_replaced_not_added(tmp_path: Path) -> None:
    row = {"date": "2026-05-01", "grain": "day", "scope": "shop"}
    shop = add_rows(make_shop(tmp_path / "s"), MAY, traffic=[row | {"uv": 100}])
    shop = add_rows(shop, JUNE, traffic=[row | {"uv": 120}])
    assert shop.sql("SELECT uv FROM traffic")["uv"].tolist() == [120]


def test_only_touched_files_are_rewritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "SMALL_BYTES", 0)
    shop = add_rows(make_shop(tmp_path / "s"), MAY, orders=[order("1")])
    first = set(shop.state.tables["orders"].files)
    shop = add_rows(shop, MAY, orders=[order("2")])
    both = set(shop.state.tables["orders"].files)
    assert first < both
    shop = add_rows(shop, JUNE, orders=[order("2", status="paid")])
    after = set(shop.state.tables["orders"].files)
    assert first < after
    assert len(after & both) == 1
    assert shop.rows("orders") == 2


def test_small_files_are_joined(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "s")
    for day in range(1, 6):
        shop = add_rows(shop, MAY, orders=[order(str(day))])
    assert len(shop.state.tables["orders"].files) == 1
    assert shop.rows("orders") == 5
