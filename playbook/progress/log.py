"""How does a learner's step get into the log so that nothing written before it can be lost?

The unit is one line of one session's file, ``<workspace>/.progress/<start>-<session>.jsonl``.

- One kernel session, one file: no two processes ever write the same file, so a shared folder
  (also one on a network, also on Windows, where appending is not atomic) needs no lock.
- One `os.write` a line, opened for appending. A kill can cut the line being written, no other.
- Before each line the file's end is looked at; a missing newline is restored first, so that the
  next line does not stick to a cut one.
- Once `os.write` returns, the line survives the death of the kernel. `fsync`, which makes it
  survive a power cut too, is called for marks (attempt, case, self-mark, finished lesson, log
  entry), not for openings and hints; a share that cannot fsync is no reason to fail.
- `record` never raises for want of space or rights: the lesson goes on, the learner gets one
  sentence, and the lines wait in memory until the disk takes them again.

It does not send anything anywhere, and it never rewrites a line.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from playbook.i18n import _, language
from playbook.progress.events import Event, known
from playbook.progress.statement import Session, learner_name, line, statement

FOLDER = ".progress"
SUFFIX = ".jsonl"
_WAITING = 1000
# O_BINARY exists on Windows only; without it every newline would become two bytes.
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


class Log:
    r"""The log of one learner in one workspace, for one kernel session.

    Parameters
    ----------
    workspace : Path
        The learner's workspace; its folder ``.progress`` is made with the first line.
    learner : str
        Name the learner goes by.
    role : str
        Role whose path is followed, or "".
    now : callable
        The clock; for tests.

    Raises
    ------
    ParameterError
        When the learner's name is empty, too long or not printable.

    Examples
    --------
    >>> import tempfile
    >>> from playbook.progress.events import Opened
    >>> log = Log(Path(tempfile.mkdtemp()), "mei")
    >>> log.record(Opened("orientation/first-cell"))
    ''
    >>> log.path.read_bytes().count(b"\n")
    1
    """

    def __init__(
        self,
        workspace: Path,
        learner: str,
        *,
        role: str = "",
        now: Callable[[], dt.datetime] = _now,
    ) -> None:
        self.workspace = Path(workspace)
        self._learner = learner_name(learner)
        self._role = known(role) if role else ""
        self._now = now
        self._lock = threading.Lock()
        self._begin()

    def record(self, event: Event) -> str:
        """Write an event down.

        Parameters
        ----------
        event : Event

        Returns
        -------
        str
            "" or, once until it works again, a sentence for the learner: the log cannot be
            written now, the lesson goes on.
        """
        with self._lock:
            if os.getpid() != self._process:  # forked since: a file has one writer only
                self._begin()
            self._number += 1
            made = statement(event, self._session, self._number, self._now())
            self._waiting.append(line(made))
            return self._flush(weighty=event.weighty)

    @property
    def waiting(self) -> int:
        """Number of lines the disk has not taken yet."""
        return len(self._waiting)

    def _begin(self) -> None:
        self._process = os.getpid()
        self._session = Session(self._learner, self._role, language())
        self._number = 0
        self._told = False
        self._waiting: deque[bytes] = deque(maxlen=_WAITING)
        start = self._now().astimezone(dt.UTC)
        name = f"{start:%Y%m%dT%H%M%SZ}-{self._session.id.hex[:16]}{SUFFIX}"
        self.path = self.workspace / FOLDER / name

    def _flush(self, *, weighty: bool) -> str:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            while self._waiting:
                append(self.path, self._waiting[0], sync=weighty)
                self._waiting.popleft()
        except OSError as error:
            told, self._told = self._told, True
            return "" if told else _sentence(error, self.path.parent)
        self._told = False
        return ""


def append(path: Path, data: bytes, *, sync: bool) -> None:
    """Append one line in one write, after restoring a missing newline.

    Parameters
    ----------
    path : Path
        The session's file; made when absent.
    data : bytes
        The line with its newline.
    sync : bool
        Force it to the disk.

    Raises
    ------
    OSError
        When the disk did not take the whole line.
    """
    handle = os.open(path, _FLAGS, 0o644)
    try:
        end = os.lseek(handle, 0, os.SEEK_END)
        if end:
            os.lseek(handle, -1, os.SEEK_END)
            if os.read(handle, 1) != b"\n":
                data = b"\n" + data
        if os.write(handle, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        if sync:
            with contextlib.suppress(OSError):  # some shares refuse; the line is written
                os.fsync(handle)
    finally:
        os.close(handle)


def _sentence(error: OSError, folder: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _(
            "The disk is full, so your progress cannot be written to {folder} now. Your work is "
            "not lost: go on, free some space, and it is written with your next step.",
            folder=folder,
        )
    return _(
        "Your progress cannot be written to {folder} ({reason}). Your work is not lost: go on; it "
        "is written as soon as the folder can be written to.",
        folder=folder,
        reason=error.strerror or type(error).__name__,
    )
