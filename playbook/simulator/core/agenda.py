"""What falls due on which day?

A parcel arrives, a buyer comes back, a balance must be paid: each is a batch of rows put down for a
day and picked up when that day comes. Batches of one kind share their fields. The order in which
rows were put down is kept, so every process picks up the same rows in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array

    Fields = dict[str, Array]


class Agenda:
    """Rows waiting for their day, by kind."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[int, list[Fields]]] = {}

    def put(self, kind: str, due: Array, **fields: Array) -> None:
        """Put rows down for their days.

        Parameters
        ----------
        kind : str
            What falls due.
        due : int array, shape (n,)
            Day index of each row; a day that has passed is never picked up.
        **fields : arrays, shape (n,)
            What to remember of each row.
        """
        if not len(due):
            return
        order = np.argsort(due, kind="stable")
        days = np.asarray(due)[order]
        sorted_fields = {name: np.asarray(values)[order] for name, values in fields.items()}
        starts = np.flatnonzero(np.r_[True, days[1:] != days[:-1]])
        ends = np.r_[starts[1:], len(days)]
        bins = self._waiting.setdefault(kind, {})
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            batch = {name: values[start:end] for name, values in sorted_fields.items()}
            bins.setdefault(int(days[start]), []).append(batch)

    def take(self, kind: str, day: int) -> Fields:
        """Pick up all rows of a kind that fall due on a day; empty when there are none."""
        batches = self._waiting.get(kind, {}).pop(day, [])
        if len(batches) <= 1:
            return batches[0] if batches else {}
        return {name: np.concatenate([batch[name] for batch in batches]) for name in batches[0]}

    def waiting(self, kind: str) -> int:
        """Count the rows of a kind that wait."""
        bins = self._waiting.get(kind, {})
        return sum(len(next(iter(b.values()))) for batches in bins.values() for b in batches)

    def arrays(self) -> dict[str, Array]:
        """Return everything that waits as named arrays, for saving."""
        told: dict[str, Array] = {}
        for kind, bins in self._waiting.items():
            days = sorted(day for day in bins if bins[day])
            if not days:
                continue
            batches = [(day, batch) for day in days for batch in bins[day]]
            for name in batches[0][1]:
                told[f"{kind}/{name}"] = np.concatenate([batch[name] for _day, batch in batches])
            sizes = [(day, len(next(iter(batch.values())))) for day, batch in batches]
            told[f"{kind}/due*"] = np.concatenate([np.full(n, day) for day, n in sizes])
        return told

    @classmethod
    def from_arrays(cls, told: dict[str, Array]) -> Agenda:
        """Rebuild an agenda from `arrays`."""
        agenda = cls()
        kinds: dict[str, Fields] = {}
        for name, values in told.items():
            kind, column = name.split("/", 1)
            kinds.setdefault(kind, {})[column] = values
        for kind, fields in kinds.items():
            due = fields.pop("due*")
            agenda.put(kind, due, **fields)
        return agenda
