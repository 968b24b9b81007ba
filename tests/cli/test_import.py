"""Importing from the command line: every row is told, nothing is claimed that did not happen."""

import csv
from pathlib import Path

import pytest

from playbook.store import open_store
from tests.cli.conftest import Playbook

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
FACTS = ["--name", "Tea", "--platform", "shopify", "--currency", "USD", "--zone", "Asia/Tokyo"]


@pytest.fixture
def orders() -> Path:
    (path,) = EXAMPLES.glob("shopify_orders_export_*.csv")
    return path


@pytest.fixture
def shop(playbook: Playbook, tmp_path: Path) -> Path:
    playbook("store", "init", "tea", *FACTS)
    return tmp_path / "tea"


def rows_of(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _row in csv.DictReader(file))


def damaged(path: Path, folder: Path) -> Path:
    """Copy an order export with a word where the first line's price should be."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
        names = reader.fieldnames or []
    rows[0]["Lineitem price"] = "abc"
    copy = folder / path.name
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return copy


def test_an_import_tells_what_became_of_every_row(
    playbook: Playbook, shop: Path, orders: Path
) -> None:
    said = playbook("store", "import", str(orders), "--store", "tea")
    assert (said.code, said.err) == (0, "")
    n = str(rows_of(orders))
    assert said.out.splitlines()[0] == orders.name
    assert ["shopify_orders", n, n, "0", "0"] in [line.split() for line in said.out.splitlines()]
    assert "Tables changed: customers, order_lines, orders" in said.out
    assert open_store(shop).has("orders")
    assert orders.name in playbook("store", "info", "tea").out


def test_the_same_file_again_changes_nothing(playbook: Playbook, shop: Path, orders: Path) -> None:
    playbook("store", "import", str(orders), "--store", "tea")
    before = open_store(shop).version
    said = playbook("store", "import", str(orders), "--store", "tea")
    assert said.code == 0
    assert "imported before" in said.out
    assert "Tables changed" not in said.out
    assert open_store(shop).version == before


def test_an_older_export_says_that_the_newer_values_stay(
    playbook: Playbook, shop: Path, orders: Path, tmp_path: Path
) -> None:
    playbook("store", "import", str(orders), "--store", "tea")
    copy = tmp_path / "shopify_orders_export_2026-05-31 (1).csv"
    copy.write_text(orders.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    said = playbook("store", "import", str(copy), "--store", "tea", "--as-of", "2026-05-31T09:00")
    assert "leave the stored values as they are" in said.out
    assert "order_lines 211" in said.out


def test_rows_set_aside_are_told_with_their_reason(
    playbook: Playbook, shop: Path, orders: Path, tmp_path: Path
) -> None:
    said = playbook("store", "import", str(damaged(orders, tmp_path)), "--store", "tea")
    assert said.code == 0
    assert (
        "Set aside: row 2, column Lineitem price (unit_price), value abc: not an amount" in said.out
    )
    assert "All of them: playbook store check" in said.out
    listed = playbook("store", "check", "tea", "--rows").out
    assert "Rows set aside" in listed
    assert "abc" in listed


def test_a_file_of_no_known_kind_is_not_taken_for_imported(
    playbook: Playbook, shop: Path, tmp_path: Path
) -> None:
    path = tmp_path / "notes.csv"
    path.write_text("colour,shape\nred,round\nblue,square\n", encoding="utf-8")
    said = playbook("store", "import", str(path), "--store", "tea")
    assert said.code == 1
    assert open_store(shop).tables == ()


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (["--as-of", "yesterday"], "--as-of='yesterday' is not a time. Expected YYYY-MM-DD"),
        (["--source", "shopify_odrers"], "shopify_odrers"),
    ],
)
def test_wrong_options_are_named(
    playbook: Playbook, shop: Path, orders: Path, options: list[str], text: str
) -> None:
    said = playbook("store", "import", str(orders), "--store", str(shop), *options)
    assert said.code != 0
    assert text in said.err


def test_sources_and_samples_are_listed(playbook: Playbook) -> None:
    said = playbook("store", "sources")
    assert said.code == 0
    assert "shopify_orders" in said.out
    assert "complete_journey" in said.out


def test_each_source_is_listed_with_the_tables_that_it_fills(playbook: Playbook) -> None:
    said = playbook("--lang", "zh", "store", "sources")
    rows = {line.split()[0]: line.split() for line in said.out.splitlines() if line.strip()}
    assert "填入的表" in said.out
    assert "products," in rows["shopify_products"]
    assert "orders" in rows["taobao_shipping"]


def test_an_unknown_sample_names_the_known_ones(playbook: Playbook) -> None:
    said = playbook("store", "sample", "complete_jurney")
    assert said.code == 2
    assert "complete_journey" in said.err


def test_rows_that_are_no_data_are_named_in_the_reader_s_language() -> None:
    from playbook.cli.store_show import non_data
    from playbook.i18n import use_language

    assert non_data({"total": 1, "picture rows": 2}) == "total rows: 1, picture rows: 2"
    with use_language("zh"):
        assert non_data({"total": 1, "repeat": 2}) == "合计行: 1, 完全重复的行: 2"
    assert non_data({}) == "0"


def test_a_target_of_an_unknown_metric_is_named_at_once(
    playbook: Playbook, shop: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "targets.csv"
    head = "月份 month,日期 day,指标 metric,目标值 target,负责人 owner"
    rows = ["2026-05,,gmv_payd,1000,Mei", "2026-06,,gmv_paid,1000,Mei"]
    sheet.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    said = playbook("store", "import", str(sheet), "--store", "tea")
    assert "warning: Targets: 1 metrics are not in the metric dictionary" in said.out
    assert "for example: gmv_payd. Did you mean 'gmv_paid'?" in said.out
    checked = playbook("store", "check", "tea")
    assert checked.code == 0
    assert "gmv_payd. Did you mean 'gmv_paid'?" in checked.out
