"""What might the columns of an unknown file mean?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playbook.errors import SourceError
from playbook.sources.detecting import why_not
from playbook.sources.reading import RawTable


@dataclass(frozen=True)
class Proposal:
    """A mapping for the user to edit."""

    path: Path
    text: str


def propose(file: Path, tables: Sequence[RawTable]) -> Proposal:
    """Refuse for now."""
    del file
    raise SourceError(why_not(tables[0]))
