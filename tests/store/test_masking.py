"""The engine's hash equals the standard library's, and the key stays outside the Store."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from playbook.store.masking import key_folder, load_key, mask, mask_sql
from tests.shops import make_shop


@given(st.text(min_size=1, alphabet=st.characters(exclude_characters="*＊#\0", codec="utf-8")))
def test_sql_hash_is_hmac_sha256(value: str) -> None:
    key = bytes(range(32))
    row = duckdb.execute(
        f"SELECT {mask_sql('?', key).replace('?', 'v')} FROM (SELECT ? AS v)", [value]
    )
    assert row.fetchone() == (mask(value, key),)


def test_key_lies_outside_the_store_and_is_private(tmp_path: Path) -> None:
    shop = make_shop(tmp_path / "s")
    key = load_key(shop.path)
    assert len(key) == 32
    assert load_key(shop.path) == key
    (path,) = [p for p in key_folder().glob("*.key") if p.read_bytes() == key]
    assert shop.path not in path.parents
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_shops_hash_the_same_buyer_differently(tmp_path: Path) -> None:
    keys = [load_key(make_shop(tmp_path / name).path) for name in ("a", "b")]
    assert mask("mei", keys[0]) != mask("mei", keys[1])
