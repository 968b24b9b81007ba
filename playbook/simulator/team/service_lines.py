"""What is written in each chat, line by line?

The unit is one line. A chat opens with the buyer's question and the bot's answer; a person answers
when the desk reaches it; the two may go on; the system notes an order. Every draw belongs to the
chat's key, so a chat reads the same in every world in which it happens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.team.service import Served
    from playbook.simulator.team.service_words import Words
    from playbook.simulator.world import World

    Array = NDArray[Any]

BUYER, BOT, ANSWER, MORE, CLOSE, THANKS, NOTE = range(7)
SENDERS = ("customer", "bot", "agent", "customer", "agent", "customer", "system")
MIX_VISITOR = 0x5DEECE66D
"""As in `events`: a visitor has one id in both tables."""


def write_lines(world: World, day: Day, served: Served, words: Words) -> None:
    """Write the chats of a day.

    Parameters
    ----------
    served : Served
        Chats with what the desk made of them.
    """
    told, contacts = world.profile.section("service"), served.contacts
    count = len(contacts)
    if not count:
        return
    u = world.draws.uniforms("service.talk", contacts.key)
    v = world.draws.uniforms("service.words", contacts.key)
    held = np.zeros((count, len(SENDERS)), bool)
    held[:, BUYER] = held[:, BOT] = True
    held[:, ANSWER] = served.answered
    held[:, MORE] = held[:, CLOSE] = served.answered & (u[0] < told["more_lines"])
    held[:, THANKS] = held[:, MORE] & (u[1] < told["thanks"])
    held[:, NOTE] = served.ordered
    chat, kind = np.nonzero(held)
    number = held.cumsum(axis=1)[chat, kind]
    text = _texts(served, words, [_mixed(part) for part in u], v)[:, chat, kind]
    _append(world, day, served, words, chat, kind, number, text, _times(told, served, u))


def _mixed(uniform: Array) -> Array:
    """Return uniforms made from the lower digits: what decided whether a line stands, words not."""
    return uniform * 4093.0 % 1.0


def _times(told: dict[str, Any], served: Served, u: list[Array]) -> NDArray[np.int64]:
    """Return the second of the day of every possible line."""
    gap = told["line_gap_s"]
    start = served.contacts.second
    reply = start + np.where(served.answered, served.reply_s, 5).astype(np.int64)
    more = reply + 8 + chance.exponential(u[2], gap).astype(np.int64)
    close = more + 6 + chance.exponential(u[3], gap).astype(np.int64)
    last = close + 15
    note = np.maximum(last + 20, served.ordered_s)
    return np.stack([start, start + 1, reply, more, close, last, note], axis=1)


def _texts(served: Served, words: Words, u: list[Array], v: list[Array]) -> NDArray[np.int32]:
    """Return three fragments for every possible line, shape (3, n, lines)."""
    topic = served.contacts.topic
    part = np.full((3, len(topic), len(SENDERS)), -1, np.int32)
    part[0, :, BUYER] = words.one("greetings", v[0])
    part[1, :, BUYER] = words.ask(topic, v[1])
    part[2, :, BUYER] = words.one("ends", v[2])
    night = np.where(served.open, words.one("bot", v[3]), words.one("bot_night", v[3]))
    part[0, :, BOT] = np.where(served.solved, words.one("bot_solves", v[3]), night)
    part[0, :, ANSWER] = words.one("polite", u[0])
    part[1, :, ANSWER] = words.answer(topic, u[1])
    part[0, :, MORE] = words.one("more", u[2])
    part[0, :, CLOSE] = words.one("close", u[3])
    part[0, :, THANKS] = words.one("thanks", _mixed(v[2]))
    part[0, :, NOTE] = words.ordered
    return part


def _append(
    world: World,
    day: Day,
    served: Served,
    words: Words,
    chat: Array,
    kind: Array,
    number: Array,
    text: NDArray[np.int32],
    second: Array,
) -> None:
    contacts, orders = served.contacts, world.sales.orders
    customer, order = contacts.customer, contacts.order
    known = np.maximum(customer, 0)
    customer_id = np.where(customer >= 0, world.customers.frame.get("customer_id", known), NULL)
    visitor = (contacts.person >> np.uint64(1)).astype(np.int64) ^ MIX_VISITOR
    noted = np.where(served.ordered, served.order_row, -1)
    about = np.where(kind == NOTE, noted[chat], order[chat])
    order_id = np.full(len(chat), NULL)
    order_id[about >= 0] = orders.get("order_id", about[about >= 0])
    senders = world.texts.codes(SENDERS)
    agent = np.isin(kind, (ANSWER, CLOSE))
    world.frame("chat_messages").append(
        chat_id=served.chat_id[chat],
        line_no=number,
        sent_at=day.start_at + np.minimum(second[chat, kind], DAY_S - 1),
        sender=senders[kind],
        customer_id=customer_id[chat],
        visitor_id=np.where(contacts.visit >= 0, visitor, NULL)[chat],
        agent=np.where(agent, served.agent[chat], -1).astype(np.int32),
        ticket_id=served.ticket_id[chat],
        order_id=order_id,
        sku=world.catalogue.sku_code[contacts.sku].astype(np.int32)[chat],
        region=world.people.region_text[contacts.region][chat],
        topic=words.topic[contacts.topic][chat],
        text=(text[0], text[1], text[2]),
    )
