"""Where every row of a file went: read = accepted + quarantined + named non-data.

The unit is one source row, however many tables it fed. Each part is counted
on its own, so an account that does not add up shows a fault.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


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
    connection.execute("CREATE TABLE IF NOT EXISTS _older (file VARCHAR, row BIGINT)")
    connection.execute("CREATE TABLE IF NOT EXISTS _repeated (file VARCHAR, row BIGINT)")


def count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """Count the rows of a query."""
    row = connection.execute(f"SELECT count(*) FROM ({query})").fetchone()
    return int(row[0]) if row else 0


def account(
    connection: duckdb.DuckDBPyConnection, goods: list[str], non_data: Mapping[str, int]
) -> Account:
    """Count what became of the source rows of one import.

    `goods` names the scratch tables of rows that entered a table.
    """
    rows = "SELECT DISTINCT file, row FROM"
    entered = " UNION ALL ".join(
        ["SELECT file, row FROM _older", *(f"SELECT _file, _row FROM {good}" for good in goods)]
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW _taken AS {entered}")
    repeats = count(
        connection,
        f"{rows} _repeated ANTI JOIN _taken USING (file, row)"
        " ANTI JOIN _set_aside USING (file, row)",
    )
    named = {name: n for name, n in non_data.items() if n}
    if repeats:
        named["repeat"] = named.get("repeat", 0) + repeats
    return Account(
        accepted=count(connection, f"{rows} _taken ANTI JOIN _set_aside USING (file, row)"),
        quarantined=count(connection, f"{rows} _set_aside"),
        non_data=named,
    )


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
        "notes": list(record.notes),
        "accepted": told.accepted,
        "quarantined": told.quarantined,
        "non_data": dict(told.non_data),
        "superseded": {name: n for name, n in superseded.items() if n},
        "tables": tables,
    }
