"""What can a user do with a shop's data: make it, fill it, look at it, forget a buyer.

The unit is one Store. Nothing is computed here: the rooms `store` and `sources` do the work.
"""

from __future__ import annotations

from typing import Annotated

import typer

from playbook.cli import store_import, store_simulate
from playbook.i18n import N_

store_app = typer.Typer(
    name="store", help=N_("A shop's data: make, fill, look, check, forget."), no_args_is_help=True
)

StoreArgument = Annotated[
    str, typer.Argument(metavar="STORE", help=N_("The store's folder, or its name in data/stores."))
]


@store_app.command("init", help=N_("Make an empty store; asks for what is not given."))
def init(
    folder: Annotated[
        str | None,
        typer.Argument(
            metavar="FOLDER", help=N_("A new folder. Without it: data/stores/ and the shop's name.")
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help=N_("The shop's name."))] = None,
    platform: Annotated[
        str | None, typer.Option(help=N_("Where it sells, such as taobao or shopify."))
    ] = None,
    currency: Annotated[
        str | None, typer.Option(help=N_("Of all amounts, such as CNY or USD."))
    ] = None,
    zone: Annotated[
        str | None, typer.Option(help=N_("Time zone of all times, such as Asia/Shanghai."))
    ] = None,
) -> None:
    """Ask for the facts that are missing, then make the Store."""
    from playbook.cli.store_init import make

    make(folder, name, platform, currency, zone)


@store_app.command("info", help=N_("Show whose data it is, its tables, days and imports."))
def info(
    store: StoreArgument,
    version: Annotated[
        int | None, typer.Option(help=N_("Look at an earlier version of the data."))
    ] = None,
) -> None:
    """Print the Store's facts."""
    from playbook.cli.store_show import show_info

    show_info(store, version)


@store_app.command("check", help=N_("Check the data; ends with 1 when numbers would be wrong."))
def check(
    store: StoreArgument,
    rows: Annotated[
        bool, typer.Option("--rows", help=N_("List the rows that were set aside, with reasons."))
    ] = False,
) -> None:
    """Print the findings, worst first."""
    from playbook.cli.store_show import show_check

    if show_check(store, rows=rows):
        raise typer.Exit(1)


@store_app.command("forget", help=N_("Remove one buyer from every version; cannot be undone."))
def forget(
    store: StoreArgument,
    buyer: Annotated[
        str | None,
        typer.Argument(
            metavar="BUYER", help=N_("The account or e-mail as the platform writes it.")
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=N_("Do not ask."))] = False,
) -> None:
    """Remove one buyer after a question."""
    from playbook.cli.store_show import forget_buyer

    forget_buyer(store, buyer, sure=yes)


store_app.command("import", help=N_("Bring in files that a platform exported."))(
    store_import.import_files
)
store_app.command("sample", help=N_("Make a store from a sample shop."))(store_import.sample)
store_app.command("sources", help=N_("List the kinds of file that can be imported."))(
    store_import.sources
)
store_app.command("simulate", help=N_("Make a practice shop whose causes are known."))(
    store_simulate.simulate
)
store_app.command("incidents", help=N_("List what can go wrong in a practice shop."))(
    store_simulate.incidents
)
