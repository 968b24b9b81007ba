"""One shop's data: checked, versioned, and never half-written.

A Store is a folder with one Delta table a canonical table and one version for
all of them. Readers ask it for SQL; importers write through `Store.writer`.
It knows no platform and no metric.
"""

from __future__ import annotations

from playbook.store.account import ImportRecord
from playbook.store.handle import Store, create_store, open_store
from playbook.store.info import StoreInfo
from playbook.store.schema import Column, Table, tables
from playbook.store.writer import Writer

__all__ = [
    "Column",
    "ImportRecord",
    "Store",
    "StoreInfo",
    "Table",
    "Writer",
    "create_store",
    "open_store",
    "tables",
]
