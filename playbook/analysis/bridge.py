"""Why does our number differ from the platform's (口径对照)?

The unit is one amount of money, or one count, for one period. Each known cause carries the amount
that it explains; what is left over is a row of its own. It is never forced to zero, and a cause
nobody could measure says so instead of showing 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from playbook.analysis.frames import known
from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

CAUSES: dict[str, str] = {
    "basis": N_("Placed or paid: which orders count"),
    "refund_date": N_("Refunds: counted on the day of the refund or of the order"),
    "refunds": N_("Refunds: taken off or not"),
    "presale_balance": N_("Pre-sale: deposit and balance"),
    "freight": N_("Freight: inside or outside"),
    "discounts": N_("Discounts and subsidies: who pays them"),
    "tax": N_("Tax: inside or outside"),
    "cancelled": N_("Cancelled and closed orders"),
    "test_orders": N_("Test, brushing and gift orders"),
    "export_window": N_("Export window or time zone"),
    "late_rows": N_("Orders that arrived after the export"),
    "masked": N_("Rows masked, quarantined or without an amount"),
    "scope": N_("Other shops, channels or products in the total"),
}
"""Cause → its name in English; translate it with `cause_name`."""

COLUMNS = ("kind", "cause", "amount", "share")


def bridge(ours: Any, theirs: Any, causes: Mapping[str, Any]) -> pd.DataFrame:
    """Lead from our number to the platform's, cause by cause.

    Parameters
    ----------
    ours, theirs : number or None
        The two totals. `theirs` is None when the platform's total was not imported.
    causes : mapping of str to number or None
        Cause id (a key of `CAUSES`) → what it adds to our number on the way to theirs, with its
        sign. None: the cause applies, but could not be measured.

    Returns
    -------
    DataFrame
        kind, cause, amount, share. Rows in this order: "ours", one "cause" or "unmeasured" per
        cause as given, "unexplained", "theirs". ours + Σ causes + unexplained = theirs, to the
        cent. share = part of the gap (null without a gap). Without `theirs` the amounts of
        "unexplained" and "theirs" are null.

    Raises
    ------
    ParameterError
        When a cause is not in `CAUSES`, or our own number is unknown.

    Examples
    --------
    >>> bridge(1000, 1100, {"freight": 60, "refund_date": None})["amount"].tolist()
    [1000.0, 60.0, nan, 40.0, 1100.0]
    """
    import pandas as pd

    mine = _exact(ours, "ours")
    other = None if _absent(theirs) else _exact(theirs, "theirs")
    for cause in causes:
        if cause not in CAUSES:
            raise ParameterError(
                _(
                    "cause='{cause}' is unknown. Known are: {known}.",
                    cause=cause,
                    known=", ".join(CAUSES),
                )
                + did_you_mean(cause, CAUSES)
            )
    amounts = {c: None if _absent(v) else _exact(v, c) for c, v in causes.items()}
    # Decimals, because 0.1 + 0.2 − 0.3 would show as an unexplained rest.
    rest = None if other is None else other - mine - sum(a for a in amounts.values() if a)
    gap = None if other is None else other - mine
    rows: list[tuple[str, str, Decimal | None]] = [("ours", "", mine)]
    rows += [("cause" if a is not None else "unmeasured", c, a) for c, a in amounts.items()]
    rows += [("unexplained", "", rest), ("theirs", "", other)]
    table = pd.DataFrame(
        [(kind, cause, amount, _share(kind, amount, gap)) for kind, cause, amount in rows],
        columns=list(COLUMNS),
    )
    return table.astype({"amount": "float64", "share": "float64"})


def cause_name(cause: str) -> str:
    """Name a cause in the language in force."""
    return _(CAUSES[cause])


def row_name(kind: str, cause: str) -> str:
    """Name a row of `bridge` in the language in force."""
    if cause:
        return cause_name(cause)
    names = {
        "ours": N_("Our number"),
        "theirs": N_("The platform's number"),
        "unexplained": N_("Unexplained"),
    }
    return _(names[kind])


def _share(kind: str, amount: Decimal | None, gap: Decimal | None) -> float | None:
    if kind in ("ours", "theirs") or amount is None or not gap:
        return None
    return float(amount / gap)


def _exact(value: Any, argument: str) -> Decimal:
    known(value, argument)
    return Decimal(str(value))


def _absent(value: Any) -> bool:
    return value is None or type(value).__name__ in {"NAType", "NaTType"} or value != value
