"""Which of our columns holds what the curriculum calls by another name?

The unit is one name of one table of the curriculum. Names that mean a whole table ("message
lines", "supplier facts") point to its most telling column. This module refuses to guess: a name
that no column carries is an error, not a blank.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from playbook.store.schema import Column, Table, tables


@dataclass(frozen=True)
class Carried:
    """One name of the curriculum and the column that carries it.

    Parameters
    ----------
    table, name : str
        As the curriculum writes them.
    ours : Table
        Our table.
    column : Column
        Our column.
    """

    table: str
    name: str
    ours: Table
    column: Column


def carried() -> Iterator[Carried]:
    """Yield every name of the curriculum's practice data with the column that carries it.

    Raises
    ------
    LookupError
        A name has no column: a fault in ``tables/*.toml``.

    Examples
    --------
    >>> one = next(one for one in carried() if one.name == "qty")
    >>> one.table, one.ours.name, one.column.name
    ('items', 'order_lines', 'quantity')
    """
    named = {table.curriculum: table for table in tables().values()}
    text = (files("playbook.store") / "curriculum.toml").read_text(encoding="utf-8")
    for table, names in tomllib.loads(text).items():
        for name in names:
            yield Carried(table, name, named[table], _column(named[table], name))


def _column(table: Table, name: str) -> Column:
    # A column that has taken over another's name comes second: `was` decides.
    was = [column for column in table.columns.values() if column.was == name]
    if was:
        return was[0]
    if name in table.columns:
        return table.columns[name]
    raise LookupError(f"{table.name} has no column for the curriculum's {name!r}")
