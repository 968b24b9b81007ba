"""One file becomes data once, whole, with every row accounted for, or is refused in words."""

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from playbook.errors import SourceError, StoreError
from playbook.sources import import_file
from tests.sources.shop import (
    ITEMS,
    SHOPIFY,
    TAOBAO,
    D,
    balanced,
    chinese_shop,
    order,
    parent,
    shop,
    sub,
    values,
    write,
)

TOTAL = "SELECT sum(paid_amount) FROM orders"


def test_the_same_file_again_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", SHOPIFY, [order()])
    first = import_file(shop(tmp_path), path)
    again = import_file(first.store, path.rename(tmp_path / "renamed.csv"))
    assert (again.status, again.store.version) == ("already", first.store.version)
    assert "a.csv was imported before (import 1); nothing was changed." in again.message


def test_overlapping_downloads_replace_and_never_add(tmp_path: Path) -> None:
    day = {"Created_at": "2024-05-02 09:00:00 -0400", "Paid_at": "2024-05-02 09:01:00 -0400"}
    first = write(tmp_path / "orders_2024-05-01.csv", SHOPIFY, [order("#1"), order("#2")])
    changed = order("#2", Refunded_Amount="4.00")
    second = write(tmp_path / "orders_2024-05-02.csv", SHOPIFY, [changed, order("#3", **day)])
    store = import_file(import_file(shop(tmp_path), first).store, second).store
    assert values(store, TOTAL) == [(D("30.00"),)]
    assert values(store, "SELECT sum(refunded_amount) FROM orders") == [(D("4.00"),)]
    assert values(store, "SELECT count(*) FROM order_lines") == [(3,)]


def test_an_older_export_after_a_newer_one_changes_nothing(tmp_path: Path) -> None:
    new = write(tmp_path / "orders_2024-05-09.csv", SHOPIFY, [order(Refunded_Amount="4.00")])
    old = write(tmp_path / "orders_2024-05-02.csv", SHOPIFY, [order(), order("#2")])
    result = import_file(import_file(shop(tmp_path), new).store, old)
    assert values(result.store, "SELECT sum(refunded_amount) FROM orders") == [(D("4.00"),)]
    assert values(result.store, "SELECT count(*) FROM orders") == [(2,)]
    assert result.record is not None
    assert result.record["superseded"] == {"orders": 1, "order_lines": 1, "customers": 1}


def test_a_day_missing_in_the_middle_stays_missing(tmp_path: Path) -> None:
    later = {"Created_at": "2024-05-03 09:00:00 -0400", "Paid_at": "2024-05-03 09:01:00 -0400"}
    path = write(tmp_path / "a.csv", SHOPIFY, [order("#1"), order("#2", **later)])
    store = import_file(shop(tmp_path), path).store
    days = values(store, "SELECT DISTINCT created_at::DATE::VARCHAR FROM orders ORDER BY 1")
    assert days == [("2024-05-01",), ("2024-05-03",)]


def test_the_user_may_state_the_time(tmp_path: Path) -> None:
    path = write(tmp_path / "orders_2024-05-02.csv", SHOPIFY, [order()])
    result = import_file(shop(tmp_path), path, as_of=dt.datetime(2024, 6, 1))
    assert result.record is not None
    assert result.record["as_of"] == "2024-06-01T00:00:00"


def workbook(path: Path, **sheets: tuple[Sequence[str], list[dict[str, str]]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, (header, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, header)
            for number, row in enumerate(rows, start=1):
                for column, title in enumerate(header):
                    text = row.get(title, "").removeprefix("=").strip('"')
                    sheet.write_string(number, column, text)
    return path


def test_the_sheets_of_a_workbook_go_in_together(tmp_path: Path) -> None:
    shipping = {
        "订单编号": "1930679858170647",
        "物流单号": "SL1",
        "物流公司": "示例",
        "发货时间": "2024-05-02 08:00",
    }
    path = workbook(
        tmp_path / "千牛_202405030900.xlsx",
        订单报表=(TAOBAO, [parent()]),
        销售明细=(ITEMS, [sub("1930679858170648"), sub("1930679858170649")]),
        发货报表=(list(shipping), [shipping]),
        备注=(["说明", "随便写写"], [{"说明": "无"}]),
    )
    result = import_file(chinese_shop(tmp_path), path)
    assert balanced(result.record)
    assert result.record is not None
    assert result.record["read"] == 4
    assert result.record["non_data"] == {"rows joined to orders": 1}
    assert result.source == "taobao_orders+taobao_items+taobao_shipping"
    found = "SELECT paid_amount, shipped_at::VARCHAR FROM orders"
    assert values(result.store, found) == [(D("110.00"), "2024-05-02 08:00:00")]
    assert values(result.store, "SELECT sum(paid_amount) FROM order_lines") == [(D("100.00"),)]
    assert result.store.version == 1


def test_a_zip_is_read_by_headers_whatever_stands_first(tmp_path: Path) -> None:
    summary = write(tmp_path / "summary.csv", ["项目", "数值"], [{"项目": "订单", "数值": "2"}])
    may = write(tmp_path / "orders_05.csv", SHOPIFY, [order("#1")])
    june = write(tmp_path / "orders_06.csv", SHOPIFY, [order("#1"), order("#2")])
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for member in (summary, may, june):
            archive.write(member, member.name)
    result = import_file(shop(tmp_path), path)
    assert all(balanced(record) for record in result.store.imports())
    assert len(result.store.imports()) == 2
    assert values(result.store, TOTAL) == [(D("20.00"),)]
    assert "summary.csv" in result.store.imports()[0]["notes"][0]
    assert import_file(result.store, path).status == "already"


def test_total_rows_and_blanks_are_named(tmp_path: Path) -> None:
    rows = [parent(), {}, {"订单编号": "合计", "总金额": "110.00"}]
    path = write(tmp_path / "ExportOrderList202405021000.csv", TAOBAO, rows, encoding="gb18030")
    result = import_file(chinese_shop(tmp_path), path)
    assert balanced(result.record)
    assert result.record is not None
    assert result.record["non_data"] == {"blank": 1, "total": 1}


def test_a_row_with_too_many_cells_is_set_aside(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", SHOPIFY, [order()])
    long = ",".join(["x"] * (len(SHOPIFY) + 2))
    path.write_text(path.read_text("utf-8") + long + "\n", encoding="utf-8")
    result = import_file(shop(tmp_path), path)
    assert balanced(result.record)
    assert list(result.store.quarantine()["reason"]) == ["more cells than the header has columns"]


def test_two_imports_at_once(tmp_path: Path) -> None:
    store, path = shop(tmp_path), write(tmp_path / "a.csv", SHOPIFY, [order()])
    with store.writer(), pytest.raises(StoreError, match="Another import"):
        import_file(store, path)
    assert import_file(store, path).status == "imported"


def test_a_fault_half_way_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, path = shop(tmp_path), write(tmp_path / "a.csv", SHOPIFY, [order()])
    with monkeypatch.context() as patch:
        patch.setattr("playbook.sources.importing.close_account", _break)
        with pytest.raises(RuntimeError):
            import_file(store, path)
    assert store.newest().version == 0
    assert import_file(store, path).store.version == 1


def _break(*_given: object) -> None:
    raise RuntimeError("pulled the plug")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 something", "is a PDF document"),
        (",".join(SHOPIFY).encode() + b"\n", "no rows under it"),
        (b"\x00\x01\x02\x03" * 50, "binary data"),
    ],
)
def test_what_is_no_export_is_refused_in_words(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        import_file(shop(tmp_path), path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no file .*nothing\.csv"):
        import_file(shop(tmp_path), tmp_path / "nothing.csv")
