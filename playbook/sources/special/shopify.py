"""What does each line of a Shopify order cost once the order's discounts are spread over it?

The unit is one line item. ``Lineitem price`` is before every discount and ``Subtotal`` is after
all of them, so the lines' shares of the subtotal add up to it, to the cent. The export has the
shop's own clock: the local time is kept as written, whatever the offset beside it. It has no
refund date, so no refund row is made from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from playbook.i18n import _
from playbook.sources.allocation import allocate_sql
from playbook.sources.macros import BROKEN, CUT
from playbook.sources.part import Part
from playbook.sources.reading.headers import header_key
from playbook.store.sql import ident, literal

_OFFSET = r"([+-])([0-9]{2}):?([0-9]{2})$"


def prepare(part: Part, parts: Sequence[Part]) -> None:
    """Make the relation ``lines`` for orders; other Shopify files need nothing."""
    del parts
    if part.profile.id != "shopify_orders":
        return
    filled = (
        f"(SELECT *, whole(quantity) * money(price) AS gross,"
        f" greatest(whole(quantity) * money(price) - coalesce(money(line_discount), 0), 0) AS net"
        f" FROM {part.relation('filled')})"
    )
    shared = allocate_sql(
        filled,
        # The lines that are left must not share what belongs to one that is cut off.
        total=f"CASE WHEN order_id NOT IN (SELECT parent FROM {CUT}) THEN money(subtotal) END",
        weight="net",
        within="order_id",
        order="line_no",
    )
    part.run.execute(
        f"CREATE OR REPLACE TABLE {part.relation('lines')} AS SELECT *,"
        # A sum in which one line cannot be read is not the order's, nor one beyond all money.
        f" money(CASE WHEN bool_and(gross IS NOT NULL) OVER (PARTITION BY order_id)"
        f" AND order_id NOT IN (SELECT parent FROM {BROKEN})"
        f" THEN sum(gross) OVER (PARTITION BY order_id) - money(subtotal) END) AS gap,"
        f" paid_at IS NOT NULL AS is_paid FROM ({shared})"
    )
    for note in (*_tax_notes(part), *_payment_notes(part), *_zone_notes(part)):
        part.notes.append(note)


def _tax_notes(part: Part) -> list[str]:
    """Decide by the identity that holds whether taxes are inside the prices."""
    goods = "money(subtotal) + coalesce(money(shipping), 0) + coalesce(money(duties), 0)"
    added, inside, neither = part.one(
        f"SELECT count(*) FILTER ({goods} + money(taxes) = money(total)),"
        f" count(*) FILTER ({goods} = money(total)),"
        f" count(*) FILTER ({goods} <> money(total) AND {goods} + money(taxes) <> money(total))"
        f" FROM {part.relation('lines')} WHERE line_no = 1 AND money(taxes) > 0"
    )
    notes = []
    if added > inside:
        notes.append(_("Taxes are added to the prices (orders: {n}).", n=added))
    elif inside:
        notes.append(_("Taxes are included in the prices (orders: {n}).", n=inside))
    if neither:
        notes.append(
            _("Orders whose parts do not add up to their total, such as with tips: {n}.", n=neither)
        )
    return notes


def _payment_notes(part: Part) -> list[str]:
    paid = "financial IN ('paid', 'partially_refunded', 'refunded')"
    undated, refunds = part.one(
        f"SELECT count(*) FILTER ({paid} AND paid_at IS NULL AND money(total) > 0),"
        f" count(*) FILTER (money(refunded) > 0) FROM {part.relation('lines')} WHERE line_no = 1"
    )
    notes = []
    if undated:
        notes.append(
            _(
                "Orders marked paid without a time of payment: {n}. They do not count as paid.",
                n=undated,
            )
        )
    if refunds:
        notes.append(
            _("The file has refunded amounts but no refund dates; they stay with their orders.")
        )
    return notes


def _zone_notes(part: Part) -> list[str]:
    """Compare the offsets beside the times with the shop's zone."""
    raw = part.loaded.raw
    column = next((c for c in raw.columns if header_key(c) == "created at"), None)
    if column is None:
        return []
    text, zone = ident(column), literal(part.writer.info.timezone)
    minutes = (
        f"(regexp_extract({text}, '{_OFFSET}', 1) || '1')::INT"
        f" * (60 * regexp_extract({text}, '{_OFFSET}', 2)::INT"
        f" + regexp_extract({text}, '{_OFFSET}', 3)::INT)"
    )
    off = part.count(
        f"SELECT count(*) FROM (SELECT {minutes} AS given,"
        f" TRY_CAST(left({text}, 19) AS TIMESTAMP) AS clock FROM {part.loaded.relation}"
        f" WHERE regexp_matches({text}, '{_OFFSET}'))"
        f" WHERE date_diff('minute', timezone('UTC', timezone({zone}, clock)), clock) <> given"
    )
    if not off:
        return []
    return [
        _(
            "Times whose offset is not that of {zone}: {n}. They were kept as on the export's "
            "clock; check the Store's time zone.",
            zone=part.writer.info.timezone,
            n=off,
        )
    ]
