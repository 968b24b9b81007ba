"""What can a user type, and what does each command print and return?

The unit is one command. A command reads its arguments, calls one function of a room and prints
what it returns; it computes nothing itself. Every heavy import happens inside a command, so that
``playbook --help`` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``playbook`` and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows ``playbook``. Default: those of this process.

    Returns
    -------
    int
        0 good, 1 failed, 2 to 6 as the report contract says, 70 our own bug, 130 interrupted.
    """
    from playbook.cli.run import run

    return run(sys.argv[1:] if arguments is None else arguments)
