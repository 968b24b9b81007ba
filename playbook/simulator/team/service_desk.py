"""How long does somebody wait for an answer, hour by hour?

The unit is one hour of customer service. Equations, for the hour h:

* able(h) = people x duty(h) x chats an hour x effects on "staff"
* begun(h) = min(queue(h - 1) + arrivals(h), able(h)); the rest waits for the next hour
* use = arrivals / able, at most 0.95; wait(h) = base x (1 + crowded x use^2 / (1 - use))
  + queue(h) / able(h) x 3600 seconds

The first is the shape of a queue with several servers; nobody is served in hours without people.
It refuses to know who asks what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

HOURS = 24
FULLEST = 0.95


@dataclass
class Desk:
    """One day of customer service, by hour."""

    able: Floats  # chats that can be begun
    wait_s: Floats  # mean seconds until a person answers; infinite when nobody works
    use: float  # arrivals in working hours / able


def desk(told: dict[str, Any], able: Floats, arrivals: Floats) -> Desk:
    """Return how long people wait at each hour.

    Parameters
    ----------
    told : dict
        Constants of service.toml.
    able : array, shape (24,)
        Chats that the people on duty can begin.
    arrivals : array, shape (24,)
        People who write.

    Examples
    --------
    >>> told = {"base_reply_s": 20.0, "crowded": 1.0}
    >>> day = desk(told, np.full(24, 10.0), np.full(24, 5.0))
    >>> float(day.wait_s[12])
    30.0
    """
    wait, queue = np.full(HOURS, np.inf), 0.0
    for hour in range(HOURS):
        if able[hour] <= 0:
            queue = 0.0  # who comes when nobody works has the bot only
            continue
        queue = max(queue + arrivals[hour] - able[hour], 0.0)
        use = min(arrivals[hour] / able[hour], FULLEST)
        wait[hour] = told["base_reply_s"] * (1 + told["crowded"] * use * use / (1 - use))
        wait[hour] += queue / able[hour] * 3600
    working = able > 0
    total = float(able.sum())
    return Desk(able, wait, float(arrivals[working].sum()) / total if total > 0 else 1.0)


def keenness(told: dict[str, Any], reply_s: float) -> float:
    """Return how keen askers are tomorrow, 1 when answers come as fast as usual.

    Equation: (usual / reply) ** power, within bounds.
    """
    factor = (told["usual_reply_s"] / max(reply_s, 1.0)) ** told["keenness_power"]
    return float(np.clip(factor, told["least_keenness"], told["most_keenness"]))
