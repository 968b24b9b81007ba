"""Which files below a folder hold a log, and in which shape are they handed to the reader?

The unit is one file in a folder named ``.progress``. A file that an editor saved with a byte
order mark is brought to plain UTF-8 in a copy; the file itself is never changed here. Links are
not followed: they may lead out of the folder.
"""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playbook.progress.faults import Fault
from playbook.progress.log import FOLDER, SUFFIX

LARGEST_MB = 64
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Ready:
    """A file that DuckDB can read."""

    file: Path
    """As the user knows it."""
    source: Path
    """Where DuckDB reads it: the file, or its copy."""
    cut: bool
    """Whether its last line has no newline."""


def log_folders(folder: Path) -> Iterator[Path]:
    """Yield every ``.progress`` at or below a folder, in order; links are not followed."""
    if folder.name == FOLDER:
        yield folder
        return
    for place, names, _files in os.walk(folder):
        names.sort()
        if FOLDER in names:
            names.remove(FOLDER)
            found = Path(place, FOLDER)
            if not found.is_symlink():
                yield found


def log_files(folder: Path) -> list[Path]:
    """List the sessions' files at or below a folder, oldest session first."""
    found = [
        path
        for place in log_folders(folder)
        for path in place.glob(f"*{SUFFIX}")
        if path.is_file() and not path.is_symlink()
    ]
    return sorted(found, key=lambda path: (path.name, path.as_posix()))


def text_of(data: bytes) -> bytes:
    r"""Return the content as plain UTF-8, whatever mark an editor left at its start.

    Examples
    --------
    >>> text_of(b"\xef\xbb\xbf{}"), text_of("{}".encode("utf-16")), text_of(b"\xff{}")
    (b'{}', b'{}', b'\xff{}')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            # Damage can look like a mark; then the other lines are still plain UTF-8.
            return text.encode("utf-8", "replace") if text.lstrip().startswith("{") else data
    return data


def prepare(file: Path, scratch: Path, number: int) -> tuple[Ready | None, list[Fault]]:
    """Look at one file and make it readable.

    Parameters
    ----------
    file : Path
    scratch : Path
        Folder for a copy, where one is needed.
    number : int
        Makes the copy's name unique.

    Returns
    -------
    tuple
        The readable file, or None; and what was wrong with it.
    """
    try:
        if file.stat().st_size > LARGEST_MB * 1_000_000:
            return None, [Fault("too_large", file, LARGEST_MB)]
        data = file.read_bytes()
    except OSError:
        return None, [Fault("unreadable", file)]
    if not data.strip():
        return None, [Fault("empty", file)]
    plain = text_of(data)
    edited = plain is not data or b"\r\n" in data
    source = file
    # The last: DuckDB would take these for a pattern that names many files.
    if plain is not data or set("*?[") & set(str(file)):
        source = scratch / f"{number}{SUFFIX}"
        source.write_bytes(plain)
    ready = Ready(file, source, not plain.endswith(b"\n"))
    return ready, [Fault("edited", file)] if edited else []
