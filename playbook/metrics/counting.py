"""What was counted for one metric, and where is it absent or incomplete?

The unit is one cell: one counted metric in one row of the answer. Null is not zero: a sum is 0
only where the data covers the days and holds no row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from playbook.i18n import _, day
from playbook.metrics.ask import Ask
from playbook.metrics.coverage import covered
from playbook.metrics.period import Period, buckets
from playbook.metrics.resolve import Leaf
from playbook.metrics.scan import PERIOD, Scan, whole

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from playbook.store import Store


@dataclass(frozen=True)
class Node:
    """One metric over all rows of the answer.

    Parameters
    ----------
    value, n : array of float
        The value and its base.
    gap : array of object
        Why the value is absent or incomplete; None where it is whole.
    note : array of object
        What to know about a whole value.
    partial : array of bool
        The rows cover only a part of the days: not to be compared with whole periods.
    basis : tuple of str
        What it was counted on.
    """

    value: np.ndarray[Any, Any]
    n: np.ndarray[Any, Any]
    gap: np.ndarray[Any, Any]
    note: np.ndarray[Any, Any]
    partial: np.ndarray[Any, Any]
    basis: tuple[str, ...]


@dataclass(frozen=True)
class Cells:
    """The counted rows and what they belong to."""

    frame: pd.DataFrame
    ask: Ask
    store: Store
    places: dict[Leaf, tuple[Scan, str]]
    done: dict[Leaf, Node] = field(default_factory=dict)

    @cached_property
    def periods(self) -> list[Period]:
        """Return the days each row stands for, the part outside the question included."""
        if self.ask.grain == "none":
            return [self.ask.period] * len(self.frame)
        starts = self.frame[PERIOD].dt.date
        found = {bucket.start: bucket for bucket in buckets(self.ask.period, self.ask.grain)}
        return [found.get(start, self.ask.period) for start in starts]


def objects(values: Iterable[object], size: int) -> np.ndarray[Any, Any]:
    """Return an array of Python objects."""
    import numpy as np

    found = np.empty(size, dtype=object)
    found[:] = list(values)
    return found


def count_leaf(leaf: Leaf, cells: Cells) -> Node:
    """Return a counted metric's values, bases and gaps."""
    import numpy as np

    scan, column = cells.places[leaf]
    frame, size = cells.frame, len(cells.frame)
    value = frame[column].to_numpy(dtype=float, na_value=np.nan)
    rows = frame[f"{scan.name}_rows"].to_numpy(dtype=float, na_value=np.nan)
    absent = np.isnan(rows)
    n = np.where(absent, 0.0, rows)
    if f"{column}_n" in frame:
        n = frame[f"{column}_n"].to_numpy(dtype=float, na_value=0.0)
    if leaf.variant.exact:
        gap = _exact_gaps(leaf, cells, value, rows)
        value = np.where([one is None for one in gap], value, np.nan)
        n = np.where(np.isnan(value), 0.0, value if leaf.metric.unit == "count" else n)
    elif leaf.relation.absence == "zero" and leaf.relation.date:
        gap, outside = _event_gaps(leaf, cells)
        zero = absent & ~outside & (leaf.metric.kind in {"SUM", "DISTINCT"})
        value = np.where(outside, np.nan, np.where(zero, 0.0, value))
        gap = _empty_groups(gap, absent & ~outside & ~zero)
    else:
        gap = _stated_gaps(leaf, cells, absent)
    partial = np.array([one is not None for one in gap], dtype=bool)
    gap = _unfilled(frame, column, rows, gap)
    return Node(value, n, gap, _notes(leaf, cells, size), partial, (leaf.variant.basis,))


def _exact_gaps(
    leaf: Leaf, cells: Cells, value: np.ndarray[Any, Any], rows: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    asked, name = cells.ask, leaf.metric.name
    added = _(
        "{metric} cannot be added up: only the platform's own row of exactly this period counts.",
        metric=name,
    )
    no_row = _("The platform stated no {metric} for this period.", metric=name)

    def reason(bucket: Period, number: float, held: float) -> str | None:
        inside = bucket.start >= asked.period.start and bucket.end <= asked.period.end
        fits = asked.grain == "hour" or whole(bucket, leaf.variant) != "none"
        one_day = leaf.relation.stated_grain or bucket.days == 1
        if not (inside or leaf.variant.whole_month) or not fits or not one_day:
            return added
        if number == number:
            return None
        return added if bucket.days > 1 or held > 1 else no_row

    return objects(map(reason, cells.periods, value, rows), len(value))


def _event_gaps(leaf: Leaf, cells: Cells) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    import numpy as np

    held = covered(cells.store, leaf.relation)
    if held and held.start <= cells.ask.period.start and cells.ask.period.end <= held.end:
        return objects([None] * len(cells.frame), len(cells.frame)), np.zeros(
            len(cells.frame), bool
        )
    told: dict[Period, tuple[str | None, bool]] = {}
    for bucket in set(cells.periods):
        start, end = (
            max(bucket.start, cells.ask.period.start),
            min(bucket.end, cells.ask.period.end),
        )
        told[bucket] = _coverage_reason(held, start, end)
    pairs = [told[bucket] for bucket in cells.periods]
    return objects((one for one, _out in pairs), len(pairs)), np.array([o for _r, o in pairs], bool)


def _coverage_reason(held: Period | None, start: Any, end: Any) -> tuple[str | None, bool]:
    if held is None:
        return _("The data holds no such days."), True
    if held.start <= start and end <= held.end:
        return None, False
    reason = _("The data covers {first} to {last} only.", first=day(held.start), last=day(held.end))
    return reason, end < held.start or start > held.end


def _empty_groups(gap: np.ndarray[Any, Any], empty: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if not empty.any():
        return gap
    reason = _("Nothing to count in this period.")
    return objects((reason if e else g for g, e in zip(gap, empty, strict=True)), len(gap))


def _stated_gaps(leaf: Leaf, cells: Cells, absent: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    scan, _column = cells.places[leaf]
    days_column = f"{scan.name}_days"
    none = _("The data has no row for this period.")
    if days_column not in cells.frame or {"weekday", "hour"} & set(cells.ask.dims):
        return objects((none if a else None for a in absent), len(absent))
    days = cells.frame[days_column].fillna(0).to_numpy(dtype=int)
    inside = cells.ask.period
    found: list[str | None] = []
    for bucket, held in zip(cells.periods, days, strict=True):
        expected = sum(1 for one in bucket if one in inside)
        if held == 0:
            found.append(none)
        elif held < expected and not leaf.relation.grains:
            found.append(_("{held} of {expected} days have data.", held=held, expected=expected))
        else:
            found.append(None)
    return objects(found, len(found))


def _unfilled(
    frame: pd.DataFrame,
    column: str,
    rows: np.ndarray[Any, Any],
    gap: np.ndarray[Any, Any],
) -> np.ndarray[Any, Any]:
    """Say where the counted column is empty in some of the rows."""
    name = f"{column}_k"
    if name not in frame:
        return gap
    known = frame[name].to_numpy(dtype=float, na_value=0.0)
    short = known < rows
    if not short.any():
        return gap
    found = [
        g or _("Known for {known} of {rows} rows only.", known=int(k), rows=int(r)) if s else g
        for g, s, k, r in zip(gap, short, known, rows, strict=True)
    ]
    return objects(found, len(found))


def _notes(leaf: Leaf, cells: Cells, size: int) -> np.ndarray[Any, Any]:
    """Say what is not settled yet, though every row was counted."""
    rows, variant = leaf.relation, leaf.variant
    after, before = rows.matures_days or variant.follow_days, variant.history_days
    held = covered(cells.store, rows) if rows.date and (after or before) else None
    if held is None:
        return objects([None] * size, size)
    found = []
    for bucket in cells.periods:
        history = (bucket.start - held.start).days
        if before and history < before:
            text = _(
                "Only {n} of {all} days of history: old buyers may count as new.",
                n=max(history, 0),
                all=before,
            )
        elif after and (held.end - bucket.end).days < after:
            text = _("Not settled: {n} days after the period are not over.", n=after)
        else:
            text = None
        found.append(text)
    return objects(found, size)
