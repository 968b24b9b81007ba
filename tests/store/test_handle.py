"""Opening, asking what a shop has, and the messages when it is not there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from deltalake import DeltaTable

from playbook.errors import StoreError
from playbook.store import create_store, open_store, tables, writer
from playbook.store.schema import all_tables
from tests.shops import add_rows, make_shop

ORDERS = [
    {"order_id": "1", "created_at": "2026-05-01 10:00:00", "paid_at": None},
    {"order_id": "2", "created_at": "2026-05-03 23:59:59", "paid_at": None},
]


def test_has_tables_and_columns(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "店 铺", orders=ORDERS)
    assert shop.tables == ("orders",)
    assert shop.has("orders")
    assert not shop.has("ads")
    assert shop.has("orders.created_at")
    assert not shop.has("orders.paid_at")
    assert not shop.has("ads.spend")
    assert shop.rows("ads") == 0
    assert shop.columns("orders") == ("order_id", "created_at")


def test_span_is_in_shop_local_days(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "s", orders=ORDERS)
    assert shop.span("orders") == (dt.date(2026, 5, 1), dt.date(2026, 5, 3))
    assert shop.span("orders", "paid_at") == (None, None)
    assert shop.span("ads") == (None, None)


def test_misspelt_names_get_a_suggestion(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "s", orders=ORDERS)
    with pytest.raises(StoreError, match="Did you mean 'orders'"):
        shop.has("oders")
    with pytest.raises(StoreError, match="Did you mean 'paid_at'"):
        shop.has("orders.payed_at")


def test_info_survives_any_name(tmp_path: Path) -> None:
    name = 'Mei\'s "Shop" \\ 美\n店'
    create_store(
        tmp_path / "s", name=name, platform="tmall", currency="CNY", timezone="Asia/Shanghai"
    )
    assert open_store(tmp_path / "s").info.name == name


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"currency": "RMB"}, "currency 'RMB' is not known"),
        ({"timezone": "Asia/Shangai"}, "Did you mean 'Asia/Shanghai'"),
        ({"language": "cn"}, "language 'cn' is not known"),
        ({"name": " "}, "has no name"),
    ],
)
def test_impossible_facts_are_refused(tmp_path: Path, facts: dict[str, str], message: str) -> None:
    given = {"name": "S", "platform": "t", "currency": "CNY", "timezone": "Asia/Shanghai"}
    with pytest.raises(StoreError, match=message):
        create_store(tmp_path / "s", **(given | facts))
    assert not (tmp_path / "s").exists()


def test_folder_in_use_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(StoreError, match="already holds something"):
        create_store(tmp_path, name="S", platform="t", currency="CNY", timezone="Asia/Shanghai")


def test_what_is_not_a_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="playbook store init"):
        open_store(tmp_path / "nowhere")
    shop = make_shop(tmp_path / "s")
    with pytest.raises(StoreError, match=r"Version 9 .* is not kept\. The newest is 0"):
        open_store(shop.path, version=9)
    (shop.path / "versions" / "00000000.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="is damaged"):
        open_store(shop.path)
    (shop.path / "store.toml").write_text("format = 99\n", encoding="utf-8")
    with pytest.raises(StoreError, match="newer playbook"):
        open_store(shop.path)


def test_column_declared_after_a_file_was_written_is_null(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tables()["orders"]
    fewer = {name: column for name, column in whole.columns.items() if name != "region"}
    with monkeypatch.context() as earlier:
        old = {**all_tables(), "orders": replace(whole, columns=fewer)}
        earlier.setattr(writer, "all_tables", lambda: old)
        shop = make_shop(tmp_path / "s", orders=ORDERS)
    assert shop.sql("SELECT region FROM orders")["region"].isna().all()
    shop = add_rows(shop, orders=[ORDERS[0] | {"region": "浙江"}])
    assert shop.sql("FROM orders ORDER BY order_id")["region"].tolist()[0] == "浙江"
    delta = DeltaTable(shop.path / "orders", version=shop.state.tables["orders"].delta)
    assert "region" in delta.to_pyarrow_table().column_names
