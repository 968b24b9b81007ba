"""Write to a log on a disk of 64 KB until it is full; run in a mount namespace of its own.

Usage: python -m tests.progress.small_disk FOLDER. Prints one JSON object. The small disk is gone
with the process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from playbook.progress import Log, Opened, read_log


def main(folder: Path) -> dict[str, object]:
    """Fill the disk, go on, free it, go on."""
    disk = folder / "disk"
    disk.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    subprocess.run(options, check=True)
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * 40_000)
    log = Log(disk, "mei")
    said = [log.record(Opened(f"l{number}")) for number in range(100)]
    waiting = log.waiting
    ballast.unlink()
    after = log.record(Opened("last"))
    record = read_log(disk)
    return {
        "said": [sentence for sentence in said if sentence],
        "waiting": waiting,
        "after": after,
        "things": record.sql("SELECT thing FROM statements ORDER BY place")["thing"].tolist(),
        "skipped": record.skipped,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
