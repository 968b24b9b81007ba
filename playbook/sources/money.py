"""Are a file's amounts in the shop's currency?

The unit is one sheet. Amounts in two currencies cannot be added: rows of the other currency are
set aside and counted out loud, and a file with none of the shop's currency is refused. An amount
that is written with another currency's sign is no amount of this shop. Nothing is converted.
"""

from __future__ import annotations

from playbook.errors import SourceError
from playbook.i18n import _
from playbook.sources.part import Part
from playbook.store.sql import literal

_SIGNS = {
    "EUR": "€|EUR",
    "GBP": "£|GBP",
    "USD": "US[$]|USD",
    "HKD": "HK[$]|HKD",
    "CAD": "CA[$]|\\bC[$]",
    "AUD": "\\bA[$]",
    "TWD": "NT[$]",
    "CNY": "CN[¥￥]|CNY|RMB",
}
_YEN = ("CNY", "JPY")
_NO_DOLLARS = ("CNY", "EUR", "GBP", "JPY")
"""A bare $ is the sign of many currencies, but of none of these."""


def own_money_sql(read: str, text: str, currency: str) -> str:
    """Write SQL that leaves an amount in another currency as the text it is, so that it is no sum.

    Parameters
    ----------
    read : str
        SQL that reads the amount.
    text : str
        SQL of the cell's text.
    currency : str
        The shop's, as three letters.
    """
    signs = [sign for code, sign in _SIGNS.items() if code != currency]
    if currency in _NO_DOLLARS:
        signs.append("[$＄]")
    if currency not in _YEN:
        signs.append("[¥￥]")
    # A cell that is plain digits has no sign; the cast is cheap, the expression is not.
    other = f"regexp_matches({text}, {literal('|'.join(signs))})"
    return f"CASE WHEN TRY_CAST({text} AS DOUBLE) IS NULL AND {other} THEN {text} ELSE {read} END"


def check_currency(part: Part) -> None:
    """Refuse a sheet in another currency; note rows of another one beside the shop's.

    Raises
    ------
    SourceError
        Nothing in the sheet is in the shop's currency.
    """
    shop = part.writer.currency
    if part.profile.currency:
        _refuse_unless(part, part.profile.currency == shop, part.profile.currency)
    if "currency" not in part.present:
        return
    rows = part.run.execute(
        f"SELECT currency, count(*) FROM {part.relation('fields')} WHERE currency IS NOT NULL"
        " GROUP BY currency ORDER BY count(*) DESC, currency"
    ).fetchall()
    found = dict(rows)
    _refuse_unless(part, not found or shop in found, ", ".join(found))
    for code, count in found.items():
        if code != shop:
            part.notes.append(
                _(
                    "{n} rows state {code}, not the shop's {shop}: amounts in two currencies "
                    "cannot be added, so their orders were set aside.",
                    n=count,
                    code=code,
                    shop=shop,
                )
            )


def _refuse_unless(part: Part, fine: bool, found: str) -> None:
    if not fine:
        raise SourceError(
            _(
                "{file} is in {found}, but this shop's currency is {shop}. "
                "Import it into a Store of its own: playbook store init --currency {found}",
                file=part.file,
                found=found,
                shop=part.writer.currency,
            )
        )
