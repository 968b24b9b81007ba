"""How does a world sleep and wake up unchanged?

A saved world is one ``.npz`` file of plain arrays and one JSON text: no pickles, nothing that runs
when it is read. What can be built from seed and profile is built again; frames, agenda and the
pieces' states are stored. A world saved and resumed has the future it would have had.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.errors import StoreError
from playbook.i18n import _
from playbook.simulator.core.agenda import Agenda

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array
    from playbook.simulator.world import World

FORMAT = 1


def arrays_of(world: World) -> dict[str, Array]:
    """Return the whole world as named arrays (one of them the bytes of a JSON text)."""
    from playbook.simulator.incidents import as_told

    told: dict[str, Array] = {}
    plain: dict[str, dict[str, Any]] = {}
    for name, piece in world.pieces.items():
        for attribute, value in piece.saved().items():
            if isinstance(value, np.ndarray):
                told[f"piece/{name}/{attribute}"] = value
            else:
                plain.setdefault(name, {})[attribute] = value
    told |= {f"agenda/{name}": values for name, values in world.agenda.arrays().items()}
    for table, frame in world.frames.items():
        told |= {f"frame/{table}/{name}": values for name, values in frame.arrays().items()}
    facts = {
        "format": FORMAT,
        "seed": world.seed,
        "profile": world.profile.name,
        "start": world.start.isoformat(),
        "orders_per_day": world.orders_per_day,
        "lang": world.lang,
        "incidents": [as_told(planned) for planned in world.incidents],
        "taken": [[d.day, d.kind, dict(d.arguments)] for d in world.taken],
        "today": world.today,
        "texts": world.texts.values,
        "pieces": plain,
    }
    # A date among a decision's arguments is kept as it is written.
    text = json.dumps(facts, ensure_ascii=False, default=str).encode()
    return told | {"world": np.frombuffer(text, np.uint8)}


def world_of(told: Mapping[str, Array]) -> World:
    """Rebuild a world from `arrays_of`."""
    from playbook.simulator.incidents import from_told
    from playbook.simulator.world import Decision, World

    facts = json.loads(bytes(told["world"]).decode())
    world = World(
        facts["seed"],
        facts["profile"],
        start=dt.date.fromisoformat(facts["start"]),
        orders_per_day=facts["orders_per_day"],
        lang=facts["lang"],
        incidents=[from_told(each) for each in facts["incidents"]],
    )
    world.texts.restore(facts["texts"])
    world.taken = [Decision(day, kind, given) for day, kind, given in facts["taken"]]
    world.today = facts["today"]
    groups = _grouped(told)
    agenda = Agenda.from_arrays(groups.get("agenda", {}))
    world.agenda.__dict__.update(agenda.__dict__)
    for name, held in _grouped(groups.get("frame", {})).items():
        world.frame(name).restore(held)
    arrays = _grouped(groups.get("piece", {}))
    for name, piece in world.pieces.items():
        piece.restore({**facts["pieces"].get(name, {}), **_copies(arrays.get(name, {}))})
    return world


def _copies(held: Mapping[str, Array]) -> dict[str, Array]:
    return {name: values.copy() for name, values in held.items()}


def _grouped(told: Mapping[str, Array]) -> dict[str, dict[str, Array]]:
    groups: dict[str, dict[str, Array]] = {}
    for name, values in told.items():
        if "/" in name:
            group, rest = name.split("/", 1)
            groups.setdefault(group, {})[rest] = values
    return groups


def save(world: World, path: Path) -> None:
    """Save a world to a file, whole or not at all."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays_of(world))  # type: ignore[arg-type]
    half = path.with_name(f".{path.name}.part")
    half.write_bytes(buffer.getvalue())
    half.replace(path)


def load(path: Path) -> World:
    """Load a saved world.

    Raises
    ------
    StoreError
        The file is missing, damaged, or from another version of playbook.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as told:
            arrays = {name: told[name] for name in told.files}
        facts = json.loads(bytes(arrays["world"]).decode())
    except (OSError, EOFError, ValueError, KeyError, AttributeError, zipfile.BadZipFile) as error:
        raise StoreError(
            _("{file} is not a saved world, or it is damaged. Simulate it again.", file=path.name)
        ) from error
    if facts.get("format") != FORMAT:
        raise StoreError(
            _("{file} was saved by another version of playbook. Simulate it again.", file=path.name)
        )
    return world_of(arrays)


def fork(world: World) -> World:
    """Return a second world in the same state."""
    return world_of(arrays_of(world))
