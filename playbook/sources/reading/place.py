"""Where inside a file is a table looked for, and what is stated about it beforehand?

The unit is one container: the file itself, a zip member, a sheet. Nothing is read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playbook.sources.reading import headers

__all__ = ["Place", "ReadOptions"]


@dataclass(frozen=True)
class ReadOptions:
    """What a profile or mapping states about a file, instead of looking."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = '"'
    """None when quotation marks are ordinary characters (Amazon's flat files)."""
    header_row: int | None = None
    """1-based; the search is skipped."""
    decimal: str = "."
    """The mark with which a workbook's numbers are written out, as in the text cells beside."""
    sheet: str | None = None
    """Read only the sheet or zip member of this name."""


@dataclass(frozen=True)
class Place:
    """One container on the way down to its tables."""

    path: Path
    """Where the bytes are."""
    file: Path
    """The file that the user named."""
    part: str
    known: headers.KnownHeaders
    options: ReadOptions
    seen: list[str]
    """First rows of parts without a header, for the message."""
    keep: object = None
    depth: int = 0

    @property
    def name(self) -> str:
        """The file's name and the part, for messages."""
        return f"{self.file.name} ▸ {self.part}" if self.part else self.file.name

    def inside(self, part: str, path: Path | None = None, keep: object = None) -> Place:
        """Return the place of a part: a sheet, or a member unpacked to `path`."""
        label = f"{self.part} ▸ {part}" if self.part else part
        return Place(
            path or self.path, self.file, label, self.known, self.options, self.seen,
            keep or self.keep, self.depth + (path is not None),
        )  # fmt: skip
