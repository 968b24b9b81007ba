"""Making, looking at and checking a Store from the command line."""

import sys
from pathlib import Path

import pytest

from playbook.cli import asking
from playbook.store import open_store
from tests.cli.conftest import Playbook

FACTS = {
    "--name": "茶 Tea",
    "--platform": "Taobao",
    "--currency": "cny",
    "--zone": "asia/shanghai",
}


def options(**changes: str | None) -> list[str]:
    facts = {**FACTS, **{f"--{name}": value for name, value in changes.items()}}
    return [word for name, value in facts.items() if value is not None for word in (name, value)]


def answer(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    queue = iter(answers)
    monkeypatch.setattr(asking, "can_ask", lambda: True)
    monkeypatch.setattr("builtins.input", lambda: next(queue))


def test_init_takes_facts_as_options_and_says_what_comes_next(
    playbook: Playbook, tmp_path: Path
) -> None:
    said = playbook("store", "init", *options())
    folder = tmp_path / "data" / "stores" / "茶-tea"
    assert said.code == 0
    assert "The store 茶 Tea is ready" in said.out
    assert "Next: playbook store import FILE --store" in said.out
    info = open_store(folder).info
    assert (info.name, info.platform) == ("茶 Tea", "taobao")
    assert (info.currency, info.timezone, info.language) == ("CNY", "Asia/Shanghai", "en")


def test_init_in_chinese_makes_a_chinese_shop(playbook: Playbook, tmp_path: Path) -> None:
    said = playbook("--lang", "zh", "store", "init", str(tmp_path / "新 店"), *options())
    assert "已建好" in said.out
    assert open_store(tmp_path / "新 店").info.language == "zh"


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"currency": "CNZ"}, "currency 'CNZ' is not known. Did you mean '"),
        ({"zone": "Asia/Shanghia"}, "time zone 'Asia/Shanghia' is not known. Did you mean 'Asia/S"),
        ({"platform": "zzzz"}, "platform 'zzzz' is not known. Allowed: taobao, tmall,"),
        ({"name": "  "}, "The shop needs a name."),
    ],
)
def test_init_refuses_wrong_facts_and_makes_nothing(
    playbook: Playbook, tmp_path: Path, changes: dict[str, str], text: str
) -> None:
    said = playbook("store", "init", "new", *options(**changes))
    assert said.code == 2
    assert said.err.startswith(text)
    assert not (tmp_path / "new").exists()


def test_init_without_a_terminal_names_what_is_missing(playbook: Playbook) -> None:
    said = playbook("store", "init", *options(zone=None, name=None))
    assert said.code == 2
    assert said.err.rstrip().endswith("these options are missing: --name, --zone.")


def test_init_asks_again_until_the_answer_is_known(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    answer(monkeypatch, "", "Tea", "shopfy", "shopify", "", "")
    said = playbook("store", "init", "tea")
    assert said.code == 0
    assert "The shop needs a name." in said.out
    assert "Did you mean 'shopify'?" in said.out
    info = open_store(tmp_path / "tea").info
    assert (info.platform, info.currency, info.timezone) == ("shopify", "USD", "Europe/Paris")


def test_info_of_an_empty_store(playbook: Playbook) -> None:
    playbook("store", "init", "tea", *options())
    said = playbook("store", "info", "tea")
    assert "茶 Tea · taobao · CNY · Asia/Shanghai" in said.out
    assert "It holds no data yet." in said.out


def test_a_store_is_found_by_name_and_a_misspelt_one_is_suggested(playbook: Playbook) -> None:
    playbook("store", "init", *options(name="Tea House"))
    assert playbook("store", "info", "tea-house").code == 0
    said = playbook("store", "info", "tea-hose")
    assert said.code == 1
    assert "Did you mean 'tea-house'? Stores here: tea-house." in said.err


def test_the_store_speaks_its_own_language_unless_asked(playbook: Playbook) -> None:
    playbook("--lang", "zh", "store", "init", "tea", *options())
    assert "目前还没有数据" in playbook("store", "info", "tea").out
    assert "It holds no data yet" in playbook("--lang", "en", "store", "info", "tea").out


def test_check_of_a_sound_store(playbook: Playbook) -> None:
    playbook("store", "init", "tea", *options())
    said = playbook("store", "check", "tea", "--rows")
    assert said.code == 0
    assert "Nothing is wrong with 茶 Tea." in said.out


def test_forget_needs_a_terminal_or_yes(playbook: Playbook) -> None:
    playbook("store", "init", "tea", *options())
    said = playbook("store", "forget", "tea", "mei")
    assert said.code == 2
    assert "--yes" in said.err


def test_forget_does_nothing_without_a_yes(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    playbook("store", "init", "tea", *options())
    answer(monkeypatch, "mei", "no")
    assert "Nothing was changed." in playbook("store", "forget", "tea").out


def test_an_unknown_buyer_is_an_error(playbook: Playbook) -> None:
    playbook("store", "init", "tea", *options())
    said = playbook("store", "forget", "tea", "mei", "--yes")
    assert said.code == 1
    assert "This buyer is not in" in said.err


def test_can_ask_needs_both_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert not asking.can_ask()
