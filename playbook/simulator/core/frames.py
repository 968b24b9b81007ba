"""The rows that a world has made and not yet handed over, one frame a canonical table.

A frame holds numpy columns that grow. Money is int64 cents, a time int64 seconds since 1970 (local,
naive), a date int64 days since 1970, an id or text either a number or a code into the world's
one pool of texts. Columns whose name starts with ``_`` belong to the simulator and never reach a
Store. A frame refuses to hold Python objects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from playbook.simulator.core.arrays import Array

NULL = np.iinfo(np.int64).min
"""An int64 that is not known: null is not zero."""
_NULLS: dict[str, object] = {"i8": NULL, "i4": -1, "i2": -1, "i1": -1, "f8": np.nan, "u8": 0}
_FIRST, _LARGE = 1024, 1_000_000


class Texts:
    """The world's pool of texts: equal text, equal code."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._codes: dict[str, int] = {}

    def restore(self, values: Iterable[str]) -> None:
        """Take over the texts of a saved world, in their order."""
        self.values = list(values)
        self._codes = {text: code for code, text in enumerate(self.values)}

    def code(self, text: str) -> int:
        """Return the code of one text."""
        found = self._codes.setdefault(text, len(self.values))
        if found == len(self.values):
            self.values.append(text)
        return found

    def codes(self, texts: Iterable[str]) -> NDArray[np.int32]:
        """Return the codes of texts (a short list: names, labels, fragments of sentences)."""
        return np.array([self.code(text) for text in texts], np.int32)


class Frame:
    """The growing columns of one table.

    Parameters
    ----------
    name : str
        Canonical table, or a name that starts with ``_`` for the simulator's own.
    keeps : bool
        Rows may change after they were handed over (an order is paid, shipped, refunded) and stay
        until `drop`; otherwise they go once handed over.

    Attributes
    ----------
    first : int
        Number of the first row still held.
    marks : list of int
        Number of the next row at the end of each day.
    """

    def __init__(self, name: str, *, keeps: bool = False) -> None:
        self.name = name
        self.keeps = keeps
        self.first = 0
        self.size = 0
        self.marks: list[int] = []
        self._columns: dict[str, Array] = {}
        self._changed = np.zeros(_FIRST, bool)

    def __len__(self) -> int:
        return self.size

    @property
    def columns(self) -> list[str]:
        """Names of the columns held, the simulator's own included."""
        return list(self._columns)

    def append(self, **columns: object) -> NDArray[np.int64]:
        """Add rows; return their row numbers, which stay valid until they are dropped.

        A text column may be given as a tuple of codes arrays: its fragments are joined when it is
        written. A scalar holds for all rows. Columns not given are null.
        """
        given = _flat(columns)
        count = next((len(v) for v in given.values() if np.ndim(v)), 1)
        start, end = self.size, self.size + count
        self._reserve(end, given)
        for name, column in self._columns.items():
            column[start:end] = given.get(name, _null(column.dtype))
        self._changed[start:end] = True
        self.size = end
        return np.arange(start, end) + self.first

    def set(self, rows: Array, **columns: object) -> None:
        """Change columns of rows."""
        given = _flat(columns)
        at = self._places(rows)
        self._reserve(self.size, given)
        for name, values in given.items():
            self._columns[name][at] = values
        self._changed[at] = True

    def add(self, rows: Array, **columns: Array) -> None:
        """Add amounts to columns of rows; rows may repeat."""
        at = self._places(rows)
        for name, values in columns.items():
            np.add.at(self._columns[name], at, values)
        self._changed[at] = True

    def get(self, column: str, rows: Array | None = None) -> Array:
        """Return a column's values, of all rows held or of some."""
        values = self._columns[column][: self.size]
        return values if rows is None else values[self._places(rows)]

    def _places(self, rows: Array) -> Array:
        at = np.asarray(rows) - self.first
        # A negative place would silently be another row, counted from the end.
        if self.first and len(at) and at.min() < 0:
            raise LookupError(f"{self.name}: row {int(at.min()) + self.first} was let go")
        return at

    def mark(self) -> None:
        """Note the end of a day, so that rows can be let go by their age."""
        self.marks.append(self.first + self.size)

    def changed(self) -> NDArray[np.int64]:
        """Return the numbers of the rows added or changed since the last `handed_over`."""
        return np.flatnonzero(self._changed[: self.size]) + self.first

    def handed_over(self, rows: Array | None = None) -> None:
        """Mark rows (all when omitted) as written; a frame that keeps nothing lets them go."""
        if rows is not None:
            self._changed[np.asarray(rows) - self.first] = False
            return
        self._changed[: self.size] = False
        if not self.keeps:
            self.drop(self.first + self.size)

    def drop(self, before: int) -> None:
        """Let the rows with a number below `before` go."""
        gone = min(max(before - self.first, 0), self.size)
        for name, values in self._columns.items():
            self._columns[name] = values[gone : self.size].copy()
        self._changed = self._changed[gone : self.size].copy()
        self.first, self.size = self.first + gone, self.size - gone

    def arrays(self) -> dict[str, Array]:
        """Return the frame as named arrays, for saving."""
        told = {name: values[: self.size] for name, values in self._columns.items()}
        return {
            **told,
            "changed*": self._changed[: self.size],
            "first*": np.array([self.first]),
            "marks*": np.array(self.marks, np.int64),
        }

    def restore(self, told: dict[str, Array]) -> None:
        """Take over what `arrays` returned."""
        self._changed = told["changed*"].copy()
        self.first = int(told["first*"][0])
        self.marks = told["marks*"].tolist()
        self.size = len(self._changed)
        self._columns = {k: v.copy() for k, v in told.items() if not k.endswith("*")}

    def _reserve(self, size: int, given: dict[str, Array]) -> None:
        if size > len(self._changed):
            room = len(self._changed)
            # Doubling millions of rows would leave half of the memory unused.
            room = max(size, 2 * room if room < _LARGE else room + room // 4, _FIRST)
            for name, values in self._columns.items():
                self._columns[name] = _grown(values, room)
            self._changed = np.concatenate(
                [self._changed, np.zeros(room - len(self._changed), bool)]
            )
        for name, values in given.items():
            if name not in self._columns:
                held = np.full(len(self._changed), _null(values.dtype), values.dtype)
                self._columns[name] = held


def _flat(columns: dict[str, object]) -> dict[str, Array]:
    flat: dict[str, Array] = {}
    for name, values in columns.items():
        if isinstance(values, tuple):
            flat |= {f"{name}.{i}": np.asarray(part, np.int32) for i, part in enumerate(values)}
        else:
            flat[name] = _typed(name, np.asarray(values))
    return flat


def _typed(name: str, values: Array) -> Array:
    if values.dtype == bool:
        return values.astype(np.int8)
    if f"{values.dtype.kind}{values.dtype.itemsize}" not in _NULLS:
        raise TypeError(f"column {name}: {values.dtype} cannot stand in a frame")
    return values


def _null(dtype: np.dtype) -> object:
    return _NULLS[f"{dtype.kind}{dtype.itemsize}"]


def _grown(values: Array, room: int) -> Array:
    return np.concatenate([values, np.full(room - len(values), _null(values.dtype), values.dtype)])
