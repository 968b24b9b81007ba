"""Who has a slow or a dead page?

Writes the rows of `system_health` that are split: the product page by region, by device, by app
version and by internet provider, in intervals of some hours. A slice and the whole are never added.
Regions come from people's visits, providers from constants. This module refuses to split further.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.day import DAY_S
from playbook.simulator.people import RELEASES
from playbook.simulator.system import HOUR_S, HOURS, NEWEST, hours_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.day import Day
    from playbook.simulator.effects import Effect
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MIX = np.uint64(0x9E3779B97F4A7C15)
VERSIONS = 6
"""So many of the most used versions have rows of their own."""


class Slices:
    """Writes the split rows of a day."""

    named = ("region", "isp", "device", "app_version")

    def __init__(self, world: World, component: int, kind: int) -> None:
        self.world = world
        told = self.told = world.system.told
        self.component, self.kind = component, kind
        self.window = int(told["window_hours"])
        self.windows = HOURS // self.window
        people = world.people
        zones = np.array([float(value) for value in told["zones"]["factor"]])
        self.zone = zones[np.minimum(people.region_zone, len(zones) - 1)]
        self.device = np.array([float(told["devices"].get(d, 1.0)) for d in people.device_ids])
        rows = list(told["providers"].values())
        self.providers = np.array([world.say(row["en"], row["zh"]) for row in rows], np.int32)
        self.provider_share = np.array([float(row["share"]) for row in rows])

    def write(self, day: Day) -> None:
        """Write the day's split rows."""
        people, visits = self.world.people, day.visits
        self._rows(day, "region", people.region_text, visits.region, self.zone)
        self._rows(day, "device", people.device_text, visits.device, self.device)
        self._versions(day)
        self._providers(day)

    def _versions(self, day: Day) -> None:
        many = np.bincount(day.visits.version, minlength=1)
        top = np.argsort(-many, kind="stable")[:VERSIONS]
        top = top[many[top] > 0]
        place = np.full(len(many), -1)
        place[top] = np.arange(len(top))
        text = self.world.people.version_text(top)
        factor = self.device[top // RELEASES]
        self._rows(day, "version", text, place[day.visits.version], factor, top)

    def _providers(self, day: Day) -> None:
        # A provider is all that is drawn here: mixing the key's bits will do, and costs little.
        u = ((day.visits.person * MIX) >> np.uint64(40)).astype(float) / 2.0**24
        steps = np.cumsum(self.provider_share)
        isp = np.minimum(np.searchsorted(steps, u * steps[-1]), len(steps) - 1)
        self._rows(day, "isp", self.providers, isp, np.ones(len(steps)))

    def _rows(
        self,
        day: Day,
        name: str,
        texts: NDArray[np.int32],
        of: Ints,
        factor: Floats,
        codes: Ints | None = None,
    ) -> None:
        """Write the rows of one split; `of` is each visit's place in it, -1 for none."""
        count = len(texts)
        codes = np.arange(count) if codes is None else codes
        known = np.flatnonzero(of >= 0)
        slot = of[known] * self.windows + day.visits.second[known] // (self.window * HOUR_S)
        calls = np.bincount(slot, day.visits.views[known], count * self.windows)
        calls = calls.reshape(count, self.windows)
        out = self._out(day, name, codes)
        slow = self._slow(day, name, codes) * factor[:, None]
        cells = np.arange(calls.size)
        u = self.world.draws.uniforms(f"system.{name}", cells, time=day.index)
        p95 = self.world.system.base_ms * slow * (0.94 + 0.12 * u[0].reshape(slow.shape))
        rate = float(self.told["components"]["product_page"]["failure"])
        gone = calls * out / np.maximum(1 - out, 0.05)
        failed = np.floor(calls * rate + gone + u[1].reshape(slow.shape)).astype(np.int64)
        calls = (calls + gone).astype(np.int64)
        good = 60.0 * self.window * (1 - out)
        nothing = np.full(calls.size, -1, np.int32)
        named = dict.fromkeys(self.named, nothing)
        named["app_version" if name == "version" else name] = np.repeat(texts, self.windows)
        start = day.start_at + np.arange(self.windows) * (DAY_S // self.windows)
        self.world.frame("system_health").append(
            checked_at=np.tile(start, count),
            component=np.full(calls.size, self.component, np.int32),
            kind=np.full(calls.size, self.kind, np.int32),
            **named,
            up=(out < 0.5).ravel(),
            minutes=np.full(calls.size, 60.0 * self.window),
            good_minutes=np.round(good, 1).ravel(),
            calls=calls.ravel(),
            failed_calls=np.minimum(failed, calls).ravel(),
            p50_ms=np.rint(p95 * float(self.told["median_share"])).ravel(),
            p75_ms=np.rint(p95 * float(self.told["p75_share"])).ravel(),
            p95_ms=np.rint(p95).ravel(),
        )

    def _touched(self, effect: Effect, name: str, codes: Ints) -> Floats:
        """Return the share of each place's people that an effect touches."""
        where: dict[str, Any] = dict(effect.where)
        own = where.pop(name, None)
        touched = np.ones(len(codes)) if own is None else np.isin(codes, own).astype(float)
        rest = type(effect)(effect.target, effect.factor, where, effect.seconds, effect.op)
        if name == "version" and "device" in where:
            touched = touched * np.isin(codes // RELEASES, where["device"])
        elif name == "device" and "version" in where:
            releases = [int(code) // RELEASES for code in where["version"]]
            touched = touched * np.isin(codes, releases) * NEWEST
        else:
            touched = touched * self.world.system.share_of(rest)
        result: Floats = touched
        return result

    def _by_window(self, effect: Effect) -> Floats:
        share: Floats = hours_of(effect).reshape(self.windows, self.window).mean(axis=1)
        return share

    def _out(self, day: Day, name: str, codes: Ints) -> Floats:
        """Return the share of people who reach nothing, shape (places, windows)."""
        out = np.zeros((len(codes), self.windows))
        for effect in day.effects.of("down"):
            touched = self._touched(effect, name, codes) * (1 - min(effect.factor, 1.0))
            out = out + touched[:, None] * self._by_window(effect)
        result: Floats = np.minimum(out, 1.0)
        return result

    def _slow(self, day: Day, name: str, codes: Ints) -> Floats:
        """Return the p95 against an idle day, shape (places, windows)."""
        slow = self.world.system.slow.reshape(self.windows, self.window).max(axis=1)
        slow = np.repeat(slow[None, :], len(codes), axis=0)
        for effect in day.effects.of("latency"):
            share = self._touched(effect, name, codes) / float(self.told["mixed"])
            felt = np.minimum(share, 1.0)[:, None] * (self._by_window(effect) > 0)
            slow = slow * (1 + (effect.factor - 1) * felt)
        return slow
