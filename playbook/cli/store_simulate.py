"""How does a user get a practice shop whose causes are known?

The unit is one simulated Store. The truth about it is written beside the Store, and only its place
is printed.
"""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Annotated

import typer

from playbook.cli.output import say, table
from playbook.errors import ParameterError
from playbook.i18n import N_, _, language, number, pick

DEFAULT_SEED = 7


def simulate(
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", metavar="FOLDER", help=N_("A new folder. Without it: below data/stores/.")
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help=N_("Same seed, same shop."))] = DEFAULT_SEED,
    days: Annotated[int, typer.Option(help=N_("How many days."))] = 365,
    orders_per_day: Annotated[
        float, typer.Option("--orders-per-day", help=N_("Paid orders on an average day."))
    ] = 300,
    start: Annotated[str | None, typer.Option(help=N_("First day, such as 2025-07-01."))] = None,
    profile: Annotated[
        str,
        typer.Option(help=N_("tmall-fashion, food, electronics or shopify-home.")),
    ] = "tmall-fashion",
    incident: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID@DAY[:SEVERITY]",
            help=N_("What goes wrong, such as E4@2026-05-03:severe; may be given several times."),
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help=N_("The shop's name."))] = None,
    no_truth: Annotated[
        bool, typer.Option("--no-truth", help=N_("Do not write the truth beside the store."))
    ] = False,
) -> None:
    """Simulate a shop into a new Store."""
    from playbook.cli.places import new_store_folder
    from playbook.cli.progress import counting
    from playbook.simulator.growing import truth_folder
    from playbook.simulator.incidents import plan_incident
    from playbook.simulator.making import simulate as make
    from playbook.simulator.world import DEFAULT_START

    planned = [plan_incident(text, at) for at, text in enumerate(incident or ())]
    folder = into or new_store_folder(f"{profile}-{seed}")
    began = time.monotonic()
    with counting(_("Days")) as count:
        store = make(
            folder,
            seed=seed,
            days=days,
            start=_day(start) or DEFAULT_START,
            orders_per_day=orders_per_day,
            profile=profile,
            lang=language(),
            name=name,
            incidents=planned,
            truth=not no_truth,
            progress=count,
        )
    say(_("The store {name} is ready in {path}.", name=store.info.name, path=store.path))
    _show(store.path, began)
    if not no_truth:
        say(
            _(
                "What was planned in it stands in {path}: for the one who marks.",
                path=truth_folder(folder) / "truth.json",
            )
        )


def _show(folder: Path, began: float) -> None:
    from playbook.store import open_store

    store = open_store(folder)
    rows = sum(store.rows(table) for table in store.tables)
    say(
        _(
            "Tables: {tables}, rows: {rows}, seconds: {seconds}.",
            tables=len(store.tables),
            rows=number(rows),
            seconds=number(round(time.monotonic() - began)),
        )
    )


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ParameterError(
            _("'{text}' is not a day. Write it like 2025-07-01.", text=text)
        ) from None


def incidents() -> None:
    """Print the incidents that can be planned."""
    from playbook.simulator.incidents import CATALOGUE

    rows = [
        [kind.id, pick(en=kind.en, zh=kind.zh), pick(en=kind.cause_en, zh=kind.cause_zh)]
        for kind in CATALOGUE.values()
    ]
    table([_("Incident"), _("What it is"), _("Cause")], rows)
