"""What a shop's tables look like: names, keys, types, units, checks.

One TOML file a table in ``tables/`` is the only declaration. The data
dictionary, the SQL checks and the Delta schema are all made from it, so they
cannot disagree. This module refuses to hold data or to know any platform.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

DUCKDB_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "id": "VARCHAR",
        "text": "VARCHAR",
        "code": "VARCHAR",
        "money": "DECIMAL(18,2)",
        "count": "BIGINT",
        "number": "DOUBLE",
        "date": "DATE",
        "datetime": "TIMESTAMP",
        "flag": "BOOLEAN",
    }
)
"""Engine type of each column type. Money is exact; times are shop-local and naive."""

TABLE_ORDER = (
    # what was sold
    "orders",
    "order_lines",
    "refunds",
    "settlements",
    # to whom, and what they say
    "customers",
    "points",
    "outreach",
    "reviews",
    "tickets",
    "chat_messages",
    "posts",
    # what is sold, and who came to see it
    "products",
    "product_days",
    "traffic",
    "events",
    "search_terms",
    "ads",
    "promotions",
    "coupon_days",
    "content",
    "content_days",
    # the market around it
    "competitors",
    "category_days",
    "store_scores",
    # goods and parcels
    "inventory",
    "suppliers",
    "purchase_orders",
    "shipments",
    # the shop at work
    "targets",
    "costs",
    "changes",
    "tasks",
    "people",
    "process_steps",
    "system_health",
    "backups",
)


@dataclass(frozen=True)
class Column:
    """One column of a canonical table.

    Parameters
    ----------
    name : str
        Column name, the same in every language.
    type : str
        A key of `DUCKDB_TYPES`.
    en, zh : str
        What the column holds, in words.
    required : bool
        A row without a value is set aside.
    personal : bool
        Replaced by a keyed hash on import. A table's first personal column names the person whom
        the row is about.
    free_text : bool
        People's own words: telephone numbers and the like in them are blotted out on import.
    unit : str or None
        Unit of a number where the type does not say it.
    values : tuple of str
        Allowed values of a ``code``; empty for other types.
    minimum, maximum : float or None
        Inclusive bounds.
    was : str or None
        The column's name in the curriculum, where it differs.
    """

    name: str
    type: str
    en: str
    zh: str
    required: bool = False
    personal: bool = False
    free_text: bool = False
    unit: str | None = None
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    was: str | None = None

    @property
    def sql_type(self) -> str:
        """The engine type of the column."""
        return DUCKDB_TYPES[self.type]


@dataclass(frozen=True)
class Table:
    """One canonical table.

    Parameters
    ----------
    name : str
        Table name.
    en, zh, row_en, row_zh : str
        The table's name and its unit of observation, in words.
    key : tuple of str
        Columns that make a row unique; a NULL is a value of its own here.
    replace_by : tuple of str
        A newer file replaces all rows that share these columns (an order's
        lines are replaced together). Equal to `key` for most tables.
    date : str or None
        The column that dates a row.
    parent : str or None
        Table that must not have set aside the row this one belongs to.
    curriculum : str
        Name of the table in the curriculum.
    internal : bool
        Not part of the shop's data.
    columns : mapping of str to Column
        In the order they are shown.
    """

    name: str
    en: str
    zh: str
    row_en: str
    row_zh: str
    key: tuple[str, ...]
    replace_by: tuple[str, ...]
    date: str | None
    parent: str | None
    curriculum: str
    internal: bool
    columns: Mapping[str, Column]


def _column(name: str, spec: dict[str, Any]) -> Column:
    spec = {**spec, "values": tuple(spec.get("values", ()))}
    return Column(name=name, **spec)


def _table(name: str, spec: dict[str, Any]) -> Table:
    columns = {column: _column(column, given) for column, given in spec["columns"].items()}
    key = tuple(spec["key"])
    return Table(
        name=name,
        en=spec["en"],
        zh=spec["zh"],
        row_en=spec["row_en"],
        row_zh=spec["row_zh"],
        key=key,
        replace_by=tuple(spec.get("replace_by", key)),
        date=spec.get("date"),
        parent=spec.get("parent"),
        curriculum=spec.get("curriculum", name),
        internal=spec.get("internal", False),
        columns=MappingProxyType(columns),
    )


@cache
def _load(name: str) -> Table:
    path = files("playbook.store") / "tables" / f"{name}.toml"
    return _table(name, tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def tables() -> Mapping[str, Table]:
    """Return the shop's canonical tables by name, in reading order.

    Examples
    --------
    >>> tables()["orders"].key
    ('order_id',)
    >>> tables()["orders"].columns["paid_amount"].sql_type
    'DECIMAL(18,2)'
    """
    return MappingProxyType({name: _load(name) for name in TABLE_ORDER})


@cache
def all_tables() -> Mapping[str, Table]:
    """Return the canonical tables and the internal quarantine table."""
    return MappingProxyType({**tables(), "quarantine": _load("quarantine")})
