"""Which shop, which day, which language: what every cell of a report starts from.

The unit is one report in one kernel. A shop is found by its folder or by its name; the version of
its data is pinned, so that all cells speak of the same rows. Nothing is written.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.errors import StoreError
from playbook.i18n import _, day, set_language
from playbook.reports.basis import basis
from playbook.reports.checks import STAMP, date_bounds
from playbook.reports.show import Shown
from playbook.reports.spec import DATE
from playbook.runner import bind
from playbook.runner.practice import STORES

if TYPE_CHECKING:
    import pandas as pd

    from playbook.store import Store

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Report:
    """One report's subject: displayed, it states what was read.

    Parameters
    ----------
    store : Store
        Pinned to one version.
    day : date
        The day, or any day of the week, that the report is about.
    """

    store: Store
    day: dt.date

    @property
    def currency(self) -> str:
        """ISO code of every amount."""
        return self.store.info.currency

    def query(self, ids: str | Sequence[str], **asked: Any) -> pd.DataFrame:
        """Ask `playbook.metrics.query`; the same question is computed once."""
        frozen = tuple(sorted((key, _frozen(value)) for key, value in asked.items()))
        return _query(self.store, (ids,) if isinstance(ids, str) else tuple(ids), frozen).copy()

    def has(self, what: str) -> bool:
        """Whether the shop holds a table or a column."""
        return self.store.has(what)

    def _repr_mimebundle_(self, **told: Any) -> Any:
        text = f"{self.store.info.name}, {day(self.day, 'weekday')}"
        detail = {"version": self.store.version, "date": self.day.isoformat()}
        return Shown(STAMP, "note", "", text, detail=detail)._repr_mimebundle_(**told)


def begin(store: str, date: str, lang: str = "", version: int = 0) -> Report:
    """Open the shop for a report and choose the language of everything that follows.

    Parameters
    ----------
    store : str
        The shop's folder, or its name in ``data/stores`` (or in the folder that the variable
        PLAYBOOK_STORES names).
    date : str
        The day, shop-local; "" takes the last full day.
    lang : {"", "en", "zh"}
        "" takes the shop's own.
    version : int
        Version of the data; 0 takes the newest.

    Raises
    ------
    StoreError, ParameterError, DataContractError
    """
    from playbook.store import open_store

    held = open_store(find_store(store), version or None)
    set_language(lang or held.info.language)
    if not date:
        return Report(held, last_full_day(held))
    values = bind([DATE], {"date": date}, {"date": date_bounds(held)})
    return Report(held, dt.date.fromisoformat(str(values["date"])))


def find_store(name: str | Path) -> Path:
    """Return the folder of a shop given by folder or by name.

    Raises
    ------
    StoreError
        Neither a folder nor a known name.
    """
    places = [Path(name)]
    if os.environ.get(STORES):
        places.append(Path(os.environ[STORES]) / name)
    places += [Path("data") / "stores" / name, _ROOT / "data" / "stores" / name]
    for place in places:
        if (place / "store.toml").is_file():
            return place
    raise StoreError(
        _(
            "There is no shop {name!r}: no such folder, and none of that name in data/stores. "
            "Make one with: playbook store init",
            name=str(name),
        )
    )


def last_full_day(store: Store) -> dt.date:
    """Return the last day with sales that had ended when the newest file of them was made.

    Raises
    ------
    DataContractError
        There are no sales.
    """
    counted = basis(store)
    first, last = counted.first, counted.last
    stated = [
        # A file made in a day's last second holds the day.
        (dt.datetime.fromisoformat(str(one["as_of"])) + dt.timedelta(seconds=1)).date()
        for one in store.imports()
        if counted.table in one.get("tables", ())
    ]
    ended = max(stated) - dt.timedelta(days=1) if stated else last
    return max(first, min(last, ended))


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return _Where(sorted((name, _frozen(one)) for name, one in value.items()))
    return tuple(value) if isinstance(value, list) else value


class _Where(tuple[tuple[str, Any], ...]):
    """A filter that can be looked up: pairs instead of a dictionary."""


@lru_cache(maxsize=256)
def _query(store: Store, ids: tuple[str, ...], asked: Any) -> pd.DataFrame:
    from playbook.metrics import query

    thawed: dict[str, Any] = {key: _thawed(v) for key, v in asked}
    return query(store, ids, **thawed)


def _thawed(value: Any) -> Any:
    if not isinstance(value, _Where):
        return value
    return {name: list(one) if isinstance(one, tuple) else one for name, one in value}
