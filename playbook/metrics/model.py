"""What does the dictionary say of a metric, and of the rows it is counted on?

The unit is one declaration. These classes hold what the TOML files say and nothing of a shop.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from playbook.i18n import pick
from playbook.metrics.columns import columns_of, tables_of

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
    unless : tuple of str
        Tables or columns that must not be held: what they hold would be left out.
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
    unless: tuple[str, ...] = ()
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
        return pick(en=self.basis_en, zh=self.basis_zh)


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
    hour : str
        Column of the hour, where the date is a day; NULL on the row of the whole day.
    level : str
        SQL of the dates that hold a level: without a grain, the last of them in the period counts.
    matures_days : int
        Days until a number hardly changes any more.
    covers : str
        Table whose days these rows cover, where the date's own letter does not say so.
    needs : tuple of str
        Tables or columns that must be held.
    any_of : tuple of str
        Tables or columns of which one must be held.
    optional : tuple of str
        Tables that count as empty where they are not held.
    """

    name: str
    en: str
    zh: str
    source: str
    date: str
    where: str
    absence: str
    dims: Mapping[str, str] = field(hash=False)
    requires: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    stated_grain: str = ""
    grains: tuple[str, ...] = ()
    matures_days: int = 0
    covers: str = ""
    needs: tuple[str, ...] = ()
    hour: str = ""
    level: str = ""
    any_of: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def basis(self) -> str:
        """The basis in the reader's language."""
        return pick(en=self.en, zh=self.zh)

    @property
    def columns(self) -> tuple[str, ...]:
        """Tables and columns that the Store must hold."""
        tables = (table for table in tables_of(self.source) if table not in self.optional)
        return tuple(dict.fromkeys([*tables, *columns_of(self.date), *self.needs]))


@dataclass(frozen=True)
class Metric:
    """One metric, in both languages.

    Parameters
    ----------
    id, domain : str
        Id as in the dictionary; the file it stands in (``parts`` for building blocks).
    en, zh, definition_en, definition_zh, formula, formula_zh, pitfall_en, pitfall_zh : str
        Name, what it says in words, how it is computed, what to beware of. A formula of nothing
        but ids needs no Chinese of its own.
    unit : str
        money, count, fraction, x, days, hours, seconds, ms, ppm, index, rank or score.
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
    formula_zh: str = ""
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
