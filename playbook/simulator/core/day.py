"""What do the pieces of the world tell each other about one day?

A `Day` is filled in the order of the pieces: conditions first (calendar, prices, promotions, rank),
then people (visits, baskets, orders), then what follows (shipping, refunds, reviews). Nothing in it
outlives the day: what lasts stands in a piece's state, a frame or the agenda. Shapes: C channels,
P products (listings), K SKUs (variants), R regions, n visits, m orders placed today, l their
lines. Money is int64 cents; times are seconds of the day, or since 1970 where a name ends in
``_at``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playbook.simulator.core.effects import Effect, Effects

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]
    Keys = NDArray[np.uint64]

EPOCH = dt.date(1970, 1, 1)
DAY_S = 86_400


@dataclass
class Visits:
    """Who came today: one row is one person's visit to one product page through one channel."""

    key: Keys  # the visit's own key: day, channel, product and index, or buyer and visit number
    person: Keys  # equal for the same person on other visits and days
    customer: Ints  # row in the customers frame, -1 for people who never bought here
    channel: Ints
    product: Ints  # the listing they land on
    sku: Ints  # the variant they look at
    region: Ints
    device: Ints
    version: Ints  # app or browser version, a code of `world.people.versions`
    browser: Ints
    second: Ints
    plan: Ints  # ad plan that brought them, -1 otherwise
    plan_day: Ints  # day index of that click (today, or earlier for `late`), -1 otherwise
    bot: Bools
    new: Bools  # first visit ever
    waited: Bools  # comes back for what was put in the cart earlier
    late: Bools  # clicked an ad on an earlier day and comes back by themselves
    sure: Bools  # paid to order (fake orders)
    balance: Ints  # row of the order whose pre-sale balance they come to pay, -1 otherwise
    # The flow fills these.
    views: Ints  # pages seen
    dwell_s: Ints
    bounced: Bools
    carted: Bools
    favoured: Bools
    asked: Bools  # talks to customer service before buying
    checkout: Bools  # pressed "place order"
    deposit: Bools  # pays a deposit in the pre-sale instead of waiting
    ordered: Ints  # index into Orders of the day, -1
    viewed2: Ints  # a second product looked at (substitute or companion), -1

    def __len__(self) -> int:
        return len(self.key)


@dataclass
class Orders:
    """What was placed or paid today: orders placed today, then balances of earlier deposits."""

    row: Ints  # row numbers in the frame "orders"
    fresh: Bools  # placed today
    key: Keys
    visit: Ints  # index into Visits
    customer: Ints  # row in the customers frame
    channel: Ints
    region: Ints
    second: Ints  # placed, or came to pay the balance
    paid: Bools  # in full, today
    paid_second: Ints  # -1 when not paid
    method: Ints  # payment method
    paid_cents: Ints  # goods after discounts, plus freight; 0 when unpaid
    shipping_cents: Ints
    first_order: Bools  # the customer's first
    # One row a line.
    line_row: Ints  # row numbers in the frame "order_lines"
    line_order: Ints  # index into the order arrays
    line_sku: Ints
    line_quantity: Ints
    line_list_cents: Ints  # list price x quantity
    line_paid_cents: Ints  # share of goods paid
    line_seller_discount_cents: Ints
    line_platform_discount_cents: Ints
    line_batch: Ints  # batch code, -1 unknown

    def __len__(self) -> int:
        return len(self.row)


@dataclass
class Day:
    """One day of one world."""

    index: int  # 0 is the first simulated day
    date: dt.date
    effects: Effects = field(default_factory=Effects)

    # calendar
    weekday: int = 0  # Monday 0
    workday: bool = True
    phase: str = ""  # phase of a yearly promotion today, "" when none
    family: str = ""  # its family ("618", "1111", "black_friday")
    demand: float = 1.0  # the market's appetite today, 1 on an average day
    logistics_open: float = 1.0  # share of carriers' capacity that works (new year: near 0)
    days_to_peak: int = 999  # days until the next opening or peak of a yearly promotion
    hour_share: Floats = field(init=False)  # (24,), sums to 1
    channel_hours: dict[int, Floats] = field(default_factory=dict)  # where a channel differs

    # catalogue
    on_shelf: Bools = field(init=False)  # (P,)
    life: Floats = field(init=False)  # (P,) life cycle x season, about 1 when ripe
    price_cents: Ints = field(init=False)  # (K,) selling price before promotions

    # promotions
    campaign: Ints = field(init=False)  # (P,) code of the running campaign, -1
    discount: Floats = field(init=False)  # (P,) seller's share off the price, 0..1
    boost: Floats = field(init=False)  # (P,) how much keener buyers are, 1 = as ever
    wait: Floats = field(init=False)  # (P,) chance that a keen buyer waits for the promotion
    venue: float = 0.0  # strength of the platform's promotion hall, 0 when closed

    # competitors
    price_index: Floats = field(init=False)  # (P,) own price / median matched rival price

    # channels, ads, content
    exposures: Ints = field(init=False)  # (P,) times shown in search
    visits_mean: Floats = field(init=False)  # (C, P) visits to expect
    ad_cut_second: Ints = field(init=False)  # (plans,) second at which the plan's money ends

    # system
    latency: Floats = field(init=False)  # (24,) p95 in ms of the product page, all users

    # flow
    visits: Visits = field(init=False)
    orders: Orders = field(init=False)

    @property
    def number(self) -> int:
        """Days since 1970."""
        return (self.date - EPOCH).days

    @property
    def start_at(self) -> int:
        """Midnight at the start of the day, in seconds since 1970 (local)."""
        return self.number * DAY_S

    def post(
        self,
        target: str,
        factor: float,
        *,
        hours: tuple[float, float] | None = None,
        op: str = "scale",
        **where: object,
    ) -> None:
        """Post an effect on a cause; see `effects`."""
        seconds = None if hours is None else (round(hours[0] * 3600), round(hours[1] * 3600))
        self.effects.post(Effect(target, factor, where, seconds, op))
