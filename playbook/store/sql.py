"""How names and values get into SQL text safely.

Everything that comes from a file is untrusted: identifiers are quoted here,
values are passed as parameters or quoted here, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable


def ident(name: str) -> str:
    """Quote an identifier; a quote inside is doubled.

    Examples
    --------
    >>> print(ident("paid at"))
    "paid at"
    """
    return '"' + name.replace('"', '""') + '"'


def idents(names: Iterable[str], prefix: str = "") -> str:
    """Quote identifiers and join them by commas, each behind `prefix`.

    Examples
    --------
    >>> idents(["a", "b"], "t.")
    't."a", t."b"'
    """
    return ", ".join(prefix + ident(name) for name in names)


def literal(value: str | int | float | None) -> str:
    """Write a value as a SQL literal.

    Examples
    --------
    >>> literal("it's"), literal(None), literal(3)
    ("'it''s'", 'NULL', '3')
    """
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


def same(columns: Iterable[str], left: str, right: str) -> str:
    """Join condition under which NULL equals NULL, for keys with optional parts.

    Examples
    --------
    >>> same(["a"], "l", "r")
    'l."a" IS NOT DISTINCT FROM r."a"'
    """
    return " AND ".join(
        f"{left}.{ident(name)} IS NOT DISTINCT FROM {right}.{ident(name)}" for name in columns
    )
