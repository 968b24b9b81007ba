"""How many coupons were claimed and used today?

The unit is one coupon template on one day in ``coupon_days``. Used are the coupons of orders that
were paid that day or whose deposit was; the till (`promotions_checkout`) noted them. Claims are
those and a Poisson number that grows with visits. This piece stands after the flow, when the day's
orders are known. It refuses to estimate what was used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece
from playbook.simulator.range import promotions_checkout as till
from playbook.simulator.range.promotions_pull import rumour

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day


class Coupons(Piece):
    """The books on coupons."""

    name = "coupons"

    def record(self, day: Day) -> None:
        """Write the day of every coupon template that could be had."""
        of, world, orders = self.world.promotions, self.world, day.orders
        of.count((orders.paid | day.visits.deposit[orders.visit])[orders.fresh])
        told = [of.constants["coupon"][name] for name in till.NAMES]
        open_ = np.array([True, True, of.platform_open]) & (of.face_cents > 0)
        at = np.flatnonzero(open_)
        mean = np.array([one["claims"] for one in told])[at] * len(day.visits) * rumour(of, day)
        claimed = of.used[at] + world.draws.poisson(self.draw("claim"), at, mean, time=day.index)
        face = of.face_cents.astype(float)
        noon = np.full(len(face), 43_200)
        face = day.effects.apply("coupon_value", face, coupon=np.arange(len(face)), second=noon)
        issued = np.array([one["issued"] for one in told])[at]
        shared = np.array([one["payer"] for one in told])[at]
        allowed = day.effects.apply("stack", np.ones(1), second=noon[:1])
        names = np.array([world.say(one["en"], one["zh"]) for one in told], np.int32)
        wide = np.where(at == till.PLATFORM, of.shop_wide, -1)
        world.frame("coupon_days").append(
            date=np.full(len(at), day.number),
            coupon_id=of.coupon_ids[at],
            name=names[at],
            campaign_id=wide.astype(np.int32),
            payer=world.texts.codes(shared.tolist()),
            face_amount=np.round(np.asarray(face)[at]).astype(np.int64),
            threshold_amount=of.spend_cents[at],
            stackable=(at == till.PLATFORM) | (float(np.asarray(allowed)[0]) > 1),
            ends_at=np.full(len(at), NULL),
            issued=np.maximum(issued, claimed),
            claimed=claimed,
            used=of.used[at],
            discount_amount=of.given[at],
            paid_amount=of.paid[at],
        )
