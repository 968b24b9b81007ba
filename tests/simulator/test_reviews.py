"""Reviews: how many, how many stars, about what, and what they do to the rating."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.goods.logistics import Logistics
from playbook.simulator.goods.refunds import Refunds
from playbook.simulator.goods.reviews import Reviews
from playbook.simulator.goods.reviews_words import TOPICS
from playbook.simulator.goods.stock import Stock
from tests.simulator.back_office import SKUS, Office, place

DAYS, ORDERS = 60, 150


def opened(lang: str = "en", seed: int = 7) -> Office:
    office = Office(seed, lang=lang)
    office.orders_per_day = ORDERS
    for kind in (Stock, Logistics, Refunds, Reviews):
        office.build(kind)
    office.catalogue.defect[:] = 0.02
    office.stock.plan(office.day(0))
    office.stock.on_hand += 50_000
    return office


def run(office: Office, days: int = DAYS, first: int = 1, *posts: dict[str, Any]) -> Office:
    index = np.arange(ORDERS)
    for number in range(first, first + days):
        day = office.day(number)
        for post in posts:
            day.post(**post)
        office.reviews.plan(day)
        place(office, day, index % SKUS, second=index * (86_000 // ORDERS),
              region=index % office.people.regions, channel=index // 75)  # fmt: skip
        office.logistics.record(day)
        office.refunds.record(day)
        office.reviews.record(day)
    return office


@pytest.fixture(scope="module")
def shop() -> Office:
    return run(opened())


def texts(office: Office) -> list[str]:
    frame = office.frame("reviews")
    parts = [frame.get(f"text.{n}").tolist() for n in range(4)]
    return ["".join(office.text(c) for c in codes if c >= 0) for codes in zip(*parts, strict=True)]


def test_one_in_ten_lines_is_reviewed_and_most_with_five_stars(shop: Office) -> None:
    frame = shop.frame("reviews")
    first = frame.get("is_follow_up") == 0
    arrived = (shop.frame("shipments").get("delivered_at") > 0).sum()
    assert 0.08 < first.sum() / arrived < 0.15
    stars = frame.get("stars")[first]
    assert 0.76 < (stars == 5).mean() < 0.86
    assert 0.05 < (stars <= 2).mean() < 0.09
    assert set(np.unique(stars)) == {1, 2, 3, 4, 5}


def test_reviews_come_after_receipt(shop: Office) -> None:
    frame, parcels = shop.frame("reviews"), shop.frame("shipments")
    orders = shop.frame("orders")
    delivered = dict(zip(orders.get("order_id", parcels.get("_order")).tolist(),
                         parcels.get("delivered_at").tolist(), strict=True))  # fmt: skip
    lag = [
        at - delivered[order]
        for order, at in zip(
            frame.get("order_id").tolist(), frame.get("created_at").tolist(), strict=True
        )
    ]
    assert min(lag) > 0
    assert 2 < np.median(lag) / DAY_S < 6


def test_additions_have_no_stars_and_ids_are_unique(shop: Office) -> None:
    frame = shop.frame("reviews")
    added = frame.get("is_follow_up") == 1
    assert added.sum() > 5
    assert (frame.get("stars")[added] == NULL).all()
    assert len(np.unique(frame.get("review_id"))) == len(frame)


def test_criticism_is_answered_within_a_day(shop: Office) -> None:
    frame = shop.frame("reviews")
    first = frame.get("is_follow_up") == 0
    bad = first & (frame.get("stars") <= 3)
    answered = frame.get("replied_at") > 0
    assert 0.6 < answered[bad].mean() < 0.9
    assert answered[first & ~bad].mean() < 0.2
    hours = (frame.get("replied_at") - frame.get("created_at"))[answered] / 3600
    assert 0 < hours.min() < hours.max() < 48


def test_texts_are_many_and_fit_stars_and_topics(shop: Office) -> None:
    words, frame = texts(shop), shop.frame("reviews")
    assert len(set(words)) > 0.7 * len(words)
    assert all(text.strip() == text and "  " not in text for text in words)
    topics = Counter(shop.text(c) for c in frame.get("topic").tolist() if c >= 0)
    assert set(topics) == set(TOPICS)
    bad = [t for t, s in zip(words, frame.get("stars").tolist(), strict=True) if 0 < s <= 2]
    assert not any("Recommended." in t or "Very happy" in t for t in bad)


def test_chinese_has_the_same_numbers(shop: Office) -> None:
    other = run(opened("zh"))
    a, b = shop.frame("reviews"), other.frame("reviews")
    for column in ("review_id", "stars", "created_at", "views"):
        assert a.get(column).tolist() == b.get(column).tolist()
    assert all(not any("a" <= c <= "z" for c in text) for text in texts(other))


def test_bad_batch_lowers_the_rating_of_its_product_only(shop: Office) -> None:
    bad = opened()
    bad.stock.bad_batch(2, 10.0, bad.day(1))
    run(bad)
    fall = shop.reviews.rating - bad.reviews.rating
    assert fall[2] > 0.05
    assert np.abs(np.delete(fall, 2)).max() < 0.02


def test_bombing_adds_one_star_reviews_without_orders() -> None:
    office, calm = run(opened(), 20), run(opened(), 20)
    run(office, 1, 21, {"target": "bombing", "factor": 60.0, "op": "add", "product": [1]})
    run(calm, 1, 21)
    frame = office.frame("reviews")
    bombs = (frame.get("order_id") == NULL) & (frame.get("is_follow_up") == 0)
    assert 35 < bombs.sum() < 90
    assert (frame.get("_product")[bombs] == 1).all()
    assert (frame.get("stars")[bombs] == 1).all()
    assert frame.get("account_age_days")[bombs].max() < 16
    at = frame.get("created_at")[bombs] % DAY_S / 3600
    assert 9 <= at.min() < at.max() <= 14
    same = {t for t, b in zip(texts(office), bombs.tolist(), strict=True) if b}
    assert len(same) <= 12
    assert len(frame) - bombs.sum() == len(calm.frame("reviews"))
    before, after = calm.reviews.rating[1], office.reviews.rating[1]
    assert after < before - 0.1
    office.reviews.decisions()["report_reviews"](sku="S03")
    assert office.reviews.rating[1] == pytest.approx(before)


def test_late_parcels_are_criticised_for_logistics(shop: Office) -> None:
    slow = run(opened(), DAYS, 1, {"target": "transit", "factor": 3.0})
    counts = []
    for office in (slow, shop):
        frame = office.frame("reviews")
        topic = frame.get("topic") == office.texts.code("logistics")
        counts.append((topic & (frame.get("stars") <= 3)).sum())
    assert counts[0] > 4 * max(counts[1], 1)


def test_no_language_leaves_a_topic_without_words() -> None:
    for profile in ("tmall-fashion", "food", "electronics", "shopify-home"):
        for lang in ("en", "zh"):
            office = Office(profile=profile, lang=lang)
            office.build(Stock)
            office.add("refunds", None)
            words = office.build(Reviews).words
            assert all(len(codes) and codes.min() >= 0 for kind in words._about for codes in kind)
