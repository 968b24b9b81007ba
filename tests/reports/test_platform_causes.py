"""What the tables can measure of the gap to the platform's total, on amounts added up by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from playbook.reports import platform
from playbook.reports.platform_causes import causes, convention
from playbook.reports.session import Report
from tests.shops import add_rows, make_shop

LAST = dt.date(2026, 5, 30)
DAYS = 10
AFTER = dt.datetime(2026, 6, 2, 9)


def shop(path: Path, way: str, made: dt.datetime = AFTER, last: str = "10:05:00") -> Report:
    """Ten days of one order of 100.00. Day n's order is refunded n.00, two days later.

    The platform's total takes refunds off in one of three ways.
    """
    days = [LAST - dt.timedelta(days=DAYS - n) for n in range(1, DAYS + 1)]
    orders: list[dict[str, Any]] = []
    refunds, theirs = [], []
    for n, day in enumerate(days, start=1):
        orders.append({"order_id": str(n), "created_at": f"{day} 10:00:00", "paid_amount": "100.00",
                       "paid_at": f"{day} {last if day == LAST else '10:05:00'}"})  # fmt: skip
        closed = day + dt.timedelta(days=2)
        refunds.append({"refund_id": str(n), "order_id": str(n), "amount": f"{n}.00",
                        "closed_at": f"{closed} 12:00:00", "status": "completed"})  # fmt: skip
        off = {"gross": 0, "paid": n, "completed": n - 2 if n > 2 else 0}[way]
        theirs.append({"date": day, "grain": "day", "scope": "shop", "paid_amount": 100 - off})
    store = add_rows(make_shop(path), AFTER, orders=orders, refunds=refunds)
    return Report(add_rows(store, made, traffic=theirs), LAST)


def test_a_platform_that_leaves_refunds_in_has_none_to_explain(tmp_path: Path) -> None:
    assert causes(shop(tmp_path / "s", "gross")) == {"refund_date": 0, "export_window": 0}


def test_refunds_on_the_day_of_payment_are_taken_off(tmp_path: Path) -> None:
    found = causes(shop(tmp_path / "s", "paid"))
    # The tenth order is refunded 10.00.
    assert found == {"refunds": -10, "refund_date": 0, "export_window": 0}


def test_refunds_on_completion_are_moved_to_their_own_day(tmp_path: Path) -> None:
    report = shop(tmp_path / "s", "completed")
    # Off with the day's own 10.00, on with them again, off with the 8.00 completed that day.
    assert causes(report) == {"refunds": -10, "refund_date": 2, "export_window": 0}
    numbers = platform.bridge(report).numbers
    assert numbers["theirs/amount"] == 92
    assert numbers["unexplained/amount"] == 0


def test_few_days_teach_nothing(tmp_path: Path) -> None:
    report = Report(shop(tmp_path / "s", "paid").store, LAST - dt.timedelta(days=4))
    assert causes(report)["refund_date"] is None


def test_ways_that_fit_alike_are_not_told_apart() -> None:
    day = {"theirs": 100.0, "ours": 100.0, "freight": 0.0, "tax": 0.0, "presale_balance": 0.0}
    none = pd.DataFrame([{**day, "closed": 0.0, "own": 0.0}] * 9)
    assert convention(none) == ""
    alike = pd.DataFrame([{**day, "closed": 5.0, "own": 5.0, "theirs": 95.0}] * 9)
    assert convention(alike) == ""


def test_orders_after_the_platform_s_file_are_in_ours_alone(tmp_path: Path) -> None:
    made = dt.datetime.combine(LAST, dt.time(18))
    report = shop(tmp_path / "s", "gross", made, last="20:00:00")
    assert causes(report)["export_window"] == -100
    assert platform.bridge(report).numbers["export_window/amount"] == -100


def test_our_own_file_of_the_afternoon_tells_nothing(tmp_path: Path) -> None:
    noon = dt.datetime.combine(LAST, dt.time(12))
    order = {"order_id": "1", "created_at": f"{LAST} 10:00:00", "paid_at": f"{LAST} 10:05:00",
             "paid_amount": "100.00"}  # fmt: skip
    total = {"date": LAST, "grain": "day", "scope": "shop", "paid_amount": 150}
    store = add_rows(add_rows(make_shop(tmp_path / "s"), noon, orders=[order]), AFTER,
                     traffic=[total])  # fmt: skip
    assert causes(Report(store, LAST)) == {"refund_date": None, "export_window": None}


@pytest.mark.parametrize("name", ["freight", "tax"])
def test_what_is_in_the_order_file_keeps_its_amount(name: str, tmp_path: Path) -> None:
    column = {"freight": "shipping_amount", "tax": "tax_amount"}[name]
    order = {"order_id": "1", "created_at": f"{LAST} 10:00:00", "paid_at": f"{LAST} 10:05:00",
             "paid_amount": "100.00", column: "7.00"}  # fmt: skip
    total = {"date": LAST, "grain": "day", "scope": "shop", "paid_amount": 93}
    report = Report(make_shop(tmp_path / "s", orders=[order], traffic=[total]), LAST)
    assert causes(report)[name] == -7
