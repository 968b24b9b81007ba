"""The header alone says which source a file is from; a near miss says what is missing."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from playbook.errors import SourceError
from playbook.sources import SOURCES, detect, import_file
from playbook.sources.detecting import match
from playbook.sources.reading import RawTable, read_tables
from tests.sources.shop import ITEMS, SHOPIFY, TAOBAO, order, shop, write


def sheet(folder: Path, header: Sequence[str]) -> RawTable:
    return read_tables(write(folder / "a.csv", header, [dict.fromkeys(header, "x")]))[0]


@pytest.mark.parametrize(
    ("header", "source"),
    [
        (SHOPIFY, "shopify_orders"),
        ([name.upper() for name in SHOPIFY], "shopify_orders"),
        (TAOBAO, "taobao_orders"),
        ([f"{name} " for name in ITEMS], "taobao_items"),
        (
            [name.replace("标题", "商品标题").replace("价格", "商品价格") for name in ITEMS],
            "taobao_items",
        ),
        (["月份", "指标", "目标值", "负责人", "日期"], "targets"),
    ],
)
def test_a_header_names_its_source(header: Sequence[str], source: str, tmp_path: Path) -> None:
    assert detect(sheet(tmp_path, header)).id == source


@pytest.mark.parametrize("source", SOURCES)
def test_each_signature_is_recognised_as_its_own_source(source: str, tmp_path: Path) -> None:
    profile = SOURCES[source]
    required = [field.names[0] for field in profile.fields.values() if field.required]
    header = list(dict.fromkeys([*profile.signature, *required]))
    raw = sheet(tmp_path, header)
    assert detect(raw).id == source
    assert [p.id for p in SOURCES.values() if match(raw, p).fits] == [source]


def test_a_near_miss_says_which_columns_are_missing(tmp_path: Path) -> None:
    header = [name for name in SHOPIFY if name not in ("Paid at", "Lineitem price")]
    with pytest.raises(
        SourceError, match=r"looks like Shopify orders, .* missing: Paid at, Lineitem price"
    ):
        detect(sheet(tmp_path, header))


def test_squarespace_is_not_shopify(tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match=r"looks like Shopify orders but is not.*Order ID, Lineitem variant"
    ):
        detect(sheet(tmp_path, ["Order ID", *SHOPIFY[1:], "Name", "Lineitem variant"]))


def test_an_unknown_file_shows_what_was_seen(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Columns seen: apples, pears, plums"):
        detect(sheet(tmp_path, ["apples", "pears", "plums"]))


def test_two_that_fit_equally_are_left_to_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    twin = dataclasses.replace(SOURCES["shopify_orders"], id="twin", en="Twin")
    monkeypatch.setattr("playbook.sources.detecting.profiles", lambda: {**SOURCES, "twin": twin})
    with pytest.raises(SourceError, match=r"several things: shopify_orders .*, twin .*--source"):
        detect(sheet(tmp_path, SHOPIFY))


def test_a_source_can_be_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", SHOPIFY, [order()])
    with pytest.raises(SourceError, match="Did you mean 'shopify_orders'"):
        import_file(shop(tmp_path), path, source="shopify_order")
    store = shop(tmp_path / "b")
    with pytest.raises(SourceError, match=r"cannot be read as Taobao .*missing: .*订单编号"):
        import_file(store, path, source="taobao_orders")
    assert import_file(store, path, source="shopify_orders").status == "imported"
