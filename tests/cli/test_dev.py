"""Development commands: the suite's summary, the catalogues, the caches."""

from __future__ import annotations

from pathlib import Path

import pytest

import playbook as playbook_package
from playbook.cli import dev_files, dev_messages, dev_test, places
from playbook.errors import ParameterError
from tests.cli.conftest import Playbook


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in for the checkout, so that no command touches the real one."""
    root = tmp_path / "project"
    (root / "docs").mkdir(parents=True)
    for module in (dev_files, dev_messages, dev_test):
        monkeypatch.setattr(module, "checkout", lambda: root)
    return root


def checks(*codes: int) -> list[tuple[str, list[str]]]:
    return [(f"check {n}", ["-c", f"raise SystemExit({code})"]) for n, code in enumerate(codes)]


@pytest.mark.parametrize(("codes", "expected"), [((0, 0), 0), ((0, 3, 1), 3)])
def test_all_checks_run_and_the_first_failure_counts(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    codes: tuple[int, ...],
    expected: int,
) -> None:
    monkeypatch.setattr(dev_test, "commands", lambda *_args, **_options: checks(*codes))
    assert dev_test.run_checks([], full=False) == expected
    out = capfd.readouterr().out
    assert all(f"== check {n}" in out for n in range(len(codes)))
    assert out.count("failed") == sum(code != 0 for code in codes)
    assert not (project / dev_test.LAST_FULL).exists()


def test_the_full_tier_leaves_a_record(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev_test, "commands", lambda *_args, **_options: checks(0, 1))
    dev_test.run_checks([], full=True)
    text = (project / dev_test.LAST_FULL).read_text(encoding="utf-8")
    assert "| check 0 | good |" in text
    assert "| check 1 | FAILED |" in text
    assert "- date: 20" in text


def test_the_checks_see_their_tier(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    show = [("tier", ["-c", "import os; print(os.environ['PLAYBOOK_TEST_TIER'])"])]
    monkeypatch.setattr(dev_test, "commands", lambda *_args, **_options: show)
    dev_test.run_checks([], full=False)
    assert "fast" in capfd.readouterr().out


def test_a_missing_part_of_the_project_is_named(project: Path) -> None:
    with pytest.raises(ParameterError, match=r"__main__\.py is missing"):
        dev_test.run_module("benchmarks")


def test_clean_removes_caches_and_nothing_else(project: Path) -> None:
    keep = [project / "data" / "stores" / "tea", project / ".venv" / "__pycache__"]
    drop = [project / ".mypy_cache", project / "playbook" / "store" / "__pycache__"]
    for folder in (*keep, *drop):
        folder.mkdir(parents=True)
    dev_files.remove_caches()
    assert all(folder.exists() for folder in keep)
    assert not any(folder.exists() for folder in drop)


def test_clean_outside_the_sources_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(playbook_package, "__file__", str(tmp_path / "playbook" / "__init__.py"))
    with pytest.raises(ParameterError, match="only in a copy of the project's sources"):
        places.checkout()


def test_messages_check_changes_nothing(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playbook.i18n import extract

    gap = extract.Problem("untranslated", "cli", "Hello", "x.py:1")
    monkeypatch.setattr(extract, "update", lambda: pytest.fail("changed a catalogue"))
    monkeypatch.setattr(extract, "problems", lambda: [gap])
    said = playbook("messages", "--check")
    assert said.code == 1
    assert "cli: untranslated: 'Hello' (x.py:1)" in said.out
    assert "Gaps left: 1" in said.out


def test_messages_without_gaps_says_so(playbook: Playbook, monkeypatch: pytest.MonkeyPatch) -> None:
    from playbook.i18n import extract

    monkeypatch.setattr(extract, "update", lambda: [Path("cli.po")])
    monkeypatch.setattr(extract, "problems", list)
    said = playbook("dev", "messages")
    assert said.code == 0
    assert "changed: cli.po" in said.out
    assert "Every text exists in both languages." in said.out


def test_jupyters_own_copies_are_no_notebooks(tmp_path: Path) -> None:
    for name in ("a.ipynb", ".ipynb_checkpoints/a-checkpoint.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert dev_messages.notebooks(tmp_path) == [tmp_path / "a.ipynb"]
