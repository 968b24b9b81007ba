"""How is a plan's money spent over the hours of a day?

One row a plan and hour of the plans that pay by click: impressions, clicks, spend, budget and what
is left in the account at the end of the hour. The hours of a plan add up to its day. This module
refuses to state sales by the hour: they are dated on the click day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Ints = NDArray[np.int64]

HOURS, HOUR_S = 24, 3600


class Hours:
    """Writes the hourly rows of `ads`."""

    def __init__(self, world: World) -> None:
        self.world = world
        plans = world.ads.plans
        self.kept = np.flatnonzero(plans.price > 0)
        of = np.repeat(self.kept, HOURS)
        self._account = plans.platform[of]
        self._fixed = {
            "hour": np.tile(np.arange(HOURS), len(self.kept)),
            "ad_platform": plans.accounts[plans.platform[of]],
            "campaign_id": plans.code[of],
            "campaign_name": plans.text[of],
            "form": plans.form[of],
        }

    def write(self, day: Day, clicked: tuple[Ints, Ints, Ints], shown: Ints, before: Ints) -> None:
        """Write a day's hours.

        Parameters
        ----------
        day : Day
        clicked : plan, second of the day and cents of each valid click
        shown : impressions of each cell that day
        before : cents in each account at midnight
        """
        ads = self.world.ads
        plan, second, cents = clicked
        slot, size = plan * HOURS + second // HOUR_S, len(ads.plans) * HOURS
        clicks = np.bincount(slot, minlength=size).reshape(-1, HOURS)[self.kept]
        spend = np.bincount(slot, cents, size).astype(np.int64).reshape(-1, HOURS)[self.kept]
        total = np.bincount(ads.cells.plan, shown, len(ads.plans)).astype(np.int64)[self.kept]
        accounts = len(ads.plans.accounts)
        spent = np.zeros((accounts, HOURS), np.int64)
        np.add.at(spent, ads.plans.platform[self.kept], spend)
        left = before[:, None] - np.cumsum(spent, axis=1)
        self.world.frame("ads").append(
            date=np.full(len(self._account), day.number),
            **self._fixed,
            impressions=_spread(total, clicks + day.hour_share * 0.5).ravel(),
            clicks=clicks.ravel(),
            spend=spend.ravel(),
            budget=np.repeat(ads.budget[self.kept], HOURS),
            balance=left[self._account, self._fixed["hour"]],
        )


def _spread(total: Ints, weights: NDArray[np.float64]) -> Ints:
    """Split whole totals over the last axis in proportion to weights; the parts add up exactly."""
    steps = np.cumsum(weights, axis=1)
    steps = steps / np.maximum(steps[:, -1:], 1e-12)
    reached = np.rint(total[:, None] * steps).astype(np.int64)
    return np.diff(reached, axis=1, prepend=0)
