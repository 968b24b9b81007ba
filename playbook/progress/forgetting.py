"""How is a learner deleted from every log below a folder, and what exactly was removed?

The unit is one file in a folder named ``.progress``, whatever it is called: copies that an editor
left behind count too. A file of this learner alone goes; a file of several is rewritten without
their lines. A damaged line goes with them when it names them, or when it stands in a file in which
they occur: it may be theirs. It does not touch exports, reports or notebooks: it names none of
them, because it does not know them.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.progress.files import log_folders, text_of
from playbook.progress.statement import learner_name


@dataclass(frozen=True)
class Forgotten:
    """What `forget` removed.

    Parameters
    ----------
    learner : str
    statements, damaged : int
        Lines removed: theirs, and damaged ones that may have been theirs.
    deleted, rewritten : tuple of Path
        Files that are gone, and files that now lack the learner.
    left : tuple of (Path, str)
        Files that could not be changed, and why. Not empty means: not done yet.
    """

    learner: str
    statements: int
    damaged: int
    deleted: tuple[Path, ...]
    rewritten: tuple[Path, ...]
    left: tuple[tuple[Path, str], ...]

    def __str__(self) -> str:
        """Say what was removed, and what was not."""
        said = [
            _(
                "Statements of {learner} removed: {n}; damaged lines that may have been theirs: "
                "{damaged}; files deleted: {deleted}; files rewritten: {rewritten}.",
                learner=self.learner,
                n=self.statements,
                damaged=self.damaged,
                deleted=len(self.deleted),
                rewritten=len(self.rewritten),
            ),
            _(
                "Notebooks, reports and exports made earlier are not part of the log: delete "
                "those yourself."
            ),
        ]
        said += [
            _(
                "{file} could not be changed ({reason}). Close what has it open and run this "
                "again.",
                file=file,
                reason=reason,
            )
            for file, reason in self.left
        ]
        return "\n".join(said)


@dataclass
class _File:
    path: Path
    kept: list[bytes]
    theirs: int
    damaged: int


def forget(folder: Path, learner: str) -> Forgotten:
    """Delete a learner's statements everywhere below a folder.

    Parameters
    ----------
    folder : Path
        A workspace, or a folder of workspaces.
    learner : str
        Exactly as in the log.

    Returns
    -------
    Forgotten

    Raises
    ------
    ParameterError
        When the folder does not exist, or no log below it knows the learner.
    """
    folder, learner = Path(folder), learner_name(learner)
    if not folder.is_dir():
        raise ParameterError(
            _("{folder} is no folder. Name a workspace or a folder of workspaces.", folder=folder)
        )
    names: set[str] = set()
    deleted: list[Path] = []
    rewritten: list[Path] = []
    left: list[tuple[Path, str]] = []
    statements = damaged = 0
    for path in _all_files(folder):
        try:
            file = _without(path, learner, names)
            if file is None:
                continue
            _change(file)
        except OSError as error:
            left.append((path, error.strerror or type(error).__name__))
            continue
        (rewritten if file.kept else deleted).append(path)
        statements, damaged = statements + file.theirs, damaged + file.damaged
    if not (deleted or rewritten or left):
        raise ParameterError(
            _("No log below {folder} knows {learner!r}.", folder=folder, learner=learner)
            + did_you_mean(learner, names)
        )
    return Forgotten(learner, statements, damaged, tuple(deleted), tuple(rewritten), tuple(left))


def _all_files(folder: Path) -> list[Path]:
    return sorted(
        path
        for place in log_folders(folder)
        for path in place.rglob("*")
        if path.is_file() and not path.is_symlink()
    )


def _without(path: Path, learner: str, names: set[str]) -> _File | None:
    """Sort a file's lines; None when the learner does not occur in it. Collects all names."""
    lines = [line for line in text_of(path.read_bytes()).splitlines() if line.strip()]
    owners = [_name_on(line) for line in lines]
    names.update(owner for owner in owners if owner)
    theirs = owners.count(learner)
    traces = (learner.encode(), json.dumps(learner)[1:-1].encode())

    def stays(line: bytes, owner: str | None) -> bool:
        if owner is None:
            return not (theirs or any(trace in line for trace in traces))
        return owner != learner

    kept = [line for line, owner in zip(lines, owners, strict=True) if stays(line, owner)]
    if len(kept) == len(lines):
        return None
    return _File(path, kept, theirs, len(lines) - len(kept) - theirs)


def _name_on(line: bytes) -> str | None:
    """Return whose statement a line is; None when it cannot be told."""
    try:
        made = json.loads(line)
        actor = made["actor"]
        name = actor.get("account", {}).get("name", actor.get("name"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return _name_or_none(name)


def _name_or_none(name: Any) -> str | None:
    """Return a name in the log's form, or None for what is no name."""
    try:
        return learner_name(name) if isinstance(name, str) else None
    except ParameterError:
        return None


def _change(file: _File) -> None:
    if not file.kept:
        file.path.unlink()
        return
    temporary = file.path.with_name(f".{file.path.name}-{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as out:
            out.writelines(line + b"\n" for line in file.kept)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(file.path)
    finally:
        temporary.unlink(missing_ok=True)
