"""A buyer is new in the period of the first order, and returns afterwards."""

import datetime as dt

import pandas as pd
import pytest

from playbook.analysis import new_and_returning, split_buyers
from playbook.errors import ParameterError

JUNE_1, JUNE_14 = dt.date(2026, 6, 1), dt.date(2026, 6, 14)  # two weeks from a Monday

ORDERS = pd.DataFrame(
    [
        ("old", "2026-05-03 10:00", 10.0),
        ("old", "2026-06-02 10:00", 20.0),
        ("new", "2026-06-03 09:00", 30.0),
        ("new", "2026-06-07 23:59", 5.0),  # Sunday of the same week: still new
        ("new", "2026-06-08 00:00", 7.0),  # Monday: returning
        (None, "2026-06-09 12:00", 40.0),
        ("late", "2026-06-15 12:00", 99.0),  # after the end
    ],
    columns=["customer_id", "paid_at", "amount"],
).assign(paid_at=lambda d: pd.to_datetime(d["paid_at"]))


def shown(**options: object) -> pd.DataFrame:
    return new_and_returning(ORDERS, start=JUNE_1, end=JUNE_14, **options)  # type: ignore[arg-type]


def test_every_week_has_its_three_kinds() -> None:
    table = shown()
    assert table["kind"].tolist() == ["new", "returning", "unknown"] * 2
    assert table["orders"].tolist() == [2, 1, 0, 0, 1, 1]
    assert table["spend"].tolist() == [35, 20, 0, 0, 7, 40]
    assert table["period"].iloc[0] == pd.Timestamp(JUNE_1)


def test_buyers_behind_masked_names_are_unknown_and_not_zero() -> None:
    buyers = shown()["buyers"]
    assert buyers.tolist()[:5] == [1, 1, 0, 0, 1]
    assert buyers.isna().tolist() == [False] * 5 + [True]


def test_days_and_months_are_periods_too() -> None:
    days = shown(grain="day")
    assert len(days) == 14 * 3
    assert days["orders"].sum() == 5
    month = shown(grain="month")
    assert month.set_index("kind")["orders"].to_dict() == {"new": 3, "returning": 1, "unknown": 1}


def test_the_platforms_own_first_date_can_only_make_a_buyer_older() -> None:
    told = ORDERS.assign(
        first=pd.to_datetime(["2026-05-03"] * 2 + ["2025-01-01"] * 3 + ["NaT"] * 2)
    )
    table = new_and_returning(told, start=JUNE_1, end=JUNE_14, first_order="first")
    assert table.loc[table["kind"] == "new", "orders"].sum() == 0
    assert table.loc[table["kind"] == "returning", "buyers"].tolist() == [2, 1]


def test_no_orders_are_zeros_for_every_period() -> None:
    table = new_and_returning(ORDERS.iloc[:0], start=JUNE_1, end=JUNE_14)
    assert table["orders"].tolist() == [0] * 6


def test_one_row_per_buyer_can_be_split_directly() -> None:
    buyers = pd.DataFrame(
        {
            "first_order": pd.to_datetime(["2026-05-03", "2026-06-01", "NaT"]),
            "orders": [1, 2, 3],
            "spend": [10.0, 20.0, 30.0],
        }
    )
    table = split_buyers(buyers, JUNE_1).set_index("kind")
    assert table["spend"].to_dict() == {"new": 20, "returning": 10, "unknown": 30}
    assert split_buyers(buyers.iloc[:0], JUNE_1)["buyers"].tolist() == [0, 0, 0]


def test_unfit_periods_are_refused() -> None:
    with pytest.raises(ParameterError, match="lies before start"):
        new_and_returning(ORDERS, start=JUNE_14, end=JUNE_1)
    with pytest.raises(ParameterError, match="grain='year'"):
        shown(grain="year")
    with pytest.raises(ParameterError, match="no column 'paid'"):
        shown(day="paid")
