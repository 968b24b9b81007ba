"""Imports killed at moments nobody chose: the Store is always the old one or the new one."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from playbook.store import open_store
from playbook.store.quality import check
from tests.shops import add_rows, make_shop

CODE = """
import datetime as dt, sys
from playbook.store import ImportRecord, open_store
AS_OF = dt.datetime(2026, 6, 1)
print("ready", flush=True)
for number in range(1, 1000):
    with open_store(sys.argv[1]).writer() as writer:
        ids = f"SELECT '{number}-' || i AS order_id, '2026-05-02' AS created_at"
        writer.put("orders", f"{ids}, 'f' AS _file, i + 2 AS _row FROM range(50) AS t(i)",
                   as_of=AS_OF)
        writer.commit(ImportRecord("f.csv", str(number), "test", AS_OF, 50))
"""


def kill_after(path: Path, seconds: float) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", CODE, path], stdout=pipe, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "ready"
        time.sleep(seconds)
        child.kill()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_store_is_whole_after_a_kill_at_any_moment(tmp_path: Path, seed: int) -> None:
    path = make_shop(tmp_path / "s").path
    moments = random.Random(seed)
    for _again in range(2):
        kill_after(path, moments.uniform(0.0, 1.5))
        store = open_store(path)
        assert store.rows("orders") % 50 == 0
        assert len(store.sql("FROM orders") if store.has("orders") else []) == store.rows("orders")
    order = {"order_id": "after", "created_at": "2026-05-03"}
    store = add_rows(open_store(path), orders=[order])
    assert store.rows("orders") % 50 == 1
    assert [finding for finding in check(store) if finding.severity == "error"] == []
