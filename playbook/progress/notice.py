"""What is a learner told about the log: what it holds, what it does not, who can read it?

The unit is one text, in the reader's language, to be shown before anything is recorded. It says
what the code does; change both together.
"""

from __future__ import annotations

from pathlib import Path

from playbook.i18n import _
from playbook.progress.log import FOLDER


def notice(workspace: Path) -> str:
    """Return the text, as Markdown.

    Parameters
    ----------
    workspace : Path
        The learner's workspace; the text names its log's folder.

    Examples
    --------
    >>> print(notice(Path("mei")).splitlines()[0])
    ## What is recorded, and who can read it
    """
    return "\n\n".join(
        [
            "## " + _("What is recorded, and who can read it"),
            _(
                "Your steps are written to the folder `{folder}` in your workspace. Nothing is "
                "sent anywhere.",
                folder=(Path(workspace) / FOLDER).as_posix(),
            ),
            _bullets(_("Recorded"), _recorded()),
            _bullets(_("Not recorded"), _not_recorded()),
            _bullets(_("Who can read it"), _readers()),
            _(
                "You can read everything yourself, export it, and have it deleted: ask for "
                "`forget` with your name. Copies that somebody made before stay where they are."
            ),
        ]
    )


def _bullets(head: str, lines: list[str]) -> str:
    return f"**{head}**\n\n" + "\n".join(f"- {line}" for line in lines)


def _recorded() -> list[str]:
    return [
        _("The name you gave, the role you follow and the language you read."),
        _("Which lesson you opened or finished, and when."),
        _("For each answer you check: passed or not, and which kind of mistake."),
        _("Which hints you took, and whether you looked at the solution."),
        _(
            "Of pieces you write: the length and a digest (a fingerprint that shows whether the "
            "text has changed), and which points of the rubric you ticked."
        ),
        _("In a five-minute case: which of the given options you chose."),
        _("For logs kept over days: for which days there is an entry in the right form."),
    ]


def _not_recorded() -> list[str]:
    return [
        _(
            "Your answers and your texts. They stay in your notebook; the log needs only what came "
            "of them, so that a wrong first try is not kept for others to read."
        ),
        _("How long you took, what you type, and what you do outside the exercises."),
    ]


def _readers() -> list[str]:
    return [
        _(
            "Whoever can open your workspace's folder, times included. On a shared folder that is "
            "everybody it is shared with: ask your lead who that is."
        ),
        _(
            "Your lead's view over the team shows what is done, on which day, and where people "
            "get stuck. It shows no times of day and no hints, and readiness counts neither hints "
            "nor tries nor speed."
        ),
        _("A digest cannot be read back, but somebody who guesses your exact text can confirm it."),
    ]
