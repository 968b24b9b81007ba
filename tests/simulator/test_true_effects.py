"""What a decision really did, which no shop can see: promotion, ad, stock-out."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from playbook.simulator import compare
from playbook.simulator.core.day import EPOCH
from playbook.simulator.core.frames import NULL
from playbook.simulator.incidents.choosing import best_sellers
from playbook.simulator.world import World

FIRST = dt.date(2025, 7, 22)


def after(grown: Any, days: Any, *decisions: Any, **more: Any) -> Any:
    """Return twins some days on: one with the decisions, one without."""
    decided, calm = grown(), grown()
    for kind, arguments in decisions:
        decided.decide(kind, **arguments)
    decided.incidents = more.get("incidents", ())
    for world in (decided, calm):
        world.advance(days)
    return decided, calm


def day(index: Any) -> Any:
    return FIRST + dt.timedelta(days=index)


def test_a_promotion_lifts_its_days_and_borrows_from_the_days_after(grown: Any) -> None:
    off = ("promotion", {"mechanics": "discount", "value": 0.4, "days": 3})
    with_it, without = after(grown, 10, off)
    during = compare(with_it, without, last=day(2)).iloc[0]
    behind = compare(with_it, without, first=day(3)).iloc[0]
    assert during["units"] > 0
    assert during["discount"] > 0
    assert behind["units"] < 0
    assert during["units"] + behind["units"] > 0


def test_the_true_increment_of_an_ad_is_near_what_the_platform_credits_and_not_equal(
    grown: Any,
) -> None:
    plan = grown().ads.plans.names[0]
    without_ad, with_ad = after(grown, 10, ("pause_plan", {"plan": plan}))
    true = compare(with_ad, without_ad).iloc[0]
    by_plan = compare(with_ad, without_ad, by=["plan"])
    assert true["ad_spend"] > 0
    assert by_plan["ad_spend"].abs().max() == pytest.approx(true["ad_spend"], rel=0.35)
    assert true["visits"] > 0
    told = credited(with_ad, plan)
    assert 0.4 < true["sales"] / told < 2.5
    assert abs(true["sales"] - told) > 1


def credited(world: Any, plan: Any) -> Any:
    """Return what the platform credits to a plan since the decision, in the shop's currency."""
    ads = world.frame("ads")
    code = world.ads.plans.code[world.ads.plans.names.index(plan)]
    own = (ads.get("campaign_id") == code) & (ads.get("date") >= (FIRST - EPOCH).days)
    return np.maximum(ads.get("attributed_amount")[own & (ads.get("hour") == NULL)], 0).sum() / 100


def test_a_stock_out_costs_less_than_the_product_sold_because_others_are_taken(grown: Any) -> None:
    from playbook.simulator.incidents import plan_incident

    planned = plan_incident(f"E4@{FIRST.isoformat()}:severe")
    out, full = after(grown, 6, incidents=(planned,))
    product = best_sellers(grown(), 1)[0]
    numbers = full.texts.values
    name = numbers[int(full.catalogue.product_code[product])]
    similar = {
        numbers[int(full.catalogue.product_code[at])] for at in full.catalogue.similar[product]
    }
    change = compare(out, full, by=["product"]).set_index("product")["units"]
    assert change[name] < 0
    assert 0 < change[change.index.isin(similar)].sum() < -change[name]


def test_a_decision_with_a_date_survives_a_night(grown: Any, tmp_path: Any) -> None:
    world = grown()
    start = day(3)
    world.decide("promotion", mechanics="discount", value=0.3, days=2, start=start)
    world.save(tmp_path / "world.npz")
    woken = World.load(tmp_path / "world.npz")
    for each in (world, woken):
        each.advance(5)
    assert compare(world, woken).abs().to_numpy().max() == 0
    assert woken.taken[0].arguments["start"] == start.isoformat()
