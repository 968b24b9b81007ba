"""What is stored in one language is read in another; old text stays as it is."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from playbook.i18n import _, use_language
from playbook.store import ImportRecord, Store
from playbook.store.wording import stored, told
from tests.shops import AS_OF, make_shop


def import_bad_row(path: Path, note: str) -> Store:
    """Import one order with a bad amount, in English, with a note."""
    query = (
        "SELECT '1' AS order_id, '2026-05-01' AS created_at, 'ten' AS paid_amount,"
        " 'f' AS _file, 2 AS _row"
    )
    with use_language("en"), make_shop(path).writer() as writer:
        writer.put("orders", query, as_of=AS_OF)
        return writer.commit(ImportRecord("f.csv", "h", "test", AS_OF, 1, notes=(note,)))


def test_reasons_and_notes_follow_the_reader(tmp_path: Path) -> None:
    with use_language("en"):
        note = _("Orders: {n} days between the first and the last have no order. "
                 "A file may be missing; nothing was filled in.", n=3)  # fmt: skip
    store = import_bad_row(tmp_path / "s", note)
    with use_language("en"):
        assert store.quarantine()["reason"].tolist() == ["not an amount"]
        assert store.imports()[-1]["notes"] == [note]
    with use_language("zh"):
        assert store.quarantine()["reason"].tolist() == ["不是金额"]
        assert store.imports()[-1]["notes"][0].startswith("订单：")
        assert "3" in store.imports()[-1]["notes"][0]


def test_words_written_by_hand_stay(tmp_path: Path) -> None:
    store = import_bad_row(tmp_path / "s", "as the shop wrote it")
    assert store.imports()[-1]["notes"] == ["as the shop wrote it"]


def test_a_message_within_a_message_is_translated_too() -> None:
    inner = _("not an amount")
    kept = stored(
        _("{path} is damaged: {error}. Put back the copy you keep.", path="p", error=inner)
    )
    with use_language("zh"):
        assert "不是金额" in told(kept)


def test_a_value_that_json_cannot_hold_stays_in_the_words() -> None:
    message = _("{day:%d.%m.%Y} was a holiday", day=dt.date(2026, 10, 1))
    assert stored(message) == "01.10.2026 was a holiday"


def test_a_path_is_kept_as_text() -> None:
    kept = json.loads(stored(_("{folder} is new", folder=Path("a"))))
    assert kept["fields"] == {"folder": "a"}


@pytest.mark.parametrize(
    "text", ["", '{"message": ', '{"message": 1}', '{"message": "{x}", "fields": {"y": 1}}']
)
def test_damaged_text_is_shown_as_it_is(text: str) -> None:
    assert told(text) == text
