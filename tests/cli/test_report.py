"""Report commands pass on what was typed and say where the page lies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from playbook import reports
from playbook.reports import session
from tests.cli.conftest import Playbook

FACTS = ["--name", "Tea", "--platform", "shopify", "--currency", "USD", "--zone", "Asia/Tokyo"]


@dataclass
class Result:
    html: Path
    status: str = "made"
    version: int = 1
    notes: list[str] = field(default_factory=list)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, playbook: Playbook) -> list[dict[str, Any]]:
    """Stand in for the run itself, which the reports room tests, and keep what it was given."""
    playbook("store", "init", "tea", *FACTS)
    kept: list[dict[str, Any]] = []

    def run_report(spec: Any, store: Any, params: Any, out: Any, **options: Any) -> Result:
        options["progress"](1, 2)
        del options["progress"]
        kept.append({"id": spec.id, "params": dict(params), "out": out, **options})
        return Result(Path(out) / "report.html", notes=["A note [in brackets]."])

    monkeypatch.setattr(reports, "run_report", run_report)
    monkeypatch.setattr(session, "last_full_day", lambda _store: dt.date(2026, 10, 31))
    return kept


def test_the_parameters_reach_the_run_and_the_path_is_told(
    playbook: Playbook, calls: list[dict[str, Any]]
) -> None:
    said = playbook(
        *["report", "run", "daily", "--store", "tea", "--date", "2026-10-01"],
        *["--out", "kept", "-p", "top=5", "--lang", "zh", "--force"],
    )
    assert (said.code, said.err) == (0, "")
    assert calls == [
        {
            "id": "daily",
            "params": {"top": "5", "date": "2026-10-01"},
            "out": Path("kept"),
            "lang": "zh",
            "force": True,
        }
    ]
    assert f"报表位置：{Path('kept').resolve() / 'report.html'}" in said.out
    assert "A note [in brackets]." in said.out


def test_without_a_date_it_is_the_last_day_and_without_lang_the_shops(
    playbook: Playbook, calls: list[dict[str, Any]]
) -> None:
    assert playbook("report", "run", "weekly", "--store", "tea").code == 0
    (call,) = calls
    assert call["params"] == {"date": "2026-10-31"}
    assert call["lang"] is None
    assert call["out"] == Path("reports")


def test_a_misspelt_report_is_refused_before_the_store_is_opened(playbook: Playbook) -> None:
    said = playbook("report", "run", "dialy", "--store", "nowhere")
    assert said.code == 2
    assert "Did you mean 'daily'?" in said.err


def test_an_empty_store_breaks_the_data_contract(playbook: Playbook) -> None:
    playbook("store", "init", "tea", *FACTS)
    said = playbook("report", "run", "daily", "--store", "tea")
    assert said.code == 3
    assert "playbook store import" in said.err


def test_the_list_names_every_report_with_its_parameters(playbook: Playbook) -> None:
    said = playbook("report", "list")
    for spec in reports.REPORTS.values():
        assert spec.id in said.out
    assert "date: the day" in said.out


@pytest.mark.parametrize(
    ("status", "text"),
    [("skipped", "Nothing has changed"), ("corrected", "this is version 2")],
)
def test_a_skipped_run_and_a_correction_say_so(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch, status: str, text: str
) -> None:
    playbook("store", "init", "tea", *FACTS)
    result = Result(Path("x") / "report.html", status, 2)
    monkeypatch.setattr(reports, "run_report", lambda *_args, **_options: result)
    said = playbook("report", "run", "daily", "--store", "tea", "--date", "2026-10-01")
    assert text in said.out


def test_the_first_report_speaks_the_readers_language(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from playbook.reports import first

    seen: list[Any] = []

    def shop(stores: Path, *, lang: str, sample: str, progress: Any) -> str:
        progress(1, 2)
        seen.append((stores, lang, sample))
        return "the shop"

    def run(store: str, out: Path, *, lang: str, progress: Any) -> Result:
        progress(1, 2)
        seen.append((store, out, lang))
        return Result(out / "report.html")

    monkeypatch.setattr(first, "shop", shop)
    monkeypatch.setattr(first, "run", run)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    stores = tmp_path / "data" / "stores"
    assert "报表位置" in playbook("report", "first").out
    assert seen == [(stores, "zh", ""), ("the shop", Path("reports"), "zh")]
    playbook("report", "first", "--sample", "cdnow", "--lang", "en")
    assert seen[2:] == [(stores, "en", "cdnow"), ("the shop", Path("reports"), "en")]


def test_an_unknown_sample_is_refused_before_anything_is_made(
    playbook: Playbook, tmp_path: Path
) -> None:
    said = playbook("report", "first", "--sample", "cdnov")
    assert said.code == 2
    assert "Did you mean 'cdnow'?" in said.err
    assert not (tmp_path / "data" / "stores").exists()
