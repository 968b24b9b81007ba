"""How long does one task take, and how much memory, in a process of its own?

Two tasks are compared by running them in turns and dividing their medians, so
that whatever else the machine does hits both. A ratio is the result; seconds
alone say nothing about another machine.
"""

from __future__ import annotations

import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 3
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True)
class Run:
    """One task's medians over its runs: wall seconds, CPU seconds, peak memory in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


@dataclass(frozen=True)
class Comparison:
    """Ours beside theirs, and the aim for ours ÷ theirs or theirs ÷ ours."""

    name: str
    ours: Run
    theirs: Run
    aim: str = ""

    @property
    def speed(self) -> float:
        """Theirs ÷ ours in wall time: 1 is equal, above 1 ours is faster."""
        return self.theirs.wall_s / self.ours.wall_s

    @property
    def memory(self) -> float:
        """Ours ÷ theirs in peak memory."""
        return self.ours.peak_mb / self.theirs.peak_mb


def compiled_once(environment: Mapping[str, str]) -> dict[str, str]:
    """Let libraries be compiled once, as on a user's machine, where a setting here forbids it."""
    kept = {name: value for name, value in environment.items() if name != NO_BYTECODE}
    if NO_BYTECODE in environment:
        kept.setdefault("PYTHONPYCACHEPREFIX", str(Path(tempfile.gettempdir()) / "bench-bytecode"))
    return kept


def once(task: str, *arguments: str) -> Run:
    """Run ``module:function`` with text arguments in a new process."""
    command = [sys.executable, "-m", "benchmarks.measure", task, *arguments]
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=compiled_once(os.environ),
    )
    return Run(**json.loads(done.stdout.splitlines()[-1]))


def _median(runs: list[Run]) -> Run:
    return Run(
        statistics.median(run.wall_s for run in runs),
        statistics.median(run.cpu_s for run in runs),
        max(run.peak_mb for run in runs),
    )


def compare(
    name: str,
    ours: tuple[str, ...],
    theirs: tuple[str, ...],
    *,
    aim: str = "",
    rounds: int = ROUNDS,
) -> Comparison:
    """Run two tasks in turns and compare their medians."""
    pairs = [(once(*ours), once(*theirs)) for _ in range(rounds)]
    return Comparison(name, _median([a for a, _ in pairs]), _median([b for _, b in pairs]), aim)


def _usage() -> tuple[float, float]:
    """CPU seconds and peak memory of this process; Windows has no such counters here."""
    try:
        import resource
    except ImportError:
        return time.process_time(), float("nan")
    used = resource.getrusage(resource.RUSAGE_SELF)
    scale = 1024**2 if sys.platform == "darwin" else 1024
    return used.ru_utime + used.ru_stime, _own_peak_mb() or used.ru_maxrss / scale


def _own_peak_mb() -> float | None:
    """Read the peak since this program began; on Linux `ru_maxrss` starts at the parent's size."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    peaks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return peaks[0] / 1024 if peaks else None


def _child(task: str, *arguments: str) -> None:
    module, _colon, name = task.partition(":")
    function = getattr(importlib.import_module(module), name)
    start = time.perf_counter()
    function(*arguments)
    wall = time.perf_counter() - start
    cpu, peak = _usage()
    print(json.dumps({"wall_s": wall, "cpu_s": cpu, "peak_mb": peak}))


if __name__ == "__main__":
    _child(*sys.argv[1:])
