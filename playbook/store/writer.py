"""One import, whole or not at all.

A `Writer` holds the Store's lock, a scratch database on the Store's own disk
and the account of every source row. Nothing is visible until `commit` has
written the new version file; leaving the block without it leaves no trace.
It refuses to commit an account that does not add up.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from playbook.errors import StoreError
from playbook.i18n import _
from playbook.store import delta
from playbook.store.account import (
    ImportRecord,
    account,
    as_record,
    count,
    prepare_account,
    take,
)
from playbook.store.handle import Store
from playbook.store.info import read_info
from playbook.store.masking import load_key
from playbook.store.merging import Stamp, merge
from playbook.store.schema import Table, all_tables
from playbook.store.sql import literal
from playbook.store.staging import stage
from playbook.store.tidy import tidy
from playbook.store.versions import (
    TableState,
    Version,
    latest_number,
    read_version,
    write_version,
)

if TYPE_CHECKING:
    import duckdb

SCRATCH = ".scratch-"
MEMORY_LIMIT = "500MB"
LOCK_WAIT_S = 1.0


class Writer:
    """A running import; use as a context manager.

    Attributes
    ----------
    connection : DuckDBPyConnection
        Scratch database for the importer's own relations.
    """

    connection: duckdb.DuckDBPyConnection

    def __init__(self, path: Path) -> None:
        self.path = path
        self.info = read_info(path)
        self._staged: dict[str, tuple[Table, list[delta.NewFile], list[str]]] = {}
        self._superseded: dict[str, int] = {}

    def __enter__(self) -> Self:
        """Take the lock and open the scratch database."""
        from filelock import FileLock, Timeout

        self._lock = FileLock(self.path / ".lock", timeout=LOCK_WAIT_S)
        try:
            self._lock.acquire()
        except Timeout:
            raise StoreError(
                _(
                    "Another import into {store} is running. "
                    "Wait until it has ended, then try again.",
                    store=self.info.name,
                )
            ) from None
        self.base = read_version(self.path, latest_number(self.path))
        self.import_id = self.base.number + 1
        self._open_scratch()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the scratch database and what was written in vain; free the lock."""
        self.connection.close()
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._discard()
        self._lock.release()
        if error is not None and _disk_full(error):
            raise StoreError(
                _("The disk is full. Free some space, then import again. Nothing was changed.")
            ) from error

    def _open_scratch(self) -> None:
        import duckdb

        for stale in self.path.glob(f"{SCRATCH}*"):
            shutil.rmtree(stale, ignore_errors=True)
        self._scratch = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=self.path))
        # In memory, spilled to disk beyond the limit: a database file would compress every
        # relation, which takes longer than all checks together.
        self.connection = duckdb.connect()
        self.connection.execute(
            "SET enable_progress_bar = false;"
            f"SET memory_limit = '{MEMORY_LIMIT}';"
            f"SET temp_directory = {literal((self._scratch / 'spill').as_posix())}"
        )
        prepare_account(self.connection)

    @property
    def currency(self) -> str:
        """The shop's currency."""
        return self.info.currency

    def put(
        self,
        table: str,
        query: str,
        *,
        as_of: dt.datetime,
        provides: Sequence[str] | None = None,
        derived: bool = False,
        invented: bool = False,
    ) -> None:
        """Check a batch and merge it into a table.

        Parameters
        ----------
        table : str
            Canonical table.
        query : str
            SQL over `connection` that yields canonical columns (text or typed)
            plus ``_file`` and ``_row``. Personal columns in clear: they are hashed here,
            and numbers that people write in free text are blotted out.
        as_of : datetime
            The time the file states; newer replaces older.
        provides : sequence of str, optional
            Columns the source really states; all of the query's when omitted.
        derived : bool
            The rows were worked out from another kind of file, and give way to stated ones.
        invented : bool
            Nobody real is in the rows (a simulated shop): identifiers stay as they are, so that the
            same seed gives the same Store.
        """
        if table in self._staged:
            raise ValueError(f"{table} is put twice in one import; unite the queries")
        known = all_tables()[table]
        stated = as_of.isoformat(sep=" ")
        batch = stage(
            self.connection,
            known,
            query,
            provides=provides if provides is not None else tuple(known.columns),
            currency=self.currency,
            as_of=stated,
            key=None if invented else lambda: load_key(self.path),
        )
        take(self.connection, batch.good)
        stamp = Stamp(stated, derived, self.import_id)
        plan = merge(self.connection, self.path, self.base.tables.get(table), batch, stamp)
        files = delta.write_files(self.connection, plan.query, self.path / table)
        self._staged[table] = (known, files, plan.removed)
        self._superseded[table] = plan.superseded
        self.connection.execute(f"DROP TABLE {batch.good}")

    def set_aside(self, query: str) -> None:
        """Quarantine source rows that never became canonical.

        `query` yields _file, _row, column, value, reason; values must be free of personal data.
        """
        self.connection.execute(
            'INSERT INTO _set_aside SELECT _file, _row, NULL, "column", left(value, 200),'
            f" reason, NULL FROM ({query})"
        )

    def name_headers(self, file: str, headers: Mapping[tuple[str, str], str]) -> None:
        """Tell what a file calls the columns, by (table, column), for the quarantine to show."""
        rows = [[file, table, column, header] for (table, column), header in headers.items()]
        if rows:
            self.connection.executemany("INSERT INTO _headers VALUES (?, ?, ?, ?)", rows)

    def repeated(self, query: str) -> None:
        """Name source rows (_file, _row) that repeat another row exactly."""
        self.connection.execute(f"INSERT INTO _repeated SELECT _file, _row FROM ({query})")

    def commit(self, record: ImportRecord) -> Store:
        """Make the import visible as the Store's next version.

        Raises
        ------
        StoreError
            The rows read are not all accounted for; nothing is changed.
        """
        told = account(self.connection, record.non_data)
        if told.total != record.read:
            raise StoreError(
                _(
                    "{file}: {read} rows were read and {told} accounted for. "
                    "This is a fault in playbook; nothing was imported. Please report it.",
                    file=record.file,
                    read=record.read,
                    told=told.total,
                )
            )
        changed = sorted(self._staged)
        self._put_quarantine(record)
        kept = as_record(record, told, self.import_id, changed, self._superseded)
        return self.publish(kept)

    def _put_quarantine(self, record: ImportRecord) -> None:
        if count(self.connection, "FROM _set_aside"):
            self.put(
                "quarantine",
                # A row that feeds two tables can be refused by both: as the file's -5 and as the
                # order's -5.00. The row's own table comes last and shows the file's.
                # What an importer set aside before it had a table names the file's own column.
                f'SELECT {self.import_id}::BIGINT AS import_id, file, row, "column",'
                " arg_max(value, place) AS value, arg_max(header, place) AS header, reason,"
                " file AS _file, row AS _row FROM (SELECT s.*, s.rowid AS place,"
                ' CASE WHEN s.tbl IS NULL THEN s."column" ELSE h.header END AS header'
                ' FROM _set_aside AS s LEFT JOIN _headers AS h USING (file, tbl, "column"))'
                ' GROUP BY file, row, "column", reason',
                as_of=record.as_of,
            )

    def replace(self, table: str, query: str) -> None:
        """Stage all rows of a table anew: canonical and hidden columns, unchecked."""
        held = self.base.tables[table]
        files = delta.write_files(self.connection, query, self.path / table)
        self._staged[table] = (all_tables()[table], files, list(held.files))

    def publish(self, record: Mapping[str, Any]) -> Store:
        """Commit what was staged, table by table, then the version file."""
        states = dict(self.base.tables)
        for name, (table, files, removed) in self._staged.items():
            held = states.get(name)
            number = delta.commit(self.path / name, table, files, removed, held)
            states[name] = _next_state(name, number, files, removed, held)
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        version = Version(self.import_id, now, states, dict(record))
        write_version(self.path, version)
        self._staged = {}
        tidy(self.path)
        return Store(self.path, self.info, version)

    def _discard(self) -> None:
        for name, (_table, files, _removed) in self._staged.items():
            for file in files:
                (self.path / name / file.name).unlink(missing_ok=True)


def _next_state(
    name: str,
    number: int,
    files: list[delta.NewFile],
    removed: list[str],
    held: TableState | None,
) -> TableState:
    gone = set(removed)
    kept = {file: n for file, n in (held.files if held else {}).items() if file not in gone}
    return TableState(
        number, kept | {f"{name}/{file.name}": file.rows for file in files if file.rows}
    )


def _disk_full(error: BaseException) -> bool:
    import errno

    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    return "No space left on device" in str(error)
