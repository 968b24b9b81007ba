"""Each check finds its planted trouble and is silent on a clean shop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playbook.store.quality import Finding, check
from tests.shops import make_shop


def order(number: str, day: str, paid: str = "10.00") -> dict[str, Any]:
    return {"order_id": number, "created_at": day, "paid_at": day, "paid_amount": paid}


def line(number: str, paid: str) -> dict[str, Any]:
    return {"order_id": number, "line_no": 1, "quantity": 1, "paid_amount": paid}


def by_kind(findings: list[Finding]) -> dict[str, int]:
    return {finding.kind: finding.count for finding in findings}


def test_clean_shop_has_no_findings(tmp_path: Path) -> None:
    orders = [order("1", "2026-05-01"), order("2", "2026-05-02")]
    lines = [line("1", "10.00"), line("2", "9.00")]
    assert check(make_shop(tmp_path / "s", orders=orders, order_lines=lines)) == []


def test_planted_troubles_are_found(tmp_path: Path) -> None:
    shop = make_shop(
        tmp_path / "s",
        orders=[order("1", "2026-05-01"), order("2", "2026-05-04"), order("3", "2026-05-04")],
        order_lines=[line("1", "10.01"), line("2", "1.00"), line("9", "1.00")],
        refunds=[{"refund_id": "r", "order_id": "2", "amount": "10.50", "status": "completed"}],
    )
    found = check(shop)
    assert by_kind(found) == {
        "missing_days": 2,
        "orders_without_order_lines": 1,
        "order_lines_without_orders": 1,
        "lines_above_paid": 1,
        "refund_above_paid": 1,
    }
    assert {f.kind: f.examples for f in found}["missing_days"] == ("2026-05-02", "2026-05-03")


def test_missing_data_file_is_an_error_and_first(tmp_path: Path) -> None:
    shop = make_shop(
        tmp_path / "s", targets=[{"date": "2026-05-01", "grain": "day", "metric": "x"}]
    )
    (shop.path / next(iter(shop.state.tables["targets"].files))).unlink()
    found = check(shop.newest())
    assert (found[0].kind, found[0].severity, len(found)) == ("missing_files", "error", 1)


def test_targets_of_unknown_metrics_are_named_with_what_was_meant(tmp_path: Path) -> None:
    names = ["gmv_paid", "gmv_payd", "weather"]
    rows = [{"date": "2026-05-01", "grain": "month", "metric": name} for name in names]
    shop = make_shop(tmp_path / "s", targets=rows)
    (found,) = check(shop, ["gmv_paid", "aov_order"])
    assert (found.kind, found.severity, found.count) == ("unknown_targets", "warning", 2)
    assert found.examples == ("gmv_payd. Did you mean 'gmv_paid'?", "weather.")
    assert check(shop) == []
    assert check(shop, names) == []
