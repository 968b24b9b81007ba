"""What does a metric's name mean, and from which rows may it be counted?

The unit is one metric of the dictionary: TOML files that an operator can read. A metric has its
own rows (`variants`, the first that the Store can carry is used) or is worked out from others
(`numerator` / `denominator`, or `of`). Nothing is computed here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _, pick

ROOM = Path(__file__).parent
ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "o": "orders",
        "l": "order_lines",
        "r": "refunds",
        "c": "customers",
        "p": "products",
        "d": "product_days",
        "t": "traffic",
        "a": "ads",
        "i": "inventory",
        "g": "targets",
        "k": "costs",
    }
)
"""One letter a table, the same in every definition. Longer aliases are derived columns."""

_COLUMN = re.compile(r"(?<![\w.])([a-z])\.([a-z][a-z_0-9]*)")
_NAME = re.compile(r"[a-z][a-z_0-9]*")


@dataclass(frozen=True)
class Variant:
    """One way to count a metric: which rows, which aggregate.

    Parameters
    ----------
    relation : str
        Rows and their date; a key of `relations`.
    value : str
        SQL aggregate expression. With `per`, it runs over the groups' `inner` columns.
    exact : str
        Instead of `value`: the column of the one row that the platform states. Never added.
    known : str
        Column that must be filled for the value to be complete.
    base : str
        SQL aggregate of the base `n`; rows (or groups) when empty.
    per : str
        First group by this; each group's columns are `inner`, their totals ``t_<name>``, and ``r``
        ranks the groups by the first column, largest first.
    inner : mapping of str to str
        Columns of a group and their aggregates.
    ignores : tuple of str
        Dimensions that do not split this part: a total shared by all rows.
    optional : tuple of str
        Columns used where present.
    needs : tuple of str
        Further tables or columns that must be held.
    whole_month : bool
        The row of the calendar month in which the period lies.
    stated : bool
        Read the stated rows of the asked grain, as an `exact` value does.
    history_days, follow_days : int
        Days before, or after, the period that must be held for the value to be settled.
    basis_en, basis_zh : str
        The basis in words, where the relation's own words do not fit.
    """

    relation: str
    value: str = ""
    exact: str = ""
    known: str = ""
    base: str = ""
    per: str = ""
    inner: Mapping[str, str] = field(default_factory=dict, hash=False)
    ignores: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    whole_month: bool = False
    stated: bool = False
    history_days: int = 0
    follow_days: int = 0
    basis_en: str = ""
    basis_zh: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Tables and columns that the Store must hold for the value itself."""
        text = " ".join([self.value, self.exact, self.known, self.base, *self.inner.values()])
        found = (column for column in columns_of(text) if column not in self.optional)
        return tuple(dict.fromkeys([*found, *self.needs]))

    @property
    def basis(self) -> str:
        """The rows and their date in words, in the reader's language."""
        if self.basis_en:
            return pick(en=self.basis_en, zh=self.basis_zh)
        return relation(self.relation).basis


@dataclass(frozen=True)
class Relation:
    """Rows that metrics are counted on.

    Parameters
    ----------
    name, en, zh : str
        Id, and the basis in words.
    source : str
        SQL of the FROM clause.
    date : str
        SQL of the column that dates a row; empty where rows have none.
    where : str
        Condition that every row meets.
    absence : str
        ``zero`` (no rows: nothing happened, if the file covers the day) or ``unknown``.
    dims : mapping of str to str
        Dimension and its SQL.
    requires : tuple of str
        Dimensions without which the rows must not be put together.
    split : tuple of str
        Columns that are NULL in the rows of the whole.
    stated_grain : str
        Column that names the length of the period of a stated row.
    grains : tuple of str
        Grains that can be asked; empty means all.
    matures_days : int
        Days until a number hardly changes any more.
    covers : str
        Table whose days these rows cover, where the date's own letter does not say so.
    needs : tuple of str
        Tables or columns that must be held.
    """

    name: str
    en: str
    zh: str
    source: str
    date: str
    where: str
    absence: str
    dims: Mapping[str, str]
    requires: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    stated_grain: str = ""
    grains: tuple[str, ...] = ()
    matures_days: int = 0
    covers: str = ""
    needs: tuple[str, ...] = ()

    @property
    def basis(self) -> str:
        """The basis in the reader's language."""
        return pick(en=self.en, zh=self.zh)

    @property
    def columns(self) -> tuple[str, ...]:
        """Tables and columns that the Store must hold."""
        tables = (ALIASES[a] for a in re.findall(r"\bAS ([a-z])\b", self.source) if a in ALIASES)
        return tuple(dict.fromkeys([*tables, *columns_of(self.date), *self.needs]))


@dataclass(frozen=True)
class Metric:
    """One metric, in both languages.

    Parameters
    ----------
    id, domain : str
        Id as in the dictionary; the file it stands in (``parts`` for building blocks).
    en, zh, definition_en, definition_zh, formula, pitfall_en, pitfall_zh : str
        Name, what it says in words, how it is computed, what to beware of.
    unit : str
        money, count, fraction, x, days, hours, seconds, index, rank or score.
    kind : str
        SUM, RATIO, DISTINCT, SNAPSHOT or QUANTILE.
    direction : str
        ``up`` or ``down`` is good; ``context``: neither.
    variants : tuple of Variant
        In order of preference.
    numerator, denominator : str
        Ids, for a ratio of sums.
    scale : float
        Factor of a ratio (1000 for cost per mille).
    of : str
        Arithmetic over other ids, for what is no plain ratio.
    base : str
        Id whose value is the base `n` of a worked-out metric; its denominator when empty.
    """

    id: str
    domain: str
    en: str
    zh: str
    unit: str
    kind: str
    direction: str
    definition_en: str = ""
    definition_zh: str = ""
    formula: str = ""
    pitfall_en: str = ""
    pitfall_zh: str = ""
    variants: tuple[Variant, ...] = ()
    numerator: str = ""
    denominator: str = ""
    scale: float = 1.0
    of: str = ""
    base: str = ""

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return pick(en=self.en, zh=self.zh)

    @property
    def definition(self) -> str:
        """The definition in the reader's language."""
        return pick(en=self.definition_en, zh=self.definition_zh)

    @property
    def pitfall(self) -> str:
        """The pitfall in the reader's language."""
        return pick(en=self.pitfall_en, zh=self.pitfall_zh)

    @property
    def parts(self) -> tuple[str, ...]:
        """Ids of the metrics this one is worked out from."""
        given = (self.numerator, self.denominator, *_NAME.findall(self.of), self.base)
        return tuple(dict.fromkeys(part for part in given if part))


def columns_of(sql: str) -> tuple[str, ...]:
    """List ``table.column`` for every column that a definition names by its alias.

    Examples
    --------
    >>> columns_of("sum(o.paid_amount) / count(DISTINCT o.customer_id)")
    ('orders.paid_amount', 'orders.customer_id')
    """
    found = (f"{ALIASES[a]}.{c}" for a, c in _COLUMN.findall(sql) if a in ALIASES)
    return tuple(dict.fromkeys(found))


def read_toml(name: str) -> dict[str, Any]:
    """Read one of the room's own TOML files."""
    return tomllib.loads((ROOM / name).read_text(encoding="utf-8"))


def _tuples(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}


def _metric(name: str, domain: str, given: dict[str, Any]) -> Metric:
    variants = tuple(Variant(**_tuples(one)) for one in given.pop("from", ()))
    return Metric(id=name, domain=domain, variants=variants, **given)


@cache
def known() -> Mapping[str, Metric]:
    """Return all metrics and building blocks by id, in reading order."""
    found = {}
    for path in [*sorted((ROOM / "dictionary").glob("*.toml")), ROOM / "parts.toml"]:
        if path.stem != "not_yet":
            given = read_toml(path.relative_to(ROOM).as_posix())
            found.update({name: _metric(name, path.stem, spec) for name, spec in given.items()})
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
    for name, given in read_toml("relations.toml").items():
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
                what=not_yet()[name],
            )
        )
    raise ParameterError(
        _("There is no metric {id!r}.", id=name)
        + did_you_mean(name, known())
        + " "
        + _("Metrics: {ids}.", ids=", ".join(dictionary()))
    )
