"""What does the shop answer to a decision, in tables that a player can read?

The unit is one day. `play` takes decisions, simulates a day and returns that day's new rows as
DataFrames with the names of the canonical tables: the loop of a drill or of a shop-keeping game.
Rows of earlier days that changed meanwhile (an order shipped) are told by the Store, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.store import tables

if TYPE_CHECKING:
    import pandas as pd

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.frames import Frame
    from playbook.simulator.world import World
    from playbook.store.schema import Column


def play(
    world: World, decisions: Iterable[tuple[str, Mapping[str, Any]]] = ()
) -> dict[str, pd.DataFrame]:
    """Take decisions, simulate one day and return its new rows.

    Parameters
    ----------
    world : World
        Changed in place.
    decisions : iterable of (str, mapping)
        Name of each decision and its arguments, as for `World.decide`.

    Returns
    -------
    dict of str to DataFrame
        Table -> the rows that the day added. Money is in the shop's currency.

    Raises
    ------
    ParameterError
        A decision is not possible; those before it are taken, and the day is not simulated.
    """
    for kind, arguments in decisions:
        world.decide(kind, **arguments)
    before = {name: frame.first + frame.size for name, frame in world.frames.items()}
    world.advance()
    return {
        name: rows_since(world, world.frames[name], before.get(name, 0))
        for name in tables()
        if name in world.frames
    }


def rows_since(world: World, frame: Frame, first: int) -> pd.DataFrame:
    """Return the rows of a frame from a row number on, in canonical columns and units."""
    import pandas as pd

    rows = np.arange(max(first, frame.first), frame.first + frame.size)
    columns = tables()[frame.name].columns
    told: dict[str, Any] = {}
    for name in columns:
        parts = [held for held in frame.columns if held.split(".")[0] == name]
        if parts:
            told[name] = _readable(world, columns[name], [frame.get(part, rows) for part in parts])
    return pd.DataFrame(told)


def _readable(world: World, column: Column, parts: list[Array]) -> Any:
    import pandas as pd

    values = parts[0]
    if values.dtype == np.int32:
        return _texts(world, parts)
    unknown = values == NULL if values.dtype == np.int64 else np.zeros(len(values), bool)
    match column.type:
        case "money" if values.dtype == np.int64:
            return pd.Series(np.where(unknown, np.nan, values / 100))
        case "datetime" | "date":
            unit = "s" if column.type == "datetime" else "D"
            safe = np.where(unknown, np.iinfo(np.int64).min, values)
            return pd.Series(safe.astype(f"datetime64[{unit}]").astype("datetime64[s]"))
        case "flag":
            return pd.Series(values == 1).astype("boolean").mask(values < 0)
        case "id":
            return pd.Series(pd.array(values, "Int64")).astype(str).mask(unknown)
    return pd.Series(pd.array(values, "Int64")).mask(unknown) if unknown.any() else values


def _texts(world: World, parts: list[Array]) -> pd.Series:
    import pandas as pd

    pool = np.array([*world.texts.values, ""], object)
    said = pool[parts[0]]
    for part in parts[1:]:
        said = said + pool[part]
    return pd.Series(said, dtype="str").mask(parts[0] < 0)
