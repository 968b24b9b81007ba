"""What became of every row of the files that a user brings in?

The unit is one file. For each it prints: recognised as what; read = accepted + set aside + named
non-data; which tables changed; the first reasons why rows were set aside.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from playbook.cli.output import say, table
from playbook.errors import ParameterError
from playbook.i18n import N_, _, number, pick

if TYPE_CHECKING:
    from playbook.store import Store

REASONS_SHOWN = 3


def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help=N_("Exports: csv, tsv, txt, xls, xlsx or zip.")),
    ],
    store: Annotated[str, typer.Option(help=N_("The store's folder, or its name in data/stores."))],
    source: Annotated[
        str | None,
        typer.Option(help=N_("What the files are; without it the header decides.")),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help=N_("A mapping for files of an unknown kind (TOML)."))
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            help=N_("When the files were exported, such as 2026-10-31 or 2026-10-31T09:00."),
        ),
    ] = None,
) -> None:
    """Import the files one after the other; stop at the first that cannot be read."""
    from playbook.cli.store_show import opened

    when = moment(as_of)
    target = opened(store)
    for file in files:
        target = _import_one(target, file, source=source, mapping=mapping, as_of=when)


def moment(text: str | None) -> dt.datetime | None:
    """Read a day or a moment.

    Raises
    ------
    ParameterError
        It is neither.

    Examples
    --------
    >>> moment("2026-10-31")
    datetime.datetime(2026, 10, 31, 0, 0)
    """
    if text is None:
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise ParameterError(
            _(
                "--as-of={text!r} is not a time. Expected YYYY-MM-DD or YYYY-MM-DDTHH:MM.",
                text=text,
            )
        ) from error


def _import_one(store: Store, file: Path, **options: Any) -> Store:
    from playbook.sources import import_file

    result = import_file(store, file, **options)
    if result.status != "imported":
        say(result.message)
    if result.status == "proposed":
        raise typer.Exit(1)  # a script must not take a proposal for an import
    for record in result.store.imports()[len(store.imports()) :]:
        show_account(result.store, record)
    return result.store


def show_account(store: Store, record: dict[str, Any]) -> None:
    """Print what became of every row of one import."""
    from playbook.cli.store_show import non_data

    say(record["file"])  # above the table: names of exports are long
    heads = [_("Recognised as"), _("Read"), _("Accepted"), _("Set aside"), _("No data")]
    cells = [
        record["source"],
        number(record["read"]),
        number(record["accepted"]),
        number(record["quarantined"]),
        non_data(record["non_data"]),
    ]
    table(heads, [cells], numbers=[1, 2, 3])
    say(_("Tables changed: {names}", names=", ".join(record["tables"]) or "–"))
    for note in record.get("notes", ()):
        say(note)
    older = record.get("superseded") or {}
    if older:
        rows = ", ".join(f"{name} {number(n)}" for name, n in older.items())
        say(_("Rows that leave the stored values as they are, newer or stated: {rows}.", rows=rows))
    _show_reasons(store, record)
    if "targets" in record["tables"]:
        _show_targets(store)


def _show_targets(store: Store) -> None:
    from playbook.cli.store_show import metric_ids, show_finding
    from playbook.store.quality import unknown_targets

    for finding in unknown_targets(store, metric_ids(store)):
        show_finding(finding)


def _show_reasons(store: Store, record: dict[str, Any]) -> None:
    if not record["quarantined"]:
        return
    from playbook.cli.store_show import column_named

    rows = store.quarantine()
    mine = rows[rows["import_id"] == record["import_id"]].head(REASONS_SHOWN)
    for one in mine.to_dict("records"):
        say(
            _(
                "Set aside: row {row}, column {column}, value {value}: {reason}",
                row=one["row"],
                column=_or_dash(column_named(one["header"], one["column"])),
                value=_or_dash(one["value"]),
                reason=one["reason"],
            )
        )
    say(_("All of them: playbook store check {store} --rows", store=store.path))


def _or_dash(value: Any) -> str:
    return value if isinstance(value, str) and value else "–"


def sample(
    name: Annotated[str, typer.Argument(metavar="SAMPLE", help=N_("complete_journey or cdnow."))],
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help=N_("A new folder. Without it: below data/stores/.")),
    ] = None,
) -> None:
    """Make a Store from an installed sample."""
    from playbook.cli.places import new_store_folder
    from playbook.sources import import_sample

    store = import_sample(folder or new_store_folder(name.replace("_", "-")), name)
    say(_("The store {name} is ready in {path}.", name=store.info.name, path=store.path))
    for record in store.imports():
        show_account(store, record)


def sources() -> None:
    """Print the kinds of file with the tables that each fills, and the samples."""
    from playbook.sources import SAMPLES, SOURCES

    kinds = [
        [one.id, one.name, ", ".join(one.fills) or "–", one.download] for one in SOURCES.values()
    ]
    heads = [_("Source"), _("What it is"), _("Tables it fills"), _("Where to download it")]
    table(heads, kinds)
    samples = [[one.id, pick(en=one.en, zh=one.zh)] for one in SAMPLES.values()]
    table([_("Sample"), _("What it is")], samples)
