"""A process that imports one order and is killed for real at a chosen point.

Usage: python dying_import.py STORE POINT, where POINT is ``module.function:before|after``.
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
import signal
import sys
from typing import Any

from playbook.store import ImportRecord, open_store

AS_OF = dt.datetime(2026, 6, 1)
ORDER = "SELECT 'new' AS order_id, '2026-05-02' AS created_at, 'f' AS _file, 2 AS _row"
LINE = "SELECT 'new' AS order_id, 1 AS line_no, 2 AS quantity, 'f' AS _file, 2 AS _row"


def die() -> None:
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def arm(point: str) -> None:
    """Replace a function of the store so that the process dies around its second call."""
    target, _colon, when = point.partition(":")
    module_name, _dot, name = target.rpartition(".")
    module = importlib.import_module(f"playbook.store.{module_name}")
    original, calls = getattr(module, name), []

    def dying(*args: Any, **kwargs: Any) -> Any:
        calls.append(name)
        last = len(calls) == (1 if name in ("write_version", "tidy") else 2)
        if last and when == "before":
            die()
        result = original(*args, **kwargs)
        if last:
            die()
        return result

    setattr(module, name, dying)


if __name__ == "__main__":
    store = open_store(sys.argv[1])
    arm(sys.argv[2])
    with store.writer() as writer:
        writer.put("orders", ORDER, as_of=AS_OF)
        writer.put("order_lines", LINE, as_of=AS_OF)
        writer.commit(ImportRecord("f.csv", "h", "test", AS_OF, 1))
