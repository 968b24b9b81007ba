"""Values are handed over in their type only where every cell fits it; nothing changes by it."""

from pathlib import Path

import pytest

from playbook.sources import import_file
from tests.sources.shop import D, balanced, shop, values, write

HEADER = ["no", "day", "sku", "n", "sum"]
MAPPING = (
    'rows = "lines"\n[columns]\norder_id = "no"\ncreated_at = "day"\npaid_at = "day"\n'
    'sku = "sku"\nquantity = "n"\npaid_amount = "sum"\n'
)


def take(folder: Path, rows: list[tuple[str, str, str, str, str]]):  # type: ignore[no-untyped-def]
    (folder / "m.toml").write_text(MAPPING, encoding="utf-8")
    cells = [dict(zip(HEADER, row, strict=True)) for row in rows]
    path = write(folder / "a.csv", HEADER, cells)
    return import_file(shop(folder), path, mapping=folder / "m.toml")


GOOD = [
    ("A1", "2024-05-01 10:00:00", "X", "1", "2.50"),
    ("A1", "2024-05-01 10:00:00", "Y", "2.0", "$1,000"),
    ("A2", "2024/5/2 09:30", "X", "3", "7"),
]


def test_orders_and_lines_are_the_same_typed_or_not(tmp_path: Path) -> None:
    orders = "SELECT order_id, paid_amount, units, created_at::VARCHAR FROM orders ORDER BY 1"
    result = take(tmp_path, GOOD)
    assert balanced(result.record)
    assert values(result.store, orders.replace("ORDER", "WHERE order_id < 'B' ORDER")) == [
        ("A1", D("1002.50"), 3, "2024-05-01 10:00:00"),
        ("A2", D("7.00"), 3, "2024-05-02 09:30:00"),
    ]
    (tmp_path / "b").mkdir()
    mixed = take(tmp_path / "b", [*GOOD, ("B1", "soon", "X", "many", "1.005")])
    assert values(mixed.store, orders) == values(result.store, orders)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (("B1", "soon", "X", "1", "1"), "created_at", "soon"),
        (("B1", "2024-05-01", "X", "2.5", "1"), "units", "2.5"),
        (("B1", "2024-05-01", "X", "1", "1.005"), "paid_amount", "1.005"),
        (("B1", "2024-05-01", "X", "1", "-5"), "paid_amount", "-5"),
        (("B1", "2024-05-01", "X", "1", "1.2E+99"), "paid_amount", "1.2E+99"),
    ],
)
def test_the_quarantine_shows_what_the_file_says(
    tmp_path: Path, row: tuple[str, str, str, str, str], column: str, value: str
) -> None:
    result = take(tmp_path, [*GOOD, row])
    held = result.store.quarantine()
    assert (held["row"].unique().tolist(), balanced(result.record)) == ([5], True)
    assert held.loc[held["column"] == column, "value"].tolist() == [value]


def test_lines_are_numbered_in_the_file_s_order_wherever_they_stand(tmp_path: Path) -> None:
    lines = "SELECT order_id, line_no, sku FROM order_lines ORDER BY 1, 2"
    rows = [GOOD[0], GOOD[1], GOOD[2]]
    together = values(take(tmp_path, rows).store, lines)
    assert together == [("A1", 1, "X"), ("A1", 2, "Y"), ("A2", 1, "X")]
    (tmp_path / "b").mkdir()
    apart = values(take(tmp_path / "b", [rows[0], rows[2], rows[1]]).store, lines)
    assert apart == together
