"""The quarantine names a column as the file does, too."""

from pathlib import Path

from playbook.sources import import_file
from tests.sources.shop import (
    ITEMS,
    SHOPIFY,
    TAOBAO,
    chinese_shop,
    line,
    order,
    parent,
    shop,
    sub,
    write,
)


def told(store: object) -> set[tuple[str, str]]:
    frame = store.quarantine()  # type: ignore[attr-defined]
    return set(zip(frame["column"], frame["header"].fillna(""), strict=True))


def test_a_refused_price_is_named_as_in_the_file(tmp_path: Path) -> None:
    more = line("#1", Lineitem_quantity="1", Lineitem_name="Bowl", Lineitem_price="ten")
    path = write(tmp_path / "o.csv", SHOPIFY, [order("#1"), more])
    assert told(import_file(shop(tmp_path), path).store) == {("unit_price", "Lineitem price")}


def test_equal_columns_of_two_tables_keep_their_own_headers(tmp_path: Path) -> None:
    bad = [sub("1", 买家实际支付金额="x"), sub("2", of="1930679858170699", 购买数量="half")]
    store = import_file(chinese_shop(tmp_path), write(tmp_path / "i.csv", ITEMS, bad)).store
    assert told(store) >= {("paid_amount", "买家实际支付金额"), ("quantity", "购买数量")}


def test_a_header_is_shown_as_the_file_writes_it(tmp_path: Path) -> None:
    header = [name.replace("订单创建时间", "订单创建时间 ") for name in TAOBAO]
    row = parent() | {"订单创建时间 ": "soon"}
    store = import_file(chinese_shop(tmp_path), write(tmp_path / "o.csv", header, [row])).store
    assert told(store) == {("created_at", "订单创建时间")}


def test_a_conflict_found_by_the_importer_names_the_file_s_column(tmp_path: Path) -> None:
    rows = [order("#1"), order("#1", Total="11.00")]
    store = import_file(shop(tmp_path), write(tmp_path / "o.csv", SHOPIFY, rows)).store
    assert ("Total", "Total") in told(store)


def test_a_column_made_from_two_names_both(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        'rows = "lines"\n[columns]\norder_id = "单号"\nquantity = "数量"\nunit_price = "单价"\n',
        encoding="utf-8",
    )
    rows = [{"单号": "1", "数量": "1", "单价": "-1"}]
    path = write(tmp_path / "l.csv", ["单号", "数量", "单价"], rows)
    store = import_file(chinese_shop(tmp_path), path, mapping=mapping).store
    assert told(store) == {("unit_price", "单价"), ("paid_amount", "数量, 单价")}
