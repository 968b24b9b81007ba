"""What kind of shop is it?

A profile is a folder of TOML files, one a piece ("shop", "catalogue", "channels", …). What all
shops share stands in ``_common``; a profile's file overrides it key by key. Every constant of the
simulator is read from there, so that an editor can see and change what is made up.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _

PROFILES = ("tmall-fashion", "food", "electronics", "shopify-home")
DEFAULT_PROFILE = PROFILES[0]


@dataclass(frozen=True)
class Profile:
    """A kind of shop.

    Parameters
    ----------
    name : str
        One of `PROFILES`.
    """

    name: str

    def section(self, name: str) -> dict[str, Any]:
        """Return a piece's constants, the shared ones overridden by the profile's own."""
        return _merged(_read("_common", name), _read(self.name, name))


def profile(name: str) -> Profile:
    """Return a profile by name.

    Raises
    ------
    ParameterError
        There is no such profile.
    """
    if name not in PROFILES:
        raise ParameterError(
            _(
                "There is no shop profile '{name}'. Known: {known}.{hint}",
                name=name,
                known=", ".join(PROFILES),
                hint=did_you_mean(name, PROFILES),
            )
        )
    return Profile(name)


@cache
def _read(folder: str, name: str) -> dict[str, Any]:
    path = files("playbook.simulator") / "profiles" / folder / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in over.items():
        held = result.get(key)
        if isinstance(held, dict) and isinstance(value, dict):
            result[key] = _merged(held, value)
        else:
            result[key] = value
    return result
