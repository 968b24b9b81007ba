"""Who comes to the shop: where from, on what device, paying how, coming back how often?

The unit is one person. Traits are a function of the person's key, so a person is the same in every
world. Buyers differ in how often they want to buy (gamma) and in how likely they are to leave for
good after an order (beta): the two mechanisms behind Fader, Hardie and Lee (2005), "Counting your
customers the easy way". The constants are ours, calibrated in the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr

from playbook.simulator.core import draws as chance
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.world import World

RELEASES = 1000
"""A version's code is its device times this, plus the release number."""
BROWSERS = {
    "ios_app": ("app",),
    "android_app": ("app",),
    "mobile_web": ("Mobile Safari", "Chrome Mobile", "UC"),
    "pc": ("Chrome", "Edge", "Safari"),
}

QUANTILES = ndtr(np.linspace(-6.0, 6.0, 1201))
"""Points at which the quantiles of habits are tabled: their inverse functions are slow."""


class People(Piece):
    """Traits of people.

    Attributes
    ----------
    regions, devices, methods : int
        How many of each.
    region_text, device_text, method_text : int32 arrays
        Text codes.
    region_zone : int array, shape (regions,)
        Distance zone from the main warehouse, 0 nearest.
    pay_success : array, shape (methods,)
        Chance that a first attempt to pay goes through.
    """

    name = "people"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        told = world.profile.section("people")
        self.constants = told
        places = told[told.get("only_regions", "region")]
        self.regions, self.region_ids = len(places), list(places)
        self.region_share = np.array([place["share"] for place in places.values()])
        self.region_zone = np.array([place["zone"] for place in places.values()])
        self.region_text = np.array([world.say(p["en"], p["zh"]) for p in places.values()])
        self.region_text = self.region_text.astype(np.int32)
        kept = {name: share for name, share in told["devices"].items() if share > 0}
        self.devices, self.device_ids = len(kept), list(kept)
        self.device_share = np.array(list(kept.values()))
        self.device_text = world.texts.codes(kept)
        self._ways(told["methods"])
        self._browsers()
        self._version_texts: dict[int, int] = {}
        self._habits = _habits(told["coming_back"])

    def _ways(self, told: dict[str, Any]) -> None:
        methods = {name: way for name, way in told.items() if way["share"] > 0}
        self.methods, self.method_ids = len(methods), list(methods)
        self.method_share = np.array([way["share"] for way in methods.values()])
        self.pay_success = np.array([way["success"] for way in methods.values()])
        self.method_text = np.array([self.world.say(w["en"], w["zh"]) for w in methods.values()])
        self.method_text = self.method_text.astype(np.int32)

    def _browsers(self) -> None:
        names = [BROWSERS[device] for device in self.device_ids]
        width = max(map(len, names))
        self.browser_text = np.array(
            [[self.world.texts.code(n[i % len(n)]) for i in range(width)] for n in names], np.int32
        )

    def regions_and_devices(self, person: Array) -> tuple[Array, Array, Array, Array]:
        """Return region, device, releases behind and browser number of people, by their keys."""
        u = self.world.draws.uniforms("people.traits", person)
        region = chance.pick(u[0], self.region_share)
        device = chance.pick(u[1], self.device_share)
        lag = chance.geometric(u[2], self.constants["versions"]["lag_mean"])
        browser = (u[3] * self.browser_text.shape[1]).astype(np.int64)
        return region, device, np.minimum(lag, 6), browser

    def release(self, day: int) -> int:
        """Return the number of the newest release on a day."""
        told = self.constants["versions"]
        return int(told["first"]) + day // int(told["release_days"])

    def versions(self, device: Array, lag: Array, day: int) -> Array:
        """Return the version codes of visits: people update late."""
        return device * RELEASES + self.release(day) - lag

    def version_text(self, version: Array) -> NDArray[np.int32]:
        """Return text codes of version codes."""
        codes, inverse = np.unique(version, return_inverse=True)
        return np.array([self._version(int(code)) for code in codes], np.int32)[inverse]

    def _version(self, code: int) -> int:
        if code not in self._version_texts:
            device, number = divmod(code, RELEASES)
            text = f"{self.device_ids[device]} {number // 10}.{number % 10}"
            self._version_texts[code] = self.world.texts.code(text)
        return self._version_texts[code]

    def purchase_habits(self, key: Array) -> dict[str, Array]:
        """Return how often buyers come back and how likely they are to leave.

        Returns
        -------
        dict
            ``gap`` mean days between visits, ``drop`` chance to leave after an order.
        """
        u = self.world.draws.uniforms("people.habits", key)
        gap, drop = self._habits
        return {"gap": np.interp(u[0], QUANTILES, gap), "drop": np.interp(u[1], QUANTILES, drop)}

    def methods_of(self, key: Array) -> Array:
        """Return the payment method that a person prefers."""
        return chance.pick(self.world.draws.uniform("people.method", key), self.method_share)


def _habits(told: dict[str, Any]) -> tuple[Array, Array]:
    """Return the quantiles of the mean gap between visits (days) and of the chance to leave."""
    shape = told["rate_shape"]
    rate = np.maximum(chance.gamma(QUANTILES, shape, 1 / shape), 0.02)
    gap = np.minimum(told["gap_days"] / rate, told["longest_gap_days"])
    return gap, chance.beta(QUANTILES, told["drop_a"], told["drop_b"])
