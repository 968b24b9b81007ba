"""How does a learner's function run without taking the session with it?

The unit is one call. It runs in a thread, not in a process: `fork` does not exist on Windows, and
a function typed into a cell cannot be sent to a fresh process. When the time is up, an exception is
raised inside that thread, again and again, which ends ``while True: pass`` and most loops that
swallow exceptions.

Its limits: a single call into C (`time.sleep`, a giant sort) cannot be cut short, nor can a loop
that spends all its time in a ``try`` with a bare ``except``. Such a call is left behind in a daemon
thread after a second of trying, and the learner is told all the same. Memory is watched by the
growth of the whole process every twentieth of a second, so one giant allocation is seen only
afterwards.
"""

from __future__ import annotations

import contextvars
import ctypes
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

MOST_SECONDS = 2.0
MOST_MEGABYTES = 1024
_LOOK_EVERY = 0.05
_PATIENCE = 1.0


class Stop(BaseException):
    """Thrown into a thread whose time is up; no ``except Exception`` holds it."""


@dataclass
class Run:
    """What became of one call.

    Parameters
    ----------
    ended : {"returned", "raised", "timeout", "too_big"}
    value : object
        What it returned.
    error : BaseException or None
        What it raised.
    """

    ended: Literal["returned", "raised", "timeout", "too_big"] = "timeout"
    value: Any = None
    error: BaseException | None = None
    _done: threading.Event = field(default_factory=threading.Event, repr=False)


def run_limited(
    function: Callable[..., Any],
    args: tuple[Any, ...] = (),
    *,
    seconds: float = MOST_SECONDS,
    megabytes: float = MOST_MEGABYTES,
) -> Run:
    """Call a function within limits of time and memory.

    Parameters
    ----------
    function : callable
    args : tuple
    seconds : float
    megabytes : float
        How much the whole process may grow.

    Returns
    -------
    Run

    Examples
    --------
    >>> run_limited(lambda x: x + 1, (2,)).value
    3
    >>> def endless():
    ...     while True:
    ...         pass
    >>> run_limited(endless, seconds=0.05).ended
    'timeout'
    """
    run = Run()
    context = contextvars.copy_context()  # the language in force belongs to the caller's context
    thread = threading.Thread(
        target=_work, args=(run, context, function, args), daemon=True, name="answer"
    )
    thread.start()
    ended = _watched(run, seconds, megabytes)
    if ended:
        # A copy: whatever the thread still writes into its own Run is not read any more.
        _stop(thread, run)
        return Run(ended)
    return run


def _work(run: Run, context: contextvars.Context, function: Any, args: Any) -> None:
    # Three nets, because Stop may arrive at any instruction, also inside the first handler.
    try:
        try:
            run.value = context.run(function, *args)
            run.ended = "returned"
        except Stop:
            pass
        except BaseException as error:  # noqa: BLE001 - SystemExit too is the learner's
            run.error = error
            run.ended = "raised"
        run._done.set()
    except BaseException:  # noqa: BLE001
        run._done.set()


def _watched(run: Run, seconds: float, megabytes: float) -> Literal["timeout", "too_big"] | None:
    deadline = time.monotonic() + seconds
    held = _megabytes()
    while True:
        left = deadline - time.monotonic()
        if run._done.wait(max(0.0, min(_LOOK_EVERY, left))):
            return None
        if left <= 0:
            return "timeout"
        if _megabytes() - held > megabytes:
            return "too_big"


def _stop(thread: threading.Thread, run: Run) -> None:
    until = time.monotonic() + _PATIENCE
    pause = 0.001
    while not run._done.is_set() and time.monotonic() < until:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident or 0), ctypes.py_object(Stop)
        )
        # Uneven pauses: an even one could always meet the same line of a loop.
        run._done.wait(pause)
        pause = pause * 1.3 if pause < 0.02 else 0.0007


def _megabytes() -> float:
    """Return the memory of this process; 0 where it cannot be known."""
    try:
        import psutil  # type: ignore[import-untyped] # comes with ipykernel
    except ImportError:
        return 0.0
    return float(psutil.Process().memory_info().rss) / 2**20
