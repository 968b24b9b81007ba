"""From when to when is each listing on the shelf, and for which season?

The unit is one listing; times are day indexes. On the first day a shop has listings of all ages;
later ones come on launch days. Evergreen listings stay for one to three years, seasonal ones until
their season's end. It refuses to look at sales: taking down what does not sell is a decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.range.catalogue_life import SEASONS, Seasons

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

AHEAD_DAYS = 45
"""A seasonal listing is made for the demand of so many days later."""


class Terms:
    """Season, first and last day of some listings.

    Parameters
    ----------
    told : mapping
        The profile's constants.
    seasons : Seasons
        The yearly curves.
    tables : list of mapping
        The category of each listing.
    times : four arrays of uniforms, shape (n,)
        What chance says of each listing.
    launch : int array, shape (n,)
        Day on which it comes; -1 for those that are on the shelf when the world begins.

    Attributes
    ----------
    season, listed, retires : int arrays, shape (n,)
    """

    def __init__(
        self,
        told: dict[str, Any],
        seasons: Seasons,
        tables: list[dict[str, Any]],
        times: list[Floats],
        launch: Ints,
    ) -> None:
        self.told, self.seasons, self.times = told["range"], seasons, times
        self.old = launch < 0
        self.season = self._season(tables, np.where(self.old, 0, launch))
        self.evergreen = self.season == 0
        self.listed = np.where(self.old, self._listed_before(), launch).astype(np.int64)
        self.retires = self._retires()

    def _season(self, tables: list[dict[str, Any]], launch: Ints) -> Ints:
        """Choose seasons by the category's weights and the demand that lies ahead.

        The weight of year-round listings is multiplied: a shop holds more of them than it adds.
        """
        weights = np.array([[t["season"].get(s, 0.0) for s in SEASONS] for t in tables])
        curve = self.seasons.curves(np.where(self.old, 0, launch + AHEAD_DAYS)).T
        weights[:, 1:] *= np.minimum(curve[:, 1:], 1.5) ** 2
        weights[:, 0] *= np.where(
            self.old, self.told["evergreen_first"], self.told["evergreen_later"]
        )
        steps = np.cumsum(weights, axis=1)
        return np.asarray((self.times[0][:, None] * steps[:, -1:] > steps).sum(axis=1))

    def _listed_before(self) -> Floats:
        young, aged = self.told["initial_age_days"]
        seasonal = young + (aged - young) * self.times[1]
        young, aged = self.told["initial_evergreen_age_days"]
        evergreen = young + (aged - young) * self.times[1]
        return np.asarray(-np.where(self.evergreen, evergreen, seasonal))

    def _retires(self) -> Ints:
        least, most = self.told["evergreen_days"]
        stay = least + (most - least) * self.times[2]
        # One that stands on the shelf on the first day has a part of its time behind it.
        late = np.where(self.old, chance.exponential(self.times[2], (least + most) / 4) + 20, stay)
        ends = np.where(self.old, 0, self.listed) + late
        for i in np.flatnonzero(~self.evergreen).tolist():
            after = 0 if self.old[i] else int(self.listed[i])
            ends[i] = self.seasons.end(int(self.season[i]), after, float(self.times[2][i]))
        return ends.astype(np.int64)
