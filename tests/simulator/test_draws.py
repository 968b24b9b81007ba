"""Chance: known answers, independence of order, the shapes of distributions."""

from typing import Any

import numpy as np
import pytest

from playbook.simulator.core import draws as chance
from playbook.simulator.core.draws import Draws, philox

N = 40_000


def _words(counter: Any, key: Any) -> Any:
    first, second, third, fourth = (np.array([word], np.uint64) for word in counter)
    return [int(word[0]) for word in philox((first, second, third, fourth), key)]


def test_philox_gives_the_published_answers() -> None:
    ones = (0xFFFFFFFF,) * 4
    assert _words(ones, ones[:2]) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
    digits_of_pi = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
    assert _words(digits_of_pi, (0xA4093822, 0x299F31D0)) == [
        0xD16CFE09,
        0x94FDCCEB,
        0x5001E420,
        0x24126EA1,
    ]


def test_a_draw_does_not_depend_on_who_else_draws() -> None:
    draws = Draws(3)
    everyone = draws.uniform("pay", np.arange(1000), time=5)
    some = draws.uniform("pay", np.arange(1000)[::7], time=5)
    assert np.array_equal(everyone[::7], some)


@pytest.mark.parametrize(
    "other",
    [
        lambda: Draws(4).uniform("pay", np.arange(50), 5),
        lambda: Draws(3).uniform("buy", np.arange(50), 5),
        lambda: Draws(3).uniform("pay", np.arange(50), 6),
        lambda: Draws(3).uniform("pay", np.arange(50) + 50, 5),
        lambda: Draws(3).uniforms("pay", np.arange(50), 5)[1],
        lambda: Draws(3).uniforms("pay", np.arange(50), 5, part=1)[0],
    ],
)
def test_seed_purpose_time_entity_and_part_each_matter(other: Any) -> None:
    own = Draws(3).uniform("pay", np.arange(50), 5)
    assert abs(np.corrcoef(own, other())[0, 1]) < 0.5
    assert not np.isin(own, other()).any()


def test_uniforms_fill_the_open_interval_evenly() -> None:
    values = np.concatenate(Draws(1).uniforms("even", np.arange(N)))
    assert 0 < values.min() < values.max() < 1
    counts = np.histogram(values, 20, (0, 1))[0]
    assert np.abs(counts / len(values) * 20 - 1).max() < 0.05


@pytest.mark.parametrize("mean", [0.3, 4.0, 11.9, 12.1, 60.0, 900.0])
def test_poisson_has_its_mean_and_spread(mean: Any) -> None:
    counts = Draws(2).poisson("count", np.arange(N), np.full(N, mean))
    assert counts.mean() == pytest.approx(mean, rel=0.02)
    assert counts.var() == pytest.approx(mean, rel=0.05)
    assert counts.min() >= 0


def test_poisson_never_falls_when_the_mean_rises() -> None:
    u = Draws(9).uniform("count", np.arange(200))
    counts = np.array([chance.poisson(u, np.full(200, mean)) for mean in np.linspace(0, 40, 200)])
    assert (np.diff(counts, axis=0) >= 0).all()


def test_no_mean_is_no_count() -> None:
    assert Draws(2).poisson("count", np.arange(100), np.zeros(100)).tolist() == [0] * 100


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        (lambda u: chance.exponential(u, 30.0), 30.0),
        (lambda u: chance.gamma(u, 0.9, 2.0), 1.8),
        (lambda u: chance.beta(u, 0.8, 0.8), 0.5),
        (lambda u: chance.geometric(u, 1.3), 1.3),
        (lambda u: chance.pick(u, np.array([1.0, 0.0, 3.0])), 1.5),
    ],
)
def test_quantiles_give_the_mean_they_promise(values: Any, mean: Any) -> None:
    u = Draws(5).uniform("shape", np.arange(N))
    assert values(u).mean() == pytest.approx(mean, rel=0.02)


def test_a_geometric_with_mean_zero_is_zero() -> None:
    assert chance.geometric(np.array([0.001, 0.999]), 0.0).tolist() == [0, 0]


def test_nothing_of_no_weight_is_picked() -> None:
    u = np.array([1e-12, 0.5, 1 - 1e-12])
    assert chance.pick(u, np.array([0.0, 1.0, 0.0])).tolist() == [1, 1, 1]
