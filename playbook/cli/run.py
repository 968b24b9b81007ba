"""How does one command end: which message, in which language, with which exit code?

The unit is one command. No traceback reaches a user: what we foresaw is one clear sentence, what
we did not foresee is our bug and goes to a log file.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from playbook.cli import words
from playbook.errors import ParameterError, PlaybookError, did_you_mean
from playbook.i18n import LANGUAGES, _

OUR_BUG = 70
INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run one command; turn whatever it raises into a message and an exit code."""
    _speak_utf8()
    words.choose_default()
    try:
        rest, lang = take_language(arguments)
        words.choose(lang)
        return _invoke(rest)
    except PlaybookError as error:
        _complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        _complain(_("Interrupted. Nothing half-done was kept."))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough.
        sys.stdout = None
        return 0
    except Exception as error:  # noqa: BLE001 - the last stop: nothing is hidden, all is logged
        return _our_bug(error, arguments)


def take_language(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """Take ``--lang`` out of the arguments, wherever it stands.

    Help texts and error messages need it before the arguments are parsed.

    Raises
    ------
    ParameterError
        The language is missing or unknown.

    Examples
    --------
    >>> take_language(["report", "list", "--lang", "zh"])
    (['report', 'list'], 'zh')
    """
    rest: list[str] = []
    lang: str | None = None
    queue = list(arguments)
    while queue:
        word = queue.pop(0)
        if word == "--":
            return [*rest, word, *queue], lang
        if word == "--lang":
            lang = _known(queue.pop(0) if queue else "")
        elif word.startswith("--lang="):
            lang = _known(word.partition("=")[2])
        else:
            rest.append(word)
    return rest, lang


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        allowed = ", ".join(LANGUAGES)
        raise ParameterError(
            _("--lang={lang!r} is not a language. Allowed: {allowed}.", lang=lang, allowed=allowed)
            + did_you_mean(lang, LANGUAGES)
        )
    return lang


def _invoke(arguments: list[str]) -> int:
    from typer import Abort
    from typer.exceptions import TyperException

    from playbook.cli.app import command
    from playbook.cli.usage import explain

    try:
        result = command().main(arguments, prog_name="playbook", standalone_mode=False)
    except Abort:  # the end of the input while a question was open
        raise KeyboardInterrupt from None
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            return 0  # the help was printed
        raise ParameterError(explain(error)) from error
    if result == INTERRUPTED:
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _complain(text: str) -> None:
    from playbook.cli.output import errors

    errors().print(text, style="bold red", markup=False, highlight=False, soft_wrap=True)


def _our_bug(error: Exception, arguments: Sequence[str]) -> int:
    from playbook.cli.bugs import write_log
    from playbook.cli.machine import said_of_machine

    if said := said_of_machine(error):
        _complain(said)
        return PlaybookError.exit_code
    path = write_log(error, arguments)
    _complain(
        _(
            "This is our bug, not yours: {kind}. Nothing half-done was kept. "
            "The details are in {path}; please send that file with your report.",
            kind=type(error).__name__,
            path=path,
        )
    )
    return OUR_BUG


def _speak_utf8() -> None:
    # A Windows console or a pipe may be GBK or cp1252: never fail to print a name.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            is_utf8 = (stream.encoding or "").lower().replace("-", "") == "utf8"
            reconfigure(errors="replace") if is_utf8 else reconfigure(
                encoding="utf-8", errors="replace"
            )
