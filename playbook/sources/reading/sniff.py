"""What kind of file is this: a spreadsheet, a zip, delimited text; in which encoding?

The unit is one file's first bytes. The extension is never asked. An encoding is never assumed in
silence: UTF-8 first, UTF-16 by its mark, then GB18030, and only if the text looks like Chinese.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playbook.errors import SourceError
from playbook.i18n import _

__all__ = ["HEAD", "container", "guess_delimiter", "guess_encoding", "refuse_by_name"]

HEAD = 256 * 1024
_DELIMITERS = ",\t;|"
# A bitmap's first letters could begin a word: its reserved zero bytes tell.
_PICTURE = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF.{4}WEBP|\0\0[\1\2]\0|BM.{4}\0\0"
    rb"|....ftyp(?:hei[cx]|hev[cx]|mif1|msf1|avi[fs])"
    rb"|(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE\s+svg[^>]*>\s*)?<svg[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|table|head|meta|body|style)", re.IGNORECASE)


def refuse_by_name(path: Path) -> None:
    """Refuse what cannot be an export: no file, a folder, Excel's lock file, zero bytes."""
    if path.name.startswith("~$"):
        raise SourceError(
            _(
                "{file} is Excel's lock file, not the data. Close the workbook and choose {real}.",
                file=path.name,
                real=path.name[2:],
            )
        )
    if not path.exists():
        raise SourceError(_("There is no file {file}. Check the path.", file=path))
    if path.is_dir():
        raise SourceError(_("{file} is a folder. Choose one file in it.", file=path))
    if path.stat().st_size == 0:
        raise SourceError(_("{file} is empty (0 bytes). Export it again.", file=path.name))


def container(head: bytes, name: str) -> str:
    """Name the container by its first bytes: "zip", "ole", "html" or "text".

    Raises
    ------
    SourceError
        When the bytes are a PDF, an image, another archive or other binary data.
    """
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "ole"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    _refuse_binary(head, name)
    start = head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _HTML.match(start) or (start.startswith(b"<") and b"<table" in head[:HEAD].lower()):
        return "html"
    if start.startswith((b"<?xml", b"MIME-Version")):
        raise SourceError(
            _(
                "{file} is an XML or web archive copy of a sheet. Open it in Excel and save it "
                "as .xlsx.",
                file=name,
            )
        )
    return "text"


def _refuse_binary(head: bytes, name: str) -> None:
    if head.startswith(b"%PDF"):
        what = _("a PDF document")
    elif _PICTURE.match(head):
        what = _("a picture")
    elif head.startswith(_ARCHIVES):
        what = _("an archive other than .zip")
    elif b"\0" in head:
        what = _("binary data (a zero byte at position {at})", at=head.index(b"\0"))
    else:
        return
    raise SourceError(
        _(
            "{file} is {what}, not a table. Choose a CSV, TSV, TXT, XLS, XLSX or ZIP file.",
            file=name,
            what=what,
        )
    )


def guess_encoding(head: bytes) -> str:
    """Name the encoding that the first bytes allow; the whole file is checked when it is read.

    Examples
    --------
    >>> guess_encoding("订单编号".encode("gb18030")), guess_encoding(b"a,b")
    ('gb18030', 'utf-8')
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut by the end of the sample is no evidence.
        return "utf-8" if error.start >= len(head) - 3 and len(head) >= HEAD else "gb18030"
    return "utf-8"


def guess_delimiter(lines: list[str]) -> str:
    """Choose the delimiter that splits the most lines into the same, largest number of cells.

    Examples
    --------
    >>> guess_delimiter(["# note", "a;b;c", "1,5;2;3"])
    ';'
    """
    return max(_DELIMITERS, key=lambda mark: _evenness(lines, mark))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1]
    except csv.Error:
        return (0, 0)
    if not widths:
        return (0, 0)
    common = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(common) * (common - 1), -_DELIMITERS.index(delimiter))
