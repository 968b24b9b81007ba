"""What really happened, kept apart from what any table says?

The unit is one day, channel and product. `simulator.compare` takes the difference of two ledgers:
the exact effect of an incident, a promotion or an ad, which no shop can ever see. The ledger is
the simulator's own and is never written to a Store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

FLOW = "_ledger"
BACK = "_ledger_back"
LOST = "_ledger_lost"
SPENT = "_ledger_spent"


class Ledger(Piece):
    """Writes the frames `_ledger` (what was sold), `_ledger_back` (what was refunded),
    `_ledger_lost` (what was wanted and not there) and `_ledger_spent` (ad spend).
    """  # noqa: D205

    name = "ledger"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._refunds_seen = 0

    def record(self, day: Day) -> None:
        """Enter the day."""
        self._sold(day)
        self._wanted(day)

    def _sold(self, day: Day) -> None:
        world, visits, orders = self.world, day.visits, day.orders
        products = world.catalogue.products
        cells = len(world.channels.names) * products
        of_visit = visits.channel * products + visits.product
        line = orders.line_order
        product = world.catalogue.sku_product[orders.line_sku]
        of_line = orders.channel[line] * products + product
        paid = orders.paid[line]

        def total(weights: Array) -> Array:
            return np.bincount(of_line[paid], weights[paid], cells).astype(np.int64)

        cost = world.catalogue.cost_cents[orders.line_sku] * orders.line_quantity
        discount = orders.line_seller_discount_cents
        told = {
            "visits": np.bincount(of_visit[~visits.bot], minlength=cells),
            "bots": np.bincount(of_visit[visits.bot], minlength=cells),
            "lines": np.bincount(of_line[paid], minlength=cells),
            "units": total(orders.line_quantity),
            "list_cents": total(orders.line_list_cents),
            "paid_cents": total(orders.line_paid_cents),
            "cost_cents": total(cost),
            "discount_cents": total(discount),
            "unpaid_cents": np.bincount(
                of_line[~paid & orders.fresh[line]],
                (orders.line_list_cents - discount)[~paid & orders.fresh[line]],
                cells,
            ).astype(np.int64),
        }
        held = np.flatnonzero((told["visits"] > 0) | (told["lines"] > 0) | (told["bots"] > 0))
        world.frame(FLOW).append(
            day=np.full(len(held), day.index),
            channel=held // products,
            product=held % products,
            **{name: values[held] for name, values in told.items()},
        )

    def _wanted(self, day: Day) -> None:
        """Enter the wishes that found nothing to order."""
        world = self.world
        got = np.bincount(
            day.orders.line_sku[day.orders.fresh[day.orders.line_order]],
            minlength=world.catalogue.skus,
        )
        lost = np.maximum(world.shopping.wanted - got, 0)
        out = np.flatnonzero((lost > 0) & (world.stock.shown() <= 0))
        world.frame(LOST).append(
            day=np.full(len(out), day.index),
            sku=out,
            wishes=lost[out],
            price_cents=day.price_cents[out],
        )

    def refund(self, day: int, rows: Array, product: Array, cents: Array) -> None:
        """Enter refunds (called by the piece that grants them).

        Parameters
        ----------
        day : int
            Day index on which the money goes back.
        rows : int array, shape (n,)
            Row numbers in the frame "orders".
        product : int array, shape (n,)
            Product refunded.
        cents : int array, shape (n,)
            Money that goes back.
        """
        orders = self.world.sales.orders
        self.world.frame(BACK).append(
            day=np.full(len(rows), day),
            order_day=orders.get("_day", rows),
            channel=orders.get("_channel", rows),
            product=np.asarray(product, np.int64),
            cents=np.asarray(cents, np.int64),
        )

    def spend(self, day: int, plan: Array, cents: Array) -> None:
        """Enter ad spend by plan (called by the piece that pays it)."""
        self.world.frame(SPENT).append(
            day=np.full(len(plan), day), plan=np.asarray(plan, np.int64), cents=cents
        )
