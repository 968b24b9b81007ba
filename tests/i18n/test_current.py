"""The language of a block, of the process and of the environment."""

import threading

import pytest

from playbook.i18n import language, language_of_locale, set_language, use_language
from playbook.i18n.current import LANGUAGES


def test_a_block_ends_with_the_language_it_began_with() -> None:
    with use_language("zh"):
        with use_language("en"):
            assert language() == "en"
        assert language() == "zh"
    assert language() == "en"


def test_a_block_ends_also_when_it_raises() -> None:
    with pytest.raises(RuntimeError), use_language("zh"):
        raise RuntimeError
    assert language() == "en"


def test_the_process_language_reaches_other_threads_and_a_block_does_not() -> None:
    seen = []
    set_language("zh")
    with use_language("en"):
        thread = threading.Thread(target=lambda: seen.append(language()))
        thread.start()
        thread.join()
    assert seen == ["zh"]


def test_the_environment_counts_when_nothing_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playbook.i18n.current._process", None)
    monkeypatch.setenv("PLAYBOOK_LANG", "zh_CN")
    assert language() == "zh"
    monkeypatch.delenv("PLAYBOOK_LANG")
    assert language() == "en"


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'fr' is unknown; known are: en, zh"):
        set_language("fr")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
        ("Chinese (Simplified)_China", "zh"),
    ],
)
def test_locale_names(environment: object, expected: str) -> None:
    assert expected in LANGUAGES
    assert language_of_locale(environment) == expected  # type: ignore[arg-type]
