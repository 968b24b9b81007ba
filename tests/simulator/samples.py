"""What do the real samples and a simulated shop say in the same words?

The unit is one purchase: all that a buyer paid for on one day in one order. Samples are read from
their packages' files, without a Store; a simulated shop from its frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from playbook.simulator.world import World
from playbook.sources.sample_cdnow import PURCHASES
from playbook.sources.samples import SAMPLES, sample_files
from playbook.store.sql import literal

COHORT, WINDOW = 84, 281
"""CDNOW's buyers are those who first bought in 12 weeks; 281 days later a simulated year ends."""
WRITERS = (
    "market", "posts", "diary", "costs", "tasks", "processes", "settlements", "scores", "traffic",
    "goals", "product_days", "events", "watch", "backups", "tickets", "content_book",
)  # fmt: skip
"""Pieces that write tables and change nothing: left out to be quick."""
PANTRY = (
    "BAG SNACKS", "CRACKERS/MISC BKD FD", "BAKED SWEET GOODS", "COOKIES/CONES", "SNACK NUTS",
    "CONVENIENT BRKFST/WHLSM SNACKS", "WAREHOUSE SNACKS", "DRY BN/VEG/POTATO/RICE",
    "DRY NOODLES/PASTA", "TEAS", "COFFEE", "HOT CEREAL", "COCOA MIXES", "FRUIT - SHELF STABLE",
)  # fmt: skip
"""Complete Journey's categories of the kind that the food profile sells."""


@dataclass
class Purchases:
    """One purchase a row; days count from the first day of the data."""

    buyer: np.ndarray
    day: np.ndarray
    amount: np.ndarray
    lines: np.ndarray
    units: np.ndarray
    monday: int
    """Which day of the data (0-6) is a Monday."""

    def of(self, rows: np.ndarray) -> Purchases:
        """Return some of the purchases."""
        columns = (self.buyer, self.day, self.amount, self.lines, self.units)
        return Purchases(*(column[rows] for column in columns), self.monday)  # type: ignore[call-arg]

    def cohort(self) -> Purchases:
        """Return who first bought in the first 12 weeks, each for 281 days."""
        first = np.full(self.buyer.max() + 1, 10**6)
        np.minimum.at(first, self.buyer, self.day)
        start = first[self.buyer]
        return self.of((start < COHORT) & (self.day < start + WINDOW))

    def frequent(self, least: int) -> Purchases:
        """Return the first 281 days of the buyers who came on so many days in them."""
        early = self.of(self.day < WINDOW)
        days = np.unique(early.buyer * 10_000 + early.day) // 10_000
        count = np.bincount(days, minlength=early.buyer.max() + 1)
        return early.of(count[early.buyer] >= least)

    def one_time(self) -> float:
        """Return the share of buyers who came on one day only."""
        days = np.unique(self.buyer * 10_000 + self.day) // 10_000
        count = np.bincount(days)
        return float((count == 1).sum() / (count > 0).sum())

    def top_share(self) -> float:
        """Return the share of sales of the 20 % of buyers who spent most."""
        spent = np.bincount(self.buyer, self.amount)[np.unique(self.buyer)]
        spent = np.sort(spent)[::-1]
        return float(spent[: len(spent) // 5].sum() / spent.sum())

    def gaps(self) -> np.ndarray:
        """Return the median, the 75 % and the 90 % quantile of days from purchase to purchase."""
        both = np.unique(self.buyer * 10_000 + self.day)
        buyer, day = both // 10_000, both % 10_000
        return np.quantile(np.diff(day)[np.diff(buyer) == 0], [0.5, 0.75, 0.9])  # type: ignore[no-any-return]

    def weekdays(self) -> np.ndarray:
        """Return each weekday's purchases against the mean, from Monday; medians over weeks."""
        weeks = (self.day.max() + 1) // 7
        count = np.bincount(self.day, minlength=weeks * 7)[: weeks * 7].reshape(weeks, 7)
        share = np.median(count / np.maximum(count.mean(axis=1, keepdims=True), 1e-9), axis=0)
        return np.roll(share, -self.monday)


def _columns(told: dict[str, np.ndarray], monday: int) -> Purchases:
    return Purchases(
        np.unique(told["buyer"].astype(str), return_inverse=True)[1],
        told["day"].astype(np.int64),
        told["amount"].astype(float),
        told["lines"].astype(np.int64),
        told["units"].astype(float),
        monday,
    )


def cdnow() -> Purchases:
    """Read CDNOW: first buyers of January to March 1997."""
    with duckdb.connect() as run:
        run.execute("SET preserve_insertion_order = true")
        run.execute(PURCHASES.format(path=literal(sample_files(SAMPLES["cdnow"])[0].as_posix())))
        told = run.execute(
            "SELECT customer_id AS buyer, date_diff('day', DATE '1997-01-01', day::DATE) AS day,"
            " paid::DOUBLE AS amount, 1 AS lines, quantity AS units FROM cdnow ORDER BY _row"
        ).fetchnumpy()
    return _columns(told, monday=5)  # type: ignore[arg-type]  # 1 January 1997 was a Wednesday


def journey() -> Purchases:
    """Read of Complete Journey what a pantry shop sells: 2,400 households in 2017."""
    files = {
        path.stem: literal(path.as_posix()) for path in sample_files(SAMPLES["complete_journey"])
    }
    held = ", ".join(literal(name) for name in PANTRY)
    with duckdb.connect() as run:
        told = run.execute(
            "SELECT any_value(household_id) AS buyer, any_value(date_diff('day', DATE '2017-01-01',"
            " ((transaction_timestamp AT TIME ZONE 'UTC') AT TIME ZONE 'America/New_York')::DATE))"
            " AS day, sum(sales_value) AS amount, count(*) AS lines, sum(quantity) AS units"
            f" FROM read_parquet({files['transactions']}) JOIN read_parquet({files['products']})"
            f" USING (product_id) WHERE product_category IN ({held})"
            " GROUP BY basket_id ORDER BY basket_id"
        ).fetchnumpy()
    return _columns(told, monday=1)  # type: ignore[arg-type]  # 1 January 2017 was a Sunday


def shop(seed: int, profile: str, orders_per_day: float, days: int = 365) -> World:
    """Simulate a shop without the pieces that only write."""
    world = World(seed, profile, orders_per_day=orders_per_day)
    for name in WRITERS:
        del world.pieces[name]
    world.advance(days)
    return world


def purchases(world: World, *, new: bool) -> Purchases:
    """Return a world's paid orders; `new`: of buyers who first came while it was watched."""
    orders, lines = world.frame("orders"), world.frame("order_lines")
    customers = world.frame("customers")
    first_day = world.start.toordinal() - 719_163
    buyer = orders.get("_customer")
    kept = orders.get("_paid_s") > 0
    if new:
        kept &= customers.get("registered_at", buyer) >= first_day * 86_400
    held = Purchases(
        buyer,
        orders.get("_paid_s") // 86_400 - first_day,
        orders.get("paid_amount") / 100,
        orders.get("_lines"),
        np.bincount(lines.get("_order") - orders.first, lines.get("quantity"), len(orders)),
        (7 - world.start.weekday()) % 7,
    )
    return held.of(np.flatnonzero(kept & (held.day < world.today)))
