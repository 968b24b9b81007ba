"""A player decides, and reads the day that follows."""

import datetime as dt
from typing import Any

import pytest

from playbook.errors import ParameterError
from playbook.simulator.comparing import compare
from playbook.store import tables


@pytest.fixture(scope="module")
def day(grown: Any) -> Any:
    world = grown()
    return world, world.play()


def test_a_day_answers_with_its_own_rows(day: Any) -> None:
    world, told = day
    assert set(told) <= set(tables())
    yesterday = dt.date(2025, 7, 22)
    assert world.date == yesterday + dt.timedelta(days=1)
    assert set(told["orders"]["created_at"].dt.date) == {yesterday}
    assert set(told["traffic"].query("grain == 'day'")["date"].dt.date) == {yesterday}


def test_columns_are_canonical_and_in_their_units(day: Any) -> None:
    _world, told = day
    for name, rows in told.items():
        assert set(rows.columns) <= set(tables()[name].columns), name
    orders = told["orders"]
    paid = orders[orders["paid_at"].notna()]
    assert (paid["paid_amount"] == paid["placed_amount"]).all()
    assert orders["placed_amount"].between(1, 20_000).all()
    assert orders["order_id"].str.fullmatch(r"[0-9]{19}").all()
    assert orders.loc[orders["paid_at"].isna(), "paid_amount"].eq(0).all()


def test_a_price_cut_sells_more_of_that_product(grown: Any) -> None:
    calm, bold = grown(), grown()
    sku = calm.play()["order_lines"]["sku"].value_counts().index[0]
    bold.play()
    product = bold.catalogue.sku_product[bold.catalogue.sku_index(sku)]
    for at in (bold.catalogue.sku_product == product).nonzero()[0]:
        half = int(bold.catalogue.list_cents[at]) / 200
        bold.decide("price", sku=bold.texts.values[bold.catalogue.sku_code[at]], price=half)
    for world in (calm, bold):
        world.advance(3)
    sold = compare(bold, calm, by=["product"], first=calm.date_of(22)).set_index("product")
    name = bold.texts.values[bold.catalogue.product_code[product]]
    assert sold.loc[name, "units"] > 0
    assert sold.loc[name, "units"] > sold["units"].sum() * 0.5


def test_a_decision_that_is_not_possible_leaves_the_day_unplayed(grown: Any) -> None:
    world = grown()
    before = world.date
    with pytest.raises(ParameterError):
        world.play(("price", {"sku": "no such thing", "price": 1.0}))
    assert world.date == before


def test_thirty_days_can_be_kept(grown: Any) -> None:
    world, taken = grown(), 0
    for _day in range(30):
        told = world.play()
        stock = told["inventory"]
        low = stock[(stock["on_hand"] < 3) & stock["sku"].notna()]
        for sku in low["sku"].head(2):
            world.decide("reorder", sku=sku, quantity=40)
            taken += 1
    assert world.today == 51
    assert len(world.taken) == taken > 0
