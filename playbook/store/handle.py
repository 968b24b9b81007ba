"""One shop's data at one version, ready to be asked.

A `Store` never changes under its reader: it is pinned to the version it was
opened at, whatever is imported meanwhile. It answers what it holds and gives
SQL over it; it does not know metrics, and it never writes.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.errors import StoreError, did_you_mean
from playbook.i18n import _
from playbook.store.info import StoreInfo, check_info, read_info, write_info
from playbook.store.schema import Table, all_tables, tables
from playbook.store.sql import ident
from playbook.store.versions import (
    TableState,
    Version,
    latest_number,
    read_record,
    read_version,
    version_numbers,
    write_version,
)
from playbook.store.views import view_sql
from playbook.store.wording import told, told_all

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from playbook.store.writer import Writer


class Store:
    """One shop's data, pinned to one version.

    Use `playbook.store.open_store` or `create_store`.

    Attributes
    ----------
    path : Path
        The Store's folder.
    info : StoreInfo
        Name, platform, currency, zone, language.
    """

    def __init__(self, path: Path, info: StoreInfo, version: Version) -> None:
        self.path = path
        self.info = info
        self._version = version

    def __repr__(self) -> str:
        """Name, version and tables, for a notebook's output."""
        held = ", ".join(self.tables) or "empty"
        return f"Store({self.info.name!r}, version {self.version}: {held})"

    @property
    def version(self) -> int:
        """The version this Store is pinned to."""
        return self._version.number

    @property
    def state(self) -> Version:
        """The pinned version with its files."""
        return self._version

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that hold at least one row."""
        held = self._version.tables
        return tuple(name for name in tables() if name in held and held[name].rows)

    def rows(self, table: str) -> int:
        """Count the rows of a table; 0 when the Store does not have it."""
        _known(table)
        state = self._version.tables.get(table)
        return state.rows if state else 0

    def columns(self, table: str) -> tuple[str, ...]:
        """Columns of a table in which at least one row has a value."""
        _known(table)
        return self._filled.get(table, ())

    def has(self, what: str) -> bool:
        """Whether a table (``"ads"``) or a column (``"orders.paid_at"``) holds anything.

        Raises
        ------
        StoreError
            No such table or column can exist.
        """
        table, _dot, column = what.partition(".")
        known = _known(table)
        if not column:
            return self.rows(table) > 0
        if column not in known.columns:
            raise StoreError(
                _("Table {table!r} has no column {column!r}.", table=table, column=column)
                + did_you_mean(column, known.columns)
            )
        return column in self.columns(table)

    @cached_property
    def _filled(self) -> dict[str, tuple[str, ...]]:
        return {name: self._filled_columns(name) for name in self.tables}

    def _filled_columns(self, table: str) -> tuple[str, ...]:
        # The files' own null counts: no row is read, however large the table.
        files = [str(self.path / file) for file in self._version.tables[table].files]
        rows = self._shared.execute(
            "SELECT path_in_schema FROM parquet_metadata(?) GROUP BY path_in_schema"
            " HAVING sum(num_values) > coalesce(sum(stats_null_count), 0)",
            [files],
        ).fetchall()
        filled = {row[0] for row in rows}
        return tuple(name for name in tables()[table].columns if name in filled)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open a new in-memory connection with one view a table held.

        The caller closes it. Absent tables have no view: ask `has` first.

        Raises
        ------
        StoreError
            A data file is gone.
        """
        import duckdb

        connection = duckdb.connect()
        connection.execute("SET enable_progress_bar = false")  # it would print into notebooks
        try:
            for name in self.tables:
                query = view_sql(tables()[name], self.path, self._version.tables[name].files)
                connection.execute(f"CREATE VIEW {ident(name)} AS {query}")
        except duckdb.IOException as error:
            raise StoreError(
                _(
                    "{store} lacks data files of version {version}. Put back the copy you keep, "
                    "or see which with: playbook store check {path}",
                    store=self.info.name,
                    version=self.version,
                    path=self.path,
                )
            ) from error
        return connection

    @cached_property
    def _shared(self) -> duckdb.DuckDBPyConnection:
        return self.connect()

    def sql(self, query: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """Run a query over the views; DECIMAL becomes float64 in the result."""
        return self._shared.execute(query, list(params)).df()

    def span(self, table: str, column: str | None = None) -> tuple[dt.date | None, dt.date | None]:
        """First and last day of a table, by its date column unless told otherwise."""
        dated = column or _known(table).date
        if dated is None or not self.has(f"{table}.{dated}"):
            return None, None
        row = self._shared.execute(
            f"SELECT min({ident(dated)})::DATE, max({ident(dated)})::DATE FROM {ident(table)}"
        ).fetchone()
        return row or (None, None)

    def imports(self) -> list[dict[str, Any]]:
        """List the accounts of all imports up to this version, oldest first; notes in words."""
        known = (n for n in version_numbers(self.path) if n <= self.version)
        records = (read_record(self.path, number) for number in known)
        return [_in_words(record) for record in records if record.get("kind") == "import"]

    def quarantine(self) -> pd.DataFrame:
        """Return the rows set aside: import, file, row, column, header, value (masked), reason."""
        table = all_tables()["quarantine"]
        state = self._version.tables.get("quarantine", TableState(0, {}))
        query = view_sql(table, self.path, state.files)
        rows = self.sql(f'SELECT * FROM ({query}) ORDER BY import_id, file, row, "column"')
        reason = rows["reason"].map(told_all(rows["reason"]))
        return rows.assign(reason=reason.astype(rows["reason"].dtype))

    def at(self, number: int) -> Store:
        """Return the same Store pinned to another version that is kept."""
        return Store(self.path, self.info, read_version(self.path, number))

    def newest(self) -> Store:
        """Return the same Store at its newest version."""
        return self.at(latest_number(self.path))

    def writer(self) -> Writer:
        """Take the write lock; see `playbook.store.writer.Writer`."""
        from playbook.store.writer import Writer

        return Writer(self.path)


def _in_words(record: dict[str, Any]) -> dict[str, Any]:
    return record | {"notes": [told(note) for note in record.get("notes", ())]}


def _known(table: str) -> Table:
    known = tables()
    if table not in known:
        raise StoreError(
            _("There is no table {table!r}.", table=table) + did_you_mean(table, known)
        )
    return known[table]


def open_store(path: str | Path, version: int | None = None) -> Store:
    """Open a shop's Store.

    Parameters
    ----------
    path : str or Path
        The Store's folder.
    version : int, optional
        A version that is kept; the newest when omitted.

    Raises
    ------
    StoreError
        Not a Store, damaged, or no such version.
    """
    folder = Path(path)
    info = read_info(folder)
    number = latest_number(folder) if version is None else version
    return Store(folder, info, read_version(folder, number))


def create_store(
    path: str | Path,
    *,
    name: str,
    platform: str,
    currency: str,
    timezone: str,
    language: str = "en",
) -> Store:
    """Make an empty Store in a new or empty folder.

    Raises
    ------
    StoreError
        A fact is unknown, or the folder already holds something.
    """
    folder = Path(path)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    info = StoreInfo(name, platform, currency, timezone, language, now)
    check_info(info)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(
            _("{folder} already holds something. Choose a new or empty folder.", folder=folder)
        )
    folder.mkdir(parents=True, exist_ok=True)
    try:
        write_version(folder, Version(0, now, record={"kind": "create"}))
        write_info(folder, info)
    except BaseException:  # half a Store would stand in the way of the second try
        for made in folder.iterdir():
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        raise
    return open_store(folder)
