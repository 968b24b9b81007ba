"""The one place that knows nbval: run a notebook in a pytest of its own and report.

nbval is little maintained and its collection would start before the practice shop is there, so it
stays out of the main session: a child process with its own, empty configuration runs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playbook.runner.kernel import ensure_kernel, kernel_environment
from playbook.runner.normalise import CHECKED
from playbook.runner.practice import STORES, practice_store


@dataclass(frozen=True)
class Outcome:
    """What nbval said of one notebook."""

    good: bool
    report: str


def compare(notebook: Path, cache: Path) -> Outcome:
    """Run one notebook on the practice shop and compare the cells tagged for it."""
    command = [
        sys.executable, "-m", "pytest", "--nbval-lax",
        "--nbval-kernel-name", ensure_kernel(), "--nbval-cell-timeout", "600",
        "-c", os.devnull, "--rootdir", str(cache), "-p", "no:cacheprovider", "-p", "no:xdist",
        "-q", "--color", "no", "-W", "ignore", str(notebook),
    ]  # fmt: skip
    environment = kernel_environment("en") | {STORES: str(practice_store().parent)}
    done = subprocess.run(
        command, env=environment, cwd=cache, capture_output=True, text=True, encoding="utf-8",
        timeout=1800, check=False,
    )  # fmt: skip
    return Outcome(done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:])


def compared_cells(notebook: Path) -> list[int]:
    """List the cells whose outputs nbval really compares: tagged, run, and with something kept."""
    import nbformat

    cells = nbformat.read(notebook, as_version=4).cells
    return [
        at
        for at, cell in enumerate(cells)
        if cell.cell_type == "code"
        and CHECKED in cell.metadata.get("tags", [])
        and cell.execution_count is not None
        and any("data" in output or "text" in output for output in cell.outputs)
    ]
