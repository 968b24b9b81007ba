"""The same notebooks on other shops, and without our own front door."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from playbook.reports import run_report
from playbook.reports.registry import REPORTS
from playbook.reports.session import last_full_day
from playbook.runner.kernel import kernel_environment
from playbook.runner.outputs import numbers
from playbook.runner.practice import practice_store
from playbook.sources import import_file
from playbook.store import Store, create_store, open_store
from tests.reports.small import NOW, THEN, small_shop

SHOPS: dict[str, dict[str, Any]] = {
    "shopify": {
        "facts": {"platform": "shopify", "currency": "USD", "timezone": "America/New_York"},
        "files": ("shopify_products_export_*.csv", "shopify_orders_export_*.csv"),
    },
    "taobao": {
        "facts": {
            "platform": "taobao", "currency": "CNY", "timezone": "Asia/Shanghai", "language": "zh",
        },
        "files": ("taobao_ExportOrderList2026*.csv", "taobao_ExportItemlList*.csv"),
    },
}  # fmt: skip


def example_shop(name: str, folder: Path, root: Path) -> Store:
    """Import the committed example files of a platform."""
    store = create_store(folder / name, name=f"{name} 店", **SHOPS[name]["facts"])
    for pattern in SHOPS[name]["files"]:
        (path,) = (root / "data" / "examples").glob(pattern)
        store = import_file(store.newest(), path).store
    return store.newest()


@pytest.mark.parametrize("name", ["shopify", "taobao"])
@pytest.mark.parametrize("report", ["daily", pytest.param("weekly", marks=pytest.mark.slow)])
def test_a_platform_s_example_gives_a_whole_report(
    name: str, report: str, tmp_path: Path, root: Path
) -> None:
    shop = example_shop(name, tmp_path, root)
    result = run_report(report, shop, {"date": last_full_day(shop)}, tmp_path / "out")
    page = result.html.read_text(encoding="utf-8")
    assert page.count('class="left-out"') >= 3
    assert (shop.path / "sheets" / "actions.xlsx").exists() == (report == "daily")


@pytest.mark.slow
@pytest.mark.parametrize("report", ["daily", "weekly"])
def test_a_shop_of_orders_alone_gives_a_whole_report(report: str, tmp_path: Path) -> None:
    shop = open_store(shutil.copytree(practice_store("cdnow"), tmp_path / "cdnow"))
    result = run_report(report, shop, {"date": "1998-06-28"}, tmp_path / "out")
    assert json.loads(result.manifest.read_text(encoding="utf-8"))["key_numbers"]["orders_paid"] > 0


def test_the_weekly_report_reviews_and_the_daily_one_brings_back(tmp_path: Path) -> None:
    shop = small_shop(tmp_path / "s")
    daily = run_report("daily", shop, {"date": NOW}, tmp_path / "out")
    from playbook.reports import sheet
    from playbook.reports.sheet_write import write

    held = sheet.read(shop.path)
    held.rows[0].update(cause="weather", owner="Li", action="wait", due=NOW)
    write(shop.path, held)
    again = run_report("daily", shop, {"date": NOW}, tmp_path / "out")
    # The judgement is part of what a report depends on: it is not skipped.
    assert again.status == "made"
    page = daily.html.read_text(encoding="utf-8")
    assert "weather" in page
    assert "Actions that are due" in page
    weekly = run_report("weekly", shop, {"date": NOW}, tmp_path / "out")
    assert "Actions: did they work?" in weekly.html.read_text(encoding="utf-8")


@pytest.mark.parametrize("report", ["daily", pytest.param("weekly", marks=pytest.mark.slow)])
def test_the_first_day_of_a_shop_has_a_report_too(report: str, tmp_path: Path) -> None:
    shop = small_shop(tmp_path / "s")
    result = run_report(report, shop, {"date": THEN}, tmp_path / "out")
    page = result.html.read_text(encoding="utf-8")
    assert "The split is left out" in page
    assert json.loads(result.manifest.read_text(encoding="utf-8"))["key_numbers"]["gmv_paid"] == 300


@pytest.mark.parametrize("report", ["daily"])
def test_plain_papermill_gives_the_same_numbers(report: str, tmp_path: Path) -> None:
    shop = small_shop(tmp_path / "s")
    ours = run_report(report, shop, {"date": NOW}, tmp_path / "out")
    plain = tmp_path / "plain.ipynb"
    given = ["-p", "store", str(shop.path), "-p", "date", NOW.isoformat()]
    command = [sys.executable, "-m", "papermill", str(REPORTS[report].notebook), str(plain), *given]
    subprocess.run(
        [*command, "--no-progress-bar"], check=True, capture_output=True, cwd=tmp_path,
        env=kernel_environment("en"), timeout=300,
    )  # fmt: skip
    manifest = json.loads(ours.manifest.read_text(encoding="utf-8"))
    assert numbers(nbformat.read(plain, as_version=4)) == manifest["numbers"]
    assert len(manifest["numbers"]) > 60
