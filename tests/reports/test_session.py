"""A shop is found by folder or name; a report starts on a day that the data holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from playbook.errors import DataContractError, ParameterError, StoreError
from playbook.i18n import language
from playbook.metrics import Period
from playbook.reports.session import begin, find_store, last_full_day
from playbook.runner.practice import STORES
from tests.reports.small import NOW, THEN, rows, small_shop
from tests.shops import add_rows, make_shop


def test_a_shop_is_found_by_folder_and_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = small_shop(tmp_path / "shops" / "店 1")
    assert find_store(shop.path) == shop.path
    monkeypatch.setenv(STORES, str(tmp_path / "shops"))
    assert find_store("店 1") == shop.path
    monkeypatch.delenv(STORES)
    (tmp_path / "data").mkdir()
    (tmp_path / "shops").rename(tmp_path / "data" / "stores")
    monkeypatch.chdir(tmp_path)
    assert find_store("店 1").resolve() == tmp_path / "data" / "stores" / "店 1"


def test_an_unknown_shop_is_named_with_the_next_step() -> None:
    with pytest.raises(StoreError, match=r"'nowhere'.*playbook store init"):
        find_store("nowhere")


def test_without_a_date_it_is_the_last_full_day(tmp_path: Path) -> None:
    shop = small_shop(tmp_path / "s")
    assert begin(str(shop.path), "").day == NOW


def test_a_day_that_had_not_ended_when_the_file_was_made_is_not_full(tmp_path: Path) -> None:
    shop = add_rows(
        make_shop(tmp_path / "s"), dt.datetime(2026, 5, 30, 12), orders=rows()["orders"]
    )
    assert last_full_day(shop) == NOW - dt.timedelta(days=1)


def test_the_first_day_is_the_earliest(tmp_path: Path) -> None:
    first = rows()["orders"][:3]
    shop = add_rows(make_shop(tmp_path / "s"), dt.datetime(2026, 5, 23, 23), orders=first)
    assert last_full_day(shop) == THEN


def test_a_shop_without_orders_has_no_day(tmp_path: Path) -> None:
    with pytest.raises(DataContractError, match="no orders"):
        last_full_day(make_shop(tmp_path / "s"))


def test_dates_are_read_strictly_inside_a_notebook_too(tmp_path: Path) -> None:
    shop = small_shop(tmp_path / "s")
    with pytest.raises(ParameterError, match="between 2026-05-23 and 2026-05-30"):
        begin(str(shop.path), "2026-06-01")


def test_the_version_is_pinned(tmp_path: Path) -> None:
    shop = small_shop(tmp_path / "s")
    late = rows()["orders"][0] | {"order_id": "9"}
    add_rows(shop, dt.datetime(2031, 1, 1), orders=[late])
    old, new = (begin(str(shop.path), str(THEN), version=n) for n in (1, 0))
    day = Period.day(THEN)
    assert old.query("orders_paid", period=day)["value"].tolist() == [3]
    assert new.query("orders_paid", period=day)["value"].tolist() == [4]


def test_the_shop_s_language_is_taken_unless_told_otherwise(tmp_path: Path) -> None:
    shop = small_shop(tmp_path / "s", language="zh")
    begin(str(shop.path), "")
    assert language() == "zh"
    begin(str(shop.path), "", "en")
    assert language() == "en"


def test_the_same_question_is_computed_once_and_answers_are_not_shared(tmp_path: Path) -> None:
    report = begin(str(small_shop(tmp_path / "s").path), "")
    first = report.query(
        "gmv_paid", by=["channel"], period=Period.day(NOW), where={"channel": "app"}
    )
    first["value"] = 0
    again = report.query(
        "gmv_paid", by=["channel"], period=Period.day(NOW), where={"channel": "app"}
    )
    assert again["value"].tolist() == [240]
