"""What is wrong with the words that were typed, in the user's language?

The unit is one error of the argument parser. Each becomes a sentence that names the argument,
what was found and where to look; the parser's own English is used only where nothing else fits.
"""

from __future__ import annotations

from collections.abc import Iterable

from typer.exceptions import TyperException

from playbook.errors import did_you_mean
from playbook.i18n import _


def explain(error: TyperException) -> str:
    """Say what was wrong with the arguments and how to get help.

    Parameters
    ----------
    error : TyperException
        What the parser raised.

    Returns
    -------
    str
        Finished sentences.
    """
    context = getattr(error, "ctx", None)
    help_line = _("Help: {command} --help", command=context.command_path) if context else ""
    return f"{_what(error)} {help_line}".strip()


def _what(error: TyperException) -> str:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        name = str(getattr(error, "option_name", ""))
        options = _options_of(error)
        return _("There is no option {name}.", name=name) + did_you_mean(name, options)
    if kind == "MissingParameter":
        return _("{name} is missing.", name=_hint(error))
    if kind == "BadParameter":
        return _("{name}: {problem}.", name=_hint(error), problem=_message(error).rstrip("."))
    context = getattr(error, "ctx", None)
    known = getattr(getattr(context, "command", None), "commands", None) or {}
    commands = [name for name, command in known.items() if not command.hidden]
    if commands and _message(error).startswith("No such command"):
        word = _message(error).split("'")[1] if "'" in _message(error) else ""
        return _unknown_command(word, commands)
    if _message(error) == "Missing command.":
        return _("A command is missing. Commands: {names}.", names=", ".join(commands))
    return _message(error)


def _unknown_command(word: str, commands: Iterable[str]) -> str:
    names = list(commands)
    said = _("There is no command {word!r}.", word=word) + did_you_mean(word, names)
    return said + " " + _("Commands: {names}.", names=", ".join(names))


def _options_of(error: TyperException) -> list[str]:
    context = getattr(error, "ctx", None)
    if context is None:
        return []
    return [name for param in context.command.params for name in param.opts if name[0] == "-"]


def _hint(error: TyperException) -> str:
    hint = getattr(error, "param_hint", None)
    if not hint:
        param = getattr(error, "param", None)
        # An option is named by its longest form, an argument by what the help calls it.
        named = [name for name in getattr(param, "opts", []) if name.startswith("-")]
        hint = max(named, key=len) if named else str(getattr(param, "name", "") or "").upper()
    return str(hint)


def _message(error: TyperException) -> str:
    return str(getattr(error, "message", "") or error)
