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

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.piece import Piece
from playbook.simulator.flow.ordering import Baskets, baskets
from playbook.simulator.flow.ordering_money import price_baskets
from playbook.simulator.flow.orders_book import write_lines, write_orders
from playbook.simulator.flow.orders_day import balances, fresh_orders, joined
from playbook.simulator.flow.orders_stages import CLOSED, PAID, STAGES, UNPAID

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array, Ints
    from playbook.simulator.core.day import Day, Orders
    from playbook.simulator.world import World

BUYERS_KEPT_DAYS = 8


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
        self._status: dict[int, int] = dict(enumerate(world.texts.codes(STAGES).tolist()))
        self.currency = world.texts.code(world.profile.section("shop").get("currency", "CNY"))
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
        rows = write_orders(self, day, made, priced, customer, paid_second)
        lines = write_lines(self, day, made, priced, rows)
        self.world.stock.reserve(made.line_sku, made.line_quantity)
        self._later(day, made, rows, paid_second)
        fresh = fresh_orders(day, made, priced, customer, first, rows, lines, paid_second)
        day.orders = self._with_balances(day, fresh)
        day.visits.ordered[made.visit] = np.arange(len(rows))

    def _buyers(self, day: Day, made: Baskets) -> tuple[Array, Array]:
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

    def _remember(self, day: Day, keys: Array, rows: Array) -> None:
        kept = self.buyers_day > day.index - BUYERS_KEPT_DAYS
        key = np.concatenate([self.buyers_key[kept], keys])
        order = np.argsort(key, kind="stable")
        self.buyers_key = key[order]
        self.buyers_row = np.concatenate([self.buyers_row[kept], rows])[order]
        days = np.full(len(keys), day.index)
        self.buyers_day = np.concatenate([self.buyers_day[kept], days])[order]

    def _pay(self, day: Day, made: Baskets, region: Array) -> Ints:
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
        return np.asarray(np.where(second < DAY_S, second, -1), np.int64)

    def _later(self, day: Day, made: Baskets, rows: Array, paid_second: Array) -> None:
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

    def close(self, rows: Array, closed_at: Array, reason: int) -> None:
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

    def lines_of(self, rows: Array) -> Ints:
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
        return joined(fresh, balances(self, at, rows, lines, second))
