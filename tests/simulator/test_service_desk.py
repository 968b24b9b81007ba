"""How long people wait: hand-computed hours."""

from typing import Any

import numpy as np
import pytest

from playbook.simulator.team.service_desk import desk, keenness

TOLD = {
    "base_reply_s": 20.0,
    "crowded": 1.0,
    "usual_reply_s": 60.0,
    "keenness_power": 0.5,
    "least_keenness": 0.4,
    "most_keenness": 1.1,
}


def hours(**busy: Any) -> Any:
    values = np.zeros(24)
    for hour, value in busy.items():
        values[int(hour[1:])] = value
    return values


def test_half_used_hours_wait_half_as_long_again() -> None:
    told = desk(TOLD, np.full(24, 10.0), hours(h9=5))
    assert told.wait_s[9] == pytest.approx(20 * (1 + 0.25 / 0.5))
    assert told.wait_s[10] == pytest.approx(20)


def test_whom_an_hour_cannot_serve_waits_for_the_next() -> None:
    told = desk(TOLD, np.full(24, 10.0), hours(h9=15, h10=2))
    crowd = 20 * (1 + 0.95**2 / 0.05)
    assert told.wait_s[9] == pytest.approx(crowd + 5 / 10 * 3600)
    assert told.wait_s[10] == pytest.approx(20 * (1 + 0.04 / 0.8))  # 5 + 2 fit into 10


def test_nobody_is_served_where_nobody_works() -> None:
    able = np.where(np.arange(24) < 9, 0.0, 10.0)
    told = desk(TOLD, able, hours(h3=50, h9=1))
    assert np.isinf(told.wait_s[3])
    assert told.wait_s[9] < 25  # the night's questions went to the bot
    assert told.use == pytest.approx(1 / 150)


def test_slow_answers_cool_tomorrows_askers_within_bounds() -> None:
    assert keenness(TOLD, 60.0) == 1.0
    assert keenness(TOLD, 120.0) == pytest.approx(0.5**0.5)
    assert keenness(TOLD, 1e6) == 0.4
    assert keenness(TOLD, 1.0) == 1.1
