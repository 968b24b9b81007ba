"""Where does a traceback go, if not to the user?

The unit is one unforeseen exception: one file that only the user can read. The values of the
arguments are left out, since they may name a customer.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from playbook import __version__


def write_log(error: BaseException, arguments: Sequence[str]) -> Path:
    """Write the traceback to a new file and return where it lies."""
    now = dt.datetime.now()
    lines = [
        f"playbook {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"time: {now.isoformat(timespec='seconds')}",
        f"command: playbook {' '.join(_names_only(arguments))}",
        "",
        *traceback.format_exception(error),
    ]
    name = f"error-{now:%Y%m%d-%H%M%S}-{os.getpid()}.log"
    return _write("\n".join(lines), name, [state_folder(), Path(tempfile.gettempdir())])


def state_folder() -> Path:
    """Name the user's folder for logs."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "playbook" if base else Path.home() / "playbook"
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "playbook"


def _names_only(arguments: Sequence[str]) -> list[str]:
    """Keep the command's words and the names of the options."""
    words = []
    for word in arguments:
        if word.startswith("-"):
            break
        words.append(word)
    options = [word.partition("=")[0] for word in arguments if word.startswith("-")]
    return [*words[:2], *options]


def _write(text: str, name: str, folders: Sequence[Path]) -> Path:
    for folder in folders[:-1]:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return _new_file(folder / name, text)
        except OSError:
            continue  # a home that cannot be written to must not hide the first error
    return _new_file(folders[-1] / name, text)


def _new_file(path: Path, text: str) -> Path:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return path
