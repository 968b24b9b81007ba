"""Can this report be made from this Store, and is what came out what was promised?

The unit is one run. The data contract is checked before a kernel starts, the content contract
before anything is written. Neither repairs or guesses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playbook.errors import ContentContractError, DataContractError
from playbook.i18n import _
from playbook.reports.basis import basis
from playbook.reports.spec import Promise, ReportSpec
from playbook.runner import Bounds
from playbook.runner.outputs import Part, parts

if TYPE_CHECKING:
    from playbook.store import Store

STAMP = "stamp"


def days_held(store: Store) -> tuple[dt.date, dt.date]:
    """Return the first and last day with sales: by orders, else as the platform states them.

    Raises
    ------
    DataContractError
        The Store holds no dated sales.
    """
    found = basis(store)
    return found.first, found.last


def date_bounds(store: Store) -> Bounds:
    """Return the days that a report of this Store may be about."""
    first, last = days_held(store)
    return Bounds(first, last, _("the days in store {name!r}", name=store.path.name))


def check_data(spec: ReportSpec, store: Store) -> None:
    """Refuse a Store that lacks what the report needs.

    Raises
    ------
    DataContractError
        Names the missing tables and what can be done.
    """
    if spec.tables and not any(store.has(name) for name in spec.tables):
        raise DataContractError(
            _(
                "The report {report!r} needs one of {tables}; store {name!r} holds none of them. "
                "Import one first: playbook store import FILE",
                report=spec.id,
                tables=", ".join(spec.tables),
                name=store.info.name,
            )
        )


def check_content(spec: ReportSpec, store: Store, notebook: Any, values: Mapping[str, Any]) -> None:
    """Refuse a notebook that lacks a promised part, or is about something else.

    Parameters
    ----------
    spec, store, notebook
        The notebook is executed.
    values : mapping
        The parameters it was run with.

    Raises
    ------
    ContentContractError
        Names every promise broken.
    """
    shown = {part.name: part for part in parts(notebook)}
    broken = [
        problem
        for promise in spec.promises
        if all(store.has(need) for need in promise.needs)
        for problem in [_problem(shown.get(promise.part), promise)]
        if problem
    ]
    broken += _stale(shown.get(STAMP), store, values)
    if broken:
        raise ContentContractError(
            _(
                "The report {report!r} is incomplete: {broken}.",
                report=spec.id,
                broken="; ".join(broken),
            )
        )


def _problem(part: Part | None, promise: Promise) -> str:
    if part is None:
        return _("{part} is missing", part=promise.part)
    if part.kind == "note" and promise.words and part.rows:
        return ""
    if part.kind != promise.kind:
        return _(
            "{part} is a {kind} and not a {expected}",
            part=part.name,
            kind=part.kind,
            expected=promise.kind,
        )
    if part.rows < promise.least:
        return _(
            "{part} has {rows} rows instead of at least {least}",
            part=part.name,
            rows=part.rows,
            least=promise.least,
        )
    return ""


def _stale(stamp: Part | None, store: Store, values: Mapping[str, Any]) -> list[str]:
    """Compare what the notebook says that it read with what it was told to read."""
    if stamp is None:
        return [_("{part} is missing", part=STAMP)]
    told = {"version": store.version, "date": values.get("date")}
    return [
        _(
            "it was made for {name}={found} and not {told}",
            name=name,
            found=stamp.detail.get(name),
            told=value,
        )
        for name, value in told.items()
        if value is not None and stamp.detail.get(name) != value
    ]
