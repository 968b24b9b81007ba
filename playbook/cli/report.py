"""What can a user do with reports: list them, run one, open one, see a first one?

The unit is one report run. The room `reports` does the work.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from playbook.i18n import N_

report_app = typer.Typer(name="report", help=N_("Reports: list, run, open."), no_args_is_help=True)


@report_app.command("list", help=N_("List the reports and their parameters."))
def list_reports() -> None:
    """Print the reports."""
    from playbook.cli.report_run import show_reports

    show_reports()


@report_app.command("run", help=N_("Run a report and say where it lies."))
def run_report(
    name: Annotated[str, typer.Argument(metavar="REPORT", help=N_("Such as daily or weekly."))],
    store: Annotated[str, typer.Option(help=N_("The store's folder, or its name in data/stores."))],
    date: Annotated[
        str | None,
        typer.Option(help=N_("The day, as YYYY-MM-DD. Without it: the last day of the data.")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=N_("Where reports are kept. Without it: reports/."))
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("--parameter", "-p", metavar="NAME=VALUE", help=N_("A further parameter.")),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(metavar="en|zh", help=N_("Its language. Without it: the shop's own.")),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Run it even if the same report lies there."))
    ] = False,
) -> None:
    """Run one report; `playbook.cli.run` has read --lang already."""
    del lang
    from playbook.cli.report_run import run_one

    run_one(name, store, date, out, parameter or [], force=force)


@report_app.command("open", help=N_("Open a report; without a name the newest one."))
def open_report(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help=N_("A report's folder, or where reports are kept.")),
    ] = None,
) -> None:
    """Open a report in the browser."""
    from playbook.cli.report_run import open_one

    open_one(path)


@report_app.command("first", help=N_("Simulate a practice shop, run its daily report, open it."))
def first(
    sample: Annotated[
        str,
        typer.Option(
            metavar="complete_journey|cdnow",
            help=N_("A real sample shop instead of the simulated one."),
        ),
    ] = "",
    lang: Annotated[
        str | None, typer.Option(metavar="en|zh", help=N_("Language of shop and report."))
    ] = None,
) -> None:
    """Run the first report; `playbook.cli.run` has read --lang already."""
    del lang
    from playbook.cli.report_run import run_first

    run_first(sample)
