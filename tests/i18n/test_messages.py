"""Messages: found in any catalogue of the language, English where there is none."""

from pathlib import Path

import pytest

from playbook.i18n import N_, _, messages, pick, pick_from, use_language
from playbook.i18n.po import write_pairs


def test_an_unknown_message_stays_english_and_is_filled_in() -> None:
    with use_language("zh"):
        assert _("No catalogue holds this: {n}", n=3) == "No catalogue holds this: 3"


def test_braces_stay_when_there_is_nothing_to_fill_in() -> None:
    assert _("a {literal} brace") == "a {literal} brace"


def test_the_empty_message_is_not_the_head_of_the_catalogue() -> None:
    with use_language("zh"):
        assert _("") == ""


def test_marking_changes_nothing() -> None:
    with use_language("zh"):
        assert N_(" Did you mean '{option}'?") == " Did you mean '{option}'?"


def test_all_catalogues_count(tmp_path: Path) -> None:
    write_pairs(tmp_path / "store.po", {"one": "一", "kept": ""})
    write_pairs(tmp_path / "sources.reading.po", {"two": "二"})
    merged = messages.compile_catalogues(sorted(tmp_path.glob("*.po")))
    assert [merged.gettext(text) for text in ("one", "two", "kept")] == ["一", "二", "kept"]


def test_a_fuzzy_translation_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "store.po"
    path.write_text('#, fuzzy\nmsgid "one"\nmsgstr "二"\n', encoding="utf-8")
    assert messages.compile_catalogues([path]).gettext("one") == "one"


@pytest.mark.parametrize(("code", "text"), [("en", "orders"), ("zh", "订单")])
def test_pick(code: str, text: str) -> None:
    with use_language(code):
        assert pick(en="orders", zh="订单") == text
        assert pick_from({"en": "orders", "zh": "订单"}) == text


def test_pick_falls_back_to_english() -> None:
    with use_language("zh"):
        assert pick_from({"en": "orders"}) == "orders"
