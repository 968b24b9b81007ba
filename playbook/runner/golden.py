"""Are the notebooks' stored outputs what their code gives today?

The unit is one committed notebook, run with its own defaults on the practice shop. `refresh`
writes the outputs anew; the comparison is nbval's, behind ``tests/notebooks``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playbook.runner.execute import Progress, run_notebook
from playbook.runner.files import write_text
from playbook.runner.normalise import as_text, normalise
from playbook.runner.practice import STORES, practice_store

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def notebooks(root: Path = NOTEBOOKS) -> list[Path]:
    """List the committed notebooks, in order."""
    return sorted(path for path in root.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def refresh(paths: Sequence[Path] | None = None, *, progress: Progress | None = None) -> list[Path]:
    """Run notebooks on the practice shop and store their outputs, normalised.

    Parameters
    ----------
    paths : sequence of Path, optional
        Default: all that are committed.
    progress : callable, optional
        Called with (notebooks done, notebooks to run).

    Returns
    -------
    list of Path
        The files that changed. A second run changes none.
    """
    chosen = list(paths) if paths is not None else notebooks()
    environment = {STORES: str(practice_store().parent)}
    changed: list[Path] = []
    for done, path in enumerate(chosen):
        if progress:
            progress(done, len(chosen))
        executed = run_notebook(path, {}, lang="en", environment=environment)
        after = as_text(normalise(executed))
        if after != path.read_text(encoding="utf-8"):
            write_text(path, after)
            changed.append(path)
    if progress:
        progress(len(chosen), len(chosen))
    return changed
