"""Which messages does the code hold, and is each of them translated once and in use?

The unit is one message of one room, where a room is the first folder under ``playbook/`` (the
``cli*.py`` modules form the room "cli", other top-level modules the room "errors"). A room's
catalogues are the PO files named after it: ``sources.po``, ``sources.reading.po``. This module
writes no translation: it adds empty ones, drops stale ones, and never guesses ("fuzzy").
"""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playbook.i18n.messages import LOCALES
from playbook.i18n.po import read_pairs, write_pairs

PACKAGE = Path(__file__).parents[1]
CATALOGUES = LOCALES / "zh"
# It must speak before the package can be imported, so it carries its own few sentences.
_NOT_EXTRACTED = {"bootstrap.py"}


@dataclass(frozen=True)
class Message:
    """One call of ``_("…")`` or ``N_("…")`` in the code."""

    text: str
    room: str
    path: Path
    line: int
    fields: frozenset[str] | None
    """Names of the keyword arguments; None when the call only marks, or passes ``**fields``."""


@dataclass(frozen=True)
class Problem:
    """One thing to mend before the catalogues are complete."""

    kind: str
    """untranslated, stale, fields, conflict or not-literal."""
    room: str
    text: str
    where: str

    def __str__(self) -> str:
        """Return one line for a developer."""
        return f"{self.room}: {self.kind}: {self.text!r} ({self.where})"


def messages(package: Path = PACKAGE) -> list[Message]:
    """Find every marked message in the package's code, in the order of files and lines."""
    found: list[Message] = []
    for path in sorted(package.rglob("*.py")):
        if path.name not in _NOT_EXTRACTED:
            found.extend(_messages_of(path, room_of(path, package)))
    return found


def room_of(path: Path, package: Path = PACKAGE) -> str:
    """Name the room that a module of the package belongs to.

    Examples
    --------
    >>> room_of(PACKAGE / "store" / "tables.py"), room_of(PACKAGE / "cli_store.py")
    ('store', 'cli')
    """
    parts = path.relative_to(package).parts
    if len(parts) > 1:
        return parts[0]
    return "cli" if path.stem.startswith("cli") else "errors"


def catalogues_of(room: str, folder: Path = CATALOGUES) -> list[Path]:
    """List the room's PO files: ``<room>.po`` and ``<room>.<part>.po``."""
    return sorted([*folder.glob(f"{room}.po"), *folder.glob(f"{room}.*.po")])


def rooms(package: Path = PACKAGE, folder: Path = CATALOGUES) -> list[str]:
    """Name every room that has messages or a catalogue."""
    named = {path.name.split(".")[0] for path in folder.glob("*.po")}
    return sorted(named | {message.room for message in messages(package)})


def problems(package: Path = PACKAGE, folder: Path = CATALOGUES) -> list[Problem]:
    """Say what is untranslated, stale, contradictory or wrongly filled in.

    Parameters
    ----------
    package : Path
        The folder whose modules are read.
    folder : Path
        The folder of the PO files.

    Returns
    -------
    list of Problem
        Empty when everything a user can read exists in both languages.
    """
    found = messages(package)
    names = rooms(package, folder)
    return [
        *(problem for room in names for problem in _problems_of(room, found, folder)),
        *_field_problems(found),
        *_conflicts(folder),
    ]


def update(package: Path = PACKAGE, folder: Path = CATALOGUES) -> list[Path]:
    """Add new messages to the catalogues with an empty translation and drop stale ones.

    Returns
    -------
    list of Path
        The files that changed. Running it twice changes nothing the second time.
    """
    found = messages(package)
    changed: list[Path] = []
    for room in rooms(package, folder):
        changed.extend(_update_room(room, [m for m in found if m.room == room], folder))
    return changed


def fields_of(text: str) -> frozenset[str]:
    """Name the ``{fields}`` of a message.

    Examples
    --------
    >>> sorted(fields_of("{n:,} of {total}"))
    ['n', 'total']
    """
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _messages_of(path: Path, room: str) -> Iterator[Message]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        first = node.args[0]
        if node.func.id in {"_", "N_"} and isinstance(first, ast.Constant):
            names = [keyword.arg for keyword in node.keywords]
            known = node.func.id == "_" and None not in names
            fields = frozenset(name for name in names if name) if known else None
            yield Message(str(first.value), room, path, node.lineno, fields)
        elif node.func.id in {"_", "N_"} and isinstance(first, ast.JoinedStr | ast.BinOp):
            # Text that is put together at run time can never be found in a catalogue.
            yield Message("", room, path, node.lineno, None)


def _problems_of(room: str, found: list[Message], folder: Path) -> Iterator[Problem]:
    translated = {
        text: (other, path.name)
        for path in catalogues_of(room, folder)
        for text, other in read_pairs(path).items()
    }
    used = {m.text: f"{m.path.name}:{m.line}" for m in found if m.room == room}
    for text, where in used.items():
        if not text:
            yield Problem("not-literal", room, text, where)
        elif not translated.get(text, ("", ""))[0]:
            yield Problem("untranslated", room, text, where)
    for text, (other, name) in translated.items():
        if text not in used:
            yield Problem("stale", room, text, name)
        elif other and fields_of(text) != fields_of(other):
            yield Problem("fields", room, text, name)


def _field_problems(found: list[Message]) -> Iterator[Problem]:
    for m in found:
        if m.fields is not None and m.fields != fields_of(m.text):
            yield Problem("fields", m.room, m.text, f"{m.path.name}:{m.line}")


def _conflicts(folder: Path) -> Iterator[Problem]:
    seen: dict[str, tuple[str, str]] = {}
    for path in sorted(folder.glob("*.po")):
        for text, other in read_pairs(path).items():
            first, name = seen.setdefault(text, (other, path.name))
            if other and first and other != first:
                room = path.name.split(".")[0]
                yield Problem("conflict", room, text, f"{name} and {path.name} differ")


def _update_room(room: str, found: list[Message], folder: Path) -> Iterator[Path]:
    paths = catalogues_of(room, folder)
    before = {path: read_pairs(path) for path in paths}
    used = {m.text for m in found if m.text}
    after = {
        path: {text: other for text, other in pairs.items() if text in used}
        for path, pairs in before.items()
    }
    known = {text for pairs in after.values() for text in pairs}
    for message in found:
        if message.text and message.text not in known:
            known.add(message.text)
            path = _home_of(message, folder)
            after.setdefault(path, {})[message.text] = ""
    for path, pairs in after.items():
        if pairs != before.get(path):
            write_pairs(path, pairs)
            yield path


def _home_of(message: Message, folder: Path) -> Path:
    own = folder / f"{message.room}.{message.path.stem}.po"
    return own if own.exists() else folder / f"{message.room}.po"
