"""What do ads bring today, and when does the money run out?

Counts expected paid visits by plan and product, and adds them to ``day.visits_mean``. What people
then do, and what it cost, is written by `ads_book` from the visits that really came. This module
refuses to attribute sales.

Equations (each plan, a day): see `ads_plans` for clicks = A (1 - exp(-spend / k)); A follows the
market's visits, k also demand^0.25; budget = ordinary budget x growth x demand^0.7 in a yearly
promotion. A plan of even pacing spends min(budget, what its bid can buy) over the day; a fast one
buys as people come and stops at the hour at which its budget is spent. All plans of an account stop
when its balance is spent. Clicks beyond the ordinary ones buy less often (x^-0.35).

Targets: ad_budget(plan), ad_bid(plan), ad_stop(plan, hours: the plan ends where they start; without
hours its visits are scaled), top_up(account), ad_balance(account; cents at midnight), ad_dry (the
accounts hold money up to the hour of the factor only).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.draws import normal
from playbook.simulator.reach.ads_choices import AdDecisions
from playbook.simulator.reach.ads_plans import cells_of, curve_of, plans_of
from playbook.simulator.reach.ads_products import best_sellers, product_shares
from playbook.simulator.reach.channels_finder import find, shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Keys = NDArray[np.uint64]

HERO_DAYS = 30
TOP_UP_CENTS = 50_000
"""Accounts are topped up in steps of this."""


class Ads(AdDecisions):
    """The shop's ad plans.

    Attributes
    ----------
    plans : Plans
        What is fixed of them.
    cells : Cells
        Keywords and plans as the report lists them.
    budget, bid : int arrays, shape (N,)
        Today's daily budget and bid in cents; 0 for plans that pay commission.
    clicks : float array, shape (N,)
        Clicks to expect today until the plan ends.
    price : float array, shape (N,)
        Cents a click today.
    quality : float array, shape (N + 1,)
        How much likelier than the channel's mean a visit of each plan buys; the last place is for
        visits without a plan (-1).
    balance : int array, shape (accounts,)
        Cents in each ad account.
    """

    name = "ads"
    state = ("balance", "heroes", "own_budget", "own_bid", "paused", "noise", "owed")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.told = world.profile.section("ads")
        self.plans = plans_of(world)
        self.cells = cells_of(world, self.plans)
        count = len(self.plans)
        self.own_budget, self.own_bid = np.full(count, -1), np.full(count, -1)
        self.paused = np.zeros(count, bool)
        self.noise = np.zeros(count)
        self.heroes = np.zeros(0, np.int64)
        self.owed = np.zeros(len(self.plans.accounts), np.int64)
        self.budget = self._ordinary_budget(1.0)
        self.bid = np.rint(self.plans.price * float(self.told["bid_room"])).astype(np.int64)
        self.balance = np.rint(self._a_day(self.budget) * float(self.told["full_days"]))
        self.balance = self.balance.astype(np.int64)
        self.clicks, self.price = np.zeros(count), np.zeros(count)
        self.quality = np.append(self.plans.quality, 1.0)
        self.means = np.zeros((count, world.catalogue.products))
        self._all_visits = np.zeros((len(world.channels.names), world.catalogue.products))
        self._of_channel = {
            int(c): np.flatnonzero(self.plans.channel == c) for c in np.unique(self.plans.channel)
        }

    def _ordinary_budget(self, growth: float) -> Ints:
        budget = self.world.channels.base * growth * self.plans.share * self.plans.price
        least = np.where(self.plans.price > 0, 100.0, 0.0)
        cents: Ints = np.maximum(np.rint(budget / 100) * 100, least).astype(np.int64)
        return cents

    def _a_day(self, cents: Ints) -> Ints:
        """Add up cents by account."""
        return np.bincount(self.plans.platform, cents, len(self.plans.accounts)).astype(np.int64)

    def plan(self, day: Day) -> None:
        """Buy today's clicks."""
        day.ad_cut_second = np.full(len(self.plans), DAY_S)
        level = self.world.channels.level(day)
        number = np.arange(len(self.plans))
        z = normal(self.world.draws.uniform(self.draw("reach"), number, time=day.index))
        ordinary = level * self.plans.share * np.exp(float(self.told["plan_noise_sd"]) * z)
        self._set_money(day, level)
        spend = self._buy(day, ordinary)
        self._stop(day)
        self._top_up(day, spend)
        self._run_dry(day, spend)
        self._spread(day)

    def _set_money(self, day: Day, level: float) -> None:
        told, world = self.told, self.world
        growth = level / max(world.channels.base * day.demand, 1e-9) / np.exp(
            world.channels.noise[0]
        )  # fmt: skip
        season = max(day.demand, 1.0) ** float(told["season_budget_power"]) if day.phase else 1.0
        number = np.arange(len(self.plans))
        budget = np.where(
            self.own_budget >= 0, self.own_budget, self._ordinary_budget(growth * season)
        )
        budget = day.effects.apply("ad_budget", budget, plan=number)
        ordinary_bid = self.plans.price * float(told["bid_room"])
        bid = np.where(self.own_bid >= 0, self.own_bid, ordinary_bid)
        bid = day.effects.apply("ad_bid", bid, plan=number)
        self.budget = np.rint(budget).astype(np.int64)
        self.bid = np.rint(bid).astype(np.int64)

    def _buy(self, day: Day, ordinary: Floats) -> Floats:
        """Set clicks, prices and cuts; return the cents that each plan means to spend."""
        plans, told = self.plans, self.told
        paid = plans.price > 0
        dear = plans.price * max(day.demand, 0.2) ** float(told["rush_power"])
        room = np.where(paid, plans.price * float(told["bid_room"]), 1.0)
        relative = np.where(paid, np.maximum(self.bid, 1) / room, 1.0)
        curve = curve_of(ordinary, np.maximum(dear, 1e-9), told, relative)
        most = curve.most(self.bid.astype(float))
        spend = np.where(self.paused, 0.0, np.minimum(self.budget, most))
        rate = np.where(self.paused, 0.0, np.where(plans.fast, most, spend))
        clicks = np.where(paid, curve.clicks(rate), ordinary * ~self.paused)
        self.price = np.where(paid, rate / np.maximum(clicks, 1e-9), 0.0)
        self.means = self._weights(day) * clicks[:, None]
        share = np.where(rate > 0, spend / np.maximum(rate, 1e-9), 1.0)
        self._cut(day, np.ones(len(plans), bool), share)
        self.clicks = clicks * share
        self._worse(ordinary, clicks)
        return np.where(paid, spend, 0.0)

    def _cut(self, day: Day, plans: NDArray[np.bool_], share: Floats) -> None:
        """End plans at the second by which `share` of the day's visits have come."""
        steps = np.concatenate([[0.0], np.cumsum(day.hour_share)])
        at = np.interp(share, steps / steps[-1], np.linspace(0, DAY_S, len(steps)))
        second = np.where(plans & (share < 1 - 1e-9), at, DAY_S).astype(np.int64)
        day.ad_cut_second = np.minimum(day.ad_cut_second, second)

    def _worse(self, ordinary: Floats, clicks: Floats) -> None:
        """Let clicks beyond the ordinary ones buy less often."""
        ratio = np.maximum(clicks / np.maximum(ordinary, 1e-9), 1.0)
        worse = ratio ** -float(self.told["marginal_quality"])
        self.quality = np.append(self.plans.quality * worse, 1.0)

    def _weights(self, day: Day) -> Floats:
        """Return which share of each plan's clicks goes to each product."""
        if day.index % HERO_DAYS == 0 or not day.on_shelf[self.heroes].any():
            self.heroes = best_sellers(self.world, day, int(self.told["hero_products"]))
        new_days = int(self.told["new_days"])
        return product_shares(self.world, day, self.plans.products, self.heroes, new_days)

    def _stop(self, day: Day) -> None:
        number = np.arange(len(self.plans))
        for effect in day.effects.of("ad_stop"):
            touched = np.isin(number, np.asarray(effect.where.get("plan", number)))
            if effect.seconds is None:
                self.means[touched] *= effect.factor
                self.clicks[touched] *= effect.factor
            else:
                end = np.where(touched, effect.seconds[0], DAY_S)
                day.ad_cut_second = np.minimum(day.ad_cut_second, end)

    def _top_up(self, day: Day, spend: Floats) -> None:
        account = np.arange(len(self.plans.accounts))
        a_day = self._a_day(np.rint(spend).astype(np.int64))
        low = self.balance < a_day * float(self.told["low_days"])
        need = np.where(low, a_day * float(self.told["full_days"]) - self.balance, 0.0)
        need = np.ceil(np.maximum(need, 0) / TOP_UP_CENTS) * TOP_UP_CENTS
        need = day.effects.apply("top_up", need, account=account)
        balance = self.balance + np.rint(need) + self.owed
        self.owed = np.zeros_like(self.owed)
        balance = day.effects.apply("ad_balance", balance, account=account)
        for effect in day.effects.of("ad_dry"):
            share = float(
                np.interp(effect.factor, np.arange(25), np.r_[0, day.hour_share.cumsum()])
            )
            balance = np.where(a_day > 0, np.minimum(balance, a_day * share), balance)
        self.balance = np.rint(balance).astype(np.int64)

    def _run_dry(self, day: Day, spend: Floats) -> None:
        """End all plans of an account at the hour at which its balance is spent."""
        a_day = self._a_day(np.rint(spend).astype(np.int64))
        share = np.clip(self.balance / np.maximum(a_day, 1), 0.0, 1.0)
        of_plan = np.where(self.plans.price > 0, share[self.plans.platform], 1.0)
        self._cut(day, of_plan < 1.0, of_plan)
        self.clicks = self.clicks * of_plan

    def _spread(self, day: Day) -> None:
        for plan, channel in enumerate(self.plans.channel.tolist()):
            means = self.world.channels.touched(day, channel, self.means[plan])
            self.means[plan] = means
            day.visits_mean[channel] += means
        self._all_visits = day.visits_mean  # content still adds to it, in place

    def plan_of(self, channel: NDArray[np.int64], product: Ints, key: Keys) -> Ints:
        """Return the plan that brought each visit, -1 for visits that no ad brought."""
        kinds, total = self.world.channels.kinds, self._all_visits
        steps = {
            number: shares(self.means[of], total[number], only=kinds[number] == "paid")
            for number, of in self._of_channel.items()
        }
        visits = (channel, product, key)
        return find(self.world.draws, self.draw("plan"), visits, steps, self._of_channel)
