"""What does a shop's data look like, is it sound, and how does a buyer leave it?

The unit is one Store. It prints what `playbook.store` says and adds no judgement of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.cli import words
from playbook.cli.asking import ask, confirmed, require
from playbook.cli.facts import name as not_empty
from playbook.cli.output import console, plain, say, table
from playbook.cli.places import store_folder
from playbook.i18n import N_, _, day, number, pick_from

if TYPE_CHECKING:
    from playbook.store import Store
    from playbook.store.quality import Finding

SEVERITIES = {"error": N_("error"), "warning": N_("warning"), "note": N_("note")}
NO_DATA = {
    "blank": N_("blank rows"),
    "total": N_("total rows"),
    "note": N_("notes"),
    "repeated header": N_("repeated headers"),
    "repeat": N_("exact repeats"),
    "picture rows": N_("picture rows"),
    "example rows": N_("example rows"),
    "rows joined to orders": N_("rows joined to orders"),
}
"""Rows that are no data, by the name under which an import's record keeps them."""
_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}


def opened(named: str, version: int | None = None) -> Store:
    """Open the Store that the user named and speak its language."""
    from playbook.store import open_store

    store = open_store(store_folder(named), version)
    words.follow(store)
    return store


def show_info(named: str, version: int | None) -> None:
    """Print whose data it is, what it holds and where it came from."""
    store = opened(named, version)
    facts = store.info
    say(f"{facts.name} · {facts.platform} · {facts.currency} · {facts.timezone}")
    say(_("Folder: {path}, version {n}", path=store.path, n=store.version))
    if not store.tables:
        say(
            _(
                "It holds no data yet. Next: playbook store import FILE --store {path}",
                path=store.path,
            )
        )
        return
    heads = [_("Table"), _("Rows"), _("First day"), _("Last day")]
    table(heads, [_table_row(store, name) for name in store.tables], numbers=[1])
    show_imports(store)


def _table_row(store: Store, name: str) -> list[str]:
    from playbook.store import tables

    declared = tables()[name]
    first, last = store.span(name)
    named = pick_from({"en": declared.en, "zh": declared.zh})
    return [f"{name} ({named})", number(store.rows(name)), day(first), day(last)]


def show_imports(store: Store) -> None:
    """Print the account of every import."""
    heads = [_("File"), _("Read"), _("Accepted"), _("Set aside"), _("No data")]
    rows = [
        [
            f"{record['file']}\n{record['source']}",  # two columns of long names squeeze the rest
            number(record["read"]),
            number(record["accepted"]),
            number(record["quarantined"]),
            non_data(record["non_data"]),
        ]
        for record in store.imports()
    ]
    if rows:
        table(heads, rows, title=_("Imports"), numbers=[1, 2, 3], wide=[0])


def non_data(named: dict[str, int]) -> str:
    """Write rows that are no data with their names: "total rows: 1, blank rows: 2"."""
    told = (f"{_(NO_DATA.get(name, name))}: {number(n)}" for name, n in named.items())
    return ", ".join(told) or "0"


def show_check(named: str, *, rows: bool) -> bool:
    """Print what is wrong, worst first; return whether numbers would be wrong."""
    from playbook.store.quality import check

    store = opened(named)
    findings = check(store, metric_ids(store))
    for finding in findings:
        show_finding(finding)
    if not findings:
        say(_("Nothing is wrong with {name}.", name=store.info.name))
    if rows:
        show_quarantine(store)
    return any(finding.severity == "error" for finding in findings)


def metric_ids(store: Store) -> tuple[str, ...]:
    """Name the metrics that a target can be set for; none where no target is set."""
    if not store.has("targets"):
        return ()
    from playbook.metrics import DICTIONARY

    return tuple(DICTIONARY)


def show_finding(finding: Finding) -> None:
    """Print one finding with its examples."""
    severity = _(SEVERITIES[finding.severity])
    line = plain(f"{severity}: {finding.message}")
    line.stylize(_STYLES[finding.severity], 0, len(severity))
    console().print(line, soft_wrap=True)
    if finding.examples:
        say("  " + _("for example: {examples}", examples=", ".join(finding.examples)))


def show_quarantine(store: Store) -> None:
    """Print every row that was set aside, with its reason."""
    frame = store.quarantine()
    named = frame[["header", "column"]].to_dict("records")
    frame["column"] = [column_named(one["header"], one["column"]) for one in named]
    frame = frame[["file", "row", "column", "value", "reason"]]
    if frame.empty:
        say(_("No row was set aside."))
        return
    heads = [_("File"), _("Row"), _("Column"), _("Value"), _("Reason")]
    # Shown to a person: an empty cell is empty, not "nan".
    cells = frame.astype(object).where(frame.notna(), "").to_numpy().tolist()
    table(heads, cells, title=_("Rows set aside"), numbers=[1])


def column_named(header: object, column: object) -> str:
    """Name a column as the file does and, in brackets, as we do.

    Examples
    --------
    >>> column_named("Lineitem price", "unit_price"), column_named(None, "unit_price")
    ('Lineitem price (unit_price)', 'unit_price')
    """
    names = [name for name in (header, column) if isinstance(name, str) and name]
    return f"{names[0]} ({names[1]})" if len(set(names)) > 1 else "".join(names[:1])


def forget_buyer(named: str, buyer: str | None, *, sure: bool) -> None:
    """Remove one buyer, after a question unless the user is sure."""
    from playbook.store.forget import forget

    require({"BUYER": buyer, "--yes": "" if sure else None})
    store = opened(named)
    if buyer is None:
        buyer = ask(_("Account or e-mail of the buyer"), "", not_empty)
    if not sure and not confirmed(
        _(
            "Remove this buyer from every version of {name}? It cannot be undone.",
            name=store.info.name,
        )
    ):
        say(_("Nothing was changed."))
        return
    done = forget(store, buyer)
    removed = ", ".join(f"{name}: {number(n)}" for name, n in done.rows.items())
    say(_("Forgotten. Rows changed: {rows}. Amounts stay as they were.", rows=removed))
