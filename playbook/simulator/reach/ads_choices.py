"""What can an operator decide about ads?

Budgets, bids, pausing and topping up, by the plan's id. A decision takes effect from the next day
simulated and is written to the change log. This module refuses amounts that no platform takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.reach.ads_plans import Plans

MOST = 10_000_000.0
"""The largest amount of money that a decision may name, in the shop's currency."""


class AdDecisions(Piece):
    """The part of `Ads` that operators use."""

    plans: Plans
    own_budget: NDArray[np.int64]
    own_bid: NDArray[np.int64]
    paused: NDArray[np.bool_]
    owed: NDArray[np.int64]

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return ad_budget, ad_bid, pause_plan and top_up."""
        return {
            "ad_budget": self.set_budget,
            "ad_bid": self.set_bid,
            "pause_plan": self.pause,
            "top_up": self.top_up,
        }

    def set_budget(self, plan: str, amount: float) -> None:
        """Set a plan's daily budget to an amount in the shop's currency."""
        number = self._index(plan)
        self.own_budget[number] = self._cents("amount", amount)
        en, zh = f"Daily budget set to {amount:.2f}", f"日预算调整为 {amount:.2f}"
        self._log(number, en, zh)

    def set_bid(self, plan: str, amount: float) -> None:
        """Set a plan's bid for one click to an amount in the shop's currency."""
        number = self._index(plan)
        if self.plans.price[number] <= 0:
            raise ParameterError(
                _("Plan '{plan}' pays commission and has no bid. Choose another plan.", plan=plan)
            )
        self.own_bid[number] = max(self._cents("amount", amount), 1)
        self._log(number, f"Bid set to {amount:.2f}", f"出价调整为 {amount:.2f}")

    def pause(self, plan: str, paused: bool = True) -> None:
        """Pause a plan, or let it go on."""
        number = self._index(plan)
        self.paused[number] = bool(paused)
        en, zh = ("Plan paused", "暂停计划") if paused else ("Plan resumed", "恢复投放")
        self._log(number, en, zh)

    def top_up(self, amount: float, plan: str = "") -> None:
        """Pay an amount into the ad account (of a plan; without one, the first account)."""
        number = self._index(plan) if plan else 0
        self.owed[self.plans.platform[number]] += self._cents("amount", amount)
        self._log(number, f"Ad account topped up by {amount:.2f}", f"推广账户充值 {amount:.2f}")

    def _index(self, plan: str) -> int:
        if plan not in self.plans.names:
            raise ParameterError(
                _(
                    "There is no ad plan '{plan}'. Known: {known}.{hint}",
                    plan=plan,
                    known=", ".join(self.plans.names),
                    hint=did_you_mean(plan, self.plans.names),
                )
            )
        return self.plans.names.index(plan)

    def _cents(self, argument: str, amount: float) -> int:
        if not 0 <= amount <= MOST:
            raise ParameterError(
                _(
                    "{argument} is {value}. Give an amount of money from 0 to {most}.",
                    argument=argument,
                    value=amount,
                    most=round(MOST),
                )
            )
        return round(amount * 100)

    def _log(self, plan: int, en: str, zh: str) -> None:
        self.world.office.log(
            None, "ads", int(self.plans.text[plan]), self.world.say(en, zh), "ads"
        )
