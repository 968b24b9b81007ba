"""How far is a command? A bar on a terminal, a line at a time elsewhere.

The unit is one task with a known number of steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playbook.cli.output import errors, plain


@contextmanager
def counting(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar for the body of a ``with`` statement.

    Parameters
    ----------
    title : str
        Translated.

    Yields
    ------
    callable
        Call it with (steps done, steps in all).
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    # On the error stream, so that a pipe gets only results.
    terminal = errors()
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=terminal,
        disable=not terminal.is_terminal,
        transient=True,
    )
    with bar:
        task = bar.add_task(plain(title).plain, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show
