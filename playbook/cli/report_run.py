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
from typing import TYPE_CHECKING

from playbook.cli.output import say, table
from playbook.cli.places import stores_folder
from playbook.cli.progress import counting
from playbook.cli.store_show import opened
from playbook.cli.words import asked_for
from playbook.errors import ParameterError
from playbook.i18n import _, language

if TYPE_CHECKING:
    from playbook.reports import RunResult
    from playbook.store import Store

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


def show_reports() -> None:
    """Print what each report answers and which parameters it takes."""
    from playbook.reports import REPORTS as SPECS

    heads = [_("Report"), _("What it answers"), _("Parameters")]
    rows = [
        [
            f"{spec.id} ({spec.title})",
            spec.about,
            "\n".join(f"{one.name}: {one.help}" for one in spec.all_parameters.values()),
        ]
        for spec in SPECS.values()
    ]
    table(heads, rows)


def run_one(
    name: str, store: str, date: str | None, out: Path | None, pairs: list[str], *, force: bool
) -> None:
    """Run one report and say where it lies."""
    from playbook.reports import report, run_report

    spec = report(name)
    given: dict[str, str] = parameters_of(pairs)
    if date is not None:
        given["date"] = date
    shop = opened(store)
    if "date" not in given:
        given["date"] = _last_day(shop)
    with counting(spec.title) as count:
        result = run_report(
            spec, shop, given, out or REPORTS, lang=asked_for(), progress=count, force=force
        )
    tell(result)


def run_first(sample: str = "") -> None:
    """Run the daily report of the practice shop, or of a sample; it is made when not there."""
    from playbook.reports import first

    making = _("Importing the sample shop") if sample else _("Simulating a practice shop, by day")
    with counting(making) as count:
        shop = first.shop(stores_folder(), lang=language(), sample=sample, progress=count)
    with counting(_("Daily report")) as count:
        # A sample has no language of its own to follow: the reader's counts.
        result = first.run(shop, REPORTS, lang=language(), progress=count)
    tell(result)


def tell(result: RunResult) -> None:
    """Say what a run did, and show its page."""
    if result.status == "skipped":
        say(_("Nothing has changed since this report was made."))
    elif result.status == "corrected":
        say(_("Newer data: this is version {n}, headed as a correction.", n=result.version))
    for note in result.notes:
        say(note)
    show(result.html)


def _last_day(store: Store) -> str:
    from playbook.reports.session import last_full_day

    return last_full_day(store).isoformat()


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
    say(_("The report lies in {path}", path=html.resolve()))
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
