"""What does somebody see who has only just installed this?

The unit is one command, ``make report``: a practice shop is simulated in the reader's language (or
a real sample is imported) where it is not there yet, and the daily report of its last day is run.
The practice shop has half a year of every table. Nothing in it says what happened on its last day.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.reports.run import RunResult, run_report
from playbook.reports.session import last_full_day
from playbook.runner.execute import Progress

if TYPE_CHECKING:
    from playbook.store import Store

SAMPLES = {"complete_journey": "complete-journey", "cdnow": "cdnow"}
"""Real samples and the folders they get."""
PRACTICE = "practice-{lang}"
LAST = dt.date(2025, 9, 16)
DAYS = 182
SEED = 7
PLANNED = "E1@{day}:medium"


def shop(
    stores: str | Path = Path("data") / "stores",
    *,
    lang: str = "en",
    sample: str = "",
    progress: Progress | None = None,
) -> Store:
    """Open the shop of the first report; make it where it is not there.

    Parameters
    ----------
    stores : path
        The folder of shops.
    lang : {"en", "zh"}
        Language of the practice shop.
    sample : {"", "complete_journey", "cdnow"}
        A real sample instead of the practice shop.
    progress : callable, optional
        Called with (days simulated, days in all); a sample tells nothing.

    Raises
    ------
    ParameterError
        No such sample.
    """
    from playbook.store import open_store

    if sample and sample not in SAMPLES:
        known = ", ".join(SAMPLES)
        raise ParameterError(
            _("There is no sample {name!r}. Samples: {known}.", name=sample, known=known)
            + did_you_mean(sample, SAMPLES)
        )
    folder = Path(stores) / (SAMPLES[sample] if sample else PRACTICE.format(lang=lang))
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        if sample:
            _import_aside(folder, sample)
        else:
            _simulate(folder, lang, progress)
    return open_store(folder)


def run(
    store: Store,
    out: str | Path = Path("reports"),
    *,
    lang: str | None = None,
    progress: Progress | None = None,
) -> RunResult:
    """Run the daily report of a shop's last full day.

    Parameters
    ----------
    store : Store
    out : path
        The folder of reports.
    lang : {"en", "zh"}, optional
    progress : callable, optional
        Called with (cells done, cells to run).
    """
    params = {"date": last_full_day(store).isoformat()}
    return run_report("daily", store, params, out, lang=lang, progress=progress)


def _simulate(folder: Path, lang: str, progress: Progress | None) -> None:
    """Make the practice shop; the truth about its last day is not kept."""
    from playbook.simulator import simulate
    from playbook.simulator.incidents import plan_incident

    simulate(
        folder,
        seed=SEED,
        days=DAYS,
        start=LAST - dt.timedelta(days=DAYS - 1),
        lang=lang,
        incidents=[plan_incident(PLANNED.format(day=LAST), 0)],
        truth=False,
        progress=progress,
    )


def _import_aside(folder: Path, sample: str) -> None:
    """Import a sample beside its place and rename: a killed import is made again, whole."""
    from playbook.sources import import_sample

    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as aside:
        import_sample(Path(aside) / folder.name, sample)
        (Path(aside) / folder.name).rename(folder)
