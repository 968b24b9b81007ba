"""What does a notebook show when it is run with these parameters?

The unit is one execution on one fresh kernel. Nothing is written: the caller gets the notebook
and writes it whole or not at all (papermill's own writes are not atomic). The working directory
of this process is never changed.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from playbook.errors import KernelError, NotebookError
from playbook.i18n import _, language
from playbook.runner.kernel import ensure_kernel, kernel_environment
from playbook.runner.quick import import_nbformat
from playbook.runner.values import Value

if TYPE_CHECKING:
    import nbformat

Progress = Callable[[int, int], None]

START_TIMEOUT_S = 120
CELL_TIMEOUT_S = 900
_ENGINE = "playbook"
# What a cell prints reaches the notebook; the kernel's own log would only reach the user's screen.
_QUIET = ["--IPKernelApp.log_level=50"]
# Errors are raised; nbclient's own lines about them would be said twice.
logging.getLogger(__name__).addHandler(logging.NullHandler())
logging.getLogger(__name__).propagate = False


class CellFailedError(NotebookError):
    """Name the cell that raised, and keep the notebook as far as it came."""

    def __init__(self, message: str, notebook: Any) -> None:
        super().__init__(message)
        self.notebook = notebook


def run_notebook(
    notebook: Path | nbformat.NotebookNode,
    parameters: Mapping[str, Value],
    *,
    lang: str | None = None,
    progress: Progress | None = None,
    cell_timeout_s: int = CELL_TIMEOUT_S,
    environment: Mapping[str, str] | None = None,
) -> nbformat.NotebookNode:
    """Execute a notebook on a fresh kernel.

    Parameters
    ----------
    notebook : Path or NotebookNode
        Left as it is.
    parameters : mapping
        Checked values, from `playbook.runner.bind`.
    lang : {"en", "zh"}, optional
        Language inside the kernel. Default: the language in force.
    progress : callable, optional
        Called with (cells done, cells to run) before the first and after each code cell.
    cell_timeout_s : int
        Seconds one cell may take.
    environment : mapping, optional
        Variables set for the kernel beside those of this process.

    Returns
    -------
    NotebookNode
        The executed copy.

    Raises
    ------
    CellFailedError
        A cell raised; the message names the cell. A `NotebookError`.
    KernelError
        The kernel died, did not start, or a cell ran out of time.
    """
    import_nbformat()
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError

    node = _read(notebook)
    sink: dict[str, Any] = {}
    _register()
    try:
        done = execute_notebook(
            node,
            None,
            parameters=dict(parameters),
            engine_name=_ENGINE,
            kernel_name=ensure_kernel(),
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            start_timeout=START_TIMEOUT_S,
            execution_timeout=cell_timeout_s,
            sink=sink,
            environment=kernel_environment(lang or language()) | dict(environment or {}),
            on_cell_executed=_counter(node, parameters, progress),
        )
    except PapermillExecutionError as error:
        raise _notebook_error(error, sink) from None
    except CellTimeoutError as error:
        raise KernelError(_timeout_text(cell_timeout_s)) from error
    except DeadKernelError as error:
        raise KernelError(
            _("The kernel died while it ran the notebook: out of memory, or killed from outside.")
        ) from error
    except (RuntimeError, TimeoutError) as error:
        raise KernelError(_("The kernel did not start: {error}", error=error)) from error
    return cast("nbformat.NotebookNode", done)


def _read(notebook: Path | nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Read here and not in papermill, which would take {…} in a path as a field to fill in."""
    import nbformat

    if not isinstance(notebook, Path):
        node = copy.deepcopy(notebook)
    else:
        try:
            node = nbformat.read(notebook, as_version=4)
        except OSError as error:
            raise NotebookError(
                _("{path} cannot be read: {error}", path=notebook, error=error)
            ) from error
    for cell in node.cells:
        cell.metadata.setdefault("tags", [])
        cell.metadata.setdefault("papermill", {})
    names = ("default_parameters", "parameters", "environment_variables")
    empty: dict[str, Any] = {name: {} for name in names}
    node.metadata.setdefault("papermill", {**empty, "version": ""})
    return node


def _counter(
    node: nbformat.NotebookNode, parameters: Mapping[str, Value], progress: Progress | None
) -> Callable[..., None] | None:
    """Make the hook that tells `progress` how far the run is."""
    if progress is None:
        return None
    code = [cell for cell in node.cells if cell.cell_type == "code" and cell.source.strip()]
    total = len(code) + bool(parameters)
    done = 0

    def count(**_told: Any) -> None:
        nonlocal done
        done += 1
        progress(min(done, total), total)

    progress(0, total)
    return count


def _notebook_error(error: Any, sink: Mapping[str, Any]) -> CellFailedError:
    first = next((line for line in str(error.source).splitlines() if line.strip()), "")
    message = _(
        "Cell {number} of the notebook failed ({line}): {kind}: {reason}",
        number=error.cell_index + 1,
        line=first.strip()[:80],
        kind=error.ename,
        reason=error.evalue,
    )
    return CellFailedError(message, sink.get("notebook"))


def _timeout_text(seconds: int) -> str:
    return _(
        "A cell took longer than {seconds} s and was stopped. Choose a shorter period, or allow "
        "more time.",
        seconds=seconds,
    )


@cache
def _register() -> None:
    """Teach papermill an engine that sets the kernel's environment and keeps a failed notebook."""
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import NBClientEngine, papermill_engines

    class Engine(NBClientEngine):  # type: ignore[misc]
        @classmethod
        def execute_managed_notebook(
            cls,
            nb_man: Any,
            kernel_name: str,
            *,
            sink: dict[str, Any],
            environment: dict[str, str],
            start_timeout: int,
            execution_timeout: int,
            on_cell_executed: Any,
            **_unused: Any,
        ) -> Any:
            sink["notebook"] = nb_man.nb
            client = PapermillNotebookClient(
                nb_man,
                kernel_name=kernel_name,
                startup_timeout=start_timeout,
                timeout=execution_timeout,
                on_cell_executed=on_cell_executed,
                extra_arguments=_QUIET,
                log=logging.getLogger(__name__),
            )
            return client.execute(env=environment)

    papermill_engines.register(_ENGINE, Engine)
