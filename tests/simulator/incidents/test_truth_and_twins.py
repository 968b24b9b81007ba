"""Incidents act on causes, faults of data on records only; both can be combined, and tell nothing.

Nothing of an incident is named in any table; the truth tells when and where it can be seen.
"""

import datetime as dt
import json
from typing import Any

import numpy as np
import pytest

from playbook.simulator.comparing import compare
from playbook.simulator.flow.ledger import BACK, FLOW, LOST, SPENT
from playbook.simulator.incidents import CATALOGUE
from playbook.simulator.truth import Twins, truth
from tests.simulator.incidents.conftest import FIRST, only_on_duty

RECORDS = ("E5", "E12", "E22", "E23", "E24", "D1", "D2")
"""What leaves the world itself as it was."""


def books(world: Any) -> Any:
    """Return every column of the simulator's ledger."""
    return {
        f"{name}/{column}": world.frames[name].get(column)
        for name in (FLOW, BACK, LOST, SPENT)
        if name in world.frames
        for column in world.frames[name].columns
    }


@pytest.mark.parametrize("id_", [pytest.param(i, marks=only_on_duty(i)) for i in RECORDS])
def test_a_fault_of_records_leaves_the_world_as_it_was(twin: Any, id_: Any) -> None:
    struck, calm = books(twin(id_).world), books(twin().world)
    for name, values in calm.items():
        assert np.array_equal(struck[name], values), name


ACTS = [i for i in CATALOGUE if i not in RECORDS]


@pytest.mark.parametrize("id_", [pytest.param(i, marks=only_on_duty(i)) for i in ACTS])
def test_every_other_incident_changes_the_world_and_nothing_before_it(twin: Any, id_: Any) -> None:
    daily = compare(twin(id_).world, twin().world, by=["date"])
    assert (daily.drop(columns="date") != 0).any(axis=None)
    before = daily[daily["date"] < FIRST]
    assert (before[["visits", "units", "sales", "ad_spend"]] == 0).all(axis=None)


@only_on_duty("D3")
def test_a_price_test_of_a_slow_seller_moves_nothing_beyond_noise(twin: Any) -> None:
    whole = compare(twin("D3").world, twin().world).iloc[0]
    assert abs(whole["sales"]) < 0.01 * books(twin().world)["_ledger/paid_cents"].sum() / 100


@only_on_duty("E4", "E9")
def test_e4_and_e9_show_both_signatures(twin: Any) -> None:
    both, calm = twin("E4+E9"), twin()
    sold_out, plan = (both.world.mishaps.facts[number] for number in "01")
    product = {"product_id": sold_out["product_ids"]}
    campaign = {"campaign_id": plan["campaign_id"]}
    sold = [each.ask("items_sold", product, (1, 4)) for each in (both, calm)]
    spent = [each.ask("spend", campaign) for each in (both, calm)]
    assert sold[0] < 0.3 * sold[1]
    assert spent[0] > 1.5 * spent[1]


@only_on_duty("E21", "E1")
def test_e21_and_e1_show_both_signatures(twin: Any) -> None:
    both, calm = twin("E21+E1"), twin()
    method = {"payment_method": both.world.mishaps.facts["1"]["payment_method"]}
    assert both.ask("uv") < 0.8 * calm.ask("uv")
    assert both.ask("pay_success", method) < 0.97 * calm.ask("pay_success", method)
    assert both.ask("pay_success", method, (1, 3)) == pytest.approx(
        calm.ask("pay_success", method, (1, 3)), abs=0.03
    )


@pytest.mark.parametrize("id_", [pytest.param(i, marks=only_on_duty(i)) for i in CATALOGUE])
def test_no_table_names_the_incident(twin: Any, id_: Any) -> None:
    kind, world = CATALOGUE[id_], twin(id_).world
    told = set(world.texts.values) - set(twin().world.texts.values)
    given_away = {kind.id, kind.en, kind.zh, kind.cause_en, kind.cause_zh, kind.tell_en}
    assert not told & given_away
    assert not [text for text in told if "incident" in text.lower() or "decoy" in text.lower()]


@pytest.mark.parametrize("id_", [pytest.param(i, marks=only_on_duty(i)) for i in CATALOGUE])
def test_the_change_log_alone_explains_nothing(twin: Any, id_: Any) -> None:
    changes = twin(id_).rows("changes")
    fresh = changes.merge(twin().rows("changes"), how="left", indicator=True)
    fresh = fresh[fresh["_merge"] == "left_only"]
    staff = set(twin().rows("changes")["who"])
    assert len(fresh) >= 1
    # Whoever signs is one of the people who sign other lines, too, or the platform.
    people = {twin(id_).world.texts.values[c] for c in twin().world.office._persons.values()}
    assert set(fresh["who"]) <= staff | people


@only_on_duty("E1")
def test_the_truth_tells_when_and_where(twin: Any) -> None:
    told = truth(twin("E1").world, Twins())
    (one,) = told["incidents"]
    assert json.loads(json.dumps(told)) == told
    assert one["visible_from"] == FIRST.isoformat()
    start, end = one["hours"]
    assert dt.time.fromisoformat(start) < dt.time.fromisoformat(end)
    assert one["expected"][0]["where"] == {"payment_method": one["slice"]["payment_method"]}
    assert one["expected"][0]["first_day"] == FIRST.isoformat()
