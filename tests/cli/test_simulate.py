"""Making a practice shop from the command line, and what is said when that cannot be."""

import json
from pathlib import Path

import pytest

from playbook.store import open_store
from tests.cli.conftest import Playbook

QUICK = ("--days", "3", "--orders-per-day", "10")


def test_a_shop_is_made_in_data_stores_and_its_place_is_said(
    playbook: Playbook, tmp_path: Path
) -> None:
    said = playbook("store", "simulate", *QUICK, "--seed", "5", "--profile", "food")
    folder = tmp_path / "data" / "stores" / "food-5"
    assert said.code == 0, said.err
    assert "is ready in" in said.out
    assert "truth.json" in said.out
    store = open_store(folder)
    assert str(store.span("traffic")[0]) == "2025-07-01"
    told = json.loads((folder.with_name("food-5.truth") / "truth.json").read_text(encoding="utf-8"))
    assert told["seed"] == 5
    assert told["incidents"] == []


def test_the_language_of_the_command_is_the_language_of_the_shop(
    playbook: Playbook, tmp_path: Path
) -> None:
    said = playbook("--lang", "zh", "store", "simulate", "--into", "店", *QUICK, "--no-truth")
    assert said.code == 0, said.err
    assert "已" in said.out or "店" in said.out
    store = open_store(tmp_path / "店")
    assert store.info.language == "zh"
    assert not (tmp_path / "店.truth").exists()
    titles = store.sql("SELECT title FROM products")["title"]
    assert titles.str.contains(r"[一-鿿]").all()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--profile", "tmal-fashion"), "tmall-fashion"),
        (("--incident", "E44@2025-07-02"), "E4"),
        (("--incident", "E4@2025-07-02:sever"), "severe"),
        (("--incident", "E4@2025-09-02"), "2025-09-02"),
        (("--start", "yesterday"), "2025-07-01"),
        (("--days", "0"), "3660"),
        (("--orders-per-day", "0"), "customers"),
        (("--seed", "-1"), "seed"),
    ],
)
def test_an_impossible_wish_is_one_sentence_and_nothing_is_left(
    playbook: Playbook, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    told = playbook("store", "simulate", "--into", "shop", *QUICK, *options)
    assert told.code == 2
    assert said in told.err
    assert "Traceback" not in told.err
    assert not [path.name for path in tmp_path.iterdir() if "shop" in path.name]


def test_incidents_are_listed_in_the_readers_language(playbook: Playbook) -> None:
    for lang, word in (("en", "Payment outage"), ("zh", "支付通道故障")):
        said = playbook("--lang", lang, "store", "incidents")
        assert said.code == 0
        assert word in said.out
        assert said.out.count("E") >= 30
