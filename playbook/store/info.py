"""Whose data a Store holds: name, platform, currency, time zone, language.

Amounts and times in the tables have no unit of their own; they are in this
currency and this zone. Changing either would change every number, so this
module writes ``store.toml`` once and never rewrites it.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from zoneinfo import available_timezones

from playbook.errors import StoreError, did_you_mean
from playbook.i18n import _

FORMAT = 1
FILE = "store.toml"
LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class StoreInfo:
    """What `store.toml` says.

    Parameters
    ----------
    name : str
        The shop's name, shown on reports.
    platform : str
        Such as ``tmall``, ``jd``, ``shopify``, ``retail``.
    currency : str
        ISO 4217 code of every amount.
    timezone : str
        IANA zone of every time.
    language : str
        ``en`` or ``zh``: the language of the shop's reports unless told otherwise.
    created : str
        ISO time of creation, UTC.
    """

    name: str
    platform: str
    currency: str
    timezone: str
    language: str
    created: str


def check_info(info: StoreInfo) -> None:
    """Refuse facts that no report could use.

    Raises
    ------
    StoreError
        Empty name, unknown currency, zone or language; names the nearest known one.
    """
    from babel.numbers import list_currencies

    if not info.name.strip():
        raise StoreError(_("The shop has no name. Give one, such as --name 'My shop'."))
    _must_be_known(_("currency"), info.currency, list_currencies())
    _must_be_known(_("time zone"), info.timezone, available_timezones())
    _must_be_known(_("language"), info.language, LANGUAGES)


def _must_be_known(what: str, value: str, known: object) -> None:
    options = set(known)  # type: ignore[call-overload]
    if value not in options:
        raise StoreError(
            _("{what} {value!r} is not known.", what=what, value=value)
            + did_you_mean(value, sorted(options))
        )


def write_info(folder: Path, info: StoreInfo) -> None:
    """Write `store.toml`; JSON strings are valid TOML strings."""
    lines = [f"format = {FORMAT}"]
    lines += [f"{key} = {json.dumps(value)}" for key, value in asdict(info).items()]
    (folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_info(folder: Path) -> StoreInfo:
    """Read `store.toml`.

    Raises
    ------
    StoreError
        The folder is not a Store, its file is damaged, or it was written by a
        newer playbook.
    """
    path = folder / FILE
    if not path.is_file():
        raise StoreError(
            _(
                "{folder} is not a Store: it has no {file}. "
                "Make one with: playbook store init {folder}",
                folder=folder,
                file=FILE,
            )
        )
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        if found.pop("format") > FORMAT:
            raise StoreError(
                _(
                    "{path} was written by a newer playbook. Update playbook, then try again.",
                    path=path,
                )
            )
        return StoreInfo(**found)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise StoreError(
            _("{path} is damaged: {error}. Put back the copy you keep.", path=path, error=error)
        ) from error
