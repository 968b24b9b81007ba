"""The time a file states for itself."""

import datetime as dt
import os
from pathlib import Path

import pytest

from playbook.sources import import_file
from playbook.sources.examples_sales import names_in
from playbook.sources.timing import local_now, time_in
from tests.sources.shop import SHOPIFY, order, shop, write


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ExportOrderList202405011830.csv", dt.datetime(2024, 5, 1, 18, 30)),
        ("ExportItemlList20240501183015.xlsx", dt.datetime(2024, 5, 1, 18, 30, 15)),
        ("商品_全部_2024-05-01_2024-05-07.xls", dt.datetime(2024, 5, 7, 23, 59, 59)),
        ("orders 2024.05.01 09-30.csv", dt.datetime(2024, 5, 1, 9, 30)),
        ("orders_export_1.csv", None),
        ("订单1930679858170647.csv", None),
        ("20240231.csv", None),
    ],
)
def test_a_name_may_say_when(name: str, expected: dt.datetime | None) -> None:
    assert time_in(name) == expected


def stated(folder: Path, name: str, *rows: dict[str, str]) -> str:
    record = import_file(shop(folder), write(folder / name, SHOPIFY, rows)).record
    assert record is not None
    return str(record["as_of"])


def test_the_name_comes_before_the_events(tmp_path: Path) -> None:
    assert stated(tmp_path, "orders_2024-05-09.csv", order()) == "2024-05-09T23:59:59"


def test_else_the_latest_event_that_has_come(tmp_path: Path) -> None:
    wrong_clock = order("#2", Created_at="2999-01-01 00:00:00 -0400")
    assert stated(tmp_path, "orders.csv", order(), wrong_clock) == "2024-05-01T09:59:00"


def test_else_the_date_of_the_file(tmp_path: Path) -> None:
    header = names_in(
        "Handle,Title,Vendor,Type,Tags,Published,Option1 Name,Variant SKU,Variant Price"
    )
    path = write(tmp_path / "p.csv", header, [{"Handle": "a", "Variant SKU": "A"}])
    os.utime(path, (1_714_579_200, 1_714_579_200))  # 2024-05-01 12:00 in New York
    record = import_file(shop(tmp_path), path).record
    assert record is not None
    assert record["as_of"] == "2024-05-01T12:00:00"


def test_local_time_is_the_shops() -> None:
    ahead = local_now("Asia/Shanghai") - local_now("UTC")
    assert abs(ahead - dt.timedelta(hours=8)) < dt.timedelta(seconds=5)
