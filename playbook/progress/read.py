"""What do the logs below a folder say, and which of their lines could not be used?

The unit is one statement, counted once however often its id occurs. One workspace and a folder
of fifty are read alike. A damaged line costs itself and nothing else, and is named with its file;
nothing is repaired, and nothing is guessed about a line that cannot be read.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.errors import ParameterError
from playbook.i18n import _
from playbook.progress.faults import SKIPPING, Fault
from playbook.progress.files import Ready, log_files, prepare
from playbook.progress.reading_sql import FAULTS, LINES, PARSED, STATEMENTS

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


@dataclass(frozen=True)
class Record:
    """Everything that the logs below a folder say.

    Parameters
    ----------
    folder : Path
    files : tuple of Path
        The files that were looked at.
    faults : tuple of Fault
        What was wrong, by file.
    connection : DuckDBPyConnection
        Holds the table ``statements``: learner, verb, thing, kind, lesson, role, success,
        outcome, problems, hint, hints, after_attempt, choice, passed, total, covers, day, at
        (UTC), session, seq, place (the order of everything), file, line, and the JSON parts.
    """

    folder: Path
    files: tuple[Path, ...]
    faults: tuple[Fault, ...]
    connection: duckdb.DuckDBPyConnection

    @property
    def skipped(self) -> int:
        """Number of lines that could not be used."""
        return sum(fault.count for fault in self.faults if fault.kind in SKIPPING)

    @property
    def learners(self) -> list[str]:
        """The learners that occur, in order."""
        found = self.connection.execute("SELECT DISTINCT learner FROM statements ORDER BY 1")
        return [name for (name,) in found.fetchall()]

    def sql(self, query: str, params: Sequence[Any] | dict[str, Any] = ()) -> pd.DataFrame:
        """Ask the table ``statements``."""
        return self.connection.execute(query, params or None).df()


def read_log(folder: Path, *, learner: str = "", now: dt.datetime | None = None) -> Record:
    """Read every log at or below a folder.

    Parameters
    ----------
    folder : Path
        A workspace, or a folder of workspaces.
    learner : str
        Only this learner's statements; "" for all.
    now : datetime
        With its zone; a statement more than a day later has a wrong clock. Default: the clock.

    Returns
    -------
    Record
        Empty when nothing was written yet.

    Raises
    ------
    ParameterError
        When the folder does not exist.
    """
    import duckdb

    folder = Path(folder)
    if not folder.is_dir():
        raise ParameterError(
            _("{folder} is no folder. Name a workspace or a folder of workspaces.", folder=folder)
        )
    files = log_files(folder)
    faults: list[Fault] = []
    ready: list[Ready] = []
    connection = duckdb.connect()
    with tempfile.TemporaryDirectory(prefix="playbook-log-") as scratch:
        for number, file in enumerate(files):
            one, found = prepare(file, Path(scratch), number)
            ready += [one] if one else []
            faults += found
        _load(connection, [one.source for one in ready])
    late = (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC) + dt.timedelta(days=1)
    connection.execute(PARSED, {"late": late.replace(tzinfo=None)})
    connection.execute(STATEMENTS)
    faults += _found(connection, ready)
    if learner:
        connection.execute("DELETE FROM statements WHERE learner IS DISTINCT FROM ?", [learner])
    order = {file: place for place, file in enumerate(files)}
    faults.sort(key=lambda fault: order[fault.file])
    return Record(folder, tuple(files), tuple(faults), connection)


def _load(connection: duckdb.DuckDBPyConnection, sources: list[Path]) -> None:
    """Fill the table ``lines`` in the order of files and lines."""
    if not sources:
        with tempfile.TemporaryDirectory(prefix="playbook-log-") as scratch:
            none = Path(scratch, "none.jsonl")
            none.write_bytes(b"\n")
            _load(connection, [none])
        return
    # DuckDB sets this much aside per thread, and gives up all files for one longer line.
    longest = max(1_000_000, *(path.stat().st_size + 1 for path in sources))
    connection.execute(LINES, {"files": [str(path) for path in sources], "longest": longest})


def _found(connection: duckdb.DuckDBPyConnection, ready: list[Ready]) -> list[Fault]:
    """Turn the reader's findings into faults; a cut last line is no damage in the middle."""
    faults = []
    for kind, at, count, lines, last in connection.execute(FAULTS).fetchall():
        one, rest, numbers = ready[at], count, list(lines)
        if kind == "damaged" and one.cut and last:
            faults.append(Fault("unfinished", one.file))
            rest, numbers = count - 1, [number for number in numbers if number != last]
        if rest:
            faults.append(Fault(kind, one.file, rest, tuple(numbers)))
    return faults
