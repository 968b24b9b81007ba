"""What can a marketing operator decide?

The unit is one promotion to begin or to stop. It refuses discounts, amounts and days that are not
possible, and listings that are not there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.simulator.range import catalogue_log as log
from playbook.simulator.range.catalogue_decisions import Decisions as OfProducts
from playbook.simulator.range.promotions_campaign import KINDS, Campaign

if TYPE_CHECKING:
    from playbook.simulator.range.promotions import Promotions

MOST_DISCOUNT, MOST_DAYS, MOST_AMOUNT = 0.9, 90, 100_000.0


class Decisions:
    """Decisions on promotions."""

    def __init__(self, of: Promotions) -> None:
        self.of = of

    def known(self) -> Mapping[str, Callable[..., None]]:
        """Return the decisions by name."""
        return {"promotion": self.promotion, "stop_promotion": self.stop}

    def promotion(
        self,
        mechanics: str,
        value: float,
        days: int,
        start: dt.date | str | None = None,
        products: Sequence[str] = (),
        spend: float = 0.0,
    ) -> None:
        """Begin a promotion.

        Parameters
        ----------
        mechanics : {"discount", "spend_save", "coupon", "gift"}
            A share off the price; an amount off orders from `spend` on; the same as a coupon; a
            gift (`value` is how much keener it makes buyers, 0.1 for a tenth).
        value : float
            The share, or the amount in the shop's currency.
        days : int
            How long, at most 90.
        start : date, optional
            First day; the next day simulated when absent.
        products : sequence of str
            SKUs or product numbers; empty means the whole shop.
        spend : float
            Least order for "spend_save" and "coupon".
        """
        self._check(mechanics, value, days, spend)
        world = self.of.world
        first = self._first(start)
        if products and mechanics in ("spend_save", "coupon"):
            raise ParameterError(
                _(
                    "A promotion of kind '{kind}' works on whole orders. Give no products.",
                    kind=mechanics,
                )
            )
        finder = OfProducts(world.catalogue)
        names = {"discount": f"{value:.0%}", "gift": ""}.get(mechanics, f"{spend:g}-{value:g}")
        amounts = [[round(spend * 100), round(value * 100)]]
        held = len([one for one in self.of.running if one["id"].startswith("D")])
        one = Campaign(
            id=f"D{world.date_of(first):%y%m%d}{held + 1:02d}",
            kind=mechanics,
            first=first,
            last=first + days - 1,
            discount=value if mechanics == "discount" else 0.0,
            boost=1.0 + value if mechanics == "gift" else 1.0,
            tiers=amounts if mechanics in ("spend_save", "coupon") else [],
            listings=sorted({finder.slot(text) for text in products}),
            name=(f"{mechanics} {names}".strip(), f"{_ZH[mechanics]} {names}".strip()),
        )
        self.of.running = [*self.of.running, one.told()]
        what = ("Promotion decided", "新建活动")
        log.write(world, "promotion", one.id, what, log.MARKETING)

    def stop(self, campaign: str) -> None:
        """End a promotion; it does not run on the next day simulated.

        Parameters
        ----------
        campaign : str
            Its number in the promotions table.
        """
        today = self.of.world.today
        running = {one["id"]: one for one in self.of.running if one["last"] >= today}
        if campaign not in running:
            raise ParameterError(
                _(
                    "There is no promotion '{campaign}' to stop. "
                    "Running or planned: {known}.{hint}",
                    campaign=campaign,
                    known=", ".join(sorted(running)) or "-",
                    hint=did_you_mean(campaign, running),
                )
            )
        self.of.stopped = [*self.of.stopped, campaign]
        rest = [one for one in self.of.running if one["id"] != campaign]
        ended = {**running[campaign], "last": max(today - 1, running[campaign]["first"])}
        self.of.running = [*rest, ended]
        what = ("Promotion stopped", "提前结束活动")
        log.write(self.of.world, "promotion", campaign, what, log.MARKETING)

    def _check(self, kind: str, value: float, days: int, spend: float) -> None:
        if kind not in KINDS:
            raise ParameterError(
                _(
                    "There is no promotion of kind '{kind}'. Allowed: {allowed}.{hint}",
                    kind=kind,
                    allowed=", ".join(KINDS),
                    hint=did_you_mean(kind, KINDS),
                )
            )
        most = MOST_AMOUNT if kind in ("spend_save", "coupon") else MOST_DISCOUNT
        if not 0 < value <= most:
            raise ParameterError(
                _(
                    "The value of the promotion ({kind}) is {value}. "
                    "Give a number above 0, at most {most:g}.",
                    kind=kind,
                    value=value,
                    most=most,
                )
            )
        if kind in ("spend_save", "coupon") and spend <= value:
            raise ParameterError(
                _(
                    "The promotion takes {value} off orders from {spend} on. "
                    "Give a spend above the amount it takes off.",
                    value=value,
                    spend=spend,
                )
            )
        if not 1 <= days <= MOST_DAYS:
            raise ParameterError(
                _(
                    "The promotion lasts {days} days. Give a whole number from 1 to {most}.",
                    days=days,
                    most=MOST_DAYS,
                )
            )

    def _first(self, start: dt.date | str | None) -> int:
        world = self.of.world
        if start is None:
            return int(world.today)
        try:
            date = dt.date.fromisoformat(start) if isinstance(start, str) else start
        except ValueError:
            date = dt.date.min
        if date < world.date:
            raise ParameterError(
                _(
                    "The promotion starts on {start}. Give a day from {first} on, "
                    "written like 2026-05-03.",
                    start=str(start),
                    first=world.date.isoformat(),
                )
            )
        return int((date - world.start).days)


_ZH = {"discount": "直降", "spend_save": "满减", "coupon": "优惠券", "gift": "满赠"}
