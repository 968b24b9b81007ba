"""Messages: who may be written to, the control group, and what a click brings."""

from collections import Counter
from typing import Any

import numpy as np
import pytest

from tests.simulator.probing import struck, texts


@pytest.fixture(scope="module")
def calm(grown: Any) -> Any:
    world = grown()
    world.advance(3)
    return world


def column(world: Any, name: Any) -> Any:
    return np.array(texts(world, "outreach", name))


def test_a_tenth_is_held_out_and_gets_nothing(calm: Any) -> None:
    frame, group, kind = calm.frame("outreach"), column(calm, "test_group"), column(calm, "kind")
    control = group == "control"
    for flag in ("delivered", "opened", "clicked", "unsubscribed"):
        assert (frame.get(flag)[control] == 0).all()
    offers = np.isin(kind, ("offer", "birthday", "win_back"))
    assert 0.07 < control[offers].mean() < 0.13
    assert not control[~offers].any()


def test_the_steps_nest(calm: Any) -> None:
    frame = calm.frame("outreach")
    steps = [frame.get(name) == 1 for name in ("delivered", "opened", "clicked")]
    assert (steps[0] >= steps[1]).all()
    assert (steps[1] >= steps[2]).all()
    assert steps[2].any()


def test_nobody_is_written_to_twice_a_day(calm: Any) -> None:
    frame = calm.frame("outreach")
    days = (frame.get("sent_at") // 86_400).tolist()
    pairs = Counter(zip(frame.get("customer_id").tolist(), days, strict=True))
    assert max(pairs.values()) == 1
    assert len(np.unique(frame.get("message_id"))) == len(frame)


def test_who_unsubscribes_is_not_written_to_again(calm: Any) -> None:
    frame, customers = calm.frame("outreach"), calm.frame("customers")
    stopped = frame.get("customer_id")[frame.get("unsubscribed") == 1]
    assert len(stopped)
    consent = dict(
        zip(customers.get("customer_id").tolist(), customers.get("consent_marketing").tolist(),
            strict=True)
    )  # fmt: skip
    assert not any(consent[one] for one in stopped.tolist())


def test_birthdays_fall_into_their_month(calm: Any) -> None:
    frame, customers = calm.frame("outreach"), calm.frame("customers")
    born = dict(
        zip(customers.get("customer_id").tolist(), customers.get("birthday_month").tolist(),
            strict=True)
    )  # fmt: skip
    wished = frame.get("customer_id")[column(calm, "kind") == "birthday"]
    assert {born[one] for one in wished.tolist()} == {7}


def test_messages_bring_buyers_back(grown: Any, calm: Any) -> None:
    silent = struck(grown(), lambda day: day.post("outreach", 0.0), days=10)
    usual = grown()
    usual.advance(10)
    back = [world.agenda.waiting("return_visit") for world in (silent, usual)]
    assert len(silent.frame("outreach")) < len(usual.frame("outreach"))
    assert back[1] > back[0]
