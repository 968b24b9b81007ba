"""A process that writes to a learner's log until it is killed, or a given number of lines.

Usage: writer.py WORKSPACE LEARNER LINES [BYTES]. It prints the number of each line once `record`
has returned. With BYTES it kills itself inside a write, after that many bytes of the last line.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from playbook.progress import Attempted, Log


def die_after(count: int) -> None:
    """Let the next write reach the disk for `count` bytes only, and be the last thing done."""
    write = os.write

    def cut(handle: int, data: bytes) -> int:
        write(handle, data[:count])
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        return count

    os.write = cut  # type: ignore[assignment]


def main(workspace: str, learner: str, lines: str, cut: str = "") -> None:
    """Write and tell."""
    log = Log(Path(workspace), learner)
    for number in range(1, int(lines) + 1):
        if cut and number == int(lines):
            die_after(int(cut))
        said = log.record(Attempted(f"e{number}", "wrong", ("rows",), covers=("DA-11",)))
        sys.stdout.write(f"{said or number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
