"""Cases: hand-computed ratings and times, and a table that shows nothing of tomorrow."""

from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.frames import NULL
from playbook.simulator.team.tickets_times import first_reply, rating, working
from tests.simulator.probing import struck, texts

TOLD = {
    "csat_base": 4.6,
    "csat_sd": 1.0,
    "csat_late": 1.0,
    "csat_slow": 0.5,
    "csat_reopened": 1.0,
}
HOUR = 3600


@pytest.fixture(scope="module")
def calm(grown: Any) -> Any:
    world = grown()
    world.advance(3)
    return world


def test_ratings_fall_with_delay_slowness_and_reopening() -> None:
    no, zero = np.zeros(1, bool), np.zeros(1)
    one = np.ones(1)
    assert rating(TOLD, one, no, no, zero).tolist() == [5]
    assert rating(TOLD, 4 * one, no, no, zero).tolist() == [4]  # 4.6 - 2 x 0.5
    assert rating(TOLD, one, ~no, ~no, zero).tolist() == [3]  # 4.6 - 2, rounded
    assert rating(TOLD, one, ~no, ~no, -9 * one).tolist() == [1]


def test_a_night_ends_at_nine() -> None:
    at = np.array([2 * HOUR + 60, 21 * HOUR, 22 * HOUR])
    assert working(at).tolist() == [9 * HOUR + 60, 21 * HOUR, 33 * HOUR]


def test_a_case_by_mail_is_answered_in_working_hours() -> None:
    opened = np.array([10 * HOUR, 10 * HOUR, 23 * HOUR])
    said = first_reply(opened, np.array([40.0, np.inf, np.inf]), np.array([True, False, False]),
                       np.zeros(3))  # fmt: skip
    assert said.tolist() == [10 * HOUR + 40, 10 * HOUR + 900, 33 * HOUR + 900]


def test_cases_tell_nothing_of_days_to_come(calm: Any) -> None:
    tickets = calm.frame("tickets")
    end = (calm.date.toordinal() - 719_163) * 86_400
    for column in ("opened_at", "first_reply_at", "resolved_at"):
        known = tickets.get(column)[tickets.get(column) != NULL]
        assert len(known)
        assert (known < end).all()


def test_what_is_solved_was_answered_before_and_says_so(calm: Any) -> None:
    tickets = calm.frame("tickets")
    solved = tickets.get("resolved_at") != NULL
    status = np.array(texts(calm, "tickets", "status"))
    assert set(status[solved]) == {"resolved"}
    assert set(status[~solved]) <= {"open", "waiting"}
    assert (tickets.get("first_reply_at") < tickets.get("resolved_at"))[solved].all()
    assert 0.75 < solved.mean() < 1


def test_ratings_lie_between_one_and_five(calm: Any) -> None:
    csat = calm.frame("tickets").get("csat")
    rated = csat[csat != NULL]
    assert set(rated.tolist()) <= {1, 2, 3, 4, 5}
    assert 3.8 < rated.mean() < 4.8


def test_cases_name_each_other_in_chats(calm: Any) -> None:
    chats, tickets = calm.frame("chat_messages"), calm.frame("tickets")
    named = set(chats.get("ticket_id")[chats.get("ticket_id") != NULL].tolist())
    via = np.array(texts(calm, "tickets", "via"))
    assert named == set(tickets.get("ticket_id")[via == "chat"].tolist())
    assert {"phone", "chat"} <= set(via)


def test_late_parcels_open_cases_about_delivery(grown: Any) -> None:
    calm, late = grown(), grown()
    calm.advance(9)
    struck(late, lambda day: day.post("transit", 2.5), days=9)
    count = [texts(world, "tickets", "category").count("delivery") for world in (calm, late)]
    assert count[1] > count[0]
