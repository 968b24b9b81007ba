"""What does a developer run: the suite, the timings, the generated files?

The unit is one command of ``playbook dev``; each is what a target of the Makefile calls. They
work in a copy of the project's sources only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from playbook.i18n import N_

dev_app = typer.Typer(
    name="dev", help=N_("For developers: tests, timings, generated files."), no_args_is_help=True
)


@dev_app.command("test", help=N_("Check everything: style, types, layers, tests."))
def test(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help=N_("Only these test files or folders.")),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help=N_("The slow tier too; takes much longer."))
    ] = False,
) -> None:
    """Run every check and print how long each took."""
    from playbook.cli.dev_test import run_checks

    raise typer.Exit(run_checks(paths or [], full=full))


@dev_app.command("bench", help=N_("Time import and queries side by side with plain tools."))
def bench() -> None:
    """Run the benchmarks."""
    from playbook.cli.dev_test import run_module

    raise typer.Exit(run_module("benchmarks"))


@dev_app.command("notebooks", help=N_("Run the committed notebooks and store their outputs."))
def notebooks(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="NOTEBOOK", help=N_("Only these; without any: all.")),
    ] = None,
) -> None:
    """Refresh the stored outputs."""
    from playbook.cli.dev_files import refresh_notebooks

    refresh_notebooks(paths)


@dev_app.command("dictionary", help=N_("Write data/README.md from the table declarations."))
def dictionary() -> None:
    """Write the data dictionary."""
    from playbook.cli.dev_files import write_dictionary

    write_dictionary()


@dev_app.command("messages", help=N_("Bring the translation catalogues up to date."))
def messages_command(
    check: Annotated[
        bool, typer.Option("--check", help=N_("Change nothing; end with 1 on any gap."))
    ] = False,
    notebooks: Annotated[
        bool, typer.Option("--notebooks", help=N_("The prose of the notebooks instead."))
    ] = False,
) -> None:
    """Update or check the catalogues."""
    from playbook.cli import dev_messages

    gaps = dev_messages.prose(check=check) if notebooks else dev_messages.messages(check=check)
    if gaps and check:
        raise typer.Exit(1)


@dev_app.command("clean", help=N_("Remove caches; no store, no report, no environment."))
def clean() -> None:
    """Remove what any command makes again."""
    from playbook.cli.dev_files import remove_caches

    remove_caches()
