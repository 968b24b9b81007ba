"""How does one report get made, whole or not at all?

The unit is one run: validate → data contract → execute → content contract → write. A run whose
key (notebook, parameters, data version, code, language, judgements) has a good report already is
skipped. Newer data for the same period makes the next version, headed as a correction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.errors import KernelError
from playbook.i18n import language, use_language
from playbook.reports import archive, checks, sheet
from playbook.reports.archive import Change
from playbook.reports.registry import report as report_by_id
from playbook.reports.spec import ReportSpec
from playbook.runner import bind, quick
from playbook.runner.execute import Progress, run_notebook
from playbook.runner.practice import source_hash

if TYPE_CHECKING:
    from playbook.store import Store


@dataclass(frozen=True)
class RunResult:
    """Where a report lies and how it came there.

    Parameters
    ----------
    folder, html, notebook, manifest : Path
    status : str
        ``made``, ``skipped`` or ``corrected``.
    version : int
        1 for the first report of its period.
    changes : list of Change
        Headline numbers that differ from the version before.
    notes : list of str
        What the user should know, in words.
    """

    folder: Path
    status: str
    version: int
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def html(self) -> Path:
        """The page."""
        return self.folder / archive.HTML

    @property
    def notebook(self) -> Path:
        """The executed notebook."""
        return self.folder / archive.NOTEBOOK

    @property
    def manifest(self) -> Path:
        """The account of the run."""
        return self.folder / archive.MANIFEST


def run_report(
    spec: ReportSpec | str,
    store: Store | str | Path,
    params: Mapping[str, Any],
    out: str | Path,
    *,
    lang: str | None = None,
    progress: Progress | None = None,
    force: bool = False,
) -> RunResult:
    """Make one report.

    Parameters
    ----------
    spec : ReportSpec or str
        A report or its id.
    store : Store or path
    params : mapping
        The report's own parameters, such as ``{"date": "2017-12-30"}``; checked strictly.
    out : path
        The folder that holds all reports.
    lang : {"en", "zh"}, optional
        Default: the shop's language.
    progress : callable, optional
        Called with (cells done, cells to run).
    force : bool
        Run even where a good report lies already.

    Returns
    -------
    RunResult

    Raises
    ------
    ParameterError, DataContractError, NotebookError, KernelError, ContentContractError
        Their `exit_code` is 2, 3, 4, 5, 6. Only a KernelError is tried a second time.
    """
    from playbook.store import open_store

    chosen = report_by_id(spec) if isinstance(spec, str) else spec
    held = open_store(store) if isinstance(store, str | Path) else store
    with use_language(lang or language()):
        values = _values(chosen, held, params, lang)
    with use_language(str(values["lang"])):
        return _run(chosen, held, values, Path(out), progress, force)


def _values(
    spec: ReportSpec, store: Store, params: Mapping[str, Any], lang: str | None
) -> dict[str, Any]:
    """Check the parameters, then the data."""
    checks.check_data(spec, store)
    bounds = {"date": checks.date_bounds(store)}
    own = {"store": str(store.path.resolve()), "version": store.version}
    given = {"lang": lang or store.info.language, **params, **own}
    return bind(list(spec.all_parameters.values()), given, bounds)


def _run(
    spec: ReportSpec,
    store: Store,
    values: dict[str, Any],
    out: Path,
    progress: Progress | None,
    force: bool,
) -> RunResult:
    from filelock import FileLock

    folder = _folder(spec, store, values, out)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        before = archive.read_manifest(folder)
        key = _key(spec, store, values)
        if before and before["key"] == key and not force:
            return RunResult(folder, "skipped", int(before["version"]))
        notebook = _execute(spec, values, progress)
        checks.check_content(spec, store, notebook, values)
        return _file(spec, store, values, folder, notebook, before, key)


def _folder(spec: ReportSpec, store: Store, values: Mapping[str, Any], out: Path) -> Path:
    from playbook.metrics import Period

    day = dt.date.fromisoformat(values["date"])
    if spec.period == "week":
        year, week, _weekday = Period.week(day).start.isocalendar()
        period = f"{year}-W{week:02d}"
    else:
        period = day.isoformat()
    if values["lang"] != store.info.language:
        period += f".{values['lang']}"
    return out / archive.folder_name(store.path.name) / spec.id / period


def _key(spec: ReportSpec, store: Store, values: Mapping[str, Any]) -> str:
    own = {name: value for name, value in values.items() if name != "store"}
    return archive.digest(
        {
            "notebook": archive.digest(spec.notebook.read_text(encoding="utf-8")),
            "parameters": own,
            "store": [store.info.name, store.info.created, store.version],
            "package": source_hash(),
            "judgements": archive.digest(sheet.judgements(store.path)),
        }
    )


def _execute(spec: ReportSpec, values: Mapping[str, Any], progress: Progress | None) -> Any:
    quick.import_nbformat()
    import nbformat

    from playbook.i18n.prose import read_catalogue, translate_notebook

    source = nbformat.read(spec.notebook, as_version=4)
    prose = translate_notebook(source, read_catalogue(spec.notebook), str(values["lang"]))
    try:
        return run_notebook(prose, values, progress=progress)
    except KernelError:
        return run_notebook(prose, values, progress=progress)


def _file(
    spec: ReportSpec,
    store: Store,
    values: Mapping[str, Any],
    folder: Path,
    notebook: Any,
    before: dict[str, Any] | None,
    key: str,
) -> RunResult:
    """Write the report as the same version again, or as the next one when the data is newer."""
    from playbook.reports import finish

    made = finish.manifest(spec, store, values, notebook, key)
    newer = before is not None and before["store"]["version"] != store.version
    version = int(before["version"]) + newer if before else 1
    changed = (
        archive.changes(before["key_numbers"], made["key_numbers"]) if before and newer else []
    )
    if before and newer:
        archive.keep_version(folder, int(before["version"]))
    elif before:
        changed = [Change(**change) for change in before.get("changes", [])]
    made |= {"version": version, "changes": [vars(change) for change in changed]}
    page = finish.page(spec, store, values, notebook, version, changed)
    archive.write_report(folder, page, finish.notebook_text(notebook), made)
    notes = finish.file_actions(store, notebook)
    return RunResult(folder, "corrected" if newer else "made", version, changed, notes)
