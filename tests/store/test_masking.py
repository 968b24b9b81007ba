"""The engine's hash equals the standard library's, and the key stays outside the Store."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.store.masking import blot_sql, key_folder, load_key, mask, mask_columns, mask_sql
from tests.shops import make_shop


@given(st.text(min_size=1, alphabet=st.characters(exclude_characters="*＊#\0", codec="utf-8")))
def test_sql_hash_is_hmac_sha256(value: str) -> None:
    key = bytes(range(32))
    row = duckdb.execute(
        f"SELECT {mask_sql('?', key).replace('?', 'v')} FROM (SELECT ? AS v)", [value]
    )
    assert row.fetchone() == (mask(value, key),)


KEY = b"k" * 32


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


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("电话13800138000，快点", "电话•••，快点"),
        ("13800138000 13900139000", "••• •••"),
        ("+86 138-0013-8000 或 010-62345678", "••• 或 •••"),
        ("call (415) 555-0132 or 415-555-0133", "call ••• or •••"),
        ("mei.li@example.com 收", "••• 收"),
        ("身份证110101199003071234", "身份证•••"),
        ("order 2190138001380001234, size 165, ¥1299.00", None),
        ("2026-05-01 10:30 bought 3 for 1299.00", None),
        ("单号 SF1380013800012", None),
    ],
)
def test_numbers_of_people_are_blotted_out_of_free_text(said: str, kept: str | None) -> None:
    row = duckdb.execute(f"SELECT {blot_sql('v')} FROM (SELECT ? AS v)", [said]).fetchone()
    assert row == (kept or said,)


def test_columns_are_hashed_in_place_and_rows_keep_their_order() -> None:
    names = ["mei", None, "lin", "mei", "wang"]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE few AS SELECT 'mei' AS buyer, 1 AS n")
        mask_columns(connection, "few", ["buyer"], KEY)  # now its hash is known
        connection.execute(
            "CREATE TABLE rows AS SELECT unnest(?) AS buyer, 'lin' AS seen_by,"
            " generate_subscripts(?, 1) AS n",
            [names, names],
        )
        mask_columns(connection, "rows", ["buyer", "seen_by"], KEY)
        found = connection.execute("FROM rows").fetchall()
    hashes = [None if name is None else mask(name, KEY) for name in names]
    assert found == [(buyer, mask("lin", KEY), n) for n, buyer in enumerate(hashes, start=1)]
