"""When is a listing on the shelf, and how much does it pull on a day?

The unit is one listing on one day. Equations:
``ramp(a) = 1 - (1 - start) exp(-a / ramp_days)``;
``novelty(a) = 1 + novelty exp(-((a - novelty_day) / novelty_days)^2)``;
``wear(a) = 2^(-a / half_life)`` for seasonal listings;
``season(d) = exp(kappa (cos(2 pi (d - peak) / 365.25))) / I0(kappa)`` (a von Mises curve, mean 1).
``pull = ramp x novelty x wear x season``, with age ``a`` in days and ``d`` the day of the year.
The plan of listings is made from the seed and the calendar; it refuses to know what sells.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Array = NDArray[Any]

SEASONS = ("all", "summer", "winter")
PLANNED_YEARS = 2
YEAR_DAYS = 365.25


@dataclass(frozen=True)
class Seasons:
    """The yearly curves of the seasons.

    Parameters
    ----------
    told : mapping
        The profile's ``[season.*]`` tables.
    start : date
        The world's first day.
    """

    told: dict[str, Any]
    start: dt.date

    def curves(self, days: Array) -> Floats:
        """Return the factor of each season on day indexes, shape (seasons, n)."""
        at = np.asarray(days, float) + self.start.timetuple().tm_yday
        rows = [np.ones_like(at)]
        for name in SEASONS[1:]:
            one = self.told[name]
            angle = 2 * np.pi * (at - _day_of_year(one["peak"])) / YEAR_DAYS
            rows.append(np.exp(one["sharpness"] * np.cos(angle)) / _mean_of(one["sharpness"]))
        return np.array(rows)

    def end(self, season: int, after: int, jitter: float) -> int:
        """Return the day index on which a listing of a season that was listed `after` ends."""
        one = self.told[SEASONS[season]]
        date = self.start + dt.timedelta(days=after)
        for year in (date.year, date.year + 1, date.year + 2):
            month, day = map(int, one["ends"].split("-"))
            last = dt.date(year, month, day) + dt.timedelta(jitter * one["ends_spread_days"])
            if (last - date).days > 45:  # nobody lists a season's product six weeks before its end
                break
        return int((last - self.start).days)


@cache
def _mean_of(sharpness: float) -> float:
    """Return the mean of ``exp(sharpness cos)`` over a year."""
    return float(np.i0(sharpness))


@cache
def _day_of_year(text: str) -> int:
    month, day = map(int, text.split("-"))
    return dt.date(2025, month, day).timetuple().tm_yday


def launch_days(told: dict[str, Any], start: dt.date, jitter: Floats) -> Ints:
    """Return the day indexes on which novelties come, one each, in order.

    Equation: the n-th comes when the year's cumulated rate passes ``n + jitter``, moved on to the
    next weekday on which novelties are put up.
    """
    days = round(PLANNED_YEARS * YEAR_DAYS)
    dates = [start + dt.timedelta(days=d) for d in range(days)]
    rate = np.array([told["launch_month"][date.month - 1] for date in dates], float)
    done = np.cumsum(rate * told["new_per_year"] * PLANNED_YEARS / rate.sum())
    index = np.searchsorted(done, np.arange(len(jitter)) + jitter)
    return np.array([_on_launch_day(told, start, int(i)) for i in index], np.int64)


def _on_launch_day(told: dict[str, Any], start: dt.date, index: int) -> int:
    weekday = (start + dt.timedelta(days=index)).weekday()
    return index + min((int(wanted) - weekday) % 7 for wanted in told["launch_weekday"])


def pull(told: dict[str, Any], age: Floats, worn: Array, season: Floats) -> Floats:
    """Return how much listings pull, 1 when ripe.

    Parameters
    ----------
    told : mapping
        The profile's ``[life]`` table.
    age : array, shape (P,)
        Days since they were listed.
    worn : bool array, shape (P,)
        Whether they wear out (seasonal listings do).
    season : array, shape (P,)
        The season's factor today.
    """
    age = np.maximum(age, 0.0)
    ramp = 1.0 - (1.0 - told["start"]) * np.exp(-age / told["ramp_days"])
    bump = np.exp(-(((age - told["novelty_day"]) / told["novelty_days"]) ** 2))
    wear = np.where(worn, 2.0 ** (-age / told["half_life_days"]), 1.0)
    return np.asarray(ramp * (1.0 + told["novelty"] * bump) * wear * season)
