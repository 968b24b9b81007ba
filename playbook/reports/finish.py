"""What is kept of a finished run: the manifest, the page, the notebook, the action sheet.

The unit is one run whose content contract held. The page has no time of its making in it, so that
the same data gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import playbook
from playbook.i18n import _, day
from playbook.metrics import DICTIONARY, Period, metric
from playbook.reports import sheet, sheet_write
from playbook.reports.archive import Change
from playbook.reports.spec import ReportSpec
from playbook.reports.words import say
from playbook.runner.outputs import numbers, parts
from playbook.runner.page import PageText, to_html

if TYPE_CHECKING:
    from playbook.store import Store

HEADLINE = "headline"


def manifest(
    spec: ReportSpec, store: Store, values: Mapping[str, Any], notebook: Any, key: str
) -> dict[str, Any]:
    """Account for a run: what was read, with which parameters, and every number shown."""
    every = numbers(notebook)
    return {
        "report": spec.id,
        "key": key,
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "playbook": playbook.__version__,
        "store": {
            "name": store.info.name,
            "folder": store.path.name,
            "version": store.version,
            "currency": store.info.currency,
            "timezone": store.info.timezone,
        },
        "parameters": {name: value for name, value in values.items() if name != "store"},
        "key_numbers": key_numbers(notebook),
        "numbers": every,
        "parts": [[part.name, part.kind, part.rows] for part in parts(notebook) if part.name],
    }


def key_numbers(notebook: Any) -> dict[str, Any]:
    """Collect the headline values, and what the notebook recorded on its own."""
    found: dict[str, Any] = {}
    for part in parts(notebook):
        if part.kind == "numbers":
            found |= part.numbers
        elif part.name == HEADLINE:
            found |= {name: value for name, value in part.numbers.items() if "/" not in name}
    return found


def page(
    spec: ReportSpec,
    store: Store,
    values: Mapping[str, Any],
    notebook: Any,
    version: int,
    changed: Sequence[Change],
) -> str:
    """Render the page, with a notice on top when it corrects an earlier one."""
    about = dt.date.fromisoformat(str(values["date"]))
    when = str(Period.week(about)) if spec.period == "week" else day(about, "weekday")
    text = PageText(
        title=_("{title} – {shop}", title=spec.title, shop=store.info.name),
        subtitle=_("{when} · amounts in {currency} · days of {zone}",
                   when=when, currency=store.info.currency, zone=store.info.timezone),
        notices=[_correction(store, version, changed)] if version > 1 else [],
        foot=_("Data version {data}, report version {version}, playbook {program}.",
               data=store.version, version=version, program=playbook.__version__),
    )  # fmt: skip
    return to_html(notebook, text, lang=str(values["lang"]))


def notebook_text(notebook: Any) -> str:
    """Write the executed notebook without the times of its run."""
    import copy

    import nbformat

    kept = copy.deepcopy(notebook)
    kept.metadata.pop("papermill", None)
    for cell in kept.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    return str(nbformat.writes(kept)) + "\n"


def file_actions(store: Store, notebook: Any) -> list[str]:
    """Write the run's evidence into the shop's action sheet; return what the user should know."""
    rows = [row for part in parts(notebook) for row in part.detail.get("evidence", [])]
    if not rows:
        return []
    before = sheet.read(store.path)
    after = sheet.merged(before, rows)
    if after.rows == before.rows:
        return []
    note = sheet_write.write(store.path, after)
    return [note] if note else []


def _correction(store: Store, version: int, changed: Sequence[Change]) -> str:
    if not changed:
        text = _("Version {n}: made again with newer data; no headline number changed.", n=version)
        return f"<p>{escape(text)}</p>"
    items = "".join(f"<li>{escape(_changed(store, change))}</li>" for change in changed)
    head = escape(_("Correction (version {n})", n=version))
    why = escape(_("Newer data changed these headline numbers:"))
    return f"<h2>{head}</h2><p>{why}</p><ul>{items}</ul>"


def _changed(store: Store, change: Change) -> str:
    known = change.name in DICTIONARY
    unit = metric(change.name).unit if known else "count"
    return _(
        "{name}: {before} → {after}",
        name=metric(change.name).name if known else change.name,
        before=say(change.before, unit, store.info.currency),
        after=say(change.after, unit, store.info.currency),
    )
