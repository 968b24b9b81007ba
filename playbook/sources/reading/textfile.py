"""Does the whole text file decode, and what irregularities does it hold?

The unit is one file, read in chunks of 1 MB and never held whole. A file that is not UTF-8 is
written as UTF-8 beside it in a temporary folder, because that is what DuckDB reads fast.
"""

from __future__ import annotations

import codecs
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from playbook.errors import SourceError
from playbook.i18n import _

__all__ = ["Facts", "looks_chinese", "utf8_copy"]

CHUNK = 1 << 20
_BROKEN = ("\ufffd".encode(), "锟斤拷".encode())
_EMPTY_LINES = (b"\n\n", b"\n\r\n", b"\r\r")
# Around these DuckDB and RFC 4180 disagree about white space beside a quote.
_LOOSE_QUOTES = (b'\t"', b'"\t')


@dataclass
class Facts:
    """What the bytes of a UTF-8 text hold."""

    size: int = 0
    quotes: bool = False
    loose_quotes: bool = False
    empty_lines: bool = False
    line_feeds: int = 0
    returns: int = 0
    pairs: int = 0
    """CR LF together."""
    tail: bytes = b""

    @property
    def regular(self) -> bool:
        """One kind of line end, no empty lines inside, nothing odd beside quotes."""
        one_ending = self.returns in (0, self.pairs) and self.pairs in (0, self.line_feeds)
        return one_ending and not self.empty_lines and not self.loose_quotes

    def add(self, chunk: bytes) -> None:
        """Take one more chunk into account."""
        self._settle_empty_lines(chunk)
        joined = self.tail[-3:] + chunk
        self.quotes = self.quotes or b'"' in chunk
        if self.quotes and b"\t" in joined:
            self.loose_quotes = self.loose_quotes or any(mark in joined for mark in _LOOSE_QUOTES)
        self.size += len(chunk)
        self.line_feeds += chunk.count(b"\n")
        if self.returns or b"\r" in joined:
            self.returns += chunk.count(b"\r")
            across = self.tail.endswith(b"\r") and chunk.startswith(b"\n")
            self.pairs += chunk.count(b"\r\n") + across
        self.tail = (self.tail + chunk)[-64 * 1024 :]

    def _settle_empty_lines(self, chunk: bytes) -> None:
        # Empty lines count only when something follows them: judge the text before its last end.
        text = (self.tail[-1024:] + chunk) if self.tail else chunk
        inner = text.rstrip(b"\r\n")
        self.empty_lines = self.empty_lines or (
            b"\n\n" in inner or (b"\r" in inner and any(mark in inner for mark in _EMPTY_LINES))
        )


@contextmanager
def utf8_copy(path: Path, encoding: str, name: str) -> Iterator[tuple[Path, Facts]]:
    """Check that the whole file decodes; give a UTF-8 file with its facts.

    Parameters
    ----------
    path
        The text file.
    encoding
        The encoding its beginning allows. "utf-8" falls back to GB18030 when a later byte is not
        UTF-8 (a file whose first Chinese character comes late).
    name
        What to call the file in a message.

    Yields
    ------
    tuple of Path and Facts
        The file itself when it is UTF-8, else a temporary copy that goes when the context ends.
    """
    if encoding in ("utf-8", "utf-8-sig"):
        try:
            facts = _scan(path, "utf-8", name, None)
        except UnicodeDecodeError as error:
            if encoding == "utf-8-sig":
                raise _undecodable(path, name, "UTF-8", error.start) from None
            encoding = "gb18030"
        else:
            yield path, facts
            return
    folder = Path(tempfile.mkdtemp(prefix="playbook-"))
    try:
        copy = folder / "utf8.txt"
        with copy.open("wb") as out:
            try:
                facts = _scan(path, encoding, name, out)
            except UnicodeDecodeError as error:
                raise _undecodable(path, name, encoding.upper(), error.start) from None
        yield copy, facts
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _scan(path: Path, encoding: str, name: str, out: BinaryIO | None) -> Facts:
    decoder, facts, done = codecs.getincrementaldecoder(encoding)("strict"), Facts(), 0
    with path.open("rb") as source:
        while True:
            chunk = source.read(CHUNK)
            pending = len(decoder.getstate()[0])
            try:
                plain = _plain(chunk, encoding, pending)
                text = None if plain else decoder.decode(chunk, not chunk)
            except UnicodeDecodeError as error:
                error.start += done - pending
                raise
            if not chunk and not text:
                return facts
            utf8 = chunk if out is None or text is None else text.encode("utf-8")
            _refuse_marks(utf8, name, done)
            facts.add(utf8)
            if out is not None:
                out.write(utf8)
            done += len(chunk)


def _plain(chunk: bytes, encoding: str, pending: int) -> bool:
    return bool(chunk) and not pending and encoding != "utf-16" and chunk.isascii()


def _refuse_marks(text: bytes, name: str, done: int) -> None:
    if b"\0" in text:
        at = done + text.index(b"\0")
        raise SourceError(
            _(
                "{file} holds a zero byte at position {at}: it is damaged or not a text file. "
                "Export it again.",
                file=name,
                at=at,
            )
        )
    if not text.isascii() and any(mark in text for mark in _BROKEN):
        raise SourceError(
            _(
                "{file} holds replacement marks (U+FFFD): an earlier program read it in the wrong "
                "encoding and characters are lost. Export it again and do not re-save it.",
                file=name,
            )
        )


def _undecodable(path: Path, name: str, encoding: str, at: int) -> SourceError:
    line = 1
    with path.open("rb") as source:
        left = at
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            line += chunk.count(b"\n")
            left -= len(chunk)
    return SourceError(
        _(
            "{file} is not {encoding} text: the byte at position {at} (line {line}) does not "
            "decode. Save it as UTF-8, or name its encoding in the mapping.",
            file=name,
            encoding=encoding,
            at=at,
            line=line,
        )
    )


def looks_chinese(text: str) -> bool:
    """Tell Chinese text from Western or Japanese bytes that GB18030 happens to accept.

    Real Chinese uses mostly the 6,763 characters of GB 2312 and writes them in runs; misread
    accents are single rare characters between Latin letters (`M黮ler`).

    Examples
    --------
    >>> looks_chinese("订单编号,宝贝标题"), looks_chinese("M黮ler,Andr閟,Fran鏾is")
    (True, False)
    """
    han = [place for place, mark in enumerate(text) if mark > "\x7f"]
    common = sum(1 for place in han if _in_gb2312(text[place]))
    alone = sum(1 for place in han if _between_letters(text, place))
    return not han or (common >= 0.6 * len(han) and alone < 0.5 * len(han))


def _in_gb2312(mark: str) -> bool:
    try:
        mark.encode("gb2312")
    except UnicodeEncodeError:
        return mark in "￥€·—–"
    return True


def _between_letters(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
