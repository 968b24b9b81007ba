"""How does a user get a shop that never existed?

`simulate` makes a Store in an empty folder, and the truth beside it. The folder appears whole or
not at all. A long or busy shop is written in month-sized pieces, so that memory does not grow with
its age.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.errors import ParameterError
from playbook.i18n import _
from playbook.simulator.growing import growing
from playbook.simulator.incidents import Planned
from playbook.simulator.world import DEFAULT_ORDERS_PER_DAY, DEFAULT_START, World

if TYPE_CHECKING:
    from playbook.store import Store

MOST_DAYS = 3660
MOST_ORDERS = 40_000_000
PIECE_ORDERS = 300_000
"""Orders after which a piece is written and let go."""
PIECE_DAYS = 31


def simulate(
    into: str | Path,
    *,
    seed: int,
    days: int = 365,
    start: dt.date = DEFAULT_START,
    orders_per_day: float = DEFAULT_ORDERS_PER_DAY,
    profile: str = "tmall-fashion",
    lang: str = "en",
    name: str | None = None,
    incidents: Sequence[Planned] = (),
    truth: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Store:
    """Make a shop and write it into a new Store.

    Parameters
    ----------
    into : path
        New or empty folder of the Store. The truth goes to ``<into>.truth/`` beside it.
    seed : int
        Same seed, same shop.
    days, start, orders_per_day, profile, lang, incidents
        See `World`.
    name : str, optional
        Name of the shop; the profile's own when omitted.
    truth : bool
        Also write ``truth.json`` and ``world.npz`` (to go on from), and count what each incident
        cost (which simulates its days once more without it).
    progress : callable, optional
        Called with (days done, days in all).

    Returns
    -------
    Store

    Raises
    ------
    ParameterError
        An argument is impossible.
    StoreError
        The folder holds something, or the disk is full; nothing is left behind.
    """
    folder = Path(into).resolve()  # "." has no name
    _check(days, orders_per_day, start, incidents)
    world = World(
        seed, profile, start=start, orders_per_day=orders_per_day, lang=lang, incidents=incidents
    )
    with growing(folder) as (half, half_apart):
        _make(world, half, half_apart if truth else None, days, name, progress)
    from playbook.store import open_store

    return open_store(folder)


def _make(
    world: World,
    half: Path,
    apart: Path | None,
    days: int,
    name: str | None,
    progress: Callable[[int, int], None] | None,
) -> None:
    from playbook.simulator.saving import save
    from playbook.simulator.truth import Twins, truth, write_truth
    from playbook.simulator.writing import forget_old, write

    store, twins = _new_store(world, half, name), Twins()
    by_pieces = days * world.orders_per_day > PIECE_ORDERS
    for done in range(1, days + 1):
        if apart is not None:
            twins.before(world)
        world.advance()
        if progress is not None:
            progress(done, days)
        if by_pieces and done % PIECE_DAYS == 0 and done < days:
            store = write(world, store, last=False)
            forget_old(world)
    write(world, store)
    if apart is not None:
        apart.mkdir(parents=True)
        write_truth(apart / "truth.json", truth(world, twins))
        save(world, apart / "world.npz")


def _new_store(world: World, folder: Path, name: str | None) -> Store:
    from playbook.store import create_store

    shop = world.profile.section("shop")
    return create_store(
        folder,
        name=name or shop[world.lang],
        platform=shop["platform"],
        currency=shop["currency"],
        timezone=shop["timezone"],
        language=world.lang,
    )


def _check(
    days: int,
    orders_per_day: float,
    start: dt.date,
    incidents: Sequence[Planned],
) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise ParameterError(
            _("Days is {value}. Give a number from 1 to {most}.", value=days, most=MOST_DAYS)
        )
    if days * orders_per_day > MOST_ORDERS:
        raise ParameterError(
            _(
                "{days} days of {orders:g} orders are more than {most} orders. "
                "Take fewer days or fewer orders a day.",
                days=days,
                orders=orders_per_day,
                most=MOST_ORDERS,
            )
        )
    last = start + dt.timedelta(days=days - 1)
    for planned in incidents:
        if not start <= planned.start <= last:
            raise ParameterError(
                _(
                    "Incident {id} starts on {day}, outside the simulated days {first} to {last}.",
                    id=planned.id,
                    day=planned.start.isoformat(),
                    first=start.isoformat(),
                    last=last.isoformat(),
                )
            )
