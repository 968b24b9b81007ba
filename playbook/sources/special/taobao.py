"""What do Taobao's order, item and shipping files say about one another?

The unit is one parent order, or one sub-order of it. The order list has the order's money, the
item list its sub-orders' money; one is the source and the other only a check, never a summand.
``交易关闭`` is two things: never paid, or paid and refunded; the time of payment tells which.
"""

from __future__ import annotations

from collections.abc import Sequence

from playbook.errors import SourceError
from playbook.i18n import _
from playbook.sources.allocation import allocate_sql
from playbook.sources.macros import CUT
from playbook.sources.part import Part
from playbook.store.schema import tables
from playbook.store.views import view_sql

CODES = "('unpaid', 'paid', 'shipped', 'completed', 'closed')"


def prepare(part: Part, parts: Sequence[Part]) -> None:
    """Make the relations that the profile's tables read."""
    by_id = {other.profile.id: other for other in parts}
    if part.profile.id == "taobao_orders":
        shipping = by_id.get("taobao_shipping")
        if shipping is not None:
            part.present |= {"shipped_at"}
        _make_orders(part, _shipping_sql(shipping))
    elif part.profile.id == "taobao_items":
        _make_orders(part, _shipping_sql(None))
        _compare(part, by_id.get("taobao_orders"))
    elif part.profile.id == "taobao_lines":
        _make_lines(part, by_id.get("taobao_orders"))
    elif "taobao_orders" not in by_id:
        raise SourceError(
            _(
                "{file} is a shipping report. It has no orders of its own: import the whole "
                "workbook, with the sheet 订单报表.",
                file=part.file,
            )
        )


def _shipping_sql(shipping: Part | None) -> str:
    if shipping is None:
        return "(SELECT NULL::VARCHAR AS order_id, NULL::VARCHAR AS shipped_on WHERE false)"
    fields = shipping.relation("fields")
    return f"(SELECT order_id, min(shipped_at) AS shipped_on FROM {fields} GROUP BY order_id)"


def _make_orders(part: Part, shipping: str) -> None:
    """Make ``orders``: known statuses, and what a closed order that was paid gave back."""
    part.run.execute(
        f"CREATE OR REPLACE TABLE {part.relation('orders')} AS"
        f" SELECT f.* REPLACE (CASE WHEN f.status IN {CODES} THEN f.status"
        f"   WHEN f.paid_at IS NOT NULL THEN 'paid' ELSE 'unpaid' END AS status,"
        f"  coalesce(f.shipped_at, s.shipped_on) AS shipped_at),"
        # A closed order that was paid has been refunded in full; old layouts leave it unsaid.
        f" CASE WHEN f.refund IS NULL AND f.status = 'closed' AND f.paid_at IS NOT NULL"
        f"   THEN f.paid ELSE f.refund END AS refunded"
        f" FROM {part.relation('filled')} AS f LEFT JOIN {shipping} AS s USING (order_id)"
    )
    _note_statuses(part)
    _note_closed(part)


def _note_statuses(part: Part) -> None:
    rows = part.run.execute(
        f"SELECT DISTINCT wording(status_text) FROM {part.relation('filled')}"
        f" WHERE status NOT IN {CODES} ORDER BY 1 LIMIT 5"
    ).fetchall()
    if rows:
        part.notes.append(
            _(
                "Statuses that playbook does not know count as paid when they have a time of "
                "payment, else as unpaid: {names}.",
                names=", ".join(row[0] for row in rows),
            )
        )


def _note_closed(part: Part) -> None:
    unpaid, refunded = part.one(
        f"SELECT count(DISTINCT order_id) FILTER (paid_at IS NULL),"
        f" count(DISTINCT order_id) FILTER (paid_at IS NOT NULL)"
        f" FROM {part.relation('orders')} WHERE status = 'closed'"
    )
    if unpaid or refunded:
        part.notes.append(
            _(
                "Closed orders: {unpaid} were never paid, {refunded} were paid and refunded.",
                unpaid=unpaid,
                refunded=refunded,
            )
        )


def _known_orders(part: Part, orders: Part | None) -> str | None:
    """Write SQL of the orders that can be compared: of this import, else of the Store."""
    if orders is not None:
        return (
            "(SELECT order_id, money(total) AS due, money(paid) AS paid,"
            f" coalesce(money(freight), 0) AS freight FROM {orders.relation('filled')})"
        )
    held = part.writer.base.tables.get("orders")
    if held is None or not held.files:
        return None
    view = view_sql(tables()["orders"], part.writer.path, held.files)
    return (
        "(SELECT order_id, placed_amount AS due, paid_amount AS paid, shipping_amount AS freight"
        f" FROM ({view}) WHERE shipping_amount IS NOT NULL)"
    )


def _compare(part: Part, orders: Part | None) -> None:
    """Check that sub-orders and freight add up to the order; report, repair nothing."""
    known = _known_orders(part, orders)
    if known is None:
        return
    equal, total = part.one(
        f"SELECT count(*) FILTER (abs(i.goods + o.freight - o.due) <= 0.01), count(*)"
        f" FROM (SELECT order_id, sum(money(goods)) AS goods FROM {part.relation('filled')}"
        f"   GROUP BY order_id HAVING count(*) = count(money(goods))) AS i"
        f" JOIN {known} AS o USING (order_id)"
    )
    if total:
        part.notes.append(
            _(
                "Sub-orders and freight add up to the order's total in {equal} of {total} orders.",
                equal=equal,
                total=total,
            )
        )


def _make_lines(part: Part, orders: Part | None) -> None:
    """Make ``lines``: what was paid for an order, less freight, spread by price times units."""
    known = _known_orders(part, orders)
    goods = "NULL::DECIMAL(18,2)"
    join = ""
    if known is not None:
        known_lines = f"order_id NOT IN (SELECT parent FROM {CUT})"
        goods = f"CASE WHEN {known_lines} THEN greatest(o.paid - o.freight, 0) END"
        join = f"LEFT JOIN {known} AS o USING (order_id)"
    part.run.execute(
        f"CREATE OR REPLACE TABLE {part.relation('lines')} AS "
        + allocate_sql(
            f"(SELECT f.*, {goods} AS goods_paid, whole(quantity) * money(price) AS gross,"
            f" row_number() OVER (PARTITION BY order_id ORDER BY _row) AS line_no"
            f" FROM {part.relation('fields')} AS f {join})",
            total="goods_paid",
            weight="gross",
            within="order_id",
            order="line_no",
        )
    )
    unknown = part.count(
        f"SELECT count(DISTINCT order_id) FROM {part.relation('lines')} WHERE goods_paid IS NULL"
    )
    if unknown:
        part.notes.append(
            _(
                "What was paid for the lines of {n} orders is unknown: import the order list "
                "first, then this file again.",
                n=unknown,
            )
        )
