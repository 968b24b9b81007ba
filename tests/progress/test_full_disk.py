"""A real disk that fills up: one sentence, the lesson goes on, and nothing is lost.

It needs Linux and the right to mount in a namespace of its own; where there is none it is skipped,
and `test_log.py` stands in with a feigned one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.test_disk_full import namespace

ROOT = Path(__file__).parents[2]


def test_a_full_disk_stops_no_lesson(tmp_path: Path) -> None:
    command = namespace()
    if command is None:
        pytest.skip("needs Linux and the right to mount a small disk in a namespace of its own")
    done = subprocess.run(
        [*command, sys.executable, "-m", "tests.progress.small_disk", str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=120, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert len(told["said"]) == 1
    assert told["said"][0].startswith("The disk is full, so your progress")
    assert 0 < told["waiting"] < 100
    assert told["after"] == ""
    assert told["things"] == [*(f"l{number}" for number in range(100)), "last"]
    assert told["skipped"] <= 1
