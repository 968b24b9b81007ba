"""What does an import know of one sheet while it runs?

The unit is one sheet (or one text file) and the profile that recognised it. A part's relations
live in the writer's scratch database under the part's own prefix, so that sheets never mix.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playbook.sources.profile import Profile
from playbook.sources.reading.raw import LoadedTable
from playbook.store import Writer

if TYPE_CHECKING:
    import duckdb


@dataclass
class Part:
    """One sheet on its way into the Store.

    Parameters
    ----------
    profile : Profile
        The source that recognised it.
    loaded : LoadedTable
        Its rows as text.
    writer : Writer
        The running import.
    prefix : str
        What the names of its relations begin with.
    present : frozenset of str
        Fields of the profile that the sheet really has.
    typed : mapping of str to str
        Fields that hold values of an engine type instead of text.
    reads : mapping of str to str
        Field to the SQL that reads its cell of the sheet as text.
    ranges : mapping of str to str
        Fields in which some cells hold a range, with SQL that gives it as JSON.
    decimal : str
        The mark that parts the decimals of its numbers.
    notes : list of str
        What the user should know, in words; grows while the import runs.
    as_of : datetime or None
        The time the file states, once it is known.
    """

    profile: Profile
    loaded: LoadedTable
    writer: Writer
    prefix: str
    present: frozenset[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)
    reads: Mapping[str, str] = field(default_factory=dict)
    ranges: Mapping[str, str] = field(default_factory=dict)
    decimal: str = "."
    notes: list[str] = field(default_factory=list)
    as_of: dt.datetime | None = None

    @property
    def run(self) -> duckdb.DuckDBPyConnection:
        """The scratch database."""
        return self.writer.connection

    @property
    def file(self) -> str:
        """The name that the account and the quarantine show."""
        return self.loaded.raw.name

    def relation(self, name: str) -> str:
        """Name one of the part's relations in SQL."""
        return f"{self.prefix}_{name}"

    def one(self, query: str, params: Sequence[Any] = ()) -> tuple[Any, ...]:
        """Run a query that yields one row."""
        row = self.run.execute(query, list(params)).fetchone()
        return row or ()

    def count(self, query: str) -> int:
        """Run a query that yields one number."""
        return int((self.one(query) or (0,))[0] or 0)
