"""Chats: what they say, and what incidents make of them."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from playbook.errors import ParameterError
from playbook.simulator.core.day import Day
from playbook.simulator.core.frames import NULL
from tests.simulator.probing import struck, texts


@pytest.fixture(scope="module")
def calm(grown: Any) -> Any:
    world = grown()
    world.advance(3)
    return world


def topics(world: Any) -> Any:
    """Count the buyers' opening lines of the last three days by topic."""
    chats = world.frame("chat_messages")
    since = (world.date_of(21).toordinal() - 719_163) * 86_400
    held = (chats.get("line_no") == 1) & (chats.get("sent_at") >= since)
    names = np.array(texts(world, "chat_messages", "topic"))
    return Counter(names[held].tolist())


def test_a_chat_opens_with_the_buyer_and_its_lines_are_numbered(calm: Any) -> None:
    chats = calm.frame("chat_messages")
    chat, number = chats.get("chat_id"), chats.get("line_no")
    senders = np.array(texts(calm, "chat_messages", "sender"))
    assert set(senders[number == 1]) == {"customer"}
    assert set(senders[number == 2]) == {"bot"}
    size = Counter(chat.tolist())
    last = {key: int(number[chat == key].max()) for key in chat[:2000].tolist()}
    assert all(size[key] == value for key, value in last.items())


def test_lines_of_a_chat_follow_each_other_in_time(calm: Any) -> None:
    chats = calm.frame("chat_messages")
    order = np.lexsort((chats.get("line_no"), chats.get("chat_id")))
    chat, at = chats.get("chat_id")[order], chats.get("sent_at")[order]
    later = (np.diff(at) >= 0) | (chat[1:] != chat[:-1])
    assert later.all()


def test_who_orders_has_asked_before(calm: Any) -> None:
    chats, orders = calm.frame("chat_messages"), calm.frame("orders")
    placed = dict(zip(orders.get("order_id").tolist(), orders.get("created_at").tolist(),
                      strict=True))  # fmt: skip
    opened = dict(zip(chats.get("chat_id").tolist()[::-1], chats.get("sent_at").tolist()[::-1],
                      strict=True))  # fmt: skip
    system = np.array(texts(calm, "chat_messages", "sender")) == "system"
    pairs = zip(chats.get("chat_id")[system].tolist(), chats.get("order_id")[system].tolist(),
                strict=True)  # fmt: skip
    waits = [placed[order] - opened[chat] for chat, order in pairs]
    assert len(waits) > 50
    assert min(waits) >= 0


def test_a_great_day_finds_more_people_at_work_and_some_at_night(calm: Any) -> None:
    plain, great = Day(0, calm.start), Day(0, calm.start)
    great.days_to_peak = 0
    usual, more = (calm.service._able(day) for day in (plain, great))
    assert usual[:3].sum() == 0
    assert (more[:3] > 0).all()
    assert more[12] == pytest.approx(1.7 * usual[12])


def test_only_a_person_answers_after_the_bot_and_never_at_night(calm: Any) -> None:
    chats = calm.frame("chat_messages")
    senders = np.array(texts(calm, "chat_messages", "sender"))
    hour = chats.get("sent_at") % 86_400 // 3600
    opened = (senders == "agent") & (hour >= 1) & (hour < 8)
    assert (senders == "agent").sum() > 500
    assert not opened.any()


def test_known_buyers_and_visitors_can_be_joined_with_other_tables(calm: Any) -> None:
    chats, customers = calm.frame("chat_messages"), calm.frame("customers")
    known = chats.get("customer_id")
    assert set(known[known != NULL].tolist()) <= set(customers.get("customer_id").tolist())
    assert ((known != NULL) | (chats.get("visitor_id") != NULL)).all()


def test_questions_about_prices_rise_alone(grown: Any, calm: Any) -> None:
    hot = struck(
        grown(), lambda day: day.post("topic", 6.0, topic=[calm.service.topic("price_match")])
    )
    before, after = topics(calm), topics(hot)
    assert after["price comparison"] > 3 * before["price comparison"]
    for topic in ("size", "stock", "discount", "returns"):
        assert abs(after[topic] - before[topic]) <= 3  # visitors who come back may differ


def test_a_dearer_shop_is_asked_why(grown: Any, calm: Any) -> None:
    dear = struck(grown(), lambda day: day.post("rival_price", 0.6))
    assert topics(dear)["price comparison"] > 1.5 * topics(calm)["price comparison"]


def test_complaints_about_a_page_come_from_its_product_only(grown: Any, calm: Any) -> None:
    product = int(np.bincount(calm.service.served.contacts.product).argmax())
    code = calm.service.topic("wrong_info")
    hot = struck(grown(), lambda day: day.post("topic", 30.0, topic=[code], product=[product]))
    codes = calm.catalogue.sku_code[calm.catalogue.sku_product == product]
    own = {calm.texts.values[code] for code in codes}
    told = [about_pages(world, own) for world in (calm, hot)]
    assert told[1][0] > told[0][0] + 10
    assert abs(told[1][1] - told[0][1]) <= 2


def about_pages(world: Any, own: Any) -> Any:
    """Count lines about pages that do not match: of these SKUs, and of others."""
    columns = (texts(world, "chat_messages", column) for column in ("sku", "topic"))
    skus = [sku for sku, topic in zip(*columns, strict=True) if topic == "page does not match"]
    inside = sum(sku in own for sku in skus)
    return inside, len(skus) - inside


def test_late_parcels_bring_their_own_questions(grown: Any) -> None:
    worlds = [grown(), grown()]
    worlds[0].advance(9)
    struck(worlds[1], lambda day: day.post("transit", 2.5), days=9)
    usual, late = (topics(world)["where is my parcel"] for world in worlds)
    assert late > 1.6 * usual


def test_a_short_staffed_desk_is_slow_and_cools_tomorrows_askers(grown: Any) -> None:
    usual, short = grown(), grown()
    told = []
    for _day in range(3):
        usual.advance(1)
        struck(short, lambda day: day.post("staff", 0.2), days=1)
        told.append([(w.service.reply_s, w.service.keenness) for w in (usual, short)])
    calm, slow = np.mean(told, axis=0)
    assert slow[0] > 2 * calm[0]
    assert slow[1] < 0.85 * calm[1]


def test_staffing_is_a_decision(grown: Any) -> None:
    world = grown()
    world.decide("staffing", people=0)
    world.advance(1)
    assert not world.service.served.answered.any()
    assert world.service.keenness == world.service.constants["least_keenness"]
    assert "Customer service now has 0 people" in texts(world, "changes", "what")


@pytest.mark.parametrize("people", [-1, 501, 2.5, True])
def test_impossible_staffing_is_refused(grown: Any, people: Any) -> None:
    with pytest.raises(ParameterError, match="people is"):
        grown().decide("staffing", people=people)
