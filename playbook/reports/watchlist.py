"""Which numbers are looked at every day, and along which splits?

The unit is one metric, or building block of one, with one split, in the section of the page that
shows it. A metric that the
dictionary does not carry yet, a split that a metric cannot have, and a table that the shop does
not hold are passed over: this list may name more than any one shop has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Watch:
    """One metric that is compared with its usual range.

    Parameters
    ----------
    id : str
        Of the metric dictionary.
    section : str
        Where it stands on the page.
    by : str
        Dimension; "" looks at the whole shop.
    steady : bool
        A promotion does not change it: promotion days serve as history, and are judged.
    """

    id: str
    section: str
    by: str = ""
    steady: bool = False


SALES, TRAFFIC, PRICES = "sales", "traffic", "prices"
ADS, STOCK = "ads", "stock"
DELIVERY, SERVICE, REVIEWS = "delivery", "answers", "reviews"
CONTENT, RIVALS, SYSTEMS, MEMBERS = "content", "rivals", "systems", "members"

# section: metric, then the splits it is looked at by ("" is the whole shop; ! marks steady ones).
_LIST: dict[str, tuple[str, ...]] = {
    SALES: (
        "gmv_paid ", "orders_paid ,hour,region,payment_method",
        "!pay_success ,payment_method,hour", "checkout_err ,payment_method",
        "refund_amt ,sku",
    ),
    TRAFFIC: (
        "uv ,channel,region", "cvr_pay ,channel", "!atc_rate ", "!bounce ,channel", "!pv_per_uv ",
        "search_exposure ",
    ),
    PRICES: (
        "!orders_below_floor ,sku", "asp ,sku", "aov_order ", "discount_rate ",
        "stack_p99 ", "coupon_redeem ,coupon",
    ),
    ADS: ("spend ,campaign_id", "cpc ,campaign_id", "roas ,campaign_id", "ctr ", "pacing "),
    STOCK: ("!oversell ,sku", "stockout ", "fill_rate "),
    DELIVERY: (
        "!ship_48h ,carrier,region,warehouse", "!ship_breach ,carrier,warehouse",
        "!door_h ,carrier,region",
    ),
    SERVICE: ("!first_resp ", "!inquiry_cvr "),
    REVIEWS: ("!neg_rate ,sku", "!negative_new_accounts ,sku", "!dsr "),
    CONTENT: ("live_gmv ", "gpm ", "!finish_rate "),
    RIVALS: ("!price_index ,sku",),
    SYSTEMS: (
        "!availability ,component,region", "!p95_ms ,hour,device,component",
        "!api_err ,component", "!track_cov ,app_version,device", "!dup_event ",
        "!bot_share ,channel",
    ),
    MEMBERS: ("member_share ", "points_liab "),
}  # fmt: skip


def watches(section: str = "") -> Iterator[Watch]:
    """List what is looked at, in the order of the page.

    Parameters
    ----------
    section : str
        Only this one; "" for all.

    Examples
    --------
    >>> [(one.id, one.by, one.steady) for one in watches("rivals")]
    [('price_index', '', True), ('price_index', 'sku', True)]
    """
    for name, lines in _LIST.items():
        for line in lines if section in {"", name} else ():
            metric, _blank, splits = line.removeprefix("!").partition(" ")
            for by in splits.split(","):
                yield Watch(metric, name, by, line.startswith("!"))
