"""Do the day's orders run through all hours, and is none of them there twice?

The unit is one order, dated when placed. Hours without an order are told only where chance would
hardly ever leave them empty; the same order twice is the same buyer and amount within a minute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from playbook.i18n import _, number
from playbook.metrics import Period
from playbook.reports.session import Report

HISTORY_DAYS = 28
LEAST_EXPECTED = 12.0
"""Orders that the empty hours usually bring: fewer may be absent by chance."""
TWINS = 3
SECONDS = 60

_HOURS = """
SELECT extract(hour FROM created_at)::INTEGER AS hour,
  count(*) FILTER (WHERE created_at >= $day)::DOUBLE AS now,
  count(*) FILTER (WHERE created_at < $day)::DOUBLE / $n AS usual
FROM orders WHERE created_at >= $first AND created_at < $stop
GROUP BY 1 ORDER BY 1
"""
_TWINS = """
WITH near AS (
  SELECT created_at::DATE AS day, created_at - lag(created_at) OVER (
    PARTITION BY customer_id, paid_amount ORDER BY created_at, order_id) AS gap
  FROM orders WHERE customer_id IS NOT NULL AND paid_amount > 0
    AND created_at >= $first AND created_at < $stop
)
SELECT count(*) FILTER (WHERE day = $day::DATE)::DOUBLE AS now,
  count(*) FILTER (WHERE day < $day::DATE)::DOUBLE / $n AS usual
FROM near WHERE gap <= to_seconds($seconds)
"""


@dataclass(frozen=True)
class Doubt:
    """One thing to check, with the number that raised it."""

    key: str
    value: float
    text: str


def missing_hours(report: Report) -> list[Doubt]:
    """Find hours in a row without an order that usually bring some."""
    if not report.has("orders.created_at"):
        return []
    known = (report.day - _first(report)).days
    if known < HISTORY_DAYS:
        return []
    with report.store.connect() as connection:
        rows = connection.execute(_HOURS, _asked(report)).fetchall()
    now, usual = ({int(row[0]): float(row[at]) for row in rows} for at in (1, 2))
    runs = _runs([hour for hour in range(24) if not now.get(hour)])
    most = max(runs, key=lambda run: sum(usual.get(hour, 0.0) for hour in run), default=[])
    lacking = sum(usual.get(hour, 0.0) for hour in most)
    if lacking < LEAST_EXPECTED:
        return []
    return [Doubt("hours", lacking, _hours_words(most, lacking))]


def _hours_words(run: Sequence[int], lacking: float) -> str:
    told = {"first": f"{run[0]:02d}:00", "n": number(lacking)}
    if run[-1] == 23:
        return _(
            "No order was placed after {first}, where about {n} are usual: had the day ended when "
            "the file was made?",
            **told,
        )
    return _(
        "No order was placed from {first} to {last}, where about {n} are usual: was the shop down, "
        "or is the file incomplete?",
        last=f"{run[-1] + 1:02d}:00",
        **told,
    )


def same_again(report: Report) -> list[Doubt]:
    """Find orders of the same buyer and amount within a minute, far more than usual."""
    if not report.has("orders.customer_id") or not report.has("orders.paid_amount"):
        return []
    with report.store.connect() as connection:
        row = connection.execute(_TWINS, _asked(report) | {"seconds": SECONDS}).fetchone()
    now, usual = (float(row[0]), float(row[1])) if row else (0.0, 0.0)
    if now < TWINS or now < 4 * usual + TWINS:
        return []
    text = _(
        "{n} orders repeat another one of the same buyer and amount within {seconds} seconds "
        "({usual} are usual): were orders, or the file, counted twice?",
        n=number(now),
        seconds=SECONDS,
        usual=number(usual, 1),
    )
    return [Doubt("twins", now, text)]


def _asked(report: Report) -> dict[str, object]:
    first = report.day - dt.timedelta(days=HISTORY_DAYS)
    stop = Period.day(report.day).shift(1).start
    start = dt.datetime.combine(report.day, dt.time())
    return {
        "day": start, "first": dt.datetime.combine(first, dt.time()),
        "stop": dt.datetime.combine(stop, dt.time()), "n": HISTORY_DAYS,
    }  # fmt: skip


def _first(report: Report) -> dt.date:
    first, _last = report.store.span("orders", "created_at")
    return first or report.day


def _runs(hours: Sequence[int]) -> list[list[int]]:
    """Part hours into runs without a gap.

    Examples
    --------
    >>> _runs([2, 3, 7])
    [[2, 3], [7]]
    """
    runs: list[list[int]] = []
    for hour in hours:
        if runs and runs[-1][-1] == hour - 1:
            runs[-1].append(hour)
        else:
            runs.append([hour])
    return runs
