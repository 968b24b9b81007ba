"""The suite's own rules hold: a browser test that is skipped in CI fails, keys stay apart."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
TESTS = """
import os, socket, pytest

@pytest.mark.browser
def test_browser():
    pytest.skip("no chromium")

def test_plain_skip():
    pytest.skip("not on this system")

def test_no_network():
    with socket.socket() as s, pytest.raises(OSError, match="a test tried to connect"):
        s.connect(("192.0.2.1", 80))

def test_keys_are_not_the_users():
    assert "playbook-test-keys" in os.environ["PLAYBOOK_KEYS"]
"""


def run(folder: Path, **environment: str) -> str:
    (folder / "conftest.py").write_text(CONFTEST.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "test_inner.py").write_text(TESTS, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = browser: x\n", encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if name not in {"CI"}}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:nbval", "-p", "no:cacheprovider"],
        cwd=folder,
        env={**inherited, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("environment", "summary"),
    [({"CI": "true"}, "1 failed, 2 passed, 1 skipped"), ({}, "2 passed, 2 skipped")],
)
def test_a_skipped_browser_test_fails_in_ci_only(
    tmp_path: Path, environment: dict[str, str], summary: str
) -> None:
    out = run(tmp_path, **environment)
    assert summary in out
    assert "seconds by folder" in out
