"""Which rows may not enter a table, and why: the schema's rules as SQL.

Each rule is one condition that is TRUE for a bad value, with a reason in
words. Rules see the text as the file gave it, so a value that is no number is
named as it was written. Nothing is repaired here: a row is good or set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from playbook.i18n import _
from playbook.store.schema import Column
from playbook.store.sql import ident, literal

PHONE = "[+]?(?:(?:00)?86)?1[3-9][0-9]{9}"
"""A Chinese mobile number without blanks; as an amount it would be 13,000,000,000 and more."""

LATEST_SLACK = "INTERVAL 1 DAY"
"""A file may be stamped a little before its last order; more is a wrong clock or zone."""


@dataclass(frozen=True)
class Rule:
    """One way a row can be bad.

    Parameters
    ----------
    column : str
        The column at fault.
    condition : str
        SQL that is TRUE for a bad row.
    reason : str
        The finished sentence for the quarantine.
    """

    column: str
    condition: str
    reason: str


def trimmed_sql(query: str, given: Mapping[str, str]) -> str:
    """Write the query with its texts trimmed and empty ones NULL, as the rules expect them."""
    texts = [ident(name) for name, kind in given.items() if kind == "VARCHAR" and name[0] != "_"]
    if not texts:
        return query
    # Trimming every text would cost more than all the rules.
    trimmed = ", ".join(
        f"CASE WHEN {text} = '' OR prefix({text}, ' ') OR suffix({text}, ' ')"
        f" THEN nullif(trim({text}), '') ELSE {text} END AS {text}"
        for text in texts
    )
    return f"SELECT * REPLACE ({trimmed}) FROM ({query})"


def cast_sql(column: Column, given: str) -> str:
    """Write SQL of the column's value in its own type, NULL where it does not fit.

    `given` is the type the importer handed over; text has been trimmed, see `trimmed_sql`.
    """
    name = ident(column.name)
    return name if given == column.sql_type else f"TRY_CAST({name} AS {column.sql_type})"


def column_rules(column: Column, given: str, currency: str) -> Iterator[Rule]:
    """Yield the rules of one column for values handed over as type `given`."""
    name, cast = ident(column.name), cast_sql(column, given)
    if given != column.sql_type:
        yield Rule(column.name, f"{name} IS NOT NULL AND {cast} IS NULL", _not_a(column))
    if column.type == "number":
        yield Rule(column.name, f"NOT isfinite({cast})", _not_a(column))
    if column.type in ("money", "count") and given == "VARCHAR":
        # A spreadsheet shows 1234567.89 as 1.23457E+06: the digits behind are gone.
        powers = f"CASE WHEN {cast}::VARCHAR <> {name} THEN contains(lower({name}), 'e') END"
        yield Rule(column.name, powers, _("shortened by a spreadsheet (1.2E+06); export again"))
        phone = f"CASE WHEN {cast} >= 13000000000 THEN {phone_sql(name)} END"
        yield Rule(column.name, phone, _("looks like a phone number"))
    if column.type == "money" and not given.startswith("DECIMAL(18,2"):
        yield Rule(column.name, _lost(name, cast, given), _("more than two decimals"))
    if column.type == "count" and given != column.sql_type:
        yield Rule(column.name, _lost(name, cast, given), _not_a(column))
    if column.required:
        yield Rule(column.name, f"{name} IS NULL", _("value is missing"))
    yield from _bounds(column, cast)
    if column.values:
        allowed = ", ".join(literal(value) for value in column.values)
        reason = _("not one of: {values}", values=", ".join(column.values))
        yield Rule(column.name, f"{cast} NOT IN ({allowed})", reason)
    if column.name == "currency":
        reason = _("currency is not the shop's ({currency})", currency=currency)
        yield Rule(column.name, f"{cast} <> {literal(currency)}", reason)


def _lost(name: str, cast: str, given: str) -> str:
    """Write the condition that digits were lost: the engine casts 2.5 to 3 without a word."""
    # Most values are written as we would write them, or equal as numbers; the rest is compared
    # digit by digit. CASE, because the engine evaluates both sides of AND.
    differs = f"{cast}::VARCHAR <> {name}" if given == "VARCHAR" else f"{cast} <> {name}"
    return f"CASE WHEN {differs} THEN TRY_CAST({name}::VARCHAR AS DECIMAL(38,10)) <> {cast} END"


def phone_sql(text: str) -> str:
    """Write the condition that a text is a phone number, not an amount or a count."""
    return f"regexp_full_match({text}::VARCHAR, {literal(PHONE)})"


def _bounds(column: Column, cast: str) -> Iterator[Rule]:
    if column.minimum is not None:
        reason = _("below {minimum:g}", minimum=column.minimum)
        yield Rule(column.name, f"{cast} < {column.minimum:g}", reason)
    if column.maximum is not None:
        reason = _("above {maximum:g}", maximum=column.maximum)
        yield Rule(column.name, f"{cast} > {column.maximum:g}", reason)


def _not_a(column: Column) -> str:
    names = {
        "money": _("not an amount"),
        "count": _("not a whole number"),
        "number": _("not a number"),
        "date": _("not a date (YYYY-MM-DD)"),
        "datetime": _("not a time (YYYY-MM-DD HH:MM:SS)"),
        "flag": _("not yes or no"),
    }
    return names.get(column.type, _("not readable"))


def future_rule(column: Column, given: str, as_of: str) -> Rule:
    """Return the rule that a day on which things happened cannot lie after the file was made."""
    cast = cast_sql(column, given)
    latest = f"TIMESTAMP {literal(as_of)} + {LATEST_SLACK}"
    return Rule(column.name, f"{cast} > {latest}", _("lies after the file was made"))


def bad_sql(rules: Iterable[Rule]) -> str:
    """One condition that is TRUE when any rule is broken."""
    return " OR ".join(f"coalesce({rule.condition}, false)" for rule in rules) or "false"
