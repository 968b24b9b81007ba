"""How fast is a metric query beside hand-written SQL and beside pandas, and in how much memory?

The unit is one question to the shop "Complete Journey" (1.47 million lines), asked by a process of
its own over the same Parquet files. Times are of the question alone, without starting Python or
importing libraries, the best of fifteen; memory is the peak of the whole process. All three must
give the same numbers.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measure import Comparison, Run, _usage

REPEATS = 15
QUESTIONS = {
    "days": "seven metrics of 365 days",
    "categories": "three metrics by category and month",
}
DAY_IDS = ["gmv_paid", "orders_paid", "buyers", "aov_order", "arpu_buyer", "items_sold", "upt"]
CATEGORY_IDS = ["gmv_paid", "items_sold", "buyers"]


def comparisons(folder: Path) -> list[Comparison]:
    """Import the sample, then time two questions beside SQL and beside pandas.

    Parameters
    ----------
    folder : Path
        Where the sample's Store may lie.
    """
    from playbook.sources.samples import import_sample

    store = folder / "complete_journey"
    if not store.exists():
        import_sample(store, "complete_journey")
    return [found for question in QUESTIONS for found in compare_ways(store, question)]


def compare_ways(store: Path, question: str) -> list[Comparison]:
    """Time one question in all three ways."""
    turns = _measure(store, question, "ours", "sql")
    alone = _measure(store, question, "ours") | _measure(store, question, "pandas")
    sums = [checksum for found in (turns, alone) for _run, checksum in found.values()]
    if any(abs(one - sums[0]) > 1e-6 * abs(sums[0]) for one in sums):
        raise RuntimeError(f"{question}: the three ways disagree: {sums}")
    title, beside_pandas = QUESTIONS[question], "speed >= 1.5, memory <= 0.5"
    ours, theirs = turns["ours"][0], turns["sql"][0]
    return [
        Comparison(f"{title}, beside SQL", ours, theirs, f"speed >= {1 / 1.3:.2f}"),
        Comparison(f"{title}, beside pandas", alone["ours"][0], alone["pandas"][0], beside_pandas),
    ]


def _measure(store: Path, question: str, *ways: str) -> dict[str, tuple[Run, float]]:
    """Run the ways in turns in one process: whatever else the machine does hits all of them."""
    command = [sys.executable, "-m", "benchmarks.metrics", str(store), question, *ways]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    found = json.loads(done.stdout.splitlines()[-1])
    return {way: (Run(*numbers[:3]), numbers[3]) for way, numbers in found.items()}


def _ours(path: Path, question: str) -> Callable[[], float]:
    import datetime as dt

    from playbook.metrics import Period, query, wide
    from playbook.store import open_store

    store, year = open_store(path), Period(dt.date(2017, 1, 1), dt.date(2017, 12, 31))
    # What the Store holds and covers is asked once a version; a report asks many questions.
    query(store, ["gmv_paid", "items_sold"], period=Period.day(year.start))

    def ask() -> float:
        if question == "days":
            return _checksum(wide(query(store, DAY_IDS, grain="day", period=year)), DAY_IDS)
        found = query(store, CATEGORY_IDS, by=["category"], grain="month", period=year)
        return _checksum(wide(found), CATEGORY_IDS)

    return ask


def _checksum(frame: Any, names: list[str]) -> float:
    return float(frame[names].sum().sum())


DAYS_SQL = """
WITH o AS (
  SELECT date_trunc('day', paid_at) AS day, sum(paid_amount) AS gmv_paid,
    count(*) AS orders_paid, count(DISTINCT customer_id) AS buyers
  FROM orders WHERE paid_at >= DATE '2017-01-01' AND paid_at < DATE '2018-01-01' GROUP BY 1),
l AS (
  SELECT date_trunc('day', paid_at) AS day, sum(quantity) AS items_sold
  FROM order_lines JOIN orders USING (order_id)
  WHERE paid_at >= DATE '2017-01-01' AND paid_at < DATE '2018-01-01' GROUP BY 1)
SELECT day, gmv_paid, orders_paid, buyers, CAST(gmv_paid AS DOUBLE) / orders_paid AS aov_order,
  CAST(gmv_paid AS DOUBLE) / buyers AS arpu_buyer, items_sold, items_sold / orders_paid AS upt
FROM o JOIN l USING (day) ORDER BY day
"""
CATEGORIES_SQL = """
SELECT category, date_trunc('month', paid_at) AS month, sum(l.paid_amount) AS gmv_paid,
  sum(quantity) AS items_sold, count(DISTINCT customer_id) AS buyers
FROM order_lines AS l JOIN orders USING (order_id) LEFT JOIN products USING (sku)
WHERE paid_at >= DATE '2017-01-01' AND paid_at < DATE '2018-01-01'
GROUP BY 1, 2 ORDER BY 1, 2
"""


def _sql(path: Path, question: str) -> Callable[[], float]:
    from playbook.store import open_store

    connection = open_store(path).connect()
    text = DAYS_SQL if question == "days" else CATEGORIES_SQL
    names = DAY_IDS if question == "days" else CATEGORY_IDS
    return lambda: _checksum(connection.execute(text).df(), names)


def _pandas(path: Path, question: str) -> Callable[[], float]:
    import pandas as pd

    from playbook.store import open_store

    state = open_store(path).state.tables

    def read(table: str, columns: list[str]) -> pd.DataFrame:
        files = (path / file for file in state[table].files)
        found = pd.concat([pd.read_parquet(file, columns=columns) for file in files])
        # Decimals stay Python objects otherwise, which is slower still.
        money = {c: "float64" for c in columns if c.endswith("_amount")}
        return found.astype(money)

    def ask() -> float:
        orders = read("orders", ["order_id", "customer_id", "paid_at", "paid_amount"])
        orders = orders[orders["paid_at"].notna()]
        if question == "days":
            return _checksum(_days(orders, read("order_lines", ["order_id", "quantity"])), DAY_IDS)
        lines = read("order_lines", ["order_id", "sku", "quantity", "paid_amount"])
        return _checksum(
            _months(orders, lines, read("products", ["sku", "category"])), CATEGORY_IDS
        )

    return ask


def _days(orders: Any, lines: Any) -> Any:
    sold = lines.merge(orders[["order_id", "paid_at"]], on="order_id")
    units = sold.groupby(sold["paid_at"].dt.normalize())["quantity"].sum()
    days = orders.groupby(orders["paid_at"].dt.normalize())
    found = days.agg(
        gmv_paid=("paid_amount", "sum"), orders_paid=("order_id", "count"),
        buyers=("customer_id", "nunique"),
    ).assign(items_sold=units)  # fmt: skip
    found["aov_order"] = found["gmv_paid"] / found["orders_paid"]
    found["arpu_buyer"] = found["gmv_paid"] / found["buyers"]
    found["upt"] = found["items_sold"] / found["orders_paid"]
    return found


def _months(orders: Any, lines: Any, products: Any) -> Any:
    dated = orders[["order_id", "paid_at", "customer_id"]]
    sold = lines.merge(dated, on="order_id").merge(products, on="sku", how="left")
    month = sold["paid_at"].dt.to_period("M")
    return sold.groupby(["category", month], dropna=False).agg(
        gmv_paid=("paid_amount", "sum"), items_sold=("quantity", "sum"),
        buyers=("customer_id", "nunique"),
    )  # fmt: skip


def _child(store: str, question: str, *ways: str) -> None:
    make = {"ours": _ours, "sql": _sql, "pandas": _pandas}
    asks = {way: make[way](Path(store), question) for way in ways}
    sums = {way: ask() for way, ask in asks.items()}
    times: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _n in range(REPEATS):
        for way, ask in asks.items():
            wall, cpu = time.perf_counter(), time.process_time()
            ask()
            times[way].append((time.perf_counter() - wall, time.process_time() - cpu))
    # In one process the peak is that of all the ways together.
    peak = _usage()[1]
    print(json.dumps({way: [*min(times[way]), peak, sums[way]] for way in ways}))


if __name__ == "__main__":
    _child(*sys.argv[1:])
