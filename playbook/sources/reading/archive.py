"""Which files does a zip hold, under which names, and are they safe to unpack?

The unit is one member. Names written by Chinese Windows are read as GB18030. A member is unpacked
to a temporary folder, within limits on size and ratio; nothing is chosen by order or extension.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from playbook.errors import SourceError
from playbook.i18n import _

__all__ = ["MAX_BYTES", "MAX_MEMBERS", "MAX_RATIO", "Workspace", "is_workbook", "unpack"]

MAX_BYTES = 8 << 30
MAX_MEMBERS = 1000
MAX_RATIO = 400  # repetitive CSV reaches 100
_RATIO_FROM = 64 << 20
_IGNORED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


class Workspace:
    """A temporary folder that goes when nothing refers to it any more."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="playbook-"))
        weakref.finalize(self, shutil.rmtree, str(self.path), ignore_errors=True)


def is_workbook(path: Path) -> bool:
    """Tell a workbook (xlsx, xlsb, ods), which is a zip too, from a zip of files."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def unpack(path: Path, name: str, workspace: Workspace) -> Iterator[tuple[str, Path]]:
    """Unpack each member and yield its readable name and its place.

    Raises
    ------
    SourceError
        When the zip is cut off, protected, or larger inside than the limits allow.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [item for item in archive.infolist() if _wanted(item)]
            _check(members, name)
            for number, item in enumerate(members):
                target = workspace.path / f"{number:04d}"
                _extract(archive, item, target, name)
                yield member_name(item), target
    except (zipfile.BadZipFile, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise SourceError(
            _(
                "{file} is not a complete zip file ({detail}). Download it again.",
                file=name,
                detail=str(error)[:120],
            )
        ) from None


def member_name(item: zipfile.ZipInfo) -> str:
    """Return the member's name; without the UTF-8 flag, GB18030 bytes were read as cp437."""
    if item.flag_bits & 0x800:
        return item.filename
    try:
        return item.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return item.filename


def _wanted(item: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(item.filename).parts
    hidden = any(part in _IGNORED or part.startswith(("._", "~$")) for part in parts)
    return not item.is_dir() and not hidden and item.file_size > 0


def _check(members: list[zipfile.ZipInfo], name: str) -> None:
    if not members:
        raise SourceError(_("{file} holds no files. Export it again.", file=name))
    if any(item.flag_bits & 1 for item in members):
        raise SourceError(
            _(
                "{file} is protected by a password. Unpack it with the password and import the "
                "file inside.",
                file=name,
            )
        )
    total = sum(item.file_size for item in members)
    packed = max(1, sum(item.compress_size for item in members))
    if len(members) > MAX_MEMBERS or total > MAX_BYTES or _is_bomb(total, packed):
        raise SourceError(
            _(
                "{file} would unpack to {size} MB in {count} files, {ratio} times its size. The "
                "limits are {max_size} MB, {max_count} files and {max_ratio} times. Unpack it "
                "yourself and import the file you need.",
                file=name,
                size=total >> 20,
                count=len(members),
                ratio=total // packed,
                max_size=MAX_BYTES >> 20,
                max_count=MAX_MEMBERS,
                max_ratio=MAX_RATIO,
            )
        )


def _is_bomb(total: int, packed: int) -> bool:
    return total > _RATIO_FROM and total // packed > MAX_RATIO


def _extract(archive: zipfile.ZipFile, item: zipfile.ZipInfo, target: Path, name: str) -> None:
    # zipfile stops at the declared size, which _check has bounded.
    try:
        with archive.open(item) as source, target.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
    except (RuntimeError, NotImplementedError) as error:
        raise SourceError(
            _(
                "{member} in {file} cannot be unpacked ({detail}). Unpack it yourself and import "
                "the file inside.",
                member=member_name(item),
                file=name,
                detail=str(error)[:120],
            )
        ) from None
