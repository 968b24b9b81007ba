"""How is a text file cut into records and cells, as far as its beginning shows?

The unit is one text file; at most its first 1,000 records are read, by Python's csv module.
Encoding and delimiter are looked at unless they are stated; a wrong guess is told, not repaired.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.errors import SourceError
from playbook.i18n import _
from playbook.sources.reading.sniff import HEAD, guess_delimiter, guess_encoding
from playbook.sources.reading.textfile import looks_chinese

if TYPE_CHECKING:
    import _csv

__all__ = ["SAMPLE", "Dialect", "Head", "head_rows", "text_lines"]

SAMPLE = 1000
csv.field_size_limit(1 << 20)


@dataclass(frozen=True)
class Dialect:
    """How the text is cut into records and cells."""

    encoding: str
    delimiter: str
    quote: str | None = '"'

    def reader(self, lines: Iterator[str]) -> _csv.Reader:
        """Return a csv reader over lines that keep their ends."""
        if self.quote:
            return csv.reader(
                lines, delimiter=self.delimiter, quotechar=self.quote, skipinitialspace=True
            )
        return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)


@dataclass(frozen=True)
class Head:
    """The first records of a text file."""

    dialect: Dialect
    rows: list[list[str]]
    """At most 1,000."""
    ends: list[int]
    """For each record the number of the line it ends on."""


def head_rows(
    path: Path, name: str, encoding: str | None, delimiter: str | None, quote: str | None
) -> Head:
    """Read the first records; what is None is looked at instead of stated."""
    with path.open("rb") as source:
        sample = source.read(HEAD)
        whole = not source.read(1)
    encoding = encoding or guess_encoding(sample)
    text = _decode(sample, encoding, name, whole=whole)
    if encoding == "gb18030" and not looks_chinese(text):
        raise SourceError(
            _(
                "{file} is neither UTF-8 nor Chinese text, so its encoding cannot be told. Save it "
                "as UTF-8, or name the encoding (for example cp1252 or shift_jis) in the mapping.",
                file=name,
            )
        )
    lines = text_lines(text)
    lines = lines if whole or len(lines) < 2 else lines[:-1]
    dialect = Dialect(encoding, delimiter or guess_delimiter(lines[:SAMPLE]), quote)
    reader = dialect.reader(iter(lines))
    head = Head(dialect, [], [])
    with suppress(csv.Error):  # told with its row number when the whole file is read
        for row in itertools.islice(reader, SAMPLE):
            head.rows.append(row)
            head.ends.append(reader.line_num)
    return head


def text_lines(text: str) -> list[str]:
    """Cut text into lines that keep their ends."""
    # str.splitlines also cuts at U+2028, form feed and others, which are text inside a cell.
    return list(io.StringIO(text, newline=""))


def _decode(head: bytes, encoding: str, name: str, *, whole: bool) -> str:
    codec = "utf-8" if encoding == "utf-8-sig" else encoding  # positions count the mark's bytes
    try:
        text = codecs.getincrementaldecoder(codec)("strict").decode(head, whole)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _decode(head, "gb18030", name, whole=whole)
        raise SourceError(
            _(
                "{file} is not {encoding} text: the byte at position {at} (line {line}) does not "
                "decode. Save it as UTF-8, or name its encoding in the mapping.",
                file=name,
                encoding=codec.upper(),
                at=error.start,
                line=head[: error.start].count(b"\n") + 1,
            )
        ) from None
    except LookupError:
        raise SourceError(
            _("{encoding} is not an encoding that Python knows.", encoding=encoding)
        ) from None
    return text.lstrip("\ufeff")
