"""Which cases does customer service open, and when are they solved?

The unit is one case. Equations: hours to a solution = median of the topic x exp(sigma z) x (1 + how
full the desk was); rating of a solved case = base - late - slow answer - reopened + sd x z, rounded
to 1-5. A solved case comes back with a small chance, more often when it was late. What is not yet
solved says so: dates are written on the day they come true.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.core.piece import Piece
from playbook.simulator.team.tickets_times import FIRST_HOUR, first_reply, ids_of, rating, working

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.team.service import Served
    from playbook.simulator.world import World

    Array = NDArray[Any]

NORMAL, HIGH, URGENT = "normal", "high", "urgent"
DUE, BACK, REPLY = "ticket_due", "ticket_back", "ticket_reply"


class Tickets(Piece):
    """Writes `tickets`.

    Attributes
    ----------
    solved : int array
        Rows of the cases solved today.
    csat_sum, csat_count : float
        Of today's ratings.
    """

    name = "tickets"

    def __init__(self, world: World) -> None:
        super().__init__(world)
        section = world.profile.section("service")
        self.constants = section["tickets"]
        self._usual_s = section["usual_reply_s"]
        topics = list(section["topic"].values())
        names = {name: world.say(*pair) for name, pair in section["category"].items()}
        self._category = np.array([names[each["category"]] for each in topics], np.int32)
        self._promised = np.array([each["promised"] for each in topics])
        self._hours = np.array([each["hours"] for each in topics], float)
        self._complaint = np.array([each.get("complaint", False) for each in topics])
        self._paid = np.array([each.get("paid", 0.0) for each in topics])
        self._via = world.texts.codes(["chat", *section["via"]])
        self._via_share = np.array(list(section["via"].values()), float)
        code = world.texts.code
        self._open, self._resolved, self._waiting = code("open"), code("resolved"), code("waiting")
        self._priority = world.texts.codes((NORMAL, HIGH, URGENT))
        self._fixed = [world.say("explained to the buyer", "已向买家解释并安抚"),
                       world.say("compensated", "已赔付"),
                       world.say("passed on and settled", "转交处理完毕")]  # fmt: skip
        self._delivery = names["delivery"]
        self.frame = world.frame("tickets")
        self.solved = np.empty(0, np.int64)
        self.csat_sum = self.csat_count = 0.0

    def record(self, day: Day) -> None:
        """Open today's cases, take back what returns, solve what is due."""
        served = self.world.service.served
        if served is not None:
            self._open_cases(day, served)
        told = self.world.agenda.take(REPLY, day.index)
        if told:
            self.frame.set(told["ticket"], first_reply_at=told["at"])
        self._reopen(day)
        self._solve(day)

    def _open_cases(self, day: Day, served: Served) -> None:
        world = self.world
        at = np.flatnonzero(served.ticket_id != NULL)
        contacts, count = served.contacts, len(at)
        topic, key = contacts.topic[at], contacts.key[at]
        u = world.draws.uniforms("tickets.open", key)
        customer, order = contacts.customer[at], contacts.order[at]
        opened = day.start_at + contacts.second[at]
        other = self._via[1 + chance.pick(u[0], self._via_share)]
        answered = served.answered[at]
        reply = np.where(answered, served.reply_s[at], np.inf)
        first = first_reply(opened, reply, served.by_chat[at] & answered, u[3])
        today = first < day.start_at + DAY_S
        words = world.service.words
        repeat = (customer >= 0) & (u[1] < 0.06)
        urgent = np.where(self._complaint[topic], 1 + (u[1] < 0.25), repeat * 1)
        rows = self.frame.append(
            ticket_id=served.ticket_id[at],
            opened_at=opened,
            via=np.where(served.by_chat[at], self._via[0], other).astype(np.int32),
            customer_id=ids_of(world.customers.frame, "customer_id", customer),
            order_id=ids_of(world.sales.orders, "order_id", order),
            sku=world.catalogue.sku_code[contacts.sku[at]].astype(np.int32),
            category=self._category[topic],
            priority=self._priority[urgent],
            is_complaint=self._complaint[topic],
            subject=(words.ask(topic, u[2]),),
            agent=served.agent[at].astype(np.int32),
            first_reply_at=np.where(today, first, NULL),
            resolved_at=np.full(count, NULL),
            due_at=opened + self._promised[topic] * 3600,
            status=np.where(self._category[topic] == self._delivery, self._waiting,
                            self._open).astype(np.int32),
            reopened=np.zeros(count, bool),
            escalated=urgent == 2,
            csat=np.full(count, NULL),
            compensation_amount=np.zeros(count, np.int64),
            resolution=np.full(count, -1, np.int32),
            _key=key,
            _topic=topic,
            _order=order,
        )  # fmt: skip
        due = day.index + (first[~today] // DAY_S - day.number)
        world.agenda.put(REPLY, due, ticket=rows[~today], at=first[~today])
        self._book(day, rows, self._hours[topic], first + 600)

    def _book(self, day: Day, rows: Array, hours: Array, least: Array) -> None:
        """Put cases down for the time of their solution, within working hours."""
        z = self.world.draws.normal("tickets.hours", self.frame.get("_key", rows), day.index)
        crowd = 1.0 + max(self.world.service.use - 0.6, 0.0)
        spread = np.exp(self.constants["resolve_sigma"] * z)
        opened = np.maximum(self.frame.get("opened_at", rows), day.start_at)
        at = working(opened + (hours * crowd * spread * 3600).astype(np.int64))
        at = np.maximum(at, least)
        due = day.index + np.maximum(at // DAY_S - day.number, 0)
        self.world.agenda.put(DUE, due, ticket=rows, at=at)

    def _reopen(self, day: Day) -> None:
        told = self.world.agenda.take(BACK, day.index)
        if not told:
            return
        rows = told["ticket"]
        self.frame.set(
            rows,
            status=np.full(len(rows), self._open, np.int32),
            reopened=np.ones(len(rows), bool),
            resolved_at=np.full(len(rows), NULL),
            csat=np.full(len(rows), NULL),
        )
        least = np.full(len(rows), day.start_at + FIRST_HOUR * 3600)
        self._book(day, rows, self._hours[self.frame.get("_topic", rows)], least)

    def _solve(self, day: Day) -> None:
        told = self.world.agenda.take(DUE, day.index)
        self.solved = told.get("ticket", np.empty(0, np.int64))
        self.csat_sum = self.csat_count = 0.0
        if not told:
            return
        rows, at, frame = told["ticket"], told["at"], self.frame
        u = self.world.draws.uniforms("tickets.solve", frame.get("_key", rows), day.index)
        late = at > frame.get("due_at", rows)
        again = frame.get("reopened", rows) == 1
        paid = u[0] < self._paid[frame.get("_topic", rows)] * np.where(late, 1.6, 1.0)
        amounts = np.array(self.constants["compensation_cents"], np.int64)
        cents = np.where(paid, amounts[(u[0] * 997 % 1 * len(amounts)).astype(np.int64)], 0)
        replied = frame.get("first_reply_at", rows)
        waited = np.where(replied == NULL, 0, replied - frame.get("opened_at", rows))
        slow = waited / self._usual_s
        stars = rating(self.constants, slow, late, again, chance.normal(u[1]))
        rated = u[2] < self.constants["rated"]
        frame.set(
            rows,
            status=np.full(len(rows), self._resolved, np.int32),
            resolved_at=at,
            csat=np.where(rated, stars, NULL),
            compensation_amount=cents,
            resolution=np.where(paid, self._fixed[1], np.where(u[3] < 0.6, self._fixed[0],
                                self._fixed[2])).astype(np.int32),
        )  # fmt: skip
        self.csat_sum, self.csat_count = float(stars[rated].sum()), float(rated.sum())
        self._come_back(day, rows[~again], late[~again])

    def _come_back(self, day: Day, rows: Array, late: Array) -> None:
        told = self.constants
        u = self.world.draws.uniforms("tickets.back", self.frame.get("_key", rows))
        back = u[0] < told["reopen"] + told["reopen_late"] * late
        wait = 1 + chance.exponential(u[1][back], told["reopen_days"]).astype(np.int64)
        self.world.agenda.put(BACK, day.index + wait, ticket=rows[back])
