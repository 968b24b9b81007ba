"""How does a file appear whole or not at all?

The unit is one file. It is written under a temporary name in the same folder, flushed to the
disk and renamed, so that nobody ever reads half of it.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    r"""Write UTF-8 text with ``\n`` line ends, atomically.

    Parameters
    ----------
    path : Path
        Its folder is made when needed; an existing file is replaced.
    text : str
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write bytes, atomically.

    Parameters
    ----------
    path : Path
        Its folder is made when needed; an existing file is replaced.
    data : bytes
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not tempfile: its files are readable by their owner only, and the rename keeps that.
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
