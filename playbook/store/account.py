"""Where every row of a file went: read = accepted + quarantined + named non-data.

The unit is one source row, however many tables it fed. Each part is counted
on its own, so an account that does not add up shows a fault.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from playbook.store.wording import stored

if TYPE_CHECKING:
    import duckdb

PAGE = 4096
"""Source rows of one bit field: half a kilobyte, so that rows far apart cost little."""


@dataclass(frozen=True)
class ImportRecord:
    """What the importer says of the file.

    Parameters
    ----------
    file : str
        File name, as the user knows it.
    sha256 : str
        Hash of the file's bytes and of the mapping used.
    source : str
        Source id, such as ``shopify_orders``.
    as_of : datetime
        The time the file states for itself, shop-local.
    read : int
        Source rows read.
    non_data : mapping of str to int
        Rows that are no data, by name (totals, blanks).
    notes : tuple of str
        What the user should know, in words.
    """

    file: str
    sha256: str
    source: str
    as_of: dt.datetime
    read: int
    non_data: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """Source rows by fate.

    Parameters
    ----------
    accepted, quarantined : int
        Rows that entered a table whole, and rows with at least one problem.
    non_data : mapping of str to int
        Totals, blanks and exact repeats, by name.
    """

    accepted: int
    quarantined: int
    non_data: Mapping[str, int]

    @property
    def total(self) -> int:
        """Rows accounted for."""
        return self.accepted + self.quarantined + sum(self.non_data.values())


def prepare_account(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the scratch tables that account for source rows."""
    connection.execute(
        "CREATE TABLE IF NOT EXISTS _set_aside"
        ' (file VARCHAR, row BIGINT, tbl VARCHAR, "column" VARCHAR, value VARCHAR,'
        " reason VARCHAR, parent_key VARCHAR)"
    )
    connection.execute(
        'CREATE TABLE IF NOT EXISTS _headers (file VARCHAR, tbl VARCHAR, "column" VARCHAR,'
        " header VARCHAR)"
    )
    connection.execute("CREATE TABLE IF NOT EXISTS _taken (file VARCHAR, page BIGINT, bits BIT)")
    connection.execute("CREATE TABLE IF NOT EXISTS _repeated (file VARCHAR, row BIGINT)")


def take(connection: duckdb.DuckDBPyConnection, good: str) -> None:
    """Note which source rows a scratch table of good rows holds: one bit a row."""
    connection.execute(
        f"INSERT INTO _taken SELECT _file, _row // {PAGE},"
        f" bitstring_agg(_row % {PAGE}, 0, {PAGE - 1}) FROM {good} GROUP BY ALL"
    )


def count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """Count the rows of a query."""
    row = connection.execute(f"SELECT count(*) FROM ({query})").fetchone()
    return int(row[0]) if row else 0


def account(connection: duckdb.DuckDBPyConnection, non_data: Mapping[str, int]) -> Account:
    """Count what became of the source rows of one import, every row once."""
    rows = "SELECT DISTINCT file, row FROM"
    again = f"({rows} _repeated ANTI JOIN _set_aside USING (file, row))"
    repeats = count(connection, f"FROM {again} AS r WHERE NOT {_IN_TAKEN}")
    named = {name: n for name, n in non_data.items() if n}
    if repeats:
        named["repeat"] = named.get("repeat", 0) + repeats
    quarantined = f"FROM ({rows} _set_aside) AS r"
    return Account(
        accepted=_taken(connection) - count(connection, f"{quarantined} WHERE {_IN_TAKEN}"),
        quarantined=count(connection, quarantined),
        non_data=named,
    )


_IN_TAKEN = (
    f"EXISTS (FROM _taken AS t WHERE t.file = r.file AND t.page = r.row // {PAGE}"
    f" AND get_bit(t.bits, (r.row % {PAGE})::INTEGER) = 1)"
)


def _taken(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute(
        "SELECT coalesce(sum(n), 0) FROM"
        " (SELECT bit_count(bit_or(bits)) AS n FROM _taken GROUP BY file, page)"
    ).fetchone()
    return int(row[0]) if row else 0


def as_record(
    record: ImportRecord,
    told: Account,
    import_id: int,
    tables: list[str],
    superseded: Mapping[str, int],
) -> dict[str, Any]:
    """Write an account as the version file keeps it."""
    return asdict(record) | {
        "kind": "import",
        "import_id": import_id,
        "as_of": record.as_of.isoformat(),
        "notes": [stored(note) for note in record.notes],
        "accepted": told.accepted,
        "quarantined": told.quarantined,
        "non_data": dict(told.non_data),
        "superseded": {name: n for name, n in superseded.items() if n},
        "tables": tables,
    }
