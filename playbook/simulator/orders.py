"""Which orders does the shop take today, and which are paid?

The unit is one order. A first payment succeeds with its method's chance; a share of the failed ones
succeed on a later try that day; the rest is closed after a day. Deposits of a pre-sale stay unpaid
until the balance falls due.

Targets: "pay" (method, second, region, device) scales the success of an attempt; "price" (sku,
second) sets or scales the page's price; "cluster" (first) is the chance that a new buyer shares an
address and a device with others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator import draws as chance
from playbook.simulator.day import DAY_S, Orders
from playbook.simulator.frames import NULL
from playbook.simulator.ids import numbers
from playbook.simulator.ordering import Baskets, baskets
from playbook.simulator.ordering_money import Priced, price_baskets
from playbook.simulator.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.day import Day
    from playbook.simulator.world import World

UNPAID, PAID, SHIPPED, COMPLETED, CLOSED = range(5)
"""Stages of an order, in the private column ``_stage``."""
BUYERS_KEPT_DAYS = 8
CLUSTERS = 12


class Sales(Piece):
    """Takes the day's orders; makes ``day.orders``.

    Attributes
    ----------
    buyers_key, buyers_row, buyers_day : arrays
        People who got an account in the last days, by person key (sorted), so that they are known
        when the same person visits again.
    """

    name = "sales"
    state = ("buyers_key", "buyers_row", "buyers_day")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("flow")["order"]
        self.orders, self.lines = world.frame("orders"), world.frame("order_lines")
        self.buyers_key = np.empty(0, np.uint64)
        self.buyers_row = np.empty(0, np.int64)
        self.buyers_day = np.empty(0, np.int64)
        self._status = {
            stage: world.texts.code(name)
            for stage, name in enumerate(("unpaid", "paid", "shipped", "completed", "closed"))
        }
        self._currency = world.texts.code(world.profile.section("shop").get("currency", "CNY"))
        self._timeout = world.say("not paid in time", "超时未付款")

    def status(self, stage: int) -> int:
        """Return the text code of a stage."""
        return self._status[stage]

    def record(self, day: Day) -> None:
        """Take orders and balances, and close what was never paid."""
        self._close_unpaid(day)
        made = baskets(self.world, day)
        customer, first = self._buyers(day, made)
        priced = price_baskets(self.world, day, made, customer, first)
        deposit = day.visits.deposit[made.visit]
        paid_second = np.where(deposit, -1, self._pay(day, made, day.visits.region[made.visit]))
        rows = self._write(day, made, priced, customer, paid_second)
        lines = self._write_lines(day, made, priced, rows)
        self.world.stock.reserve(made.line_sku, made.line_quantity)
        self._later(day, made, rows, paid_second)
        fresh = _orders(day, made, priced, customer, first, rows, lines, paid_second)
        day.orders = self._with_balances(day, fresh)
        day.visits.ordered[made.visit] = np.arange(len(rows))

    def _buyers(self, day: Day, made: Baskets) -> tuple[NDArray, NDArray]:
        """Return the buyer of each order, entering those without an account."""
        frame, visits = self.world.customers.frame, day.visits
        customer, person = visits.customer[made.visit].copy(), visits.person[made.visit]
        at = np.searchsorted(self.buyers_key, person)
        found = np.zeros(len(person), bool)
        if len(self.buyers_key):
            at = np.minimum(at, len(self.buyers_key) - 1)
            found = (self.buyers_key[at] == person) & (customer < 0)
            customer[found] = self.buyers_row[at[found]]
        fresh = np.flatnonzero(customer < 0)
        keys, where, inverse = np.unique(person[fresh], return_index=True, return_inverse=True)
        source = fresh[where]
        rows = self.world.customers.enter(
            made.key[source], keys, np.full(len(keys), day.index), second=made.second[source]
        )
        customer[fresh] = rows[inverse]
        frame.set(rows, source=self.world.channels.text[visits.channel[made.visit[source]]])
        self._remember(day, keys, rows)
        return customer, frame.get("_orders", customer) == 0

    def _remember(self, day: Day, keys: NDArray, rows: NDArray) -> None:
        kept = self.buyers_day > day.index - BUYERS_KEPT_DAYS
        key = np.concatenate([self.buyers_key[kept], keys])
        order = np.argsort(key, kind="stable")
        self.buyers_key = key[order]
        self.buyers_row = np.concatenate([self.buyers_row[kept], rows])[order]
        days = np.full(len(keys), day.index)
        self.buyers_day = np.concatenate([self.buyers_day[kept], days])[order]

    def _pay(self, day: Day, made: Baskets, region: NDArray) -> NDArray[np.int64]:
        """Return the second at which each order is paid, -1 when it is not paid today."""
        draws, told = self.world.draws, self.constants
        u, v = draws.uniforms("sales.pay", made.key), draws.uniforms("sales.pay_again", made.key)
        device = day.visits.device[made.visit]
        success = self.world.people.pay_success[made.method]
        dims = {"method": made.method, "region": region, "device": device}
        first = day.effects.apply("pay", success, second=made.second, **dims)
        wait = (3 + chance.exponential(u[1], told["pay_wait_s"])).astype(np.int64)
        second = np.where(u[0] < first, made.second + wait, -1)
        retry_at = made.second + 900 + (v[1] * 9900).astype(np.int64)
        again = day.effects.apply("pay", success, second=retry_at, **dims)
        retries = (second < 0) & (v[0] < told["late_pay"]) & (v[2] < again)
        second = np.where(retries, retry_at, second)
        return np.where(second < DAY_S, second, -1)

    def _write(
        self, day: Day, made: Baskets, priced: Priced, customer: NDArray, paid_second: NDArray
    ) -> NDArray[np.int64]:
        world, visits, at = self.world, day.visits, made.visit
        paid, off = paid_second >= 0, priced.discounts
        placed = priced.goods + priced.shipping
        deposit = np.where(visits.deposit[at], placed * self.constants["deposit_rate"], 0)
        stage = np.where(paid, PAID, UNPAID)
        created = day.start_at + made.second
        frame = world.customers.frame
        address, device = self._clusters(day, frame.get("_key", customer), customer)
        return self.orders.append(
            order_id=numbers(day.number, made.key),
            customer_id=frame.get("customer_id", customer),
            channel=world.channels.labels(visits.channel[at], visits.person[at]).astype(np.int32),
            region=world.people.region_text[visits.region[at]],
            device=world.people.device_text[visits.device[at]],
            app_version=world.people.version_text(visits.version[at]),
            payment_method=world.people.method_text[made.method],
            status=np.where(paid, self.status(PAID), self.status(UNPAID)).astype(np.int32),
            close_reason=np.full(len(at), -1, np.int32),
            created_at=created,
            paid_at=np.where(paid, day.start_at + paid_second, NULL),
            shipped_at=np.full(len(at), NULL),
            completed_at=np.full(len(at), NULL),
            closed_at=np.full(len(at), NULL),
            currency=np.full(len(at), self._currency, np.int32),
            units=np.bincount(made.line_order, made.line_quantity, len(at)).astype(np.int64),
            list_amount=priced.listed,
            discount_amount=priced.seller,
            platform_discount_amount=priced.platform,
            shipping_amount=priced.shipping,
            placed_amount=placed,
            paid_amount=np.where(paid, placed, 0),
            refunded_amount=np.zeros(len(at), np.int64),
            is_presale=visits.deposit[at],
            deposit_amount=np.where(visits.deposit[at], deposit.astype(np.int64), NULL),
            deposit_paid_at=np.where(visits.deposit[at], created + 40, NULL),
            campaign_id=off.campaign.astype(np.int32),
            coupons=off.coupon.astype(np.int32),
            coupon_count=off.coupons,
            points_amount=priced.points,
            points_redeemed=priced.points,
            is_member=frame.get("member_level", customer) >= 0,
            ship_cluster=address,
            device_cluster=device,
            _key=made.key,
            _customer=customer,
            _channel=visits.channel[at],
            _region=visits.region[at],
            _method=made.method,
            _plan=visits.plan[at],
            _day=np.full(len(at), day.index),
            _stage=stage,
            _first_line=np.zeros(len(at), np.int64),
            _lines=np.bincount(made.line_order, minlength=len(at)),
            _paid_s=np.where(paid, day.start_at + paid_second, NULL),
            _due=placed,
        )

    def _clusters(self, day: Day, key: NDArray, customer: NDArray) -> tuple[NDArray, NDArray]:
        """Return numbers of the address and the device: a buyer's own, or a ring's."""
        draws = self.world.draws
        own = (draws.hash("sales.place", key) >> np.uint64(1)).astype(np.int64)
        if not day.effects.of("cluster"):
            return own, own ^ 1
        first = self.world.customers.frame.get("_orders", customer) == 0
        u = draws.uniforms("sales.ring", key, time=day.index)
        ring = u[0] < day.effects.apply("cluster", 0.0, first=first.astype(np.int64))
        group = 1 + (u[1] * CLUSTERS).astype(np.int64) + day.index * CLUSTERS
        return np.where(ring, group, own), np.where(ring, group, own ^ 1)

    def _write_lines(
        self, day: Day, made: Baskets, priced: Priced, rows: NDArray
    ) -> NDArray[np.int64]:
        world, order, sku = self.world, made.line_order, made.line_sku
        catalogue = world.catalogue
        starts = np.flatnonzero(np.r_[True, order[1:] != order[:-1]]) if len(order) else order
        sizes = np.diff(np.r_[starts, len(order)])
        number = np.arange(len(order)) - np.repeat(starts, sizes) + 1
        product = catalogue.sku_product[sku]
        order_id = self.orders.get("order_id", rows)[order]
        line_rows = self.lines.append(
            order_id=order_id,
            line_no=number,
            sku=catalogue.sku_code[sku],
            product_id=catalogue.product_code[product],
            title=catalogue.title_code[product],
            variant=catalogue.variant_code[sku],
            batch_id=world.stock.batch[sku],
            quantity=made.line_quantity,
            list_price=priced.line_unit,
            unit_price=priced.line_unit,
            discount_amount=priced.line_seller,
            platform_discount_amount=priced.line_platform,
            placed_amount=priced.line_goods,
            paid_amount=np.where(self.orders.get("_stage", rows)[order] == PAID,
                                 priced.line_goods, 0),
            refunded_amount=np.zeros(len(order), np.int64),
            unit_cost=catalogue.cost_cents[sku],
            _order=rows[order],
            _sku=sku,
            _product=product,
            _batch=world.stock.batch[sku],
            _channel=day.visits.channel[made.visit][order],
        )  # fmt: skip
        self.orders.set(rows, _first_line=line_rows[starts] if len(order) else rows)
        return line_rows

    def _later(self, day: Day, made: Baskets, rows: NDArray, paid_second: NDArray) -> None:
        """Book the closing of unpaid orders and the balances of deposits."""
        visits, agenda = day.visits, self.world.agenda
        deposit = visits.deposit[made.visit]
        unpaid = np.flatnonzero((paid_second < 0) & ~deposit)
        agenda.put("close_unpaid", np.full(len(unpaid), day.index + 1), order=rows[unpaid])
        at = np.flatnonzero(deposit)
        u = self.world.draws.uniforms("sales.balance", made.key[at])
        due = day.index + day.days_to_peak + (u[0] > 0.85)
        pays = u[1] < self.constants["balance_paid"]
        visit = made.visit[at]
        fields = {
            "key": made.key[at], "person": visits.person[visit],
            "customer": self.orders.get("_customer", rows[at]),
            "product": visits.product[visit], "sku": visits.sku[visit], "order": rows[at],
        }  # fmt: skip
        agenda.put("balance", due[pays], **{name: held[pays] for name, held in fields.items()})
        agenda.put("close_unpaid", due[~pays] + 3, order=rows[at[~pays]])

    def _close_unpaid(self, day: Day) -> None:
        told = self.world.agenda.take("close_unpaid", day.index)
        if not told:
            return
        rows = told["order"][self.orders.get("_stage", told["order"]) == UNPAID]
        closed = self.orders.get("created_at", rows) % DAY_S + day.start_at
        self.close(rows, closed, self._timeout)

    def close(self, rows: NDArray, closed_at: NDArray, reason: int) -> None:
        """Close orders that never left and free their stock.

        Parameters
        ----------
        rows : int array, shape (n,)
            Row numbers in the frame "orders".
        closed_at : int array, shape (n,)
            Seconds since 1970.
        reason : int
            Text code.
        """
        self.orders.set(
            rows,
            status=np.full(len(rows), self.status(CLOSED), np.int32),
            closed_at=closed_at,
            close_reason=np.full(len(rows), reason, np.int32),
            _stage=np.full(len(rows), CLOSED),
        )
        lines = self.lines_of(rows)
        self.world.stock.release(self.lines.get("_sku", lines), self.lines.get("quantity", lines))

    def lines_of(self, rows: NDArray) -> NDArray[np.int64]:
        """Return the row numbers of the lines of orders, order after order."""
        first, count = self.orders.get("_first_line", rows), self.orders.get("_lines", rows)
        starts = np.cumsum(count) - count
        return np.repeat(first - starts, count) + np.arange(int(count.sum()))

    def _with_balances(self, day: Day, fresh: Orders) -> Orders:
        """Add the balances paid today to the day's orders."""
        at = np.flatnonzero(day.visits.balance >= 0)
        if not len(at):
            return fresh
        rows = day.visits.balance[at]
        open_still = self.orders.get("_stage", rows) == UNPAID
        at, rows = at[open_still], rows[open_still]
        second = day.visits.second[at]
        lines = self.lines_of(rows)
        due = self.orders.get("_due", rows)
        paid_at = day.start_at + second
        self.orders.set(
            rows,
            status=np.full(len(rows), self.status(PAID), np.int32),
            paid_at=paid_at,
            paid_amount=due,
            _stage=np.full(len(rows), PAID),
            _paid_s=paid_at,
        )
        self.lines.set(lines, paid_amount=self.lines.get("placed_amount", lines))
        day.visits.ordered[at] = len(fresh) + np.arange(len(at))
        return _joined(fresh, _balances(self, at, rows, lines, second))


def _orders(
    day: Day,
    made: Baskets,
    priced: Priced,
    customer: NDArray,
    first: NDArray,
    rows: NDArray,
    lines: NDArray,
    paid_second: NDArray,
) -> Orders:
    paid = paid_second >= 0
    return Orders(
        row=rows,
        fresh=np.ones(len(rows), bool),
        key=made.key,
        visit=made.visit,
        customer=customer,
        channel=day.visits.channel[made.visit],
        region=day.visits.region[made.visit],
        second=made.second,
        paid=paid,
        paid_second=paid_second,
        method=made.method,
        paid_cents=np.where(paid, priced.goods + priced.shipping, 0),
        shipping_cents=priced.shipping,
        first_order=first,
        line_row=lines,
        line_order=made.line_order,
        line_sku=made.line_sku,
        line_quantity=made.line_quantity,
        line_list_cents=priced.line_list,
        line_paid_cents=np.where(paid[made.line_order], priced.line_goods, 0),
        line_seller_discount_cents=priced.line_seller,
        line_platform_discount_cents=priced.line_platform,
        line_batch=np.full(len(lines), -1),
    )


def _balances(sales: Sales, at: NDArray, rows: NDArray, lines: NDArray, second: NDArray) -> Orders:
    orders, held = sales.orders, sales.lines
    sizes = orders.get("_lines", rows)
    return Orders(
        row=rows,
        fresh=np.zeros(len(rows), bool),
        key=orders.get("_key", rows),
        visit=at,
        customer=orders.get("_customer", rows),
        channel=orders.get("_channel", rows),
        region=orders.get("_region", rows),
        second=second,
        paid=np.ones(len(rows), bool),
        paid_second=second,
        method=orders.get("_method", rows),
        paid_cents=orders.get("_due", rows),
        shipping_cents=orders.get("shipping_amount", rows),
        first_order=np.zeros(len(rows), bool),
        line_row=lines,
        line_order=np.repeat(np.arange(len(rows)), sizes),
        line_sku=held.get("_sku", lines),
        line_quantity=held.get("quantity", lines),
        line_list_cents=held.get("list_price", lines) * held.get("quantity", lines),
        line_paid_cents=held.get("paid_amount", lines),
        line_seller_discount_cents=held.get("discount_amount", lines),
        line_platform_discount_cents=held.get("platform_discount_amount", lines),
        line_batch=np.full(len(lines), -1),
    )


def _joined(first: Orders, second: Orders) -> Orders:
    parts = {}
    for name, values in vars(first).items():
        added = getattr(second, name)
        if name == "line_order":
            added = added + len(first)
        parts[name] = np.concatenate([values, added])
    return Orders(**parts)
