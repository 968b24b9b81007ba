"""Lines are appended whole; a cut line is closed first; no trouble of the disk reaches a lesson."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from playbook.errors import ParameterError
from playbook.i18n import use_language
from playbook.progress import Attempted, Log, Opened, TookHint, read_log
from tests.progress.logs import clock, write


def lines(log: Log) -> list[bytes]:
    return log.path.read_bytes().split(b"\n")


def test_one_session_one_file(tmp_path: Path) -> None:
    first = write(tmp_path, "mei", Opened("a"), Opened("b"))
    second = write(tmp_path, "mei", Opened("c"))
    assert first.path.parent == second.path.parent == tmp_path / ".progress"
    assert first.path.name.startswith("20260504T010000Z-")
    assert [len(lines(log)) for log in (first, second)] == [3, 2]


def test_nothing_is_made_before_the_first_event(tmp_path: Path) -> None:
    Log(tmp_path / "w", "mei")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_newline_is_restored_before_the_next_line(tmp_path: Path) -> None:
    log = write(tmp_path, "mei", Opened("a"))
    with log.path.open("ab") as file:
        file.write(b'{"id":"cut')
    assert log.record(Opened("b")) == ""
    assert lines(log)[1] == b'{"id":"cut'
    assert json.loads(lines(log)[2])["object"]["id"].endswith("/lesson/b")


def test_each_line_is_one_write_and_marks_are_forced_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    synced: list[int] = []
    write_, fsync = os.write, os.fsync

    def spied_write(handle: int, data: bytes) -> int:
        written.append(data)
        return write_(handle, data)

    def spied_sync(handle: int) -> None:
        synced.append(len(written))
        fsync(handle)

    monkeypatch.setattr(os, "write", spied_write)
    monkeypatch.setattr(os, "fsync", spied_sync)
    write(tmp_path, "mei", Opened("a"), Attempted("e", "passed"), TookHint("e", 1, 2))
    assert [data.count(b"\n") for data in written] == [1, 1, 1]
    assert synced == [2]


def test_a_share_that_cannot_sync_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", refuse)
    write(tmp_path, "mei", Attempted("e", "passed"))
    assert len(read_log(tmp_path).sql("FROM statements")) == 1


def test_a_full_disk_is_one_sentence_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write(tmp_path, "mei", Opened("a"))
    room = {"left": 10}
    write_ = os.write

    def small(handle: int, data: bytes) -> int:
        if room["left"] == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        fits = data[: room["left"]]
        room["left"] -= len(fits)
        return write_(handle, fits)

    monkeypatch.setattr(os, "write", small)
    said = [log.record(Opened(name)) for name in "bcd"]
    assert said[0].startswith("The disk is full, so your progress cannot be written")
    assert "go on" in said[0]
    assert said[1:] == ["", ""], "told once, not with each step"
    assert log.waiting == 3
    room["left"] = 1_000_000
    assert log.record(Opened("e")) == ""
    assert log.waiting == 0
    record = read_log(tmp_path)
    assert record.sql("SELECT thing FROM statements ORDER BY place")["thing"].tolist() == [*"abcde"]
    assert record.skipped == 1, "the ten bytes that the disk took"
    room["left"] = 0
    assert log.record(Opened("f")).startswith("The disk is full"), "a new trouble is told again"


def test_a_folder_that_cannot_be_written_is_one_sentence_in_chinese(tmp_path: Path) -> None:
    (tmp_path / ".progress").write_text("a file where the folder should be", encoding="utf-8")
    log = Log(tmp_path, "mei")
    with use_language("zh"):
        assert log.record(Opened("a")).startswith("学习进度暂时无法写入")
    (tmp_path / ".progress").unlink()
    assert log.record(Opened("b")) == ""
    assert len(lines(log)) == 3


def test_the_file_vanishing_in_between_is_no_trouble(tmp_path: Path) -> None:
    log = write(tmp_path, "mei", Opened("a"))
    log.path.unlink()
    assert log.record(Opened("b")) == ""
    assert len(lines(log)) == 2


def test_a_forked_process_gets_a_file_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write(tmp_path, "mei", Opened("a"))
    before = log.path
    monkeypatch.setattr(os, "getpid", lambda: -1)
    log.record(Opened("b"))
    assert log.path != before
    assert before.read_bytes().count(b"\n") == 1


def test_a_role_and_a_name_are_checked_at_once(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="is not a name"):
        Log(tmp_path, " ")
    with pytest.raises(ParameterError, match="is no id"):
        Log(tmp_path, "mei", role="product manager", now=clock())
