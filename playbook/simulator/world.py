"""How does a shop that never existed go on, day by day?

`World` holds the pieces, the frames they write to, the agenda and the calendar of what is planned
(incidents, decisions). `advance` simulates days; the same seed and the same plan give the same
future, from the start or from a saved state. It refuses to know what any piece does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.simulator.core.agenda import Agenda
from playbook.simulator.core.day import Day
from playbook.simulator.core.draws import Draws
from playbook.simulator.core.frames import Frame, Texts
from playbook.simulator.core.profile import Profile, profile

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from playbook.simulator.core.piece import Piece
    from playbook.simulator.incidents import Planned

DEFAULT_START = dt.date(2025, 7, 1)
DEFAULT_ORDERS_PER_DAY = 300.0
KEEPING = (
    "orders",
    "order_lines",
    "customers",
    "purchase_orders",
    "refunds",
    "shipments",
    "tickets",
    "ads",
    "products",
    "promotions",
    "settlements",
    "tasks",
)
"""Frames whose rows change after they were first handed over."""


@dataclass(frozen=True)
class Decision:
    """What an operator decided: takes effect on `day` (index), before people come."""

    day: int
    kind: str
    arguments: Mapping[str, Any]


class World:
    """A shop that goes on.

    Parameters
    ----------
    seed : int
        Same seed, same shop.
    profile : str
        One of `playbook.simulator.PROFILES`.
    start : date
        First day.
    orders_per_day : float
        Paid orders to expect on an average day.
    lang : {"en", "zh"}
        Language of titles, names and texts; numbers do not depend on it.
    incidents : sequence of Planned
        What goes wrong, see `playbook.simulator.incidents`.

    Raises
    ------
    ParameterError
        An argument is impossible.
    """

    def __init__(
        self,
        seed: int,
        profile: str = "tmall-fashion",
        *,
        start: dt.date = DEFAULT_START,
        orders_per_day: float = DEFAULT_ORDERS_PER_DAY,
        lang: str = "en",
        incidents: Sequence[Planned] = (),
    ) -> None:
        from playbook.simulator.checking import check_world
        from playbook.simulator.pieces import build

        check_world(seed, start, orders_per_day, lang)
        self.seed, self.start, self.orders_per_day, self.lang = seed, start, orders_per_day, lang
        self.profile: Profile = _profile(profile)
        self.incidents = tuple(incidents)
        self.taken: list[Decision] = []
        self.draws = Draws(seed)
        self.texts = Texts()
        self.agenda = Agenda()
        self.frames: dict[str, Frame] = {}
        self.today = 0
        self.pieces: dict[str, Piece] = {}
        build(self)

    def __getattr__(self, name: str) -> Any:
        """Return a piece by its name: ``world.catalogue``."""
        pieces = self.__dict__.get("pieces", {})
        if name in pieces:
            return pieces[name]
        raise AttributeError(name)

    @property
    def date(self) -> dt.date:
        """The next day to be simulated."""
        return self.date_of(self.today)

    def date_of(self, index: int) -> dt.date:
        """Return the date of a day index."""
        return self.start + dt.timedelta(days=index)

    def frame(self, table: str) -> Frame:
        """Return the frame of a table, made when it is first asked for."""
        if table not in self.frames:
            self.frames[table] = Frame(table, keeps=table in KEEPING or table.startswith("_"))
        return self.frames[table]

    def say(self, en: str, zh: str) -> int:
        """Return the code of a text in the shop's language."""
        return self.texts.code(zh if self.lang == "zh" else en)

    def decide(self, kind: str, **arguments: Any) -> None:
        """Take a decision; it takes effect from the next day simulated.

        Raises
        ------
        ParameterError
            There is no such decision, or an argument is not possible.
        """
        function = self._decision(kind)
        function(**arguments)
        self.taken.append(Decision(self.today, kind, dict(arguments)))

    def _decision(self, kind: str) -> Callable[..., None]:
        known = {name: f for piece in self.pieces.values() for name, f in piece.decisions().items()}
        if kind not in known:
            raise ParameterError(
                _(
                    "There is no decision '{kind}'. Known: {known}.{hint}",
                    kind=kind,
                    known=", ".join(sorted(known)),
                    hint=did_you_mean(kind, known),
                )
            )
        return known[kind]

    def advance(self, days: int = 1, progress: Callable[[int], None] | None = None) -> None:
        """Simulate days.

        Parameters
        ----------
        days : int
            How many.
        progress : callable, optional
            Called with the number of days done after each.
        """
        for done in range(days):
            self._one_day()
            if progress is not None:
                progress(done + 1)

    def play(self, *decisions: tuple[str, Mapping[str, Any]]) -> dict[str, pd.DataFrame]:
        """Take decisions, simulate one day and return its new rows by table; see `answering`."""
        from playbook.simulator.answering import play

        return play(self, decisions)

    def save(self, path: Path) -> None:
        """Save the world to a file; see `saving`."""
        from playbook.simulator.saving import save

        save(self, path)

    @staticmethod
    def load(path: Path) -> World:
        """Load a saved world; it goes on as it would have gone on."""
        from playbook.simulator.saving import load

        return load(path)

    def fork(self) -> World:
        """Return a twin in the same state, to see what happens otherwise."""
        from playbook.simulator.saving import fork

        return fork(self)

    def _one_day(self) -> Day:
        day = Day(self.today, self.date)
        pieces = self.pieces.values()
        for piece in pieces:
            piece.plan(day)
        for piece in pieces:
            piece.record(day)
        for frame in self.frames.values():
            if frame.keeps:
                frame.mark()
        self.today += 1
        return day


def _profile(name: str) -> Profile:
    return profile(name)
