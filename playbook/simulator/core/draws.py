"""What does chance decide for this entity, at this time, for this purpose?

Every draw is a function of (seed, purpose, entity, time): a Philox 4x32-10 block whose key is made
from the seed and the purpose and whose counter is made from the entity and the time. No stream is
shared, so leaving one draw out moves no other: two worlds that differ in one cause differ only
through it. Integer arithmetic only, so every machine draws the same.

Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC11); a test
holds the published known answers. This module refuses to keep any state.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array, Floats, Ints, Keys


_FACTORS = np.array([[0xD2511F53], [0xCD9E8D57]], np.uint64)
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_LOW, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
ROUNDS = 10
_TO_UNIT = 1.0 / 2.0**32
EXACT_BELOW = 12.0
"""Poisson means below this are inverted exactly; above, by a corrected normal quantile."""


def philox(counter: tuple[Keys, Keys, Keys, Keys], key: tuple[int, int]) -> list[Keys]:
    """Return the four 32-bit words (as uint64) of each Philox 4x32-10 block.

    Parameters
    ----------
    counter : four arrays of uint64, shape (n,) or (1,)
        The counter's words, each below 2**32.
    key : two int
        The key's words.

    Examples
    --------
    >>> zero = np.zeros(1, np.uint64)
    >>> [hex(int(word[0])) for word in philox((zero, zero, zero, zero), (0, 0))]
    ['0x6627e8d5', '0xe169c58d', '0xbc57ac4c', '0x9b00dbd8']
    """
    # Words 0 and 2 are multiplied, words 1 and 3 are mixed in: two rows each, so that one
    # operation does both and small blocks cost half as many calls.
    first, second = (np.empty((2, len(counter[0])), np.uint64) for _i in range(2))
    first[0], first[1], second[0], second[1] = counter[0], counter[2], counter[1], counter[3]
    products = (np.empty_like(first), np.empty_like(first))
    high = np.empty_like(first)
    for turn, mixed in enumerate(_round_keys(*key)):
        product = products[turn % 2]
        np.multiply(first, _FACTORS, out=product)
        np.right_shift(product, _HALF, out=high)
        np.bitwise_and(product, _LOW, out=product)
        np.bitwise_xor(high[::-1], second, out=first)
        np.bitwise_xor(first, mixed, out=first)
        second = product[::-1]
    return [first[0], second[0], first[1], second[1]]


@lru_cache(maxsize=4096)
def _round_keys(k0: int, k1: int) -> Keys:
    """Return the key of each round, shape (ROUNDS, 2, 1)."""
    rounds = [((k0 + turn * _W0) & 0xFFFFFFFF, (k1 + turn * _W1) & 0xFFFFFFFF)
              for turn in range(ROUNDS)]  # fmt: skip
    return np.array(rounds, np.uint64)[:, :, None]


@lru_cache(maxsize=4096)
def _key(seed: int, purpose: str) -> tuple[int, int]:
    told = hashlib.blake2b(f"{seed}/{purpose}".encode(), digest_size=8).digest()
    return int.from_bytes(told[:4], "little"), int.from_bytes(told[4:], "little")


def as_keys(entity: object) -> Keys:
    """Return entities (non-negative integers) as one-dimensional uint64 keys."""
    return np.atleast_1d(np.asarray(entity)).astype(np.uint64, copy=False)


class Draws:
    """All chance of one world.

    Parameters
    ----------
    seed : int
        The world's seed.

    Examples
    --------
    >>> draws = Draws(7)
    >>> alone = draws.uniform("pay", 41, time=3)
    >>> bool(alone[0] == draws.uniform("pay", [40, 41, 42], time=3)[1])
    True
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def words(self, purpose: str, entity: object, time: int = 0, part: int = 0) -> list[Keys]:
        """Return four independent 32-bit words for each entity."""
        keys = as_keys(entity)
        if not len(keys):
            return [keys] * 4
        third, fourth = (np.full(1, value & 0xFFFFFFFF, np.uint64) for value in (time, part))
        return philox((keys & _LOW, keys >> _HALF, third, fourth), _key(self.seed, purpose))

    def uniforms(self, purpose: str, entity: object, time: int = 0, part: int = 0) -> list[Floats]:
        """Return four independent uniforms in (0, 1) for each entity, for the price of one."""
        words = self.words(purpose, entity, time, part)
        return [np.asarray((word + 0.5) * _TO_UNIT, np.float64) for word in words]

    def uniform(self, purpose: str, entity: object, time: int = 0) -> Floats:
        """Return one uniform in (0, 1) for each entity."""
        return self.uniforms(purpose, entity, time)[0]

    def happens(self, purpose: str, entity: object, chance: object, time: int = 0) -> Array:
        """Return True where an event of the given probability happens."""
        return self.uniform(purpose, entity, time) < np.asarray(chance)

    def normal(self, purpose: str, entity: object, time: int = 0) -> Floats:
        """Return one standard normal for each entity."""
        return normal(self.uniform(purpose, entity, time))

    def poisson(self, purpose: str, entity: object, mean: object, time: int = 0) -> Array:
        """Return one Poisson count for each entity; it never falls when the mean rises."""
        return poisson(self.uniform(purpose, entity, time), mean)

    def hash(self, purpose: str, entity: object, time: int = 0) -> Keys:
        """Return a 64-bit key made from each entity."""
        first, second, *_rest = self.words(purpose, entity, time)
        return (first << _HALF) | second


def normal(uniform: Floats) -> Floats:
    """Return the standard normal quantile of each uniform."""
    from scipy.special import ndtri

    quantile: Floats = ndtri(uniform)
    return quantile


def exponential(uniform: Floats, mean: object) -> Floats:
    """Return the exponential quantile with the given mean."""
    quantile: Floats = -np.log1p(-uniform) * np.asarray(mean)
    return quantile


def gamma(uniform: Floats, shape: float, scale: object = 1.0) -> Floats:
    """Return the gamma quantile."""
    from scipy.special import gammaincinv

    quantile: Floats = gammaincinv(shape, uniform) * np.asarray(scale)
    return quantile


def beta(uniform: Floats, a: float, b: float) -> Floats:
    """Return the beta quantile."""
    from scipy.special import betaincinv

    quantile: Floats = betaincinv(a, b, uniform)
    return quantile


def geometric(uniform: Floats, mean: object) -> Ints:
    """Return a count of 0, 1, 2, … with the given mean (chance falls by a constant ratio)."""
    mean = np.asarray(mean, float)
    ratio = mean / (1.0 + mean)
    safe = np.maximum(ratio, 1e-300)
    count = np.where(ratio > 0, np.floor(np.log1p(-uniform) / np.log(safe)), 0)
    return np.asarray(count, np.int64)


def pick(uniform: Floats, weights: Floats) -> Ints:
    """Return the index that each uniform falls on, with chances in proportion to `weights`."""
    steps = np.cumsum(weights, dtype=float)
    at = np.searchsorted(steps, uniform * steps[-1], side="right")
    return np.asarray(np.minimum(at, len(steps) - 1), np.int64)


def poisson(uniform: Floats, mean: object) -> Ints:
    """Return the Poisson quantile of each uniform, monotone in the mean.

    Exact below a mean of 12; above it the normal quantile with the first Cornish-Fisher term.
    """
    uniform, mean = np.broadcast_arrays(uniform, np.maximum(np.asarray(mean, float), 0.0))
    z = normal(np.asarray(uniform))
    large = np.floor(mean + np.sqrt(mean) * z + (z * z - 1.0) / 6.0 + 0.5)
    counts = np.maximum(large, 0).astype(np.int64)
    small = np.flatnonzero(mean < EXACT_BELOW)
    counts[small] = _inverted(uniform[small], mean[small])
    return np.asarray(counts, np.int64)


def _inverted(uniform: Floats, mean: Floats) -> Ints:
    chance = np.exp(-mean)
    reached = chance.copy()
    counts = np.zeros(len(mean), np.int64)
    step = 0
    while step < 80:  # a mean of 12 reaches a chance of 1e-30 long before
        above = uniform > reached
        if not above.any():
            break
        counts += above
        step += 1
        chance = chance * mean / step
        reached = reached + chance
    return counts
