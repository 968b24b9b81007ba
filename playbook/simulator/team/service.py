"""How does customer service get through the day?

The unit is one contact. Who writes is found in `service_contacts`; how long people wait follows
from `service_desk`; what is written stands in `service_lines`; cases go on in `tickets`.
Equations: seconds to the first answer = wait of the hour x (0.4 + 0.6 x exponential(1)); somebody
gives up before with chance 1 - exp(-seconds / patience); `keenness` of those who ask tomorrow =
(usual first answer / today's) ** power.

Targets: "staff" (second): share of the people on duty who work; "topic" (topic, product, channel,
region): how much more often something is asked or complained about; `service.topic("wrong_info")`
is a topic's code (E19 posts it for its products). E8 and E13 need no target: dearer prices and late
parcels bring their own contacts. Decision: staffing(people).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.errors import ParameterError
from playbook.i18n import _
from playbook.simulator.core import draws as chance
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.ids import numbers
from playbook.simulator.core.piece import Piece
from playbook.simulator.team.service_contacts import Asking
from playbook.simulator.team.service_desk import HOURS, Desk, desk, keenness
from playbook.simulator.team.service_lines import write_lines
from playbook.simulator.team.service_questions import Contacts
from playbook.simulator.team.service_words import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Array = NDArray[Any]

ORDERS_A_PERSON = 100.0
MOST_PEOPLE = 500
LATE_SHIFT_H = 16
"""Hour at which the late shift takes over; the night of a great day is the early shift's."""
ON_THE_WAY_DAYS = 30
"""A parcel not delivered after so many days is nobody's daily question any more."""


@dataclass
class Served:
    """Contacts, with what the desk made of them; one a row."""

    contacts: Contacts
    chat_id: Array
    ticket_id: Array  # NULL when there is no case
    agent: Array  # text code of the person
    open: Array  # somebody works at that hour
    solved: Array  # by the bot alone
    answered: Array  # by a person
    reply_s: Array  # seconds to the first answer by a person
    ordered: Array  # placed an order after the chat
    order_row: Array  # that order
    ordered_s: Array  # second at which it was noted
    by_chat: Array  # otherwise it came another way


class Service(Piece):
    """Answers people.

    Attributes
    ----------
    people : int
        In customer service.
    keenness : float
        How keen people are who ask today, 1 when yesterday's answers came as fast as usual.
    reply_s : float
        Yesterday's mean seconds to the first answer by a person.
    served : Served
        Today's contacts.
    words : Words
    """

    name = "service"
    state = ("people", "keenness", "reply_s", "use", "first_parcel")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("service")
        self.asking = Asking(world, self.constants)
        self.words = Words(world, self.asking.topics)
        self.people = int(np.clip(round(world.orders_per_day / ORDERS_A_PERSON), 2, MOST_PEOPLE))
        self.keenness, self.use = 1.0, 0.0
        self.reply_s = float(self.constants["usual_reply_s"])
        self.first_parcel: list[int] = []
        self._duty = np.array(self.constants["duty"], float)
        topics = self.constants["topic"].values()
        self._plain = np.array([each.get("plain", False) for each in topics])
        self._ticket = np.array([each["ticket"] for each in topics])
        self.served: Served | None = None

    def topic(self, name: str) -> int:
        """Return the number of a topic, as effects name it."""
        return self.asking.topics.index(name)

    def record(self, day: Day) -> None:
        """Let people write, and answer them."""
        contacts = self.asking.today(day, self._recent())
        arrivals = np.bincount(contacts.second // 3600, minlength=HOURS).astype(float)
        today = desk(self.constants, self._able(day), arrivals)
        self.served = self._serve(day, contacts, today)
        chats = _chosen(self.served, self.served.by_chat)
        write_lines(self.world, day, chats, self.words)
        self._learn(chats, today)

    def _recent(self) -> int:
        """Return the first row of "shipments" that may still be on its way."""
        frame = self.world.frame("shipments")
        self.first_parcel = [*self.first_parcel, frame.first + frame.size][-ON_THE_WAY_DAYS:]
        return self.first_parcel[0] if len(self.first_parcel) == ON_THE_WAY_DAYS else 0

    def _able(self, day: Day) -> Array:
        """Return the chats that can be begun in each hour."""
        second = np.arange(HOURS) * 3600
        duty = self._duty
        if day.days_to_peak == 0:
            night = np.array(self.constants["great_night"], float)
            duty = np.concatenate([night, duty[len(night) :]]) * self.constants["great_day"]
        share = day.effects.apply("staff", duty, second=second)
        return np.asarray(self.people * share * self.constants["chats_an_hour"])

    def _serve(self, day: Day, contacts: Contacts, today: Desk) -> Served:
        told, hour = self.constants, contacts.second // 3600
        u = self.world.draws.uniforms("service.desk", contacts.key)
        v = self.world.draws.uniforms("service.case", contacts.key)
        wait = today.wait_s[hour]
        is_open = np.isfinite(wait)
        reply = np.where(is_open, wait, 0.0) * (0.4 + 0.6 * chance.exponential(u[0], 1.0))
        stays = u[1] < np.exp(-reply / told["patience_s"])
        solved = self._plain[contacts.topic] & (u[2] < told["bot_solves"])
        case = v[0] < self._ticket[contacts.topic]
        case_id = numbers(day.number, contacts.key ^ np.uint64(0x7E57))
        ordered = np.zeros(len(contacts), bool)
        visited = contacts.visit >= 0
        ordered[visited] = day.visits.ordered[contacts.visit[visited]] >= 0
        row, second = self._orders_after(day, contacts, ordered)
        return Served(
            contacts=contacts,
            chat_id=numbers(day.number, contacts.key),
            ticket_id=np.where(case, case_id, NULL),
            agent=self._agents(u[3], hour),
            open=is_open,
            solved=solved & ~case,
            answered=is_open & stays & ~(solved & ~case),
            reply_s=np.maximum(reply, 3.0),
            ordered=ordered,
            order_row=row,
            ordered_s=second,
            by_chat=visited | (v[1] < told["by_chat"]) | ~case,
        )

    def _orders_after(self, day: Day, contacts: Contacts, ordered: Array) -> tuple[Array, Array]:
        """Return the order that followed each chat, and the second when it was noted."""
        row, second = np.full(len(contacts), -1), np.zeros(len(contacts), np.int64)
        which = day.visits.ordered[contacts.visit[ordered]]
        row[ordered], second[ordered] = day.orders.row[which], day.orders.second[which]
        return row, second

    def _agents(self, uniform: Array, hour: Array) -> Array:
        """Return who answers each contact: one half has the early shift, the other the late."""
        if self.people == 0:
            return np.full(len(uniform), -1, np.int32)
        name = self.world.office.agent_name
        codes = self.world.texts.codes(name(n) for n in range(self.people))
        early = (self.people + 1) // 2
        is_late = (hour >= LATE_SHIFT_H) & (self.people > 1)
        number = np.where(is_late, early + uniform * (self.people - early), uniform * early)
        return codes[number.astype(np.int64)]

    def _learn(self, chats: Served, today: Desk) -> None:
        """Remember how fast answers were; who gave up counts with a long wait."""
        told, at = self.constants, chats.open & ~chats.solved
        self.use = today.use
        if at.any():
            waited = np.where(chats.answered, chats.reply_s, np.maximum(chats.reply_s, 600.0))
            self.reply_s = float(waited[at].mean())
        else:
            # Nobody works: whoever asks is left alone.
            self.reply_s = 3600.0 if len(chats.contacts) else told["usual_reply_s"]
        self.keenness = keenness(told, self.reply_s)

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return ``staffing(people)``: how many work in customer service."""
        return {"staffing": self._staffing}

    def _staffing(self, people: int) -> None:
        if not (type(people) is int and 0 <= people <= MOST_PEOPLE):
            raise ParameterError(
                _(
                    "people is {value}. Give a whole number from {least} to {most}.",
                    value=str(people),
                    least=0,
                    most=MOST_PEOPLE,
                )
            )
        self.people = people
        world = self.world
        what = world.say(f"Customer service now has {people} people", f"客服调整为 {people} 人")
        thing = world.say("customer service", "客服")
        world.office.log(None, "service", thing, what, "manager")


def _chosen(served: Served, mask: Array) -> Served:
    contacts = Contacts(*(values[mask] for values in vars(served.contacts).values()))
    rest = {name: values[mask] for name, values in vars(served).items() if name != "contacts"}
    return Served(contacts, **rest)
