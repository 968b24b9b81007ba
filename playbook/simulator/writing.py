"""How do a world's rows become a Store that tells nothing of the world?

Frames are handed to the Store's writer as they are, one batch a table, and pass the same checks as
any import. The Store says that its data are practice data; neither the seed nor what was planned
goes into it. What a frame keeps (orders that may still change) is written again when it changes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.frames import NULL, Frame
from playbook.simulator.incidents.records import faults, withheld
from playbook.store import ImportRecord, Store, tables

if TYPE_CHECKING:
    from collections.abc import Set

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.world import World
    from playbook.store import Writer
    from playbook.store.schema import Column

SOURCE = "practice"
KEPT_DAYS = 75
"""Rows older than this can no longer change, and need not be held in memory."""
AGEING = ("orders", "order_lines", "refunds", "shipments", "tickets", "ads", "settlements")
"""Tables whose rows stop changing with age."""
MOST_TOLD_AGAIN = 60_000
"""Larger tables hold days, which are told once."""
RECENT = ("events",)
"""Tables that hold the last days only."""
BATCH_ROWS = 50_000
"""Rows that one thread of the engine takes at a time."""


def write(world: World, store: Store, *, last: bool = True) -> Store:
    """Write everything that is new or changed since the last time, as one version.

    Parameters
    ----------
    world : World
        Simulated up to yesterday.
    store : Store
        The same Store every time.
    last : bool
        False for a piece in the middle of a long past: what is kept for 30 days only waits.

    Raises
    ------
    StoreError
        The disk is full, or another import runs; the Store is as before.
    """
    as_of = dt.datetime.combine(world.date, dt.time()) - dt.timedelta(seconds=1)
    kept = [name for name in tables() if name in world.frames and (last or name not in RECENT)]
    told = {name: world.frames[name] for name in kept}
    changed = {name: frame for name, frame in told.items() if len(_to_write(world, frame))}
    digest = hashlib.sha256()
    with store.newest().writer() as writer:
        count = sum(_put(writer, world, frame, as_of, digest) for frame in changed.values())
        record = ImportRecord(
            file=f"{as_of:%Y-%m-%d}",
            sha256=digest.hexdigest(),
            source=SOURCE,
            as_of=as_of,
            read=count,
        )
        written = writer.commit(record)
    for frame in changed.values():
        frame.handed_over(_to_write(world, frame) if frame.keeps else None)
    return written


def forget_old(world: World) -> None:
    """Let rows go that are too old to change; call after `write`."""
    for name in AGEING:
        frame = world.frames.get(name)
        if frame is not None and len(frame.marks) > KEPT_DAYS:
            frame.drop(frame.marks[-KEPT_DAYS])


def _put(writer: Writer, world: World, frame: Frame, as_of: dt.datetime, digest: Any) -> int:
    """Hand one frame over; return how many rows it had."""
    rows = _to_write(world, frame)
    held = {name: frame.get(name, rows) for name in frame.columns if not name.startswith("_")}
    held = faults(world, frame, rows, _latest(frame, held))
    for values in held.values():
        digest.update(np.ascontiguousarray(values))
    columns = tables()[frame.name].columns
    money = {name for name in held if columns[name.split(".")[0]].type == "money"}
    writer.connection.register("_frame", _arrow(held, world, money))
    given = {name.split(".")[0]: name for name in held}
    fields = ", ".join(
        f'{_field(columns[name], [c for c in held if c.split(".")[0] == name], held)} AS "{name}"'
        for name in given
    )
    query = f"SELECT {fields}, '{frame.name}' AS _file, _row FROM _frame"
    writer.put(frame.name, query, as_of=as_of, provides=list(given), invented=True)
    writer.connection.unregister("_frame")
    return len(held[next(iter(held))])


def _to_write(world: World, frame: Frame) -> Array:
    rows = frame.changed()
    return rows[~withheld(world, frame, rows)]


def _latest(frame: Frame, held: dict[str, Array]) -> dict[str, Array]:
    """Keep the last row of each key: a listing is told again whenever it changes."""
    if frame.keeps or len(held[next(iter(held))]) > MOST_TOLD_AGAIN:
        return held
    keys = [held[name] for name in tables()[frame.name].key if name in held]
    order = np.lexsort([np.arange(len(keys[0])), *keys])
    same = np.ones(len(order) - 1, bool)
    for values in keys:
        same &= values[order][1:] == values[order][:-1]
    last = np.sort(order[np.r_[~same, True]])
    return {name: values[last] for name, values in held.items()}


def _arrow(held: dict[str, Array], world: World, money: Set[str]) -> Any:
    import pyarrow as pa

    pool = pa.array(world.texts.values, pa.string())
    arrays: dict[str, Any] = {}
    for name, values in held.items():
        if values.dtype == np.int32:
            codes = pa.array(values, mask=values < 0)
            arrays[name] = pa.DictionaryArray.from_arrays(codes, pool)
        elif name in money and values.dtype == np.int64:
            arrays[name] = _decimals(values)
        elif values.dtype == np.int64:
            nulls = values == NULL
            arrays[name] = pa.array(values, mask=nulls if nulls.any() else None)
        else:
            arrays[name] = pa.array(values, from_pandas=True)
    count = len(next(iter(held.values())))
    arrays["_row"] = pa.array(np.arange(1, count + 1))
    # The engine reads one batch a thread: a table in one piece would be read by one.
    return pa.Table.from_batches(pa.table(arrays).to_batches(max_chunksize=BATCH_ROWS))


def _decimals(cents: Array) -> Any:
    """Return cents as decimals with two places, without touching a digit."""
    import pyarrow as pa

    words = np.empty((len(cents), 2), "<i8")  # 128 bits, the low half first
    words[:, 0], words[:, 1] = cents, cents >> 63
    known = np.packbits(cents != NULL, bitorder="little")
    buffers = [pa.py_buffer(known), pa.py_buffer(words)]
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), buffers)


def _field(column: Column, parts: list[str], held: dict[str, Array]) -> str:
    """Write the SQL that turns a frame's column into the canonical one."""
    if len(parts) > 1:
        joined = ", ".join(f'"{part}"' for part in parts)
        return f'CASE WHEN "{parts[0]}" IS NULL THEN NULL ELSE concat({joined}) END'
    source, dtype = f'"{parts[0]}"', held[parts[0]].dtype
    match column.type:
        case "money" if dtype == np.int64:
            return source
        case "datetime":
            return f"make_timestamp({source} * 1000000)"
        case "date":
            return f"(DATE '1970-01-01' + {source}::INTEGER)"
        case "flag":
            return f"CASE {source} WHEN 1 THEN true WHEN 0 THEN false END"
        case "id" | "text" | "code":
            return f"{source}::VARCHAR"
    return source
