"""A command run in this process, as a user's terminal would show it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from playbook.cli import main


class Said(NamedTuple):
    code: int
    out: str
    err: str


Playbook = Callable[..., Said]


@pytest.fixture
def playbook(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Playbook:
    """Run ``playbook …`` in an empty folder, on a wide terminal, in English unless told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERMINAL_WIDTH", "200")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PLAYBOOK_STORES", str(tmp_path / "data" / "stores"))
    monkeypatch.setenv("PLAYBOOK_NO_BROWSER", "1")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Said:
        capsys.readouterr()
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run
