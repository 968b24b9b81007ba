"""An import killed at any point leaves the old version whole and the next import works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from playbook.store import Store, open_store
from playbook.store.quality import check
from tests.shops import Rows, add_rows, make_shop

SCRIPT = Path(__file__).with_name("dying_import.py")
OLD: dict[str, Rows] = {
    "orders": [{"order_id": "old", "created_at": "2026-05-01 10:00:00"}],
    "order_lines": [{"order_id": "old", "line_no": 1, "quantity": 1}],
}
NEXT: dict[str, Rows] = {
    "orders": [{"order_id": "next", "created_at": "2026-05-03 10:00:00"}],
    "order_lines": [{"order_id": "next", "line_no": 1, "quantity": 1}],
}
BEFORE_THE_VERSION = [
    "delta.write_files:before",
    "delta.write_files:after",
    "delta.commit:before",
    "delta.commit:after",
    "writer.write_version:before",
]
AFTER_THE_VERSION = ["writer.write_version:after", "writer.tidy:before", "writer.tidy:after"]


def numbers(store: Store, table: str) -> list[str]:
    return store.sql(f"SELECT order_id FROM {table} ORDER BY 1")["order_id"].tolist()


@pytest.mark.parametrize("point", BEFORE_THE_VERSION + AFTER_THE_VERSION)
def test_killed_import_is_invisible_or_whole(tmp_path: Path, point: str) -> None:
    path = add_rows(make_shop(tmp_path / "s"), **OLD).path
    killed = subprocess.run([sys.executable, SCRIPT, path, point], check=False, timeout=120)
    assert killed.returncode != 0, f"{point} was never reached"
    expected = ["old"] if point in BEFORE_THE_VERSION else ["new", "old"]
    store = open_store(path)
    assert numbers(store, "orders") == numbers(store, "order_lines") == expected
    store = add_rows(store, **NEXT)
    assert numbers(store, "orders") == numbers(store, "order_lines") == sorted([*expected, "next"])
    assert [finding for finding in check(store) if finding.severity == "error"] == []
    assert list(path.glob(".scratch-*")) == []
    named = {file for state in store.state.tables.values() for file in state.files}
    assert named <= {f.relative_to(path).as_posix() for f in path.rglob("*.parquet")}
