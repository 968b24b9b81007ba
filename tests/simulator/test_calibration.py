"""Simulated shops beside two real samples: how often and how much people buy, on which days.

CDNOW holds everyone who first bought in twelve weeks; the same is taken of a simulated clothing
shop: its new buyers of the first twelve weeks, each watched for 281 days. Complete Journey is a
panel of households picked because they shop often, at shops that sell everything; so only the rows
that a pantry shop sells are taken, and of both only buyers who came on five days or more. What
depends on how buyers were picked (how many buy once, how often frequent buyers come) has a wide
band or none; what does not (baskets, the shape of waits) a narrow one.
"""

from typing import Any

import numpy as np
import pytest

from tests.simulator import samples

ORDERS = 40.0
FREQUENT = 5


@pytest.fixture(scope="module")
def cdnow() -> Any:
    return samples.cdnow()


@pytest.fixture(scope="module")
def journey() -> Any:
    return samples.journey()


@pytest.fixture(scope="module")
def fashion() -> Any:
    return samples.shop(7, "tmall-fashion", ORDERS)


@pytest.fixture(scope="module")
def food() -> Any:
    return samples.shop(7, "food", ORDERS)


def test_the_samples_are_those_that_were_published(cdnow: Any, journey: Any) -> None:
    assert len(np.unique(cdnow.buyer)) == 23_570
    assert cdnow.units.sum() == 167_881
    assert len(np.unique(journey.buyer)) > 2_300
    assert journey.day.max() == 364


def test_clothes_are_bought_once_more_often_than_records(cdnow: Any, fashion: Any) -> None:
    # CDNOW 57 %. Brands of clothes live from new buyers: 25-40 % of orders by known ones needs
    # at least 60 % one-time buyers; more than 75 % would leave nobody to come back.
    real, ours = cdnow.cohort().one_time(), samples.purchases(fashion, new=True).cohort().one_time()
    assert 0.55 < real < 0.60
    assert real < ours < real + 0.18


def test_waits_between_purchases_are_those_of_cdnow(cdnow: Any, fashion: Any) -> None:
    # Median, 75 % and 90 % of days: within a quarter; both are cut off after 281 days.
    real = cdnow.cohort().gaps()
    ours = samples.purchases(fashion, new=True).cohort().gaps()
    assert real.tolist() == [29, 72, 147]
    assert np.all(np.abs(ours / real - 1) < 0.25)


def test_a_fifth_of_new_buyers_brings_about_half_of_sales(
    cdnow: Any, journey: Any, fashion: Any, food: Any
) -> None:
    # CDNOW 64 %: its orders differ more (1 to 99 records). Baskets of clothes are small, so less;
    # a fifth of equal buyers who all came once would bring 20 %, of equal baskets about 35 %.
    real = cdnow.cohort().top_share()
    ours = samples.purchases(fashion, new=True).cohort().top_share()
    assert real - 0.20 < ours < real
    # Frequent pantry buyers: 50 % in the panel.
    real = journey.frequent(FREQUENT).top_share()
    ours = samples.purchases(food, new=False).frequent(FREQUENT).top_share()
    assert abs(ours - real) < 0.12


def test_baskets_of_a_pantry_shop_are_those_of_the_panel(journey: Any, food: Any) -> None:
    # Lines 2.7, units 3.2, 43 % with one line. A parcel has a free-shipping limit in view and no
    # trolley: a quarter fewer lines is allowed, more lines are not.
    ours = samples.purchases(food, new=False)
    assert 0.7 < ours.lines.mean() / journey.lines.mean() < 1.05
    assert 0.8 < ours.units.mean() / journey.units.mean() < 1.2
    assert np.median(ours.units) == np.median(journey.units) == 2
    assert abs((ours.lines == 1).mean() - (journey.lines == 1).mean()) < 0.15


def test_baskets_of_clothes_are_smaller_than_of_records(cdnow: Any, fashion: Any) -> None:
    # 2.4 records an order; clothes come singly or in pairs.
    ours = samples.purchases(fashion, new=False)
    assert 1.3 < ours.units.mean() < cdnow.units.mean()
    assert 1.2 < ours.lines.mean() < 1.7


def test_waits_for_food_have_the_panels_shape(journey: Any, food: Any) -> None:
    # A household fills its pantry at many shops, the panel sees all of them, we see one: waits are
    # one and a half to three times as long, but as uneven (75 % and 90 % against the median).
    real = journey.frequent(FREQUENT).gaps()
    ours = samples.purchases(food, new=False).frequent(FREQUENT).gaps()
    assert real.tolist() == [7, 13, 25]
    assert 1.5 < ours[0] / real[0] < 3.0
    assert np.all(np.abs((ours[1:] / ours[0]) / (real[1:] / real[0]) - 1) < 0.25)


def test_weekdays_differ_as_little_as_in_the_samples(
    cdnow: Any, journey: Any, fashion: Any, food: Any
) -> None:
    # CDNOW was bought at by mail: Monday first, 6 % up. People go to a supermarket at the weekend:
    # 22 % up. A phone is always at hand: domain knowledge says 0.9-1.1, weekends a little ahead.
    for real, at_most in ((cdnow.weekdays(), 0.10), (journey.weekdays(), 0.30)):
        assert np.ptp(real) < at_most + 0.1
    for world in (fashion, food):
        ours = samples.purchases(world, new=False).weekdays()
        assert np.all((ours > 0.88) & (ours < 1.14))
        assert np.ptp(cdnow.weekdays()) / 2 < np.ptp(ours) < np.ptp(journey.weekdays())
        assert ours[5:].mean() > ours[:5].mean()
