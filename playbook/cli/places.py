"""Which folder does the user mean?

The unit is one path that was typed. A shop may be named by its folder or, when it lies under
``data/stores``, by that folder's name alone.
"""

from __future__ import annotations

import os
from pathlib import Path

import playbook
from playbook.errors import ParameterError, StoreError, did_you_mean
from playbook.i18n import _

STORES = Path("data") / "stores"


def store_folder(named: str) -> Path:
    """Find the folder of a Store that must exist.

    Parameters
    ----------
    named : str
        A path, or the name of a folder in ``data/stores``.

    Raises
    ------
    StoreError
        Neither exists.
    """
    for folder in (Path(named), *(stores / named for stores in _stores_folders())):
        if folder.exists():
            return folder
    known = sorted(store_names())
    raise StoreError(
        _("There is no store {named!r}.", named=named)
        + did_you_mean(named, known)
        + " "
        + (
            _("Stores here: {names}.", names=", ".join(known))
            if known
            else _("Make one with: playbook store init")
        )
    )


def store_names() -> list[str]:
    """Name the Stores that lie in ``data/stores``."""
    return sorted(
        {path.parent.name for stores in _stores_folders() for path in stores.glob("*/store.toml")}
    )


def new_store_folder(name: str) -> Path:
    """Name the folder that a new shop gets unless the user says otherwise."""
    safe = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in name.strip())
    return stores_folder() / (safe.strip("-").lower() or "shop")


def stores_folder() -> Path:
    """Name the folder in which new shops are made: PLAYBOOK_STORES, the checkout's, this one's."""
    places = _stores_folders()
    return places[0] if os.environ.get("PLAYBOOK_STORES") else places[-1]


def checkout() -> Path:
    """Return the project's folder; development commands work only in it.

    Raises
    ------
    ParameterError
        The package is installed without its sources.
    """
    root = Path(playbook.__file__).resolve().parents[1]
    if not (root / "pyproject.toml").is_file():
        raise ParameterError(
            _("This command works only in a copy of the project's sources, which this is not.")
        )
    return root


def _stores_folders() -> list[Path]:
    """List the places for Stores: PLAYBOOK_STORES, this folder's, the checkout's."""
    named = os.environ.get("PLAYBOOK_STORES")
    places = [Path(named)] if named else []
    places.append(Path.cwd() / STORES)
    root = Path(playbook.__file__).resolve().parents[1]
    if (root / "pyproject.toml").is_file() and root != Path.cwd():
        places.append(root / STORES)
    return places
