"""Run every benchmark and print one table of ratios: ``make bench``."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import imports, metrics, simulator
from benchmarks.measure import Comparison

LINES = 1_000_000
MANY_LINES = 10_000_000
SIMULATED_LINES = 1_000_000
"""The full ten million take longer than all else together: ``--simulated 10000000``."""
WIDTH = 150


def rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    """Yield one table row a comparison."""
    ours, theirs = comparison.ours, comparison.theirs
    yield (
        comparison.name,
        f"{ours.wall_s:.2f} s / {ours.peak_mb:.0f} MB",
        f"{theirs.wall_s:.2f} s / {theirs.peak_mb:.0f} MB",
        f"{comparison.speed:.2f}×",
        f"{comparison.memory:.2f}×",
        comparison.aim,
    )


def main() -> None:
    """Time everything; the long import last."""
    parser = argparse.ArgumentParser(prog="playbook dev bench")
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--many", type=int, default=MANY_LINES)
    parser.add_argument("--simulated", type=int, default=SIMULATED_LINES)
    given = parser.parse_args()
    console = Console()
    console.width = max(console.width, WIDTH)
    table = Table(
        "what",
        "ours",
        "theirs",
        "speed: theirs ÷ ours",
        "memory: ours ÷ theirs",
        "aim",
        title=f"Side by side in one run, {os.cpu_count()} cores",
    )
    with tempfile.TemporaryDirectory() as folder:
        found = [
            imports.against_bare(Path(folder), given.lines),
            *metrics.comparisons(Path(folder)),
            year := simulator.against_bare(Path(folder)),
        ]
        for comparison in found:
            for row in rows(comparison):
                table.add_row(*row)
        told = [*simulator.growth(year.ours), simulator.many_lines(given.simulated)]
        peak = imports.many_lines(Path(folder), given.many)
    console.print(table)
    console.print(
        f"Import of {given.many:,} lines: {peak.wall_s:.0f} s, peak {peak.peak_mb:.0f} MB"
        " (aim: at most 1,024 MB)"
    )
    for line in told:
        console.print(line)


if __name__ == "__main__":
    main()
