"""What did a notebook show, in a form that a program can check?

The unit is one part: a table, a chart or a text that a report displays under a name. Beside its
HTML a part carries a small JSON record (this module's MIME type) with its name, kind, number of
rows and the numbers that stand in it. Plain Jupyter ignores the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MIME = "application/vnd.playbook.part+json"


@dataclass(frozen=True)
class Part:
    """One named thing that a notebook showed."""

    name: str
    kind: str
    """table, figure, text, numbers or note."""
    rows: int
    numbers: dict[str, Any] = field(default_factory=dict)
    detail: dict[str, Any] = field(default_factory=dict)


def parts(notebook: Any) -> list[Part]:
    """List the parts of an executed notebook, in order.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    """
    return [
        Part(
            str(record.get("name", "")),
            str(record.get("kind", "")),
            int(record.get("rows", 0)),
            dict(record.get("numbers", {})),
            dict(record.get("detail", {})),
        )
        for record in _records(notebook)
    ]


def numbers(notebook: Any) -> dict[str, Any]:
    """Collect the numbers of all parts, under ``part/name``; recorded ones under their own name.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    """
    found: dict[str, Any] = {}
    for part in parts(notebook):
        prefix = "" if part.kind == "numbers" else f"{part.name}/"
        found.update({prefix + name: value for name, value in part.numbers.items()})
    return found


def _records(notebook: Any) -> Iterator[dict[str, Any]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            record = output.get("data", {}).get(MIME)
            if isinstance(record, dict):
                yield record
