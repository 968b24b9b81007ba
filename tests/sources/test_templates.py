"""What a shop fills in itself comes in as it was meant: blank is unknown, newer replaces."""

import datetime as dt
from pathlib import Path

import xlsxwriter

from playbook.sources import SOURCES, ImportResult, import_file
from playbook.store import Store
from tests.sources.shop import D, balanced, chinese_shop, reasons, values


def filled(path: Path, source: str, *rows: tuple[object, ...]) -> Path:
    """Fill in a template's first sheet below an example row."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, SOURCES[source].signature)
        sheet.write_row(1, 0, ["例 example 2026-06", "x", "y", "z"])
        for number, row in enumerate(rows, start=2):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(
                        number, column, dt.datetime.combine(cell, dt.time()), dates
                    )
                elif cell is not None:
                    sheet.write(number, column, cell)
    return path


def run(store: Store, path: Path) -> ImportResult:
    result = import_file(store, path)
    assert balanced(result.record)
    assert result.record is not None
    assert result.record["non_data"] == {"example rows": 1}
    return result


def test_targets_by_month_and_day_in_words_and_ids(tmp_path: Path) -> None:
    path = filled(
        tmp_path / "t.xlsx", "targets",
        ("2026-05", None, "支付金额", 120000),
        ("2026/6", None, "gmv_paid", "13万"),
        (dt.date(2026, 7, 1), None, "Net sales", None),
        ("2026-06", dt.date(2026, 6, 18), "cvr_pay", "3.5%"),
    )  # fmt: skip
    store = run(chinese_shop(tmp_path), path).store
    found = "SELECT date::VARCHAR, grain, metric, target FROM targets ORDER BY date"
    assert values(store, found) == [
        ("2026-05-01", "month", "gmv_paid", 120000.0),
        ("2026-06-01", "month", "gmv_paid", 130000.0),
        ("2026-06-18", "day", "cvr_pay", 0.035),
        ("2026-07-01", "month", "net_sales", None),
    ]


def test_importing_again_replaces_by_key_and_keeps_the_rest(tmp_path: Path) -> None:
    first = filled(
        tmp_path / "1.xlsx",
        "targets",
        ("2026-05", None, "gmv_paid", 1),
        ("2026-06", None, "gmv_paid", 2),
    )
    second = filled(tmp_path / "2.xlsx", "targets", ("2026-05", None, "gmv_paid", 9))
    store = run(run(chinese_shop(tmp_path), first).store, second).store
    assert values(store, "SELECT target FROM targets ORDER BY date") == [(9.0,), (2.0,)]


def test_an_unreadable_month_is_set_aside(tmp_path: Path) -> None:
    path = filled(tmp_path / "t.xlsx", "targets", ("next month", None, "gmv_paid", 1))
    assert reasons(run(chinese_shop(tmp_path), path).store) == ["not a date (YYYY-MM-DD)"]


def test_a_blank_cost_is_unknown_not_zero(tmp_path: Path) -> None:
    path = filled(
        tmp_path / "c.xlsx", "costs",
        ("2026-05-01", "M-1", "6.20", "5%", None, 0, None, None, None),
        ("2026-05", None, None, None, 2400, None, None, "¥5,000.00", 18000),
    )  # fmt: skip
    store = run(chinese_shop(tmp_path), path).store
    found = (
        "SELECT sku, goods, platform_fee_rate, platform_fee, freight, packaging, ad"
        " FROM costs ORDER BY sku"
    )
    assert values(store, found) == [
        ("M-1", D("6.20"), 0.05, None, D("0.00"), None, None),
        (None, None, None, D("2400.00"), None, None, D("5000.00")),
    ]


def test_phases_and_kinds_are_words_in_both_languages(tmp_path: Path) -> None:
    store = chinese_shop(tmp_path)
    day = dt.date(2026, 6, 18)
    phases = ("预售", "Warm-up", "高潮 peak", "返场", "single")
    rows = [(f"c{n}", None, "618", phase, None, day, day) for n, phase in enumerate(phases)]
    store = run(store, filled(tmp_path / "p.xlsx", "promotions", *rows)).store
    found = values(store, "SELECT phase FROM promotions ORDER BY campaign_id")
    assert found == [("presale",), ("warm_up",), ("peak",), ("encore",), ("single",)]
    changes = [
        ("2026-06-01 10:30", kind, "M-1", f"change {kind}")
        for kind in ("改价", "ads", "物流 logistics")
    ]
    store = run(store, filled(tmp_path / "c.xlsx", "changes", *changes)).store
    kinds = values(store, "SELECT kind, changed_at::VARCHAR FROM changes ORDER BY kind")
    assert kinds == [(kind, "2026-06-01 10:30:00") for kind in ("ads", "logistics", "price")]
