"""Money, numbers, shares and dates in both languages, to the cent."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from playbook.i18n import MISSING, day, money, month, number, percent, points, use_language

DAY = dt.date(2017, 3, 5)


@pytest.mark.parametrize("value", [None, float("nan"), np.nan, pd.NA, pd.NaT, Decimal("NaN")])
def test_what_is_unknown_is_a_dash_and_never_zero(value: object) -> None:
    assert money(value, "CNY") == MISSING
    assert number(value) == MISSING
    assert percent(value) == MISSING
    assert points(value) == MISSING
    assert day(value) == MISSING  # type: ignore[arg-type]
    assert month(value) == MISSING  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "currency", "en", "zh"),
    [
        (Decimal("1234.50"), "CNY", "CN¥1,234.50", "¥1,234.50"),
        (Decimal("1234.50"), "USD", "$1,234.50", "US$1,234.50"),
        (Decimal("1234.5"), "JPY", "¥1,235", "JP¥1,235"),
        (Decimal("-0.01"), "EUR", "-€0.01", "-€0.01"),
        (0, "CNY", "CN¥0.00", "¥0.00"),
        # One cent more than a float can tell apart.
        (Decimal("90071992547409.93"), "CNY", "CN¥90,071,992,547,409.93", "¥90,071,992,547,409.93"),
    ],
)
def test_money(value: object, currency: str, en: str, zh: str) -> None:
    assert money(value, currency, "en") == en
    assert money(value, currency, "zh") == zh


def test_money_without_decimals_and_with_a_sign() -> None:
    assert money(Decimal("1999.5"), "USD", digits=0) == "$2,000"
    assert money(Decimal("12"), "USD", signed=True) == "+$12.00"
    assert money(Decimal("-12"), "USD", signed=True) == "-$12.00"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.675, 2, "2.68"),  # a float that lies under the half; a reader sees the half
        (-0.4, 0, "0"),  # no "-0"
        (np.int64(10**12), 0, "1,000,000,000,000"),
        (1e30, 0, "1" + ",000" * 10),
        (7, 2, "7.00"),
    ],
)
def test_numbers_round_halves_away_from_zero(value: object, digits: int, text: str) -> None:
    assert number(value, digits) == text


def test_an_infinite_number_is_shown_as_such() -> None:
    assert number(float("inf")) == "∞"
    assert number(float("-inf")) == "-∞"


def test_shares_and_points() -> None:
    assert percent(0.12345, 2) == "12.35%"
    assert percent(Decimal("0.1"), signed=True) == "+10.0%"
    assert points(0) == "0.0 pp"
    with use_language("zh"):
        assert percent(-0.05) == "-5.0%"
        assert points(0.0123, 2) == "+1.23个百分点"


@pytest.mark.parametrize("value", [DAY, dt.datetime(2017, 3, 5, 23, 59), pd.Timestamp(DAY)])
def test_days(value: dt.date) -> None:
    assert day(value, "short") == "Mar 5"
    assert day(value) == "Mar 5, 2017"
    assert day(value, "weekday") == "Sun, Mar 5, 2017"
    assert month(value) == "March 2017"
    with use_language("zh"):
        assert day(value, "short") == "3月5日"
        assert day(value) == "2017年3月5日"
        assert day(value, "weekday") == "2017年3月5日 周日"
        assert month(value) == "2017年3月"
