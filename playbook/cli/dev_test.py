"""Is everything right: style, types, layers, tests – and how long did each take?

The unit is one check. All of them run, also after one has failed, and the exit code is that of
the first failure. The tests that are sampled take their seed from the commit, so that the sample
moves on with every commit and can still be repeated.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playbook.cli.output import say, table
from playbook.cli.places import checkout
from playbook.errors import ParameterError
from playbook.i18n import _, number

# "python -m importlinter" does nothing and ends with 0.
_LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
LAST_FULL = Path("docs") / "last-full-test.md"


@dataclass(frozen=True)
class Result:
    """One check: its name, exit code and seconds."""

    name: str
    code: int
    seconds: float


def run_checks(paths: Sequence[str], *, full: bool) -> int:
    """Run the checks and print a summary.

    Parameters
    ----------
    paths : sequence of str
        Test files or folders; with any, only pytest runs, on these.
    full : bool
        Run the slow tier too, and record the result in ``docs/last-full-test.md``.

    Returns
    -------
    int
        0, or the exit code of the first check that failed.
    """
    root = checkout()
    if importlib.util.find_spec("pytest") is None:
        raise ParameterError(
            _("The tools for tests are missing. Run: python3 playbook/bootstrap.py --dev dev test")
        )
    wanted = commands(paths, full=full, seed=seed(root))
    results = [_timed(name, command, root, full=full) for name, command in wanted]
    _summary(results)
    if full and not paths:
        _record(root, results)
    return next((result.code for result in results if result.code), 0)


def commands(paths: Sequence[str], *, full: bool, seed: int) -> list[tuple[str, list[str]]]:
    """List the checks with what they pass to Python, in order.

    Examples
    --------
    >>> [name for name, _ in commands([], full=False, seed=1)]
    ['ruff check', 'ruff format', 'mypy', 'import-linter', 'pytest']
    """
    tests = ["-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", f"--hypothesis-seed={seed}"]
    tests += [] if full else ["-m", "not slow"]
    checks = [
        ("ruff check", ["-m", "ruff", "check", "."]),
        ("ruff format", ["-m", "ruff", "format", "--check", "."]),
        ("mypy", ["-m", "mypy"]),
        ("import-linter", ["-c", _LINT_IMPORTS]),
    ]
    return [("pytest", [*tests, *paths])] if paths else [*checks, ("pytest", tests)]


def seed(root: Path) -> int:
    """Derive a seed from the commit; 0 without git."""
    command = ["git", "rev-parse", "--short=8", "HEAD"]
    try:
        said = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        return int(said.stdout.strip(), 16)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 0


def run_module(name: str, *arguments: str) -> int:
    """Run one of the project's own modules that is not part of the package."""
    root = checkout()
    if not (root / name / "__main__.py").is_file():
        raise ParameterError(_("{folder} is missing.", folder=root / name / "__main__.py"))
    return subprocess.run(
        [sys.executable, "-m", name, *arguments], cwd=root, check=False
    ).returncode


def _timed(name: str, command: Sequence[str], root: Path, *, full: bool) -> Result:
    say(f"\n== {name}")
    environment = dict(
        os.environ, PLAYBOOK_LANG="en", PLAYBOOK_TEST_TIER="full" if full else "fast"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Result(name, done.returncode, time.perf_counter() - start)


def _summary(results: Sequence[Result]) -> None:
    rows = [
        [one.name, _("good") if one.code == 0 else _("failed"), number(one.seconds, 1)]
        for one in results
    ]
    table([_("Check"), _("Result"), _("Seconds")], rows, numbers=[2])


def _record(root: Path, results: Sequence[Result]) -> None:
    """Write the result of the full tier; it is committed with its date."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    lines = [
        "# Last full test run",
        "",
        "Written by `make test-full`.",
        "",
        f"- date: {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC",
        f"- commit: {commit.stdout.strip() or 'unknown'}",
        f"- Python: {sys.version.split()[0]} on {sys.platform}",
        "",
        "| check | result | seconds |",
        "|---|---|---|",
        *(
            f"| {r.name} | {'good' if r.code == 0 else 'FAILED'} | {r.seconds:.0f} |"
            for r in results
        ),
    ]
    path = root / LAST_FULL
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
