"""One tolerant reader for CSV, TSV, TXT, XLS, XLSX and ZIP exports; every cell is text or NULL."""

from playbook.sources.reading.cells import clean
from playbook.sources.reading.headers import header_key, normalise_header
from playbook.sources.reading.place import ReadOptions
from playbook.sources.reading.raw import LoadedTable, RawTable, RowIssue
from playbook.sources.reading.tables import read_tables

__all__ = [
    "LoadedTable",
    "RawTable",
    "ReadOptions",
    "RowIssue",
    "clean",
    "header_key",
    "normalise_header",
    "read_tables",
]
