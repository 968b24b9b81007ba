"""Which columns of a matched table hold wrong values, and is there one cause for a whole column?

The unit is one column. A cause is named only when it explains every row of the column; otherwise
the rows that are off are given, three at most, by the learner's own keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playbook.grading.frames import comparable, family, has_zone
from playbook.grading.number import generic
from playbook.grading.problem import Kind, Problem

if TYPE_CHECKING:
    import pandas as pd

    from playbook.grading.table import Pair, TableTask


def dtype_problems(pair: Pair, task: TableTask) -> list[Problem]:
    """List the columns whose values are of another family than the truth's."""
    problems = []
    for name in _columns(pair, task):
        mine, truth = family(pair.actual[name]), family(pair.expected[name])
        if mine == truth or "empty" in {mine, truth} or {mine, truth} == {"bool", "number"}:
            continue
        problems.append(Problem(Kind.DTYPE, name, truth, mine))
    return problems


def value_problems(pair: Pair, task: TableTask) -> list[Problem]:
    """List the columns whose values are off, each with its cause or its first rows."""
    problems = [_column_problem(pair, name, task) for name in _columns(pair, task)]
    return [problem for problem in problems if problem is not None]


def _columns(pair: Pair, task: TableTask) -> list[str]:
    return [str(name) for name in pair.expected.columns if name not in task.key]


def _column_problem(pair: Pair, name: str, task: TableTask) -> Problem | None:
    kind = family(pair.expected[name])
    mine, truth = comparable(pair.actual[name], kind), comparable(pair.expected[name], kind)
    off = ~_same(mine, truth, kind, task)
    if not off.any():
        return None
    empty = off & pair.actual[name].isna() & truth.notna()
    if empty.any():
        return pair.problem(Kind.MISSING, name, empty)
    cause = _named(pair, name, mine, kind, task) or _other(pair, name, mine, kind, task)
    if cause is not None:
        return pair.problem(cause, name)
    if kind == "date":
        return pair.problem(_of_dates(mine, truth, pair.actual[name]), name, off)
    if kind == "number":
        return _of_numbers(pair, name, mine, truth, off, task)
    return pair.problem(Kind.VALUE, name, off)


def _same(mine: Any, truth: Any, kind: str, task: TableTask) -> pd.Series[Any]:
    import numpy as np

    both_empty = mine.isna() & truth.isna()
    if kind in {"number", "bool"}:
        room = task.tolerance.absolute + task.tolerance.relative * truth.abs() + 1e-12
        # inf - inf is NaN and would compare as different.
        with np.errstate(invalid="ignore"):
            close = ((mine - truth).abs() <= room) | (mine == truth)
    else:
        close = (mine == truth) & truth.notna()
    same: pd.Series[Any] = both_empty | close
    return same


def _named(pair: Pair, name: str, mine: Any, kind: Any, task: TableTask) -> Kind | None:
    """Find the caller's confusion that gives exactly this column."""
    from playbook.grading.table_rows import keys_of

    truth_keys = keys_of(pair.expected, pair.expected, task)
    for confusion, table in task.confusions.items():
        if name not in table.columns:
            continue
        other = comparable(table[name], kind).reset_index(drop=True)
        keys = keys_of(table, pair.expected, task)
        other.index = keys
        if keys.duplicated().any():
            continue
        laid = other.reindex(truth_keys).reset_index(drop=True)
        if _same(mine, laid, kind, task).all():
            return Kind(confusion)
    return None


def _other(pair: Pair, name: str, mine: Any, kind: Any, task: TableTask) -> Kind | None:
    """Find another column of the truth that this one equals throughout."""
    if len(mine) < 2:
        return None
    for column in _columns(pair, task):
        truth = pair.expected[column]
        if column == name or family(truth) != kind:
            continue
        if _same(mine, comparable(truth, kind), kind, task).all():
            return Kind.OTHER_COLUMN
    return None


def _of_dates(mine: Any, truth: Any, raw: Any) -> Kind:
    hours = ((mine - truth).dt.total_seconds() / 3600).dropna().unique()
    if len(hours) != 1:
        return Kind.VALUE
    if abs(hours[0]) == 24:
        return Kind.OFF_BY_ONE_DAY
    return Kind.TIME_ZONE if has_zone(raw) or abs(hours[0]) <= 14 else Kind.VALUE


def _of_numbers(pair: Pair, name: str, mine: Any, truth: Any, off: Any, task: TableTask) -> Problem:
    zeros = off & truth.isna() & (mine == 0)
    if zeros.any() and not (off & truth.notna()).any():
        return pair.problem(Kind.NULL_NOT_ZERO, name, zeros)
    rows = off & truth.notna() & (truth != 0)
    if not rows.any() or (off & ~rows & (mine != 0)).any():
        return pair.problem(Kind.VALUE, name, off)
    unit = task.units.get(name, "")
    kinds = _generic_kinds(mine[rows], truth[rows], unit, task, _quantum(mine.dropna()))
    kind = kinds.pop() if len(kinds) == 1 else Kind.VALUE
    whole = kind not in {Kind.VALUE, Kind.NEAR, Kind.ROUNDING}
    # One cause for the column, or none: half a column in percent has no single sentence.
    if whole and not rows.equals(truth.notna() & (truth != 0)):
        kind, whole = Kind.VALUE, False
    return pair.problem(kind, name, None if whole else off)


def _generic_kinds(mine: Any, truth: Any, unit: str, task: TableTask, quantum: float) -> set[Kind]:
    """Name the kinds over a sample of rows: a cause of the whole column shows in any of them."""
    step = max(1, len(mine) // 200)
    pairs = zip(mine.iloc[::step].tolist(), truth.iloc[::step].tolist(), strict=True)
    return {generic(a, b, unit, task.tolerance, quantum) for a, b in pairs}


def _quantum(mine: Any) -> float:
    """Find to how many decimals a whole column is rounded, up to six."""
    for places in range(7):
        if (mine.round(places) == mine).all():
            return float(10.0**-places)
    return 0.0
