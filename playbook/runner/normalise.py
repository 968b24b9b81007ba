"""How does a notebook look in the repository, whoever ran it last?

The unit is one ``.ipynb`` file. Ids, counts and metadata are made the same on every machine,
pictures are dropped, text and small tables stay: they are the golden outputs that the tests
compare. Normalising twice changes nothing.

Use ``python -m playbook.runner.normalise FILES`` (the pre-commit hook does).
"""

from __future__ import annotations

import copy
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.runner.files import write_text
from playbook.runner.kernel import KERNEL

if TYPE_CHECKING:
    import nbformat

LARGEST = 20_000
"""Characters of one output beyond which it is dropped, unless its cell is compared."""
CHECKED = "nbval-check-output"
_PICTURES = ("image/png", "image/jpeg", "image/svg+xml", "application/pdf")
_FROM_A_RUN = {"injected-parameters", "papermill-error-cell-tag"}
_METADATA = {
    "kernelspec": {"display_name": "Playbook", "language": "python", "name": KERNEL},
    "language_info": {"name": "python"},
}


def normalise(notebook: nbformat.NotebookNode) -> Any:
    """Return the notebook as it is committed.

    Parameters
    ----------
    notebook : NotebookNode
        Left as it is.

    Returns
    -------
    NotebookNode
    """
    import nbformat

    made = nbformat.v4.new_notebook(metadata=copy.deepcopy(_METADATA))
    made.nbformat_minor = 5
    taken: set[str] = set()
    count = 0
    for cell in notebook.cells:
        tags = list(cell.metadata.get("tags", []))
        if _FROM_A_RUN.intersection(tags):
            continue
        count += cell.cell_type == "code"
        made.cells.append(_cell(cell, tags, _identity(cell, taken), count))
    return made


def normalise_file(path: Path) -> bool:
    """Rewrite one notebook as it is committed.

    Parameters
    ----------
    path : Path

    Returns
    -------
    bool
        Whether the file changed.
    """
    import nbformat

    before = path.read_text(encoding="utf-8")
    after = as_text(normalise(nbformat.reads(before, as_version=4)))
    if after == before:
        return False
    write_text(path, after)
    return True


def as_text(notebook: nbformat.NotebookNode) -> str:
    """Write a notebook as JSON text: sorted keys, one blank of indent, a line end at the end."""
    import nbformat

    return str(nbformat.writes(notebook)).rstrip("\n") + "\n"


def _cell(cell: Any, tags: list[str], identity: str, count: int) -> Any:
    import nbformat

    made = nbformat.from_dict(
        {
            "id": identity,
            "cell_type": cell.cell_type,
            "metadata": {"tags": tags} if tags else {},
            "source": "\n".join(line.rstrip() for line in cell.source.splitlines()),
        }
    )
    if cell.cell_type == "code":
        # nbval compares nothing in a cell without a count: it takes it for never run.
        made["execution_count"] = count
        kept = (_output(output, count, CHECKED in tags) for output in cell.get("outputs", []))
        made["outputs"] = [output for output in kept if output]
    return made


def _identity(cell: Any, taken: set[str]) -> str:
    """Make an id from a cell's kind and first line: stable while the rest is edited."""
    first = cell.source.strip().split("\n", 1)[0].rstrip()
    turn = 0
    while True:
        text = f"{cell.cell_type}\n{first}\n{turn}"
        identity = hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]
        if identity not in taken:
            taken.add(identity)
            return identity
        turn += 1


def _output(output: Any, count: int, checked: bool) -> Any:
    """Return an output without pictures and bulk, or None when nothing worth keeping is left."""
    kept = copy.deepcopy(output)
    if kept.output_type == "stream":
        # Warnings name paths of the machine that ran it.
        return None if kept.name == "stderr" else kept
    if "data" not in kept:
        return kept
    for name in list(kept.data):
        if name in _PICTURES or (not checked and len(str(kept.data[name])) > LARGEST):
            del kept.data[name]
    kept.metadata = {}
    if kept.output_type == "execute_result":
        kept.execution_count = count
    return kept if kept.data else None


def main(arguments: Sequence[str]) -> int:
    """Normalise the files named; return 1 when one changed, as pre-commit wants."""
    changed = [normalise_file(Path(name)) for name in arguments]
    return int(any(changed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
