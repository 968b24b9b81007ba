"""Tiny hand-made shops for tests: rows as dictionaries, straight into a Store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from playbook.store import ImportRecord, Store, create_store

Rows = Sequence[Mapping[str, Any]]
AS_OF = dt.datetime(2030, 1, 1)


def make_shop(path: Path, *, currency: str = "CNY", language: str = "en", **tables: Rows) -> Store:
    """Make a Store at `path` that holds the given rows, such as ``orders=[{...}, ...]``."""
    zone = {"CNY": "Asia/Shanghai"}.get(currency, "America/New_York")
    store = create_store(
        path, name="Test shop", platform="test", currency=currency, timezone=zone, language=language
    )
    return add_rows(store, AS_OF, **tables) if tables else store


def add_rows(
    store: Store, as_of: dt.datetime = AS_OF, derived: bool = False, /, **tables: Rows
) -> Store:
    """Import hand-made rows as one version; every row must be good."""
    names = list(tables)
    with store.newest().writer() as writer:
        for name in names:
            frame = pd.DataFrame([dict(row) for row in tables[name]])
            frame = frame.astype(object).where(frame.notna(), None).astype("str")
            frame = frame.where(frame != "None", None).assign(_file=name)
            frame["_row"] = range(2, len(frame) + 2)
            writer.connection.register(f"given_{name}", frame)
            given = tuple(c for c in frame.columns if not c.startswith("_"))
            query = f"SELECT * REPLACE (_row::BIGINT AS _row) FROM given_{name}"
            writer.put(name, query, as_of=as_of, provides=given, derived=derived)
        read = sum(len(rows) for rows in tables.values())
        digest = f"{store.newest().version}-{names}"
        made = writer.commit(ImportRecord("hand-made", digest, "test", as_of, read))
    account = made.imports()[-1]
    assert account["quarantined"] == 0, made.quarantine().to_string()
    return made
