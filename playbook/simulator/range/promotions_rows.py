"""Which rows do promotions write?

The unit is one promotion in ``promotions`` (its row changes when it is stopped or moved) and one
line of ``changes`` when it begins or ends. Goals come from the plan: usual sales, the calendar's
expected demand and the promotion's depth; never from what happened. It refuses to write what has
not been announced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.range import catalogue_log as log

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.range.promotions import Promotions
    from playbook.simulator.range.promotions_campaign import Campaign

UNITS_AN_ORDER = 1.5
_BOLD = 0.12
"""How far a goal may lie off what the plan says."""


class Rows:
    """Writes the rows of promotions.

    Parameters
    ----------
    of : Promotions
        The piece.
    """

    def __init__(self, of: Promotions) -> None:
        self.of = of

    def write(self, day: Day) -> None:
        """Write promotions that are new or changed, and log what begins and ends."""
        for one in self.of.campaigns():
            held = self.of.rows_of.get(one.id)
            if held is None:
                row = self._append(day, one)
                self.of.rows_of[one.id] = [row, one.first, one.last]
            elif held[1:] != [one.first, one.last]:
                dates = self._dates(day, one)
                self.of.world.frame("promotions").set(np.array([held[0]]), **dates)
                self.of.rows_of[one.id] = [held[0], one.first, one.last]
            if one.first == day.index:
                self._log(day, one, ("Promotion begins", "活动开始"))
            if one.last == day.index - 1:
                self._log(day, one, ("Promotion has ended", "活动结束"))

    def _log(self, day: Day, one: Campaign, what: tuple[str, str]) -> None:
        log.write(self.of.world, "promotion", one.id, what, log.MARKETING, day.index)

    def _dates(self, day: Day, one: Campaign) -> dict[str, object]:
        start = day.number - day.index
        first, last = np.array([start + one.first]), np.array([start + one.last])
        return {"starts_on": first, "ends_on": last}

    def _append(self, day: Day, one: Campaign) -> int:
        world = self.of.world
        texts = world.texts
        goal = self.goal(one)
        units = round(goal / self.of.constants["usual_order"] * UNITS_AN_ORDER)
        rows = world.frame("promotions").append(
            campaign_id=texts.codes([one.id]),
            name=np.array([world.say(*one.name)], np.int32),
            family=texts.codes([one.family]) if one.family else np.array([-1], np.int32),
            phase=texts.codes([one.phase or "single"]),
            mechanics=np.array([world.say(*self.mechanics(one))], np.int32),
            skus=np.array([self._skus(one)], np.int32),
            goal_metric=texts.codes(["gmv_paid"]),
            goal_value=np.array([float(goal)]),
            budget=np.array([round(goal * 100 * self.of.constants["budget_share"])]),
            stock_reserved=np.array([units]),
            owner=np.array([world.say(*log.MARKETING)], np.int32),
            **self._dates(day, one),
        )
        return int(rows[0])

    def goal(self, one: Campaign) -> int:
        """Return the planned sales of a promotion's days, in the currency, in round numbers.

        Equation: sum over its days of orders a day x expected demand x usual order x share of its
        listings x (1 - discount)^-1.2, times a chance factor near 1.
        """
        world, told = self.of.world, self.of.constants
        dates = [world.date_of(index) for index in range(one.first, one.last + 1)]
        demand = sum(world.calendar.demand(date) for date in dates)
        share = float(world.catalogue.appeal[one.listings].sum()) if one.listings else 1.0
        planned = world.orders_per_day * demand * told["usual_order"] * share
        planned *= (1.0 - one.discount) ** -1.2 * one.boost
        u = world.draws.uniform(self.of.draw("goal"), max(one.first, 0))[0]
        bold = told["goal_reach"] * (1.0 + _BOLD * (2.0 * u - 1.0))
        return _round(planned * float(bold))

    def mechanics(self, one: Campaign) -> tuple[str, str]:
        """Return how a promotion works, in English and in Chinese."""
        en, zh = [], []
        if one.phase == "presale":
            en, zh = ["deposit now, balance at the opening"], ["付定金，开门红付尾款"]
        if one.phase == "warm_up":
            en, zh = ["fill your cart"], ["收藏加购"]
        if one.discount:
            en.append(f"{one.discount:.0%} off")
            zh.append(f"直降{one.discount:.0%}")
        if one.kind == "gift":
            en.append("gift with purchase")
            zh.append("满赠")
        for spend, save in [*one.tiers, *([one.coupon] if one.coupon else [])]:
            en.append(f"spend {spend / 100:g} save {save / 100:g}")
            zh.append(f"满{spend / 100:g}减{save / 100:g}")
        if one.platform_coupon:
            en.append("platform coupon")
            zh.append("平台消费券")
        return "; ".join(en) or "shop window", "；".join(zh) or "橱窗推荐"

    def _skus(self, one: Campaign) -> int:
        """Return the text of its SKUs; no text means the whole shop."""
        if not one.listings:
            return -1
        world = self.of.world
        at = np.flatnonzero(np.isin(world.catalogue.sku_product, one.listings))
        codes = world.catalogue.sku_code[at].tolist()
        return world.texts.code(";".join(world.texts.values[code] for code in codes))


def _round(value: float) -> int:
    """Round to two significant digits, as goals are."""
    if value < 1:
        return 1
    step = 10 ** max(len(str(int(value))) - 2, 0)
    return int(round(value / step) * step)
