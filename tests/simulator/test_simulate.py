"""A simulated Store: whole or not at all, all tables, nothing given away, the truth beside it."""

import datetime as dt
import json
from typing import Any

import pytest

from playbook.errors import ParameterError, StoreError
from playbook.simulator.growing import truth_folder
from playbook.simulator.incidents import plan_incident
from playbook.simulator.making import simulate
from playbook.simulator.world import World
from playbook.store import open_store, tables

DAYS, ORDERS, SEED = 40, 60.0, 918273645
INCIDENT = "E1@2025-08-05:severe"


@pytest.fixture(scope="module")
def made(tmp_path_factory: Any) -> Any:
    folder = tmp_path_factory.mktemp("sim") / "店 one"
    simulate(
        folder,
        seed=SEED,
        days=DAYS,
        orders_per_day=ORDERS,
        incidents=[plan_incident(INCIDENT)],
    )
    return folder


def test_every_canonical_table_is_filled(made: Any) -> None:
    store = open_store(made)
    empty = [name for name in tables() if name not in store.tables or store.rows(name) == 0]
    assert empty == []


def test_no_row_was_refused(made: Any) -> None:
    quarantine = open_store(made).quarantine()
    assert quarantine[["file", "column", "reason"]].drop_duplicates().to_numpy().tolist() == []


def test_lines_add_up_to_their_orders_to_the_cent(made: Any) -> None:
    sql = """
        SELECT count(*) AS n FROM orders o JOIN (
            SELECT order_id, sum(placed_amount) AS goods, sum(quantity) AS units
            FROM order_lines GROUP BY order_id) l USING (order_id)
        WHERE o.placed_amount <> l.goods + o.shipping_amount OR o.units <> l.units
    """
    assert open_store(made).sql(sql)["n"][0] == 0


def test_money_paid_is_what_was_placed_or_nothing(made: Any) -> None:
    sql = """SELECT count(*) AS n FROM orders
        WHERE paid_amount <> CASE WHEN paid_at IS NULL THEN 0 ELSE placed_amount END"""
    assert open_store(made).sql(sql)["n"][0] == 0


def test_times_of_an_order_come_in_order(made: Any) -> None:
    sql = """SELECT count(*) AS n FROM orders
        WHERE paid_at < created_at OR shipped_at < paid_at OR completed_at < shipped_at"""
    assert open_store(made).sql(sql)["n"][0] == 0


def test_nothing_happens_after_the_last_day(made: Any) -> None:
    store = open_store(made)
    last = dt.date(2025, 7, 1) + dt.timedelta(days=DAYS - 1)
    assert str(store.span("orders", "paid_at")[1]) <= str(last)
    assert store.span("traffic")[1] == last


def test_neither_seed_nor_incident_is_in_the_store(made: Any) -> None:
    for path in made.rglob("*"):
        if path.suffix in (".toml", ".json"):
            text = path.read_text(encoding="utf-8")
            for secret in (str(SEED), "E1@", "outage", "seed", "incident", "simul"):
                assert secret not in text.lower(), (path.name, secret)


def test_the_truth_lies_beside_the_store(made: Any) -> None:
    told = json.loads((truth_folder(made) / "truth.json").read_text(encoding="utf-8"))
    assert told["seed"] == SEED
    (incident,) = told["incidents"]
    assert incident["id"] == "E1"
    assert incident["slice"]["payment_method"]
    assert incident["effect"]["sales"] < 0
    assert abs(incident["effect"]["visits"]) < 30


def test_the_world_goes_on_from_where_the_store_ends(made: Any) -> None:
    world = World.load(truth_folder(made) / "world.npz")
    assert world.date == dt.date(2025, 7, 1) + dt.timedelta(days=DAYS)
    world.advance(1)


def test_the_same_seed_gives_the_same_rows(made: Any, tmp_path: Any) -> None:
    again = simulate(
        tmp_path / "two", seed=SEED, days=DAYS, orders_per_day=ORDERS, truth=False,
        incidents=[plan_incident(INCIDENT)],
    )  # fmt: skip
    for table in tables():
        key = ", ".join(tables()[table].key)
        one, two = (
            store.sql(f"SELECT * FROM {table} ORDER BY {key}")
            for store in (open_store(made), again)
        )
        assert one.equals(two), table


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"days": 0}, "0"),
        ({"days": 5000}, "3660"),
        ({"days": 3650, "orders_per_day": 90000.0}, "more than"),
        ({"incidents": [plan_incident("E4@2030-01-01")]}, "2030-01-01"),
        ({"orders_per_day": 0.0}, "customers"),
    ],
)
def test_impossible_wishes_are_refused_and_leave_nothing(
    tmp_path: Any, arguments: Any, said: Any
) -> None:
    with pytest.raises(ParameterError, match=said):
        simulate(tmp_path / "shop", **{"seed": 1, "days": 2, **arguments})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Any) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(StoreError, match="already holds"):
        simulate(tmp_path / "shop", seed=1, days=2)
    assert (tmp_path / "shop" / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_a_failure_half_way_leaves_nothing_behind(tmp_path: Any, monkeypatch: Any) -> None:
    from playbook.simulator import writing

    def full(*_arguments: Any, **_more: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_put", full)
    with pytest.raises(StoreError, match=r"space|full"):
        simulate(tmp_path / "shop", seed=1, days=1, orders_per_day=5.0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("E99@2026-05-03", "E1"),
        ("E4@2026-05-03:sever", "severe"),
        ("E4", "E4@2026-05-03"),
        ("E4@03.05.2026", "03.05.2026"),
    ],
)
def test_an_incident_that_cannot_be_read_says_how_to_write_it(text: Any, said: Any) -> None:
    with pytest.raises(ParameterError, match=said):
        plan_incident(text)
