"""Import of generated order lines: ours against a bare DuckDB read-and-write of the same file.

Ours reads the file's text, cleans every cell, checks every rule, looks for
repeats, accounts for every row and commits a version; the bare run only parses
and writes Parquet. The aim is at least 0.3 of its speed, and at most 1 GB for
ten million lines.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import Comparison, Run, compare, once

MAPPING = """\
rows = "lines"

[columns]
order_id = "Order ID"
created_at = "Paid at"
paid_at = "Paid at"
sku = "SKU"
title = "Title"
quantity = "Quantity"
paid_amount = "Amount paid"
"""


def write_lines(path: Path, lines: int) -> None:
    """Generate an order-line export: three lines an order, 5,000 products."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(
            'COPY (SELECT (100000000000000001 + i // 3)::VARCHAR AS "Order ID",'
            " strftime(TIMESTAMP '2026-01-01' + to_seconds((i // 3) * 6), '%Y-%m-%d %H:%M:%S')"
            ' AS "Paid at", \'SKU\' || (hash(i) % 5000) AS "SKU",'
            ' \'Product \' || (hash(i) % 5000) AS "Title", 1 + hash(i) % 3 AS "Quantity",'
            ' ((hash(i * 7) % 100000) / 100.0)::DECIMAL(18, 2) AS "Amount paid"'
            f" FROM range({lines}) AS t(i)) TO '{path.as_posix()}' (HEADER)"
        )


def bare(path: str) -> None:
    """Parse and write Parquet, nothing else."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        target = (Path(folder) / "out.parquet").as_posix()
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{path}', all_varchar = true))"
            f" TO '{target}' (FORMAT parquet)"
        )


def ours(path: str, mapping: str) -> None:
    """Import into a new Store through the same call as `playbook store import`."""
    from playbook.sources import import_file
    from playbook.store import create_store

    with tempfile.TemporaryDirectory() as folder:
        store = create_store(
            Path(folder) / "s", name="B", platform="own", currency="CNY", timezone="Asia/Shanghai"
        )
        done = import_file(store, path, mapping=mapping)
        if done.record["quarantined"]:
            raise RuntimeError(f"rows were set aside: {done.record}")


def _files(folder: Path, lines: int) -> tuple[str, str]:
    export, mapping = folder / f"lines-{lines}.csv", folder / "mapping.toml"
    write_lines(export, lines)
    mapping.write_text(MAPPING, encoding="utf-8")
    return str(export), str(mapping)


def against_bare(folder: Path, lines: int) -> Comparison:
    """Compare our import with a bare read-and-write of the same file."""
    export, mapping = _files(folder, lines)
    return compare(
        f"import {lines:,} order lines, against a bare DuckDB read-and-write",
        ("benchmarks.imports:ours", export, mapping),
        ("benchmarks.imports:bare", export),
        aim="speed ≥ 0.3×",
    )


def many_lines(folder: Path, lines: int) -> Run:
    """Measure the peak memory of a large import."""
    return once("benchmarks.imports:ours", *_files(folder, lines))
