"""Import into a Store on a disk of 600 KB; run in a mount namespace of its own.

Usage: full_disk.py FOLDER. Writes one JSON object. The small disk is gone with the process.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from playbook.errors import StoreError
from playbook.sources import import_file
from playbook.store import create_store, open_store

MAPPING = 'rows = "orders"\n[columns]\norder_id = "Order"\ncreated_at = "Day"\n'


def write(path: Path, rows: int) -> Path:
    """Write orders whose numbers cannot be packed small."""
    numbers = (hashlib.sha256(str(n).encode()).hexdigest() for n in range(rows))
    text = "Order,Day\n" + "".join(f"{number},2026-05-01\n" for number in numbers)
    path.write_text(text, encoding="utf-8")
    return path


def files_in(folder: Path) -> list[str]:
    """Name every file of the Store but its lock."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.name != ".lock")


def main(folder: Path) -> dict[str, object]:
    """Fill the disk by an import, then import what fits."""
    small = folder / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", small], check=True)
    mapping = folder / "my.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    facts = {"name": "S", "platform": "test", "currency": "USD", "timezone": "Asia/Tokyo"}
    store = create_store(small / "s", **facts)
    store = import_file(store, write(folder / "a.csv", 10), mapping=mapping).store
    before = files_in(store.path)
    said = ""
    try:
        import_file(store, write(folder / "b.csv", 40_000), mapping=mapping)
    except StoreError as error:
        said = str(error)
    after = files_in(store.path)
    held = open_store(store.path).rows("orders")
    last = import_file(store, write(folder / "c.csv", 20), mapping=mapping).store
    return {"said": said, "same": before == after, "held": held, "then": last.rows("orders")}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
