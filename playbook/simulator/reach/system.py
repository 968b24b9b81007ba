"""How fast and how reliable are the shop's systems today, and who leaves because of it?

The unit is one hour. Load follows the visits to expect; the page's p95 follows load; people who
wait leave. Slowness of a slice (a bad release, a region) is posted by incidents and turned into
what people do about it. What the monitoring sees is written by `system_watch`; this module refuses
to keep anybody away when a region is down: an incident posts "visit" for that.

Equations: load = visits of the hour / capacity; p95 = base (1 + 0.2 load + 0.7 load^3) x noise;
for slowness f = p95 / base: bounce x f^0.29, depth x f^-0.15, cart x f^-0.12, buy x f^-0.12.

Targets: latency(region, device, version, hours) multiplies the slice's p95; down(region, isp,
hours) is the share of a slice's calls that still work, as the monitoring sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.draws import normal
from playbook.simulator.core.piece import Piece
from playbook.simulator.flow.people import RELEASES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.core.effects import Effect
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]

HOURS, HOUR_S = 24, 3600
NEWEST = 0.5
"""About so many of a device's people run one release."""
FELT = ("bounce", "depth", "cart", "buy")
"""What people do less or more of when they wait: targets of the flow."""


class System(Piece):
    """The shop's pages and interfaces.

    Attributes
    ----------
    load : float array, shape (24,)
        Load of each hour against capacity.
    slow : float array, shape (24,)
        p95 of everything against an idle day, by hour, without incidents' slices.
    """

    name = "system"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.told: dict[str, Any] = world.profile.section("system")
        self.base_ms = float(self.told["components"]["product_page"]["base_ms"])
        self.load, self.slow = np.zeros(HOURS), np.ones(HOURS)

    def plan(self, day: Day) -> None:
        """Set the day's load and latency, and what people do about it."""
        self.load = self._load(day)
        z = normal(self.world.draws.uniform(self.draw("p95"), np.arange(HOURS), time=day.index))
        told = self.told
        strained = 1 + float(told["load_slope"]) * self.load
        strained = strained + float(told["load_cubic"]) * self.load**3
        self.slow = strained * np.exp(float(told["noise_sd"]) * z)
        # `content` comes before: its hours are known. `Effects` are read before any is added.
        slices = list(day.effects.of("latency"))
        day.latency = self.base_ms * self.slow * self.whole(slices)
        self._felt_everywhere(day, strained)
        for effect in slices:
            self._felt(day, effect)

    def _load(self, day: Day) -> Floats:
        told = self.told
        hourly = float(day.visits_mean.sum()) * day.hour_share
        room = self.world.channels.base * float(day.hour_share.max()) * float(told["capacity"])
        room = room * (float(told["promotion_capacity"]) if day.phase else 1.0)
        load: Floats = np.minimum(hourly / max(room, 1e-9), 3.0)
        return load

    def whole(self, slices: list[Effect]) -> Floats:
        """Return what slow slices make of everybody's p95, by hour."""
        factor = np.ones(HOURS)
        for effect in slices:
            share = min(self.share_of(effect) / float(self.told["mixed"]), 1.0)
            on = hours_of(effect)
            factor = factor * (1 + (effect.factor - 1) * share * on)
        return factor

    def share_of(self, effect: Effect) -> float:
        """Return which share of all people an effect's slice holds, about."""
        people, share = self.world.people, 1.0
        for name, codes in effect.where.items():
            if name == "region":
                share *= float(people.region_share[np.asarray(codes)].sum())
            elif name == "device":
                share *= float(people.device_share[np.asarray(codes)].sum())
            elif name == "version":
                devices = np.unique(np.asarray(codes) // RELEASES)
                share *= NEWEST * float(people.device_share[devices].sum())
            elif name == "isp":
                rows = list(self.told["providers"].values())
                share *= sum(float(rows[int(code)]["share"]) for code in codes)
        return share

    def _felt_everywhere(self, day: Day, strained: Floats) -> None:
        """Let everybody feel hours in which the load is too high."""
        for hour in np.flatnonzero(strained > float(self.told["noticeable"])).tolist():
            for target in FELT:
                power = float(self.told[f"{target}_power"])
                day.post(target, float(strained[hour]) ** power, hours=(hour, hour + 1))

    def _felt(self, day: Day, effect: Effect) -> None:
        """Let the people of a slow slice feel it."""
        hours = None
        if effect.seconds is not None:
            hours = (effect.seconds[0] / HOUR_S, effect.seconds[1] / HOUR_S)
        for target in FELT:
            power = float(self.told[f"{target}_power"])
            day.post(target, max(effect.factor, 1e-6) ** power, hours=hours, **effect.where)


def hours_of(effect: Effect) -> Floats:
    """Return the share of each hour of the day that an effect lasts.

    Examples
    --------
    >>> from playbook.simulator.core.effects import Effect
    >>> hours_of(Effect("down", 0.0, {}, (3600, 9000)))[:4].tolist()
    [0.0, 1.0, 0.5, 0.0]
    """
    if effect.seconds is None:
        return np.ones(HOURS)
    edges = np.arange(HOURS) * HOUR_S
    start, end = effect.seconds
    on = np.minimum(end, edges + HOUR_S) - np.maximum(start, edges)
    share: Floats = np.clip(on / HOUR_S, 0.0, 1.0)
    return share
