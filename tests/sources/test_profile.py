"""Profiles are data: complete, in both languages, and true to the Store's tables."""

from pathlib import Path

import pytest

from playbook.sources import SOURCES
from playbook.sources.profile import used_fields
from playbook.sources.profile_files import knows_header, profile_from
from playbook.store.schema import tables

REFERENCE = {
    "shopify_orders": ["Lineitem compare at price", "Tax 5 Value", "Payment References"],
    "taobao_orders": ["买家应付邮费", "是否是O2O交易"],
    "taobao_items": ["套餐信息", "退款状态"],
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_profile_says_what_it_is_and_where_to_get_it(name: str) -> None:
    profile = SOURCES[name]
    assert profile.id == name
    assert profile.en
    assert profile.zh
    assert profile.download_en
    assert profile.download_zh
    assert profile.needed == min(6, len(profile.signature))
    assert profile.as_of in ("event", "file", "import")


@pytest.mark.parametrize("name", SOURCES)
def test_a_profile_fills_columns_that_exist(name: str) -> None:
    for table in SOURCES[name].tables.values():
        known = tables()[table.name].columns
        assert set(table.columns) <= set(known)
        required = {column.name for column in known.values() if column.required}
        assert required <= set(table.columns)


@pytest.mark.parametrize("name", SOURCES)
def test_codes_become_allowed_values(name: str) -> None:
    profile = SOURCES[name]
    for table in profile.tables.values():
        for column, expression in table.columns.items():
            allowed = tables()[table.name].columns[column].values
            if allowed and expression in profile.fields:
                assert set(profile.fields[expression].values.values()) <= set(allowed)


@pytest.mark.parametrize("name", REFERENCE)
def test_real_headers_are_known(name: str) -> None:
    assert all(knows_header(header) for header in REFERENCE[name])


@pytest.mark.parametrize("name", SOURCES)
def test_no_personal_column_is_kept_as_text(name: str) -> None:
    profile = SOURCES[name]
    for field in profile.fields.values():
        if set(field.names) & set(profile.personal):
            fed = [
                (t, c)
                for t in profile.tables.values()
                for c, e in t.columns.items()
                if field.name in used_fields(profile, e)
            ]
            assert (
                all(tables()[t.name].columns[c].personal for t, c in fed)
                or field.kind == "province"
            )


def test_a_profile_that_contradicts_itself_is_refused() -> None:
    spec = {"id": "x", "en": "x", "zh": "x", "platform": "x", "signature": ["A"]}
    with pytest.raises(ValueError, match="unknown kinds"):
        profile_from({**spec, "fields": {"a": {"names": ["A"], "kind": "colour"}}, "tables": {}})
    with pytest.raises(ValueError, match="taken from no field"):
        profile_from({**spec, "fields": {}, "tables": {"orders": {"take": ["order_id"]}}})


def test_every_profile_file_is_loaded() -> None:
    folder = Path(__file__).parents[2] / "playbook" / "sources" / "profiles"
    assert {path.stem for path in folder.glob("*.toml")} == set(SOURCES)
