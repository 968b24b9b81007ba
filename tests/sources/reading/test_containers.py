"""Workbooks, HTML tables and zips: told by their bytes, read cell for cell."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
import xlwt

from playbook.errors import SourceError
from playbook.i18n import use_language
from playbook.sources.reading import ReadOptions, archive, read_tables
from playbook.sources.reading.workbook import cell_text

KNOWN = ("订单编号", "总金额", "下单时间")
HEADER: list[object] = [*KNOWN]
CSV = "订单编号,总金额,下单时间\n7,1.50,2024-05-01\n"


def rows(path: Path, at: int = 0) -> list[tuple[object, ...]]:
    loaded = read_tables(path, known_headers=KNOWN)[at].load(duckdb.connect())
    return loaded.connection.execute(f"FROM {loaded.relation} ORDER BY _row").fetchall()


def write_xlsx(path: Path, **sheets: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                for column, value in enumerate(line):
                    if isinstance(value, dt.datetime):
                        sheet.write_datetime(number, column, value, day)
                    elif value is not None:
                        sheet.write(number, column, value)
    return path


def test_xlsx_named_xls_with_typed_cells(tmp_path: Path) -> None:
    moment = dt.datetime(2024, 5, 1, 9, 58, 12)
    path = write_xlsx(
        tmp_path / "a.xls", s=[HEADER, [123.0, 0.0445, moment], [1.93068e18, None, "-"]]
    )
    assert rows(path) == [
        (2, "123", "0.0445", "2024-05-01 09:58:12"),
        (3, "1.93068E+18", None, None),
    ]


@pytest.mark.parametrize("header_at", [4, 5])
def test_real_xls_with_the_header_further_down(tmp_path: Path, header_at: int) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("商品_全部")
    sheet.write(0, 0, "统计日期 2026-06-18")
    for column, name in enumerate(HEADER):
        sheet.write(header_at, column, str(name))
        sheet.write(header_at + 1, column, f"{column}")
    book.save(str(tmp_path / "b.xlsx"))
    (raw,) = read_tables(tmp_path / "b.xlsx", known_headers=KNOWN)
    assert (raw.kind, raw.header_row) == ("xls", header_at + 1)
    assert raw.preamble_text().startswith("统计日期 2026-06-18")
    assert rows(tmp_path / "b.xlsx") == [(header_at + 2, "0", "1", "2")]


def test_sheets_are_tables_and_empty_ones_are_passed_over(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "c.xlsx",
        说明=[["hello"]],
        订单报表=[HEADER, [1, 2, 3], [], ["合计", 2]],
        销售明细=[["子订单编号", "标题", "数量"], ["x", "y", 1]],
    )
    tables = read_tables(path, known_headers=KNOWN)
    assert [table.part for table in tables] == ["订单报表", "销售明细"]
    loaded = tables[0].load(duckdb.connect())
    assert (loaded.read, loaded.data, loaded.non_data) == (3, 1, {"blank": 1, "total": 1})
    (only,) = read_tables(path, options=ReadOptions(sheet="销售明细"))
    assert only.columns == ("子订单编号", "标题", "数量")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (123.0, "123"),
        (-0.5, "-0.5"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (999999999999999.0, "999999999999999"),
        (1930679858170640.0, "1.93067985817064E+15"),
        (True, "TRUE"),
        (dt.date(2024, 5, 1), "2024-05-01"),
        (dt.datetime(2024, 5, 1, 9, 58, 11, 999999), "2024-05-01 09:58:12"),
        (dt.time(9, 5), "09:05:00"),
    ],
)
def test_cell_text(value: object, text: str | None) -> None:
    assert cell_text(value) == text


def test_html_named_xls(tmp_path: Path) -> None:
    page = (
        "<html><meta charset=gbk><table><tr><td colspan=3>标题</td></tr><tr><th>订单编号<th>总金额"
        "<th>下单时间</tr><tr><td>1&nbsp;</td><td>a &amp; b</td><td></td></tr></table></html>"
    )
    (tmp_path / "e.xls").write_bytes(page.encode("gb18030"))
    assert rows(tmp_path / "e.xls") == [(3, "1", "a & b", None)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "damaged or incomplete"),
        (b"PK\x03\x04 cut off", "not a complete zip"),
        (b'<?xml version="1.0"?><Workbook/>', "save it as .xlsx"),
    ],
)
def test_refusals(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(SourceError, match=words):
        read_tables(tmp_path / "x.xlsx")


def test_cut_off_xlsx(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "x.xlsx", s=[HEADER, [1, 2, 3]])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(SourceError, match="complete"):
        read_tables(path)


def test_zip_with_mangled_names_folders_and_rubbish(tmp_path: Path) -> None:
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("__MACOSX/._x.csv", "rubbish")
        out.writestr("aa/bb.png", b"\x89PNG\r\n\x1a\n\0")
        out.writestr("aa/bbbbbbbb.csv", "类型,笔数,金额\n收入,1,5\n")
        out.writestr("aa/cccccccc.csv", CSV.encode("gb18030"))
    data = path.read_bytes()
    data = data.replace(b"bbbbbbbb", "汇总账单".encode("gb18030")).replace(
        b"cccccccc", "明细账单".encode("gb18030")
    )
    path.write_bytes(data)
    tables = read_tables(path, known_headers=KNOWN)
    assert [table.part for table in tables] == ["aa/汇总账单.csv", "aa/明细账单.csv"]
    assert rows(path, 1) == [(2, "7", "1.50", "2024-05-01")]


def test_unpacked_files_live_as_long_as_their_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as out:
        out.writestr("a.csv", CSV)
    (raw,) = read_tables(tmp_path / "z.zip")
    folder = raw.fill.args[0].path.parent  # type: ignore[attr-defined]
    assert folder.exists()
    del raw
    assert not folder.exists()


def test_zip_bomb_and_protected_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_RATIO_FROM", 1000)
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.csv", b"0" * 10_000_000)
    with pytest.raises(SourceError, match="times its size"):
        read_tables(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as out:
        out.writestr("a.csv", CSV)
    data = bytearray((tmp_path / "p.zip").read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "p.zip").write_bytes(data)
    with pytest.raises(SourceError, match="password"):
        read_tables(tmp_path / "p.zip")


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0", b"RIFF\1\2\3\4WEBPVP8L", b'<svg xmlns="x"><path d="M0,0 1,1"/></svg>'],
)
def test_a_zip_of_one_picture_without_extension_is_called_that(
    tmp_path: Path, content: bytes
) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as out:
        out.writestr("IMG_0001", content)
    with pytest.raises(SourceError, match=r"p\.zip ▸ IMG_0001 is a picture") as refused:
        read_tables(tmp_path / "p.zip", known_headers=KNOWN)
    assert "header" not in str(refused.value)
    with use_language("zh"), pytest.raises(SourceError, match="图片"):
        read_tables(tmp_path / "p.zip", known_headers=KNOWN)


def test_a_header_that_begins_like_a_bitmap_is_text(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("BM code,RIFF,总金额\n1,2,3\n", encoding="utf-8")
    (raw,) = read_tables(tmp_path / "b.csv")
    assert raw.columns == ("BM code", "RIFF", "总金额")
