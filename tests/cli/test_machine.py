"""A full disk and a closed folder are no bugs of ours: one sentence each, and nothing half-made."""

import errno
import io
from pathlib import Path

import pytest

from playbook.cli.machine import said_of_machine
from playbook.cli.run import run

INIT = ["--name", "S", "--platform", "shopify", "--currency", "USD", "--zone", "Asia/Tokyo"]


def test_an_engine_that_finds_no_space_is_understood_behind_another_error() -> None:
    cause = RuntimeError('IO Error: Could not write file "x": No space left on device')
    error = ValueError("import failed")
    error.__cause__ = cause
    assert "disk is full" in str(said_of_machine(error))


def test_a_folder_that_may_not_be_written_is_named() -> None:
    error = PermissionError(errno.EACCES, "Permission denied", "locked.xlsx")
    assert "locked.xlsx" in str(said_of_machine(error))


def test_init_on_a_full_disk_leaves_nothing_in_the_way_of_the_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_space(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    command = ["store", "init", str(tmp_path / "s"), *INIT]
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", no_space)
        assert run([*command, "--lang", "zh"]) == 1
    assert capsys.readouterr().err == "磁盘已满。请腾出空间后重新运行该命令。\n"
    assert list((tmp_path / "s").iterdir()) == []
    assert run(command) == 0


def test_the_end_of_the_input_at_a_question_is_no_bug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("playbook.cli.asking.can_ask", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["store", "init", "--lang", "zh"]) == 130
    assert "不是您的操作问题" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "given", "said"),
    [("--currency", "Q", "CNY"), ("--zone", "Nowhere", "Asia/Shanghai")],
)
def test_a_fact_that_is_like_no_other_is_answered_by_an_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, given: str, said: str
) -> None:
    assert run(["store", "init", str(tmp_path / "s"), *INIT, option, given]) == 2
    assert said in capsys.readouterr().err
