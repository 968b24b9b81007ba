"""A real disk that fills up half-way: one clear message, the old version whole, the next try works.

It needs Linux and the right to mount in a namespace of its own (root, or user namespaces); where
there is none the test is skipped, and `tests/cli/test_machine.py` stands in with a feigned one.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("full_disk.py")


def namespace() -> list[str] | None:
    """Return the command that gives a process mounts of its own, or None."""
    unshare = shutil.which("unshare")
    if sys.platform != "linux" or unshare is None or shutil.which("mount") is None:
        return None
    command = [unshare, "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    probe = [*command, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    tried = subprocess.run(probe, capture_output=True, check=False, timeout=30)
    return command if tried.returncode == 0 else None


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    command = namespace()
    if command is None:
        pytest.skip("needs Linux and the right to mount a small disk in a namespace of its own")
    done = subprocess.run(
        [*command, sys.executable, str(SCRIPT), str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["said"].startswith("The disk is full.")
    assert told["same"] is True
    assert (told["held"], told["then"]) == (10, 20)
