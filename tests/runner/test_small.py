"""Files appear whole, parts are read back, the kernel's surroundings are known."""

import os
from pathlib import Path
from typing import Any

import pytest

from playbook.runner.files import write_bytes, write_text
from playbook.runner.kernel import kernel_environment
from playbook.runner.outputs import MIME, numbers, parts
from playbook.runner.practice import source_hash
from tests.runner.books import book, shown


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "日报.html"
    write_text(path, "旧")

    def full(_handle: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        write_bytes(path, b"new")
    assert path.read_text(encoding="utf-8") == "旧"
    assert [one.name for one in tmp_path.iterdir()] == ["日报.html"]


def test_parts_and_their_numbers_are_read_back() -> None:
    notebook = book(
        shown({MIME: {"name": "top", "kind": "table", "rows": 2, "numbers": {"a": 1.5}}}),
        shown({MIME: {"name": "", "kind": "numbers", "rows": 0, "numbers": {"gmv_paid": 7}}}),
        shown({"text/plain": "no part"}),
    )
    assert [(part.name, part.kind, part.rows) for part in parts(notebook)] == [
        ("top", "table", 2),
        ("", "numbers", 0),
    ]
    assert numbers(notebook) == {"top/a": 1.5, "gmv_paid": 7}


def test_a_kernel_draws_into_the_notebook_and_knows_the_language() -> None:
    environment = kernel_environment("zh")
    assert environment["PLAYBOOK_LANG"] == "zh"
    assert "inline" in environment["MPLBACKEND"]


def test_the_source_hash_depends_on_the_rooms_asked_for() -> None:
    assert source_hash("runner") == source_hash("runner")
    assert source_hash("runner") != source_hash("store")
