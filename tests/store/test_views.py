"""Files leave out empty columns; the views, `has` and the Delta schema do not change by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from deltalake import DeltaTable

from playbook.store import Store, merging, tables
from tests.shops import add_rows, make_shop

ORDER = {"order_id": "1", "created_at": "2026-05-01 10:00:00"}


def in_files(store: Store, table: str) -> set[str]:
    files = [str(store.path / file) for file in store.state.tables[table].files]
    rows = duckdb.execute("SELECT DISTINCT name FROM parquet_schema(?)", [files]).fetchall()
    return {row[0] for row in rows}


def test_a_column_without_a_value_is_in_the_view_and_not_in_the_file(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "s", orders=[ORDER | {"region": None, "channel": "live"}])
    held = in_files(shop, "orders")
    assert {"order_id", "channel"} <= held
    assert not held & {"region", "paid_at"}
    frame = shop.sql("SELECT * FROM orders")
    assert list(frame.columns) == list(tables()["orders"].columns)
    assert frame["region"].isna().all()
    assert (shop.has("orders.channel"), shop.has("orders.region")) == (True, False)


def test_a_column_that_another_file_states_is_kept(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "s", orders=[ORDER | {"region": "浙江"}])
    shop = add_rows(shop, orders=[ORDER | {"order_id": "2", "channel": "live"}])
    rows = shop.sql("SELECT region, channel FROM orders ORDER BY order_id").fillna("–")
    assert rows.to_numpy().tolist() == [["浙江", "–"], ["–", "live"]]


def test_a_key_column_that_no_file_holds_still_finds_the_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "SMALL_BYTES", 0)
    day: dict[str, Any] = {"date": "2026-05-01", "grain": "day", "scope": "shop"}
    shop = make_shop(tmp_path / "s", traffic=[day | {"uv": 100}])
    assert not {"hour", "channel"} & in_files(shop, "traffic")
    shop = add_rows(shop, traffic=[day | {"uv": 120}])
    assert shop.sql("SELECT uv FROM traffic")["uv"].tolist() == [120]


def test_delta_readers_see_every_column(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "s", orders=[ORDER])
    read = DeltaTable(shop.path / "orders").to_pyarrow_table()
    assert set(tables()["orders"].columns) < set(read.column_names)
    assert read["region"].null_count == 1
