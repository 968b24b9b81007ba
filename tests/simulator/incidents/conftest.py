"""A calm shop and its twins in which one thing goes wrong.

The shop is simulated once for `WARM` days. A twin starts from that state with its incidents and is
simulated for some days more; when a metric is asked, its new rows are written into a small Store.
"""

import copy
import datetime as dt
import functools
import os
from typing import Any

import pytest

from playbook.simulator.incidents import CATALOGUE, plan_incident
from playbook.simulator.world import World

SEED, ORDERS, WARM, AFTER = 21, 300.0, 46, 18
FIRST = dt.date(2025, 7, 1) + dt.timedelta(days=WARM)
LEAD = 8
"""Days simulated before the start of an incident that begins in secret (E25)."""
FULL = os.environ.get("PLAYBOOK_TEST_TIER") == "full"
A_DAY = 3
"""So many incidents are looked at in the fast tier; they change from day to day."""
TURN = "another day's turn; `make test-full` runs all"
STAY = ("products", "suppliers", "promotions")
"""Tables of which a Store of the last days needs the older rows too."""
ASKED = ("orders", "order_lines", "products", "refunds", "traffic", "product_days", "ads",
         "shipments", "reviews", "inventory", "competitors", "points", "system_health",
         "events")  # fmt: skip
"""Tables that the claims look at through the metric dictionary."""


def on_duty() -> Any:
    """List the incidents that this run looks at: all, or those whose turn it is today."""
    ids = list(CATALOGUE)
    if FULL:
        return ids
    turn = dt.date.today().toordinal() * A_DAY
    return sorted({ids[(turn + i) % len(ids)] for i in range(A_DAY)}, key=ids.index)


def only_on_duty(*ids: str) -> pytest.MarkDecorator:
    """Skip a test in the fast tier unless one of its incidents has its turn."""
    waits = not FULL and not set(ids) & set(on_duty())
    return pytest.mark.skipif(waits, reason=TURN)


def pytest_collection_modifyitems(config: Any, items: Any) -> None:
    """Leave out what waits for its turn, rather than to report it as skipped."""
    waiting = [
        item
        for item in items
        if any(m.kwargs.get("reason") == TURN and m.args[0] for m in item.iter_markers("skipif"))
    ]
    if waiting:
        config.hook.pytest_deselected(items=waiting)
        left_out = set(waiting)
        items[:] = [item for item in items if item not in left_out]


def begin(id_: Any) -> Any:
    """Return the first day of an incident."""
    lead = LEAD if id_ and CATALOGUE[id_].lead_days else 0
    return FIRST + dt.timedelta(days=lead)


class Twin:
    """One world of a pair, with its Store when a metric is asked."""

    def __init__(self, world: Any, planned: Any, folder: Any) -> None:
        self.world, self.planned, self._folder = world, planned, folder

    @property
    def facts(self) -> Any:
        """The slice of the (first) incident."""
        return self.world.mishaps.facts["0"]

    @functools.cached_property
    def store(self) -> Any:
        """The rows of the days that were simulated, as a Store."""
        from playbook.simulator.writing import write
        from playbook.store import create_store

        new = create_store(self._folder, name="twin", platform="tmall", currency="CNY",
                           timezone="Asia/Shanghai")  # fmt: skip
        every = self.world.frames
        # Writing lets rows go that `rows` still wants.
        self.world.frames = {n: copy.deepcopy(f) for n, f in every.items() if n in ASKED}
        try:
            return write(self.world, new)
        finally:
            self.world.frames = every

    def ask(self, metric: Any, where: Any = None, days: Any = (0, 0), start: Any = FIRST) -> Any:
        """Return a metric over days counted from the incident's start."""
        from playbook.metrics import Period, query

        first, last = (start + dt.timedelta(days=day) for day in days)
        found = query(self.store, metric, period=Period(first, last), where=where)
        rows = found.to_dict("records")
        assert len(rows) == 1, (metric, where, days)
        assert rows[0]["value"] is not None, (metric, where, rows[0]["reason"])
        return float(rows[0]["value"])

    def rows(self, table: Any) -> Any:
        """Return a table's new rows as the simulator holds them, texts as texts."""
        import pandas as pd

        frame, values = self.world.frames[table], self.world.texts.values
        told = {}
        for name in frame.columns:
            column = frame.get(name)
            is_text = column.dtype == "int32"
            told[name] = [values[c] if c >= 0 else None for c in column] if is_text else column
        return pd.DataFrame(told)


@pytest.fixture(scope="session")
def warm() -> Any:
    """Return the shop after its first weeks, as saved arrays; its past is handed over."""
    from playbook.simulator.saving import arrays_of

    world = World(SEED, orders_per_day=ORDERS)
    world.advance(WARM)
    for name, frame in world.frames.items():
        if not name.startswith("_") and name not in STAY:
            frame.handed_over(frame.changed() if frame.keeps else None)
    return arrays_of(world)


@pytest.fixture(scope="session")
def twin(warm: Any, tmp_path_factory: Any) -> Any:
    """Return a function: incidents ("E4:severe", "E4+E9"; "" for the calm shop) -> Twin."""
    from playbook.simulator.saving import world_of

    folder = tmp_path_factory.mktemp("twins")

    @functools.cache
    def made(named: Any, days: Any) -> Any:
        world = world_of(warm)
        world.incidents = tuple(
            plan_incident(f"{id_}@{begin(id_)}:{degree}", number)
            for number, (id_, degree) in enumerate(named)
        )
        world.advance(days)
        name = "_".join(part for pair in named for part in pair) or "calm"
        return Twin(world, world.incidents, folder / f"{name}_{days}")

    def make(told: Any = "", days: Any = AFTER) -> Any:
        parts = [part.partition(":") for part in told.split("+") if part]
        return made(tuple((id_, degree or "medium") for id_, _colon, degree in parts), days)

    return make
