"""Rows given twice: what a conflict tells the user, and what never shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playbook.store import Store
from tests.store.test_staging import GOOD, put_orders


def told(store: Store) -> list[tuple[Any, ...]]:
    rows = store.quarantine()[["row", "column", "value"]]
    return [tuple(row) for row in rows.to_numpy().tolist()]


def test_a_conflict_names_the_columns_and_both_values(tmp_path: Path) -> None:
    other = GOOD | {"paid_amount": "9", "paid_at": None}
    store = put_orders(tmp_path / "s", [GOOD, other, GOOD | {"order_id": "2"}])
    assert told(store) == [
        (2, "paid_amount", "1001: 12.30 ≠ 9.00"),
        (2, "paid_at", "1001: 2026-05-01 10:01:00 ≠ –"),
        (3, "paid_amount", "1001: 12.30 ≠ 9.00"),
        (3, "paid_at", "1001: 2026-05-01 10:01:00 ≠ –"),
    ]
    account = store.imports()[-1]
    assert (account["accepted"], account["quarantined"]) == (1, 2)


def test_a_conflict_shows_no_person(tmp_path: Path) -> None:
    rows = [GOOD | {"customer_id": name} for name in ("mei", "lin")]
    assert told(put_orders(tmp_path / "s", rows)) == [
        (2, "customer_id", "1001: ••• ≠ •••"),
        (3, "customer_id", "1001: ••• ≠ •••"),
    ]


def test_long_values_leave_room_for_each_other(tmp_path: Path) -> None:
    rows = [GOOD | {"channel": letter * 300} for letter in "ab"]
    value = told(put_orders(tmp_path / "s", rows))[0][2]
    assert value == f"1001: {'a' * 60} ≠ {'b' * 60}"
