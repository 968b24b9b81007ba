"""Every command ends with a sentence and an exit code, in the user's language."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import playbook as package
from playbook import errors
from playbook.cli import run as cli_run
from tests.cli.conftest import Playbook


def raising(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_arguments: list[str]) -> int:
        raise error

    monkeypatch.setattr(cli_run, "_invoke", fail)


def test_version(playbook: Playbook) -> None:
    assert playbook("--version") == (0, f"playbook {package.__version__}\n", "")


def test_help_lists_the_groups_and_hides_the_alias(playbook: Playbook) -> None:
    said = playbook("--help")
    assert said.code == 0
    assert "Usage: playbook" in said.out
    assert all(group in said.out for group in ("store", "report", "dev"))
    assert "messages " not in said.out.replace("messages and", "")


def test_help_is_chinese_wherever_lang_stands_and_english_again_after(playbook: Playbook) -> None:
    for arguments in (["--lang", "zh", "store", "--help"], ["store", "--help", "--lang=zh"]):
        out = playbook(*arguments).out
        assert "用法：" in out
        assert "新建空店铺" in out
        assert "显示本帮助后退出" in out
        assert "Make an empty store" not in out
    assert "Make an empty store" in playbook("store", "--help").out


def test_a_group_without_a_command_shows_its_help(playbook: Playbook) -> None:
    assert "Bring in files" in playbook("store").out


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.ParameterError("wrong"), 2),
        (errors.StoreError("no store"), 1),
        (errors.ContentContractError("empty"), 6),
    ],
)
def test_what_was_foreseen_is_one_line_without_a_traceback(
    playbook: Playbook,
    monkeypatch: pytest.MonkeyPatch,
    error: errors.PlaybookError,
    code: int,
) -> None:
    raising(error, monkeypatch)
    assert playbook("x") == (code, "", f"{error}\n")


def test_brackets_in_a_message_are_no_markup(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(errors.StoreError("column [bold]price[/bold]"), monkeypatch)
    assert playbook("x").err == "column [bold]price[/bold]\n"


def test_our_bug_goes_to_a_private_log(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    raising(ZeroDivisionError("boom"), monkeypatch)
    said = playbook("store", "forget", "tea", "mei@example.com", "--yes")
    assert said.code == 70
    assert "This is our bug, not yours: ZeroDivisionError." in said.err
    assert "Traceback" not in said.err
    (log,) = (tmp_path / "state" / "playbook").glob("error-*.log")
    assert str(log) in said.err
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError: boom" in text
    assert "command: playbook store forget --yes" in text
    assert "mei@example.com" not in text
    if os.name == "posix":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_our_bug_is_told_also_when_home_cannot_be_written_to(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    raising(ZeroDivisionError("boom"), monkeypatch)
    assert playbook("x").code == 70
    assert len(list(tmp_path.glob("error-*.log"))) == 1


def test_ctrl_c_is_130(playbook: Playbook, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(KeyboardInterrupt(), monkeypatch)
    assert playbook("x") == (130, "", "Interrupted. Nothing half-done was kept.\n")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["stroe"], "There is no command 'stroe'. Did you mean 'store'? Commands: store,"),
        (["store", "init", "--curency", "CNY"], "There is no option --curency. Did you mean"),
        (["store", "import", "a.csv"], "--store is missing. Help: playbook store import --help"),
        (["store", "info"], "STORE is missing."),
        (["store", "info", "x", "--version", "old"], "--version: "),
        (["--lang", "fr"], "--lang='fr' is not a language. Allowed: en, zh."),
        (["store", "init", "--lang"], "--lang='' is not a language."),
    ],
)
def test_wrong_words_name_the_word_and_what_is_allowed(
    playbook: Playbook, arguments: list[str], text: str
) -> None:
    said = playbook(*arguments)
    assert said.code == 2
    assert said.err.startswith(text)
    assert said.out == ""


def test_what_follows_two_dashes_is_no_option() -> None:
    assert cli_run.take_language(["x", "--", "--lang", "zh"]) == (["x", "--", "--lang", "zh"], None)


def test_the_environment_and_the_locale_choose_the_language(
    playbook: Playbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert playbook("stroe").err.startswith("没有命令")
    monkeypatch.setenv("PLAYBOOK_LANG", "en")
    assert playbook("stroe").err.startswith("There is no command")


# --- what a start costs -----------------------------------------------------------------------

HEAVY = {"babel", "deltalake", "duckdb", "matplotlib", "nbformat", "numpy", "pandas", "pyarrow"}


@pytest.mark.parametrize(
    "code",
    [
        "import playbook",
        "import playbook.errors",
        "from playbook.cli import main; main(['--help'])",
        "from playbook.cli import main; main(['store', 'import', '--help'])",
    ],
)
def test_a_start_imports_nothing_heavy(code: str) -> None:
    command = [sys.executable, "-c", f"{code}\nimport sys; print('MODULES', *sys.modules)"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stdout.partition("MODULES")[2].split())
    assert loaded
    assert loaded & HEAVY == set()


def test_python_dash_m_is_the_same_command() -> None:
    command = [sys.executable, "-m", "playbook", "--version"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == f"playbook {package.__version__}\n"
