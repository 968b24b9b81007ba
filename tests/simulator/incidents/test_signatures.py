"""Every incident moves what it says it moves, in its slice, and leaves the rest alone.

The fast tier looks at a few incidents a day, the full tier at all of them. To look at one yourself:
``PLAYBOOK_TEST_TIER=full pytest tests/simulator/incidents -k E4``.
"""

import math
from typing import Any

import pytest

from playbook.simulator.incidents import CATALOGUE
from tests.simulator.incidents.conftest import AFTER, begin, on_duty

SHORT = {"E22": 1}
"""Days simulated where it is not `AFTER`: the next load heals a late one."""
EXACT = ("E24",)
"""Its severity is which column changes, not by how much."""
DECOYS = ("D1", "D2", "D3")


def claims() -> Any:
    """List each claim of each incident on duty."""
    return [
        pytest.param(id_, number, id=f"{id_}-{move.metric}-{number}")
        for id_ in on_duty()
        for number, move in enumerate(CATALOGUE[id_].moves)
    ]


def factor(twin: Any, id_: Any, move: Any, severity: Any = "medium") -> Any:
    """Return what an incident multiplies a metric by, against the calm twin."""
    days = SHORT.get(id_, AFTER)
    struck, calm = twin(f"{id_}:{severity}", days), twin(days=days)
    where = {dimension: struck.facts[role] for dimension, role in move.where.items()}
    asked = (move.metric, where, (move.from_day, move.to_day), begin(id_))
    with_it, without = struck.ask(*asked), calm.ask(*asked)
    if without == 0:
        assert with_it > 0, asked
        return math.inf
    return with_it / without


@pytest.mark.parametrize(("id_", "number"), claims())
def test_a_claim_holds_at_medium_severity(twin: Any, id_: Any, number: Any) -> None:
    move = CATALOGUE[id_].moves[number]
    found = factor(twin, id_, move)
    assert move.low <= found <= move.high
    if move.direction == "up":
        assert found > 1
    if move.direction == "down":
        assert found < 1


@pytest.mark.parametrize("id_", [i for i in on_duty() if i not in (*DECOYS, *EXACT)])
def test_severities_are_ordered(twin: Any, id_: Any) -> None:
    move = CATALOGUE[id_].moves[0]
    sizes = [factor(twin, id_, move, degree) for degree in ("mild", "medium", "severe")]
    upward = move.direction == "up"
    assert sizes == sorted(sizes, reverse=not upward)
    assert len(set(sizes)) == 3 or math.isinf(sizes[0])
    assert sizes[0] > 1 if upward else sizes[0] < 1


@pytest.mark.parametrize("id_", list(CATALOGUE))
def test_an_incident_says_what_moves_and_what_does_not(id_: Any) -> None:
    kind = CATALOGUE[id_]
    directions = [move.direction for move in kind.moves]
    assert set(directions) <= {"up", "down", "flat"}
    assert "flat" in directions
    assert id_ in DECOYS or directions[0] in {"up", "down"}
    assert kind.look_alike in CATALOGUE
    assert kind.look_alike != id_
    assert list(kind.days) == sorted(kind.days)
    for move in kind.moves:
        assert move.low < 1 < move.high if move.direction == "flat" else True
        assert move.high <= 1 if move.direction == "down" else True
        assert move.low >= 1 if move.direction == "up" else True
        assert move.to_day < AFTER
    for text in (kind.en, kind.zh, kind.cause_en, kind.cause_zh, kind.tell_en, kind.tell_zh):
        assert text
