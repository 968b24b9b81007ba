"""Every committed example and template imports whole, and is what the generator writes."""

from pathlib import Path

import pytest

from playbook.sources import SOURCES, import_file
from playbook.sources.examples import write_examples
from playbook.sources.examples_sales import LAST_DAY
from playbook.sources.reading import RawTable, read_tables
from playbook.sources.templates import write_templates
from tests.sources.shop import balanced, chinese_shop, shop, values

DATA = Path(__file__).parents[2] / "data"
EXAMPLES = sorted(path for path in (DATA / "examples").iterdir() if path.suffix != ".toml")
TEMPLATES = sorted((DATA / "templates").iterdir())


def cells(path: Path) -> list[tuple[str, object, object]]:
    """Return what a workbook or text holds, whatever wrote its container."""
    found: list[RawTable] = read_tables(path)
    return [(raw.part, raw.header, raw.preview) for raw in found]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_imports_with_nothing_set_aside(path: Path, tmp_path: Path) -> None:
    mapping = next(path.parent.glob(f"{path.stem.rpartition('_')[0]}.mapping.toml"), None)
    store = chinese_shop(tmp_path) if path.name.startswith("taobao") else shop(tmp_path)
    result = import_file(store, path, mapping=mapping if path.name.startswith("own") else None)
    assert result.status == "imported"
    assert balanced(result.record)
    assert result.record is not None
    assert result.record["quarantined"] == 0
    assert result.record["accepted"] > 0


def test_every_source_of_a_platform_has_an_example(tmp_path: Path) -> None:
    stores = {True: chinese_shop(tmp_path / "a"), False: shop(tmp_path / "b")}
    seen: set[str] = set()
    for path in EXAMPLES:
        if not path.name.startswith("own"):
            seen |= set(import_file(stores[path.name.startswith("taobao")], path).source.split("+"))
    assert seen == {name for name, profile in SOURCES.items() if profile.platform != "own"}


@pytest.mark.parametrize("name", ["shopify_orders", "taobao_ExportOrderList2026"])
def test_an_example_can_carry_a_daily_report(name: str, tmp_path: Path) -> None:
    path = next(path for path in EXAMPLES if path.name.startswith(name))
    store = chinese_shop(tmp_path) if name.startswith("taobao") else shop(tmp_path)
    store = import_file(store, path).store
    assert store.span("orders")[1] == LAST_DAY
    days = "SELECT count(DISTINCT created_at::DATE), min(created_at)::DATE FROM orders"
    ((count, first),) = values(store, days)
    assert count == (LAST_DAY - first).days + 1 >= 42


def test_the_committed_examples_are_what_the_generator_writes(tmp_path: Path) -> None:
    written = {path.name: path for path in write_examples(tmp_path)}
    assert set(written) == {path.name for path in (DATA / "examples").iterdir()}
    for name, path in written.items():
        held = DATA / "examples" / name
        if path.suffix == ".xlsx":
            assert cells(path) == cells(held)
        else:
            # git may have given the committed file the line ends of Windows
            assert path.read_bytes() == held.read_bytes().replace(b"\r\n", b"\n"), name


def test_the_committed_templates_are_what_the_generator_writes(tmp_path: Path) -> None:
    written = write_templates(tmp_path)
    assert [path.name for path in sorted(written)] == [path.name for path in TEMPLATES]
    for path in written:
        assert cells(path) == cells(DATA / "templates" / path.name)
    again = [path.read_bytes() for path in written]
    assert again == [path.read_bytes() for path in write_templates(tmp_path)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_examples_in_a_template_are_never_data(path: Path, tmp_path: Path) -> None:
    result = import_file(chinese_shop(tmp_path), path)
    assert result.source == path.stem
    assert result.record is not None
    assert result.record["accepted"] == 0
    assert result.record["non_data"] == {"example rows": result.record["read"]}
    assert result.store.tables == ()
