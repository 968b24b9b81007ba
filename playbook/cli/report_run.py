"""Where does a report lie once it has run, and can it be shown?

The unit is one report run. It prints the path of the HTML, and opens it only where a person sees
a screen.
"""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path

from playbook.cli.output import say
from playbook.errors import ParameterError
from playbook.i18n import _

REPORTS = Path("reports")


def parameters_of(pairs: list[str]) -> dict[str, str]:
    """Read ``NAME=VALUE`` pairs; the report's own specification checks names and values.

    Raises
    ------
    ParameterError
        A pair has no "=" or no name, or a name occurs twice.

    Examples
    --------
    >>> parameters_of(["top=5"])
    {'top': '5'}
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise ParameterError(
                _("-p {pair!r} is not a parameter. Expected NAME=VALUE.", pair=pair)
            )
        if name in found:
            raise ParameterError(_("-p {name} is given twice.", name=name))
        found[name] = value
    return found


def has_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Tell whether a browser could be seen: not in CI, not over ssh, not without a screen.

    Examples
    --------
    >>> has_display({"CI": "true", "DISPLAY": ":0"}, "linux")
    False
    >>> has_display({"DISPLAY": ":0"}, "linux")
    True
    """
    if environment.get("CI") or environment.get("PLAYBOOK_NO_BROWSER"):
        return False
    if platform in {"win32", "darwin"}:
        return not environment.get("SSH_CONNECTION")
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def show(html: Path) -> None:
    """Say where a report lies, and open it where there is a screen."""
    say(_("The report lies in {path}", path=html))
    if has_display():
        webbrowser.open(html.resolve().as_uri())


def open_one(path: Path | None) -> None:
    """Open a report, or the newest below a folder.

    Raises
    ------
    ParameterError
        There is none.
    """
    folder = path or REPORTS
    candidates = [folder] if folder.is_file() else list(folder.rglob("report.html"))
    if not candidates:
        raise ParameterError(
            _(
                "There is no report in {folder}. Make one with: playbook report first",
                folder=folder,
            )
        )
    # Names as a second key: two reports of one second must not change places.
    show(max(candidates, key=lambda html: (html.stat().st_mtime, str(html))))
