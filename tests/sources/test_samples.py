"""The samples agree with their published totals and are the same each time."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from playbook.errors import ParameterError, SourceError, StoreError
from playbook.sources import SAMPLES, import_sample
from playbook.sources.samples import Sample, sample_files
from playbook.store import Store


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return import_sample(tmp_path_factory.mktemp("samples") / "cdnow", "cdnow")


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return import_sample(tmp_path_factory.mktemp("samples") / "journey", "complete_journey")


def file(query: str) -> tuple[Any, ...]:
    import duckdb

    with duckdb.connect() as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row


def one(store: Store, query: str) -> tuple[Any, ...]:
    with store.connect() as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row


def test_cdnow_has_its_published_totals(cdnow: Store) -> None:
    totals = one(
        cdnow, "SELECT count(*), count(DISTINCT customer_id), sum(paid_amount) FROM orders"
    )
    assert totals == (69659, 23570, Decimal("2500315.63"))
    assert one(cdnow, "SELECT sum(paid_amount) FROM order_lines") == (Decimal("2500315.63"),)


def test_cdnow_keeps_purchases_that_look_alike(cdnow: Store) -> None:
    alike = "SELECT customer_id, created_at, units, paid_amount FROM orders"
    assert one(
        cdnow,
        f"SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT * FROM ({alike})))"
        f" FROM ({alike})",
    ) == (255,)
    account = cdnow.imports()[-1]
    assert (account["read"], account["accepted"], account["quarantined"]) == (69659, 69659, 0)


def test_a_sample_has_the_same_buyers_in_every_store(cdnow: Store, tmp_path: Path) -> None:
    query = "SELECT md5(string_agg(customer_id || order_id, ',' ORDER BY order_id)) FROM orders"
    assert one(import_sample(tmp_path / "again", "cdnow"), query) == one(cdnow, query)


def test_complete_journey_money_equals_the_file(journey: Store) -> None:
    path = sample_files(SAMPLES["complete_journey"])[0]
    (cents,) = file(f"SELECT sum(round(sales_value * 100)::BIGINT) FROM '{path.as_posix()}'")
    assert Decimal(int(cents)) / 100 == Decimal("4596039.58")
    for table in ("orders", "order_lines"):
        assert one(journey, f"SELECT sum(paid_amount) FROM {table}") == (Decimal("4596039.58"),)


def test_complete_journey_is_one_whole_local_year(journey: Store) -> None:
    start, end = journey.span("orders")
    assert (str(start), str(end)) == ("2017-01-01", "2017-12-31")
    # 2017-01-01 11:53:26 UTC is 06:53:26 in winter; summer is four hours behind UTC.
    assert str(one(journey, "SELECT min(created_at) FROM orders")[0]) == "2017-01-01 06:53:26"
    open_at_night = one(
        journey,
        "SELECT count(*) FILTER (hour(created_at) BETWEEN 2 AND 4) / count(*) FROM orders",
    )
    assert open_at_night[0] < 0.02


def test_complete_journey_shifts_summer_by_four_hours(journey: Store) -> None:
    path = sample_files(SAMPLES["complete_journey"])[0].as_posix()
    utc, basket = file(
        f"SELECT min(transaction_timestamp), arg_min(basket_id, transaction_timestamp)"
        f" FROM '{path}' WHERE transaction_timestamp >= '2017-07-04 15:00:00'"
    )
    stored = one(journey, f"SELECT created_at FROM orders WHERE order_id = '{basket}'")[0]
    assert (utc - stored).total_seconds() == 4 * 3600


def test_complete_journey_accounts_for_every_row(journey: Store) -> None:
    account = journey.imports()[-1]
    assert account["read"] == 1_469_307 + 92_331 + 801 + 27
    assert account["accepted"] == account["read"]
    assert journey.rows("order_lines") == 1_469_307
    assert journey.rows("orders") == 155_848
    assert one(journey, "SELECT count(DISTINCT customer_id) FROM orders") == (2469,)


def test_an_order_is_list_less_the_retailers_discount(journey: Store) -> None:
    off = "SELECT count(*) FROM orders WHERE list_amount - discount_amount <> paid_amount"
    assert one(journey, off) == (0,)


def test_a_misspelt_sample_is_answered_with_the_names(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"Did you mean 'cdnow'.*complete_journey, cdnow"):
        import_sample(tmp_path / "s", "cdnw")
    assert not (tmp_path / "s").exists()


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    absent = Sample(**{**vars(SAMPLES["cdnow"]), "package": "no_such_package_here"})
    with pytest.raises(SourceError, match="needs the package Lifetimes"):
        sample_files(absent)


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(StoreError, match="already holds something"):
        import_sample(tmp_path, "cdnow")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
