"""After `forget` the learner's name is in no file of any log, and everybody else's lines are."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.errors import ParameterError
from playbook.i18n import use_language
from playbook.progress import Opened, read_log
from playbook.progress.forgetting import forget
from tests.progress.logs import write


def traces(folder: Path, name: str) -> list[Path]:
    return [
        path for path in folder.rglob("*") if path.is_file() and name in path.read_text("utf-8")
    ]


def test_files_of_the_learner_alone_go_and_others_stay(tmp_path: Path) -> None:
    write(tmp_path / "a", "mei", Opened("x"), Opened("y"))
    write(tmp_path / "b", "mei", Opened("z"))
    other = write(tmp_path / "b", "li", Opened("z")).path
    before = other.read_bytes()
    done = forget(tmp_path, " mei ")
    assert (done.statements, done.damaged, len(done.deleted), done.rewritten) == (3, 0, 2, ())
    assert traces(tmp_path, "mei") == []
    assert other.read_bytes() == before
    assert read_log(tmp_path).learners == ["li"]


def test_a_file_of_several_is_rewritten(tmp_path: Path) -> None:
    mei = write(tmp_path, "mei", Opened("x")).path
    li = write(tmp_path, "li", Opened("x"), Opened("y")).path
    mixed = tmp_path / ".progress" / "all.jsonl"
    first, second = li.read_bytes().splitlines()
    mixed.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join([first, mei.read_bytes().strip(), second]))
    done = forget(tmp_path, "mei")
    assert done.rewritten == (mixed,)
    assert mixed.read_bytes() == first + b"\n" + second + b"\n"


def test_damaged_lines_that_may_be_theirs_go_too(tmp_path: Path) -> None:
    mine = write(tmp_path, "mei", Opened("x")).path
    li = write(tmp_path, "li", Opened("x")).path
    cut = mine.read_bytes()[:250]
    assert b"mei" in cut
    mixed = tmp_path / ".progress" / "old.jsonl.bak"
    mixed.write_bytes(li.read_bytes() + b'{"broken\n' + cut)
    done = forget(tmp_path, "mei")
    assert (done.statements, done.damaged) == (1, 1)
    assert mixed.read_bytes() == li.read_bytes() + b'{"broken\n'
    assert traces(tmp_path, "mei") == []


def test_a_name_in_escapes_is_found(tmp_path: Path) -> None:
    folder = tmp_path / ".progress"
    folder.mkdir()
    (folder / "x.jsonl").write_bytes(b'{"actor":{"account":{"name":"\\u6885"}},"cut')
    assert forget(tmp_path, "梅").damaged == 1
    assert list(folder.iterdir()) == []


def test_what_is_left_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = write(tmp_path, "mei", Opened("x")).path

    def held(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", held)
    done = forget(tmp_path, "mei")
    assert done.left == ((log, "Permission denied"),)
    assert f"{log} could not be changed (Permission denied)." in str(done)


def test_it_says_what_was_removed_in_both_languages(tmp_path: Path) -> None:
    write(tmp_path, "mei", Opened("x"))
    done = forget(tmp_path, "mei")
    assert str(done).startswith("Statements of mei removed: 1; damaged lines")
    with use_language("zh"):
        assert str(done).startswith("已删除 mei 的记录：1 条")


def test_an_unknown_name_is_refused_with_the_likely_one(tmp_path: Path) -> None:
    write(tmp_path, "meimei", Opened("x"))
    with pytest.raises(ParameterError, match=r"knows 'meime'\. Did you mean 'meimei'\?"):
        forget(tmp_path, "meime")
    with pytest.raises(ParameterError, match="is no folder"):
        forget(tmp_path / "nowhere", "mei")


def test_a_name_inside_another_is_not_it(tmp_path: Path) -> None:
    write(tmp_path, "mei", Opened("x"))
    write(tmp_path, "meimei", Opened("x"))
    assert forget(tmp_path, "mei").statements == 1
    assert read_log(tmp_path).learners == ["meimei"]
