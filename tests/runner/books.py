"""Tiny notebooks for tests."""

from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output


def book(*cells: Any) -> Any:
    """Make a notebook: text starting with ``#`` or ``!`` is markdown, all else is code."""
    return new_notebook(
        cells=[
            cell if not isinstance(cell, str)
            else new_markdown_cell(cell.lstrip("!")) if cell.startswith(("#", "!"))
            else new_code_cell(cell)
            for cell in cells
        ]
    )  # fmt: skip


def parameters(source: Any) -> Any:
    return new_code_cell(source, metadata={"tags": ["parameters"]})


def shown(data: Any, metadata: Any = None, tags: Any = ()) -> Any:
    """Make a code cell that has already shown something."""
    output = new_output("display_data", data=data, metadata=metadata or {})
    return new_code_cell("show()", outputs=[output], metadata={"tags": list(tags)})
