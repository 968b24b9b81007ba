"""How does one file become part of a shop's data, with every row accounted for?

The unit is one file. It is read, recognised, put into the Store in one piece and told back as an
account. The same file a second time writes nothing. A workbook's sheets go in together; a zip with
two files of one kind goes in one after the other, each whole. Nothing is repaired in silence.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.i18n import _
from playbook.sources.broken import break_totals, find_cut, prepare_broken, refused_orders
from playbook.sources.fields import make_fields
from playbook.sources.mapping import check_dates, read_mapping
from playbook.sources.money import check_currency
from playbook.sources.naming import headers_of
from playbook.sources.parents import make_filled
from playbook.sources.part import Part
from playbook.sources.profile import Profile
from playbook.sources.profile_files import knows_header
from playbook.sources.proposing import propose
from playbook.sources.reading import ReadOptions, read_tables
from playbook.sources.sorting import Sheet, in_rounds, sort_sheets
from playbook.sources.tabling import close_account, put_tables, set_malformed_aside
from playbook.sources.timing import local_now, stated_time
from playbook.sources.totals import compare_totals
from playbook.store import ImportRecord, Store, Writer

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class ImportResult:
    """What came of a file.

    Parameters
    ----------
    store : Store
        The Store at its newest version.
    status : str
        ``imported``, ``already`` (nothing written) or ``proposed`` (a mapping to edit).
    source : str
        Ids of the sources found, joined by ``+``.
    record : mapping or None
        The account, as `Store.imports` gives it; the last one where a zip made several.
    message : str
        What the user reads, in words.
    proposal : Path or None
        Where the proposed mapping was written.
    """

    store: Store
    status: str
    source: str
    record: Mapping[str, Any] | None
    message: str
    proposal: Path | None = None


def import_file(
    store: Store,
    path: str | Path,
    *,
    source: str | None = None,
    mapping: str | Path | None = None,
    as_of: dt.datetime | None = None,
) -> ImportResult:
    """Import one file into a Store.

    Parameters
    ----------
    store : Store
        Any version of it; the newest is written to.
    path : str or Path
        The export.
    source : str, optional
        A key of `SOURCES`, when the header leaves it open.
    mapping : str or Path, optional
        A mapping (TOML) for a file that no source knows.
    as_of : datetime, optional
        When the file was made, shop-local, if it does not say so itself.

    Returns
    -------
    ImportResult
        Status ``proposed`` when no source fits and a mapping was written for the user to edit.

    Raises
    ------
    SourceError
        The file cannot be read, or recognised, or is not this shop's.
    StoreError
        Another import is running, or the disk is full.
    """
    file = Path(path)
    options, own = (None, None) if mapping is None else read_mapping(Path(mapping))
    tables = read_tables(file, known_headers=_known(own), options=options or ReadOptions())
    digest = _digest(file, mapping)
    sheets, notes = sort_sheets(tables, source, own)
    if not sheets:
        written = propose(file, tables)
        return ImportResult(store.newest(), "proposed", "generic", None, written.text, written.path)
    rounds = in_rounds(sheets)
    results = [
        _import_round(store, group, digest if n == 0 else f"{digest}-{n}", as_of, notes)
        for n, group in enumerate(rounds)
    ]
    fresh = [result for result in results if result.status == "imported"]
    return (fresh or results)[-1]


def _known(own: Profile | None) -> Any:
    return knows_header if own is None else sorted(own.headers())


def _digest(file: Path, mapping: str | Path | None) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    if mapping is not None:
        digest.update(Path(mapping).read_bytes())
    return digest.hexdigest()


def _import_round(
    store: Store, sheets: Sequence[Sheet], digest: str, as_of: dt.datetime | None, notes: list[str]
) -> ImportResult:
    source = "+".join(profile.id for _raw, profile in sheets)
    if held := _already(store, digest, sheets):
        return _repeat(store, source, held)
    refused = made = None
    while made is None:
        with store.newest().writer() as writer:
            if held := _already(store, digest, sheets):  # imported while we waited for the lock
                return _repeat(store, source, held)
            parts = _parts(writer, sheets)
            record = _write(writer, parts, digest, as_of, notes, refused)
            # Totals that counted on lines which the Store then refused: once more, without them.
            again = refused_orders(parts) if refused is None else None
            if again is None:
                made = writer.commit(record)
        refused = again
    record_kept = made.imports()[-1]
    return ImportResult(made, "imported", source, record_kept, _told(record_kept))


def _parts(writer: Writer, sheets: Sequence[Sheet]) -> list[Part]:
    return [
        Part(profile, raw.load(writer.connection), writer, f"part{n}")
        for n, (raw, profile) in enumerate(sheets)
    ]


def _already(store: Store, digest: str, sheets: Sequence[Sheet]) -> Mapping[str, Any] | None:
    """Find the import of the same bytes; what is joined to other files may be joined anew."""
    newest = store.newest()
    records = [record for record in newest.imports() if record.get("sha256") == digest]
    if not records or (
        any(profile.joins for _raw, profile in sheets) and records[-1]["import_id"] < newest.version
    ):
        return None
    return records[-1]


def _repeat(store: Store, source: str, held: Mapping[str, Any]) -> ImportResult:
    message = _(
        "{file} was imported before (import {n}); nothing was changed.",
        file=held["file"],
        n=held["import_id"],
    )
    return ImportResult(store.newest(), "already", source, held, message)


def _write(
    writer: Writer,
    parts: Sequence[Part],
    digest: str,
    as_of: dt.datetime | None,
    notes: Sequence[str],
    refused: pa.Table | None,
) -> ImportRecord:
    prepare_broken(writer, refused)
    for part in parts:
        make_fields(part)
        find_cut(part)
        writer.name_headers(part.file, headers_of(part))
        if part.profile.id == "generic":
            check_dates(part)
        check_currency(part)
        compare_totals(part)
        make_filled(part)
    said = list(notes)
    if as_of is None:
        as_of, note = stated_time(parts, local_now(writer.info.timezone))
        said.append(note)
    for part in parts:
        _prepare(part, parts)
    break_totals(parts)
    put_tables(writer, parts, as_of)
    non_data: dict[str, int] = {}
    for part in parts:
        set_malformed_aside(part)
        close_account(part, non_data)
    return ImportRecord(
        file=_file_name(parts),
        sha256=digest,
        source="+".join(part.profile.id for part in parts),
        as_of=as_of,
        read=sum(part.loaded.read for part in parts),
        non_data=non_data,
        notes=tuple(dict.fromkeys([*said, *(note for part in parts for note in part.notes)])),
    )


def _file_name(parts: Sequence[Part]) -> str:
    """Name the file once, with its sheets or members behind it."""
    named = " + ".join(part.loaded.raw.part for part in parts)
    file = parts[0].loaded.raw.path.name
    return f"{file} ▸ {named}" if named else file


def _prepare(part: Part, parts: Sequence[Part]) -> None:
    """Run what data cannot say: ``special/<name>.py``, when the profile names one."""
    if part.profile.special:
        module = importlib.import_module(f"playbook.sources.special.{part.profile.special}")
        module.prepare(part, parts)


def _told(record: Mapping[str, Any]) -> str:
    told = _(
        "{file}: read {read} rows, accepted {accepted}, set aside {quarantined}, no data {rest}.",
        file=record["file"],
        read=record["read"],
        accepted=record["accepted"],
        quarantined=record["quarantined"],
        rest=sum(record["non_data"].values()),
    )
    return "\n".join([told, *record["notes"]])
