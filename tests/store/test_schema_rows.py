"""Each table takes one row with every column filled, and gives the same values back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from playbook.store.masking import load_key, mask
from playbook.store.schema import Column, Table, tables
from playbook.store.staging import EVENT_COLUMNS
from tests.shops import make_shop

SAMPLE = {
    "id": "0012-A",
    "text": "改价 18 → 16",
    "money": "3.50",
    "count": "3",
    "number": "0.25",
    "date": "2026-05-01",
    "datetime": "2026-05-01 10:30:00",
    "flag": "true",
}


UNITLESS = {"goal_value", "market_score", "own_rank", "rating", "rating_sum", "score"} | {
    "search_rank",
    "target",
}
"""Scores and ranks; and targets, whose unit is their metric's."""


def _given(column: Column) -> str:
    if column.name == "currency":
        return "CNY"
    if column.type == "number" and column.minimum:
        return f"{column.minimum + 0.5}"
    return column.values[-1] if column.values else SAMPLE[column.type]


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_a_full_row_comes_back(table: Table, tmp_path: Path) -> None:
    row = {name: _given(column) for name, column in table.columns.items()}
    shop = make_shop(tmp_path / "s", **{table.name: [row]})  # type: ignore[arg-type]
    key = load_key(shop.path)
    names = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in row)
    (kept,) = shop.sql(f"SELECT {names} FROM {table.name}").to_dict("records")
    hashed = {name: mask(row[name], key) for name, c in table.columns.items() if c.personal}
    assert kept == row | hashed
    assert shop.columns(table.name) == tuple(row)


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_conventions_hold(table: Table) -> None:
    for name, column in table.columns.items():
        assert name.endswith("_at") == (column.type == "datetime"), name
        assert not (name.endswith("_s") and column.unit != "s"), name
        assert not (column.personal and column.type != "id"), name
        assert not (column.free_text and column.type != "text"), name
        assert not re.search(r"[,;:()?]", column.zh), f"{name}: full-width punctuation"
        assert column.unit or column.type != "number" or name in UNITLESS, name


def test_times_of_things_that_happened_are_columns() -> None:
    for name, columns in EVENT_COLUMNS.items():
        assert {tables()[name].columns[c].type for c in columns} <= {"date", "datetime"}
    dated = {t.name for t in tables().values() if t.date == "date"}
    assert dated - set(EVENT_COLUMNS) == {"targets", "costs"}


def test_a_row_from_tomorrow_is_set_aside_only_where_it_cannot_be(tmp_path: Path) -> None:
    due = {"task_id": "1", "due_at": "2031-05-01"}
    assert make_shop(tmp_path / "a", tasks=[due]).rows("tasks") == 1
    with pytest.raises(AssertionError, match="lies after the file was made"):
        make_shop(tmp_path / "b", tasks=[due | {"done_at": "2031-05-01"}])


def test_one_slice_beside_the_whole_are_two_rows(tmp_path: Path) -> None:
    ad = {"date": "2026-05-01", "ad_platform": "A", "campaign_id": "1", "spend": "5.00"}
    seen = {"checked_at": "2026-05-01 10:00", "component": "checkout", "calls": "9"}
    shop = make_shop(
        tmp_path / "s",
        ads=[ad, ad | {"hour": "10", "spend": "2.00"}],
        system_health=[seen, seen | {"region": "浙江", "calls": "1"}],
    )
    assert (shop.rows("ads"), shop.rows("system_health")) == (2, 2)


def test_peoples_own_words_lose_their_numbers(tmp_path: Path) -> None:
    line = {"chat_id": "1", "line_no": "1", "sent_at": "2026-05-01", "sender": "customer"}
    shop = make_shop(tmp_path / "s", chat_messages=[line | {"text": "打 13800138000"}])
    assert shop.sql("SELECT text FROM chat_messages")["text"].tolist() == ["打 •••"]
