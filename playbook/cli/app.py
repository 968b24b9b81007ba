"""Which commands are there?

The unit is one command of the tree below ``playbook``. Help texts are marked with `N_` where they
are declared and translated when the tree is built, that is, once the language is known.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.main import get_command

from playbook import __version__
from playbook.cli.dev import dev_app, messages_command
from playbook.cli.output import say
from playbook.cli.report import report_app
from playbook.cli.store import store_app
from playbook.i18n import N_, _

app = typer.Typer(
    name="playbook",
    help=N_("Playbook and report generator for e-commerce operators."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.add_typer(store_app)
app.add_typer(report_app)
app.add_typer(dev_app)
app.command("messages", hidden=True, help=N_("Bring the translation catalogues up to date."))(
    messages_command
)


def _show_version(wanted: bool) -> None:
    if wanted:
        say(f"playbook {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    lang: Annotated[
        str | None,
        typer.Option(metavar="en|zh", help=N_("Language of messages and reports.")),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help=N_("Show the version.")
        ),
    ] = False,
) -> None:
    """Declare the options that stand before every command; `playbook.cli.run` reads --lang."""
    del lang, version


def command() -> Any:
    """Build the command tree in the language in force.

    Returns
    -------
    typer.core.TyperGroup
    """
    root = get_command(app)
    _translate(root)
    return root


def _translate(node: Any) -> None:
    node.help = _(node.help or "")
    for param in node.params:
        param.help = _(getattr(param, "help", None) or "")
    usage, help_option = node.get_usage, node.get_help_option
    node.get_usage = lambda context: _usage(usage(context))
    node.get_help_option = lambda context: _in_words(help_option(context))
    for child in getattr(node, "commands", {}).values():
        _translate(child)


def _usage(text: str) -> str:
    # Called first when help is printed, so the titles below it are set in time; imported here
    # because it costs half of the start of every command.
    from typer import rich_utils

    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.DEFAULT_STRING = _("[default: {}]")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")
    return text.replace("Usage:", _("Usage:"), 1)


def _in_words(option: Any) -> Any:
    if option is not None:
        option.help = _("Show this message and exit.")
    return option
