"""What is promoted today, how deep, and what does it do to buyers?

The unit is one promotion on one day. Equations, per listing: ``discount`` = the deepest running;
``boost = the keenest running x checkout boost x sisters`` (see `promotions_pull`);
``wait = wait_most x exp(-(days to the great day - 1) /
wait_days)``: before 11.11 buyers wait; they are met again as carts and deposits.

Targets: ``stack(second)`` (shop coupons an order may use; set 3 and they stack), ``coupon_value
(coupon, second)`` (scale or set a face in cents; coupon 0 shop, 1 new, 2 platform), ``cannibal
(product)``, ``venue``. State: `running`. Writes `promotions` and the change log; `coupon_days` is
written by `promotions_coupons`. It refuses to know who comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.piece import Piece
from playbook.simulator.range import promotions_checkout as till
from playbook.simulator.range import promotions_pull as pull
from playbook.simulator.range.promotions_campaign import Campaign, of_span, own
from playbook.simulator.range.promotions_decisions import Decisions
from playbook.simulator.range.promotions_rows import Rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


class Promotions(Piece):
    """The shop's promotions and coupons.

    Attributes
    ----------
    running : list of dict
        Promotions that run or are planned, as `Campaign.told`.
    tiers : list of [spend, save]
        Spend-and-save of today, in cents.
    shop_wide : int
        Text code of today's shop-wide promotion, -1.
    used, given, paid : int arrays, shape (coupons,)
        Coupons used today, cents given by them, cents paid in their orders.
    """

    name = "promotions"
    state = ("running", "rows_of", "stopped")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        told: dict[str, Any] = world.profile.section("promotions")
        self.constants = told
        coupons = [told["coupon"][name] for name in till.NAMES]
        self.face_cents = np.array([round(c["face"] * 100) for c in coupons])
        self.spend_cents = np.array([round(c["spend"] * 100) for c in coupons])
        ids = [f"CP{10 * i + 11}{c['spend']}{c['face']}" for i, c in enumerate(coupons)]
        pairs = [f"{one};{ids[till.PLATFORM]}" for one in ids[: till.PLATFORM]]
        # Codes of the three coupons, then of shop + platform and new + platform.
        codes = world.texts.codes([*ids, *pairs])
        self.coupon_ids = codes[:3]
        self.coupon_codes = codes.tolist()
        self.running: list[dict[str, Any]] = []
        self.rows_of: dict[str, list[int]] = {}
        self.stopped: list[str] = []
        self.rows = Rows(self)
        self._calm()

    def _calm(self) -> None:
        self.tiers: list[list[int]] = []
        self.shop_wide, self.platform_open = -1, False
        self.used = np.zeros(3, np.int64)
        self.given, self.paid = np.zeros(3, np.int64), np.zeros(3, np.int64)
        self.at_till: tuple[Ints, Ints, Ints, Ints, Ints] | None = None

    def campaigns(self, index: int | None = None) -> list[Campaign]:
        """List the promotions that run on a day, or all that are known."""
        told = [Campaign.of(one) for one in self.running]
        return told if index is None else [one for one in told if one.runs(index)]

    def plan(self, day: Day) -> None:
        """Begin and end promotions; set what they do today."""
        self._calm()
        self._announce(day)
        today = self.campaigns(day.index)
        self._prices(day, today)
        self._whole_shop(day, today)
        gain = (1.0 - day.discount) ** self.world.catalogue.elasticity * day.boost
        day.boost = day.boost * pull.checkout_boost(self, day) * pull.sisters(self, day, gain)
        day.wait = np.full(self.world.catalogue.products, self._wait(day))

    def record(self, day: Day) -> None:
        """Write promotions that are new or have changed."""
        self.rows.write(day)

    def _announce(self, day: Day) -> None:
        """Put what is ahead into the plan, and let go what is long over."""
        world, told = self.world, self.constants
        known = {one.id: one for one in self.campaigns() if one.last >= day.index - 1}
        ahead = int(told["announce_days"])
        spans, ahead_of = world.calendar.spans(day.date.year), dt.timedelta(days=ahead)
        for span in spans:
            if not (span.first - day.date).days <= ahead or span.last < day.date:
                continue
            given = of_span(world, told, span)
            fresh = given.id not in known or known[given.id].first > day.index
            if fresh and given.id not in self.stopped:
                known[given.id] = given
        # What an operator decides has no say in when the shop's own come: twins differ only by it.
        great = any(s.first <= day.date + ahead_of and s.last >= day.date for s in spans)
        if not great and not any(c.own and c.last >= day.index for c in known.values()):
            mine = own(world, told, day)
            if mine is not None and mine.id not in self.stopped:
                known[mine.id] = mine
        self.running = [one.told() for one in known.values()]

    def _prices(self, day: Day, today: list[Campaign]) -> None:
        """Set campaign, discount and boost of each listing: the deepest promotion holds."""
        count = self.world.catalogue.products
        day.campaign = np.full(count, -1, np.int64)
        day.discount, day.boost = np.zeros(count), np.ones(count)
        for one in sorted(today, key=lambda c: (c.discount, c.id)):
            at = np.array(one.listings) if one.listings else np.arange(count)
            day.discount[at] = np.maximum(day.discount[at], one.discount)
            day.boost[at] = np.maximum(day.boost[at], one.boost)
            if one.phase != "warm_up":
                day.campaign[at] = self.world.texts.code(one.id)

    def _whole_shop(self, day: Day, today: list[Campaign]) -> None:
        wide = [one for one in today if not one.listings and one.phase != "warm_up"]
        self.tiers = [tier for one in today for tier in one.tiers]
        self.tiers += [one.coupon for one in today if one.coupon]
        self.platform_open = any(one.platform_coupon for one in today)
        if wide:
            self.shop_wide = self.world.texts.code(wide[-1].id)
        strength = max((one.venue for one in today), default=0.0)
        day.venue = float(day.effects.apply("venue", np.array([strength]), all=np.zeros(1))[0])

    def _wait(self, day: Day) -> float:
        told = self.constants
        if not 1 <= day.days_to_peak <= told["wait_far"]:
            return 0.0
        most = told["wait_most"] * (told["wait_in_peak"] if day.phase == "peak" else 1.0)
        return float(most * np.exp(-(day.days_to_peak - 1) / told["wait_days"]))

    def presale_deposit(self, day: Day) -> float:
        """Return the share of waiting buyers who pay a deposit today."""
        return float(self.constants["presale_deposits"]) if day.phase == "presale" else 0.0

    def checkout(
        self,
        day: Day,
        subtotal_cents: Ints,
        key: NDArray[np.uint64],
        customer: Ints,
        first_order: Bools,
        member_level: Ints,
        second: Ints | None = None,
    ) -> till.Discounts:
        """Return what comes off today's orders.

        Parameters
        ----------
        subtotal_cents : int array, shape (m,)
            Goods after listing discounts.
        key : uint64 array, shape (m,)
            The orders' keys.
        customer : int array, shape (m,)
            Row in the customers frame, -1 for people who never bought.
        first_order : bool array, shape (m,)
        member_level : int array, shape (m,)
            0 for those who are no members.
        second : int array, shape (m,), optional
            Second of the day; noon when absent.
        """
        at = np.full(len(key), 43_200) if second is None else second
        known = np.asarray(customer) >= 0
        who = till.Buyers(subtotal_cents, key, known, first_order, member_level, at)
        return till.checkout(self, day, who)

    def note(self, chosen: Ints, copies: Ints, off: Ints, platform: Ints, left: Ints) -> None:
        """Remember what each of today's orders would use; an order is placed once."""
        self.at_till = (chosen, copies, off, platform, left - off - platform)

    def count(self, kept: Bools) -> None:
        """Count the coupons of today's orders; one that is not paid gives its coupons back.

        Parameters
        ----------
        kept : bool array, shape (m,)
            Orders of today's checkout that were paid, or whose deposit was.
        """
        if self.at_till is None:
            return
        chosen, copies, off, platform, due = (values[kept] for values in self.at_till)
        for coupon in (till.SHOP, till.NEW):
            at = (chosen == coupon) & (copies > 0)
            self.used[coupon] += copies[at].sum()
            self.given[coupon] += off[at].sum()
            self.paid[coupon] += due[at].sum()
        at = platform > 0
        self.used[till.PLATFORM] += at.sum()
        self.given[till.PLATFORM] += platform[at].sum()
        self.paid[till.PLATFORM] += due[at].sum()

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return what a marketing operator decides."""
        return Decisions(self).known()
