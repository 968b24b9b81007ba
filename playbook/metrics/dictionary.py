"""What does a metric's name mean, and from which rows may it be counted?

The unit is one metric of the dictionary: TOML files that an operator can read. A metric has its
own rows (`variants`, the first that the Store can carry is used) or is worked out from others
(`numerator` / `denominator`, or `of`). Nothing is computed here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _, pick_from
from playbook.metrics.model import Metric, Relation, Variant
from playbook.metrics.subset import problems

ROOM = Path(__file__).parent
DOMAINS = (
    *("sales", "traffic", "funnel", "product", "promotion", "ads", "crm", "content", "service"),
    *("supply", "finance", "system"),
)
"""Files of the dictionary, in reading order."""
ROWS = ("trade", "visitors", "people", "goods", "books")
"""Files of the relations and of the building blocks."""


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Read one of the room's own TOML files."""
    return tomllib.loads((ROOM / name).read_text(encoding="utf-8"))


@cache
def functions(engine: str = "duckdb") -> Mapping[str, str]:
    """Return what an engine writes for each of the dictionary's capital names."""
    return MappingProxyType(read_toml(f"engines/{engine}.toml")["functions"])


def _tuples(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}


def _metric(name: str, domain: str, given: dict[str, Any]) -> Metric:
    variants = tuple(_variant(name, one) for one in given.get("from", ()))
    facts = {key: value for key, value in given.items() if key != "from"}
    return Metric(id=name, domain=domain, variants=variants, **facts)


def _variant(name: str, given: dict[str, Any]) -> Variant:
    variant = Variant(**_tuples(given))
    for sql in (variant.value, variant.base, variant.per, *variant.inner.values()):
        if wrong := problems(sql, functions()):
            raise ValueError(f"{name}: {sql}: {'; '.join(wrong)}")
    if variant.basis_en:
        return variant
    rows = relation(variant.relation)
    return replace(variant, basis_en=rows.en, basis_zh=rows.zh)


@cache
def known() -> Mapping[str, Metric]:
    """Return all metrics and building blocks by id, in reading order.

    Raises
    ------
    ValueError
        A definition leaves the SQL subset: a fault of the dictionary, not of its reader.
    """
    files = [(domain, f"dictionary/{domain}.toml") for domain in DOMAINS]
    files += [("parts", f"parts/{name}.toml") for name in ROWS]
    found = {
        name: _metric(name, domain, spec)
        for domain, file in files
        for name, spec in read_toml(file).items()
    }
    return MappingProxyType(found)


@cache
def dictionary() -> Mapping[str, Metric]:
    """Return the metrics by id, building blocks left out."""
    return MappingProxyType({name: m for name, m in known().items() if m.domain != "parts"})


@cache
def not_yet() -> Mapping[str, Mapping[str, str]]:
    """Return the metrics that wait, and in both languages what each waits for."""
    return MappingProxyType(read_toml("dictionary/not_yet.toml"))


@cache
def relations() -> Mapping[str, Relation]:
    """Return the relations by name."""
    groups = read_toml("dimensions.toml")["groups"]
    names = {one.name for one in fields(Relation)}
    found = {}
    for name, given in (
        one for file in ROWS for one in read_toml(f"relations/{file}.toml").items()
    ):
        date = given.get("date", "")
        dims = {
            d: sql.replace("{date}", date) for g in given["dims"] for d, sql in groups[g].items()
        }
        rest = {key: value for key, value in _tuples(given).items() if key in names}
        rest |= {
            "source": given["from"],
            "date": date,
            "where": given.get("where", ""),
            "dims": dims,
        }
        found[name] = Relation(name=name, **rest)
    return MappingProxyType(found)


def relation(name: str) -> Relation:
    """Return one relation."""
    return relations()[name]


def metric(name: str) -> Metric:
    """Return one metric (or building block).

    Raises
    ------
    ParameterError
        No such metric, or one that waits for a table; says which.

    Examples
    --------
    >>> metric("arpu_buyer").denominator
    'buyers'
    """
    if name in known():
        return known()[name]
    if name in not_yet():
        raise ParameterError(
            _(
                "Metric {id!r} cannot be computed yet: it needs {what}.",
                id=name,
                what=pick_from(not_yet()[name]),
            )
        )
    raise ParameterError(
        _("There is no metric {id!r}.", id=name)
        + did_you_mean(name, known())
        + " "
        + _("Metrics: {ids}.", ids=", ".join(dictionary()))
    )
