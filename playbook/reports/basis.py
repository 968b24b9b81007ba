"""Whose count are this shop's sales: its orders, the platform's totals, or its product rows?

The unit is one shop. Orders come first, because they can be split and checked; a shop that holds
only the platform's daily totals is reported on those, and the report says so. Days outside what
is held are unknown and no report is made for them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playbook.errors import DataContractError
from playbook.i18n import N_, _

if TYPE_CHECKING:
    from playbook.store import Store

# Each names the days on which paid sales are stated, one row.
_SPANS = {
    "traffic": "SELECT min(date) AS first, max(date) AS last FROM traffic WHERE scope = 'shop' "
    "AND grain = 'day' AND paid_amount IS NOT NULL AND region IS NULL AND device IS NULL "
    "AND app_version IS NULL "
    "AND page_type IS NULL AND page_id IS NULL",
    "product_days": "SELECT min(date) AS first, max(date) AS last FROM product_days "
    "WHERE paid_amount IS NOT NULL",
}
_NEEDS = {
    "orders": "orders",
    "traffic": "traffic.paid_amount",
    "product_days": "product_days.paid_amount",
}
_NAMES = {
    "orders": N_("orders"),
    "traffic": N_("the platform's daily totals"),
    "product_days": N_("the platform's product rows"),
}
SALES = tuple(_NEEDS.values())
"""What a report of sales needs: one of these."""


@dataclass(frozen=True)
class Basis:
    """What a shop's paid sales are counted on.

    Parameters
    ----------
    table : {"orders", "traffic", "product_days"}
    first, last : date
        The days it states.
    """

    table: str
    first: dt.date
    last: dt.date

    @property
    def name(self) -> str:
        """The rows counted, in the language in force."""
        return _(_NAMES[self.table])

    @property
    def ours(self) -> bool:
        """Whether sales are counted here, from orders, and not by the platform."""
        return self.table == "orders"


def basis(store: Store) -> Basis:
    """Return what the shop's sales are counted on.

    Raises
    ------
    DataContractError
        The Store holds no dated sales of any kind.
    """
    for table, needs in _NEEDS.items():
        found = _span(store, table) if store.has(needs) else None
        if found:
            return found
    raise DataContractError(
        _(
            "Store {name!r} holds no orders yet, and no daily totals with paid amounts. Import an "
            "order export or the platform's daily shop report first: playbook store import FILE",
            name=store.info.name,
        )
    )


def _span(store: Store, table: str) -> Basis | None:
    if table == "orders":
        column = "paid_at" if store.has("orders.paid_at") else "created_at"
        first, last = store.span("orders", column)
        return Basis(table, first, last) if first and last else None
    row = store.sql(_SPANS[table]).iloc[0]
    if row["first"] is None or row["first"] != row["first"]:
        return None
    return Basis(table, _date(row["first"]), _date(row["last"]))


def _date(value: object) -> dt.date:
    return dt.date.fromisoformat(str(value)[:10])


def note(found: Basis) -> str:
    """Say whose count the sales are; "" where they are counted from orders."""
    if found.table == "traffic":
        return _(
            "This shop holds no orders: sales, orders, buyers and visitors are the platform's own "
            "count, refunds not removed."
        )
    if found.table == "product_days":
        return _(
            "This shop holds neither orders nor daily shop totals: sales are the platform's "
            "product rows added up. Orders, buyers and visitors of the shop are not known, since "
            "those of products cannot be added."
        )
    return ""
