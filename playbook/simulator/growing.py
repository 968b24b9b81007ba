"""Where does a shop grow before it is whole?

The unit is one simulation on its way into one folder. It grows in hidden folders beside the one
asked for, under a lock, and is moved at the end; what an earlier, killed attempt left there is
cleared first. It refuses a second simulation into the same folder at the same time, and the folder
in which the user stands, because that one cannot be replaced under their feet.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playbook.errors import StoreError
from playbook.i18n import _


def truth_folder(store: Path) -> Path:
    """Return where the truth about a simulated Store lies."""
    return store.with_name(f"{store.name}.truth")


@contextmanager
def growing(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Give the hidden folders for the Store and its truth; move them when all went well.

    Parameters
    ----------
    folder : path
        Absolute; where the Store shall be. New or empty.

    Raises
    ------
    StoreError
        The folder cannot be written, or another simulation writes into it; nothing is left.
    """
    try:
        check_free(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            yield from _moved(folder, truth_folder(folder))
    except OSError as error:
        raise StoreError(
            _("{folder} cannot be written: {reason}.", folder=folder, reason=error.strerror)
        ) from error


def check_free(folder: Path) -> None:
    """Refuse a folder that holds something, or in which the user stands."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(
            _("{folder} already holds something. Choose a new or empty folder.", folder=folder)
        )
    if folder == Path.cwd():
        raise StoreError(
            _("{folder} is the folder you are in. Choose a new folder below it.", folder=folder)
        )


def _moved(folder: Path, apart: Path) -> Iterator[tuple[Path, Path]]:
    halves = [one.with_name(f".{one.name}.part") for one in (folder, apart)]
    try:
        for left in halves:
            shutil.rmtree(left, ignore_errors=True)
        yield halves[0], halves[1]
        if folder.exists():
            folder.rmdir()  # it is empty: checked before
        halves[0].rename(folder)
        if halves[1].exists():
            shutil.rmtree(apart, ignore_errors=True)
            halves[1].rename(apart)
    finally:
        for left in halves:
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(folder.with_name(f".{folder.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreError(
            _(
                "Another simulation is writing into {folder}. Wait for it, or choose another "
                "folder.",
                folder=folder,
            )
        ) from error
    try:
        yield
    finally:
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)
