"""How fast does a shop that never existed come about, and does its cost grow with its orders only?

Ours simulates and writes every table through the Store's checks; the bare run only writes the same
tables again, from Parquet to Parquet with DuckDB. The aims: a year of 300 orders a day in at most
20 seconds on two cores; twice the days, or twice the orders, at most about twice the time; ten
million order lines, in month-sized pieces, under 4 GB.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Comparison, Run, compare, once

DAYS, ORDERS = 365, 300
LONG_DAYS = 3650
LINES_AN_ORDER = 1.37
"""Of the default profile; sizes the large run."""
MOST_MB = 4096


def ours(days: str, orders_per_day: str, folder: str = "") -> None:
    """Simulate a shop into a new Store, as `playbook store simulate` does."""
    from playbook.simulator.making import simulate

    with tempfile.TemporaryDirectory() as scratch:
        target = Path(folder or scratch) / "s"
        simulate(target, seed=7, days=int(days), orders_per_day=float(orders_per_day), truth=False)


def bare(store: str) -> None:
    """Write the tables of a Store again with DuckDB alone."""
    import duckdb

    from playbook.store import open_store

    state = open_store(Path(store)).state.tables
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        for name, table in state.items():
            files = [(Path(store) / file).as_posix() for file in table.files]
            target = (Path(folder) / f"{name}.parquet").as_posix()
            connection.execute(
                f"COPY (SELECT * FROM read_parquet({files}, union_by_name = true))"
                f" TO '{target}' (FORMAT parquet)"
            )


def against_bare(folder: Path) -> Comparison:
    """Compare a simulated year with writing its tables once more."""
    place = folder / "simulated"
    place.mkdir()
    ours(str(DAYS), str(ORDERS), str(place))
    return compare(
        f"simulate {DAYS} days of {ORDERS} orders, all tables, against writing them again",
        ("benchmarks.simulator:ours", str(DAYS), str(ORDERS)),
        ("benchmarks.simulator:bare", str(place / "s")),
        aim="ours ≤ 20 s on 2 cores",
    )


def growth(year: Run) -> Iterator[str]:
    """Say how the cost grows with days and with orders, against a year that was measured."""
    for what, days, orders in (("days", 2 * DAYS, ORDERS), ("orders", DAYS, 2 * ORDERS)):
        twice = once("benchmarks.simulator:ours", str(days), str(orders))
        yield (
            f"Simulating twice the {what}: {twice.wall_s / year.wall_s:.2f}× the time,"
            f" {twice.cpu_s / year.cpu_s:.2f}× the CPU seconds (aim: at most about 2)"
        )


def many_lines(lines: int) -> str:
    """Simulate ten years with so many order lines and tell the peak memory."""
    orders = max(round(lines / LINES_AN_ORDER / LONG_DAYS), 1)
    run = once("benchmarks.simulator:ours", str(LONG_DAYS), str(orders))
    return (
        f"Simulating {lines:,} order lines: {run.wall_s:.0f} s, peak {run.peak_mb:,.0f} MB"
        f" (aim: 10,000,000 lines under {MOST_MB:,} MB)"
    )
