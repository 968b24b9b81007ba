"""Who has a slow or a dead page?

Writes the rows of `system_health` that are split: the product page by region, by device, by app
version and by internet provider, in intervals of some hours. A slice and the whole are never added.
Regions come from people's visits, providers from constants. This module refuses to split further.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.flow.people import RELEASES
from playbook.simulator.reach.system import HOUR_S, HOURS, NEWEST, hours_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.core.effects import Effect
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MIX = np.uint64(0x9E3779B97F4A7C15)
VERSIONS = 6
"""So many of the most used versions have rows of their own."""


@dataclass(frozen=True)
class Split:
    """One way to split: its column, the names and slowness of its places, each visit's place."""

    name: str
    codes: Ints
    texts: NDArray[np.int32]
    factor: Floats
    place: Ints


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
        self.failure = float(told["components"]["product_page"]["failure"])

    def write(self, day: Day) -> None:
        """Write the day's split rows."""
        splits = self._splits(day)
        window = day.visits.second // (self.window * HOUR_S)
        calls = np.concatenate([self._calls(day, split, window) for split in splits])
        out = np.concatenate([self._out(day, split.name, split.codes) for split in splits])
        slow = np.concatenate([self._slow(day, split) for split in splits])
        # The numbers of places are the splits', not the rows': a version more moves no other.
        cells = np.concatenate(
            [
                nth * 10_000 + np.arange(split.codes.size * self.windows)
                for nth, split in enumerate(splits)
            ]
        )
        u = self.world.draws.uniforms("system.slices", cells, time=day.index)
        p95 = self.world.system.base_ms * slow * (0.94 + 0.12 * u[0].reshape(slow.shape))
        gone = calls * out / np.maximum(1 - out, 0.05)
        failed = np.floor(calls * self.failure + gone + u[1].reshape(slow.shape)).astype(np.int64)
        tried = (calls + gone).astype(np.int64)
        start = day.start_at + np.arange(self.windows) * (DAY_S // self.windows)
        self.world.frame("system_health").append(
            checked_at=np.tile(start, len(calls)),
            component=np.full(calls.size, self.component, np.int32),
            kind=np.full(calls.size, self.kind, np.int32),
            **self._names(splits),
            up=(out < 0.5).ravel(),
            minutes=np.full(calls.size, 60.0 * self.window),
            good_minutes=np.round(60.0 * self.window * (1 - out), 1).ravel(),
            calls=tried.ravel(),
            failed_calls=np.minimum(failed, tried).ravel(),
            p50_ms=np.rint(p95 * float(self.told["median_share"])).ravel(),
            p75_ms=np.rint(p95 * float(self.told["p75_share"])).ravel(),
            p95_ms=np.rint(p95).ravel(),
        )

    def _splits(self, day: Day) -> list[Split]:
        people, visits = self.world.people, day.visits
        regions, devices = np.arange(people.regions), np.arange(people.devices)
        return [
            Split("region", regions, people.region_text, self.zone, visits.region),
            Split("device", devices, people.device_text, self.device, visits.device),
            self._versions(visits.version),
            self._providers(visits.person),
        ]

    def _versions(self, version: Ints) -> Split:
        many = np.bincount(version, minlength=1)
        top = np.argsort(-many, kind="stable")[:VERSIONS]
        top = np.sort(top[many[top] > 0])
        place = np.full(len(many), -1)
        place[top] = np.arange(len(top))
        text = self.world.people.version_text(top)
        return Split("version", top, text, self.device[top // RELEASES], place[version])

    def _providers(self, person: NDArray[np.uint64]) -> Split:
        # A provider is all that is drawn here: mixing the key's bits will do, and costs little.
        u = ((person * MIX) >> np.uint64(40)).astype(float) / 2.0**24
        steps = np.cumsum(self.provider_share)
        place = np.minimum(np.searchsorted(steps, u * steps[-1]), len(steps) - 1)
        count = len(steps)
        return Split("isp", np.arange(count), self.providers, np.ones(count), place)

    def _names(self, splits: list[Split]) -> dict[str, NDArray[np.int32]]:
        """Return the columns that name the places: one of them in each row."""
        total = sum(split.codes.size for split in splits)
        named = {name: np.full(total, -1, np.int32) for name in self.named}
        start = 0
        for split in splits:
            column = "app_version" if split.name == "version" else split.name
            named[column][start : start + split.codes.size] = split.texts
            start += split.codes.size
        return {name: np.repeat(texts, self.windows) for name, texts in named.items()}

    def _calls(self, day: Day, split: Split, window: Ints) -> Floats:
        """Add up page loads by place and window."""
        count = split.codes.size
        # Visits without a place go to a row of their own, and are left out.
        slot = np.where(split.place < 0, count, split.place) * self.windows + window
        calls = np.bincount(slot, day.visits.views, (count + 1) * self.windows)
        return calls.reshape(count + 1, self.windows)[:count].astype(float)

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

    def _slow(self, day: Day, split: Split) -> Floats:
        """Return the p95 against an idle day, shape (places, windows)."""
        worst = self.world.system.slow.reshape(self.windows, self.window).max(axis=1)
        slow: Floats = split.factor[:, None] * worst
        for effect in day.effects.of("latency"):
            share = self._touched(effect, split.name, split.codes) / float(self.told["mixed"])
            felt = np.minimum(share, 1.0)[:, None] * (self._by_window(effect) > 0)
            slow = slow * (1 + (effect.factor - 1) * felt)
        return slow
