"""Delimited text: encodings, delimiters, irregular rows, exact accounts."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.errors import SourceError
from playbook.sources.reading import LoadedTable, ReadOptions, clean, read_tables
from playbook.sources.reading import delimited as delimited_module

KNOWN = ("订单编号", "买家会员名", "总金额", "宝贝标题")
ORDERS = '订单编号,买家会员名,总金额,宝贝标题 \n="1930679858170647",a,"3,299.00",春季，连衣裙\n'


def load(path: Path, content: str | bytes, **options: str | None) -> LoadedTable:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (raw,) = read_tables(path, known_headers=KNOWN, options=ReadOptions(**options))  # type: ignore[arg-type]
    return raw.load(duckdb.connect())


def rows(loaded: LoadedTable) -> list[tuple[object, ...]]:
    query = f"FROM {loaded.relation} ORDER BY _row"
    return loaded.connection.execute(query).fetchall()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-bom", "utf-16-be-bom"]
)
def test_each_encoding_gives_the_same_cells(tmp_path: Path, encoding: str) -> None:
    if encoding.endswith("-bom"):
        content = ("\ufeff" + ORDERS).encode(encoding.removesuffix("-bom"))
    else:
        content = ORDERS.encode(encoding)
    loaded = load(tmp_path / "单.csv", content)
    assert rows(loaded) == [(2, "1930679858170647", "a", "3,299.00", "春季，连衣裙")]
    assert loaded.raw.original["宝贝标题"].strip("\ufeff") == "宝贝标题 "


def test_rare_glyph_that_gbk_lacks(tmp_path: Path) -> None:
    loaded = load(tmp_path / "o.csv", ORDERS.replace("春季", "㐂𠮷").encode("gb18030"))
    assert rows(loaded)[0][-1] == "㐂𠮷，连衣裙"


def test_chinese_that_comes_after_the_sampled_head(tmp_path: Path) -> None:
    ascii_part = "a1,b1,c1\n" + "1,2,3\n" * 60_000
    loaded = load(
        tmp_path / "o.csv", ascii_part.encode() + "4,春季新款连衣裙,6\n".encode("gb18030")
    )
    assert loaded.read == 60_001
    assert rows(loaded)[-1] == (60_002, "4", "春季新款连衣裙", "6")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [["a", "b", "c"], ["1", "x y", "3"]])
    assert rows(load(tmp_path / "x.txt", text)) == [(2, "1", "x y", "3")]


def test_google_ads_utf16_tabs_titles_and_totals(tmp_path: Path) -> None:
    titles = "Campaign report\nMay 1, 2026\n"
    text = titles + "Campaign\tClicks\tCost\nBrand\t1\t--\nTotal: Account\t1\t--\n"
    loaded = load(tmp_path / "ads.csv", text.encode("utf-16"))
    assert rows(loaded) == [(4, "Brand", "1", None)]
    assert loaded.non_data == {"total": 1}
    assert loaded.raw.preamble_text() == "Campaign report\nMay 1, 2026"


def test_alipay_comments_tabs_and_footer(tmp_path: Path) -> None:
    text = (
        "#支付宝账务明细查询\n#起始日期：[2024年05月01日]\n账务流水号,商户订单号,收入金额（+元）\n"
        '"1\t","T200P186\t","5.00\t"\n#----账务明细列表结束----\n#收入合计：1笔，共5.00元\n'
    )
    loaded = load(tmp_path / "a.csv", text.encode("gb18030"))
    assert rows(loaded) == [(4, "1", "T200P186", "5.00")]
    assert loaded.raw.columns[2] == "收入金额(+元)"
    assert loaded.non_data == {"note": 2}
    assert loaded.rows("note", 1)[0][0] == 5


def test_ga4_preamble_with_an_empty_line(tmp_path: Path) -> None:
    preamble = "# ----\n# Start date: 20260501\n\n"
    text = preamble + "Date,Sessions,Users\n,3,2,\n20260501,3,2\n,3,2,Grand total\n"
    loaded = load(tmp_path / "ga4.csv", text)
    assert loaded.raw.header_row == 4
    assert [row[0] for row in rows(loaded)] == [5, 6]
    assert loaded.malformed_rows()[0].row == 7  # a fourth cell that no header names


def test_shopify_names_that_begin_with_a_hash_are_data(tmp_path: Path) -> None:
    loaded = load(tmp_path / "s.csv", "Name,Email,Total\n#1001,a@b.c,1.00\n#1001,a@b.c,\n")
    assert loaded.data == 2
    assert loaded.non_data == {}


def test_repeated_headers_get_numbers(tmp_path: Path) -> None:
    text = "日期,访客数,同比,浏览量,同比,UV价值环比,uv价值环比\n2024-05-01,1,2,3,4,5,6\n"
    loaded = load(tmp_path / "jd.csv", text)
    assert loaded.raw.columns[2:] == ("同比", "浏览量", "同比#2", "UV价值环比", "uv价值环比#2")
    assert rows(loaded)[0][3] == "2"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_row_is_accounted_for(tmp_path: Path, end: str) -> None:
    lines = [
        "a,b,c",
        "1,2,3",
        "",
        "4,5",
        "6,7,8,9",
        "a,b,c",
        "合计,7,3",
        "导出时间：2024-05-01",
        ",,",
        "",
    ]
    loaded = load(tmp_path / "x.csv", end.join([*lines, "", ""]))
    assert rows(loaded) == [(2, "1", "2", "3"), (4, "4", "5", None)]
    assert loaded.non_data == {"blank": 2, "note": 1, "repeated header": 1, "total": 1}
    assert [(issue.row, issue.reason) for issue in loaded.malformed_rows()] == [
        (5, "too many cells")
    ]
    assert loaded.malformed_rows()[0].cells == ("6", "7", "8", "9")
    assert loaded.read == 8 == loaded.data + sum(loaded.non_data.values()) + loaded.malformed


def test_total_word_in_a_column_that_the_caller_names(tmp_path: Path) -> None:
    text = "来源,二级来源,访客数\n淘内,汇总,3\n淘内,搜索,3\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    (raw,) = read_tables(tmp_path / "t.csv")
    assert raw.load(duckdb.connect()).data == 2
    assert raw.load(duckdb.connect(), totals=["二级来源"]).non_data == {"total": 1}


def test_trailing_delimiter_in_rows_only(tmp_path: Path) -> None:
    loaded = load(tmp_path / "x.csv", "a,b,c\n1,2,3,\n4,5,6,\n")
    assert rows(loaded) == [(2, "1", "2", "3"), (3, "4", "5", "6")]
    assert loaded.malformed == 0


def test_last_record_cut_off_is_set_apart(tmp_path: Path) -> None:
    loaded = load(tmp_path / "x.csv", "a,b,c\n1,2,3\n4,5")
    assert loaded.data == 1
    assert [(issue.row, issue.reason) for issue in loaded.malformed_rows()] == [(3, "cut off")]


def test_file_cut_off_inside_quotes(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="row 3"):
        load(tmp_path / "x.csv", 'a,b,c\n1,2,3\n4,5,"x\n7,8,9\n')


def test_quotation_marks_as_ordinary_characters(tmp_path: Path) -> None:
    loaded = load(tmp_path / "x.tsv", 'sku\tname\tqty\n1\t"24 inch\t2\n', quote=None)
    assert rows(loaded) == [(2, "1", '"24 inch', "2")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("订单编号,总金额,a\n1,2,\ufffd\n", "U\\+FFFD"),
        (b"a,b,c\n1,\x00,3\n", "zero byte"),
        (b"\xef\xbb\xbfa,b,c\n1,2,3\n4,\xff,6\n", r"position \d+ \(line 3\)"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture"),
        (b"II*\x00\x08\x00", "picture"),
        (b"\x00\x00\x00\x18ftypheic\x00", "picture"),
        (b"RIFF\x01\x02\x03\x04WEBPVP8 ", "picture"),
        (b"BM\x36\x01\x02\x03\x00\x00\x00\x00", "picture"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x"><path d="M0,0 1,1"/></svg>', "picture"),
        (b"", "empty"),
        ("订单编号,总金额,宝贝标题\n", "no rows under it"),
        ("1,2,3\n4,5,6\n", "No header row"),
        ("Name,City,Sum\nM\u00fcller,Andr\u00e9s,1\n".encode("cp1252") * 3, "encoding"),
        ("氏名,数量,値段\nあいうえお,カタカナ,3\n".encode("shift_jis"), "encoding"),
    ],
)
def test_refusals(tmp_path: Path, content: str | bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        load(tmp_path / "x.csv", content)


def test_a_named_encoding_is_used(tmp_path: Path) -> None:
    content = "Name,City,Sum\nM\u00fcller,K\u00f6ln,1\n".encode("cp1252")
    assert rows(load(tmp_path / "x.csv", content, encoding="cp1252"))[0][1:3] == ("Müller", "Köln")


def test_lock_file_and_missing_file(tmp_path: Path) -> None:
    (tmp_path / "~$订单.xlsx").write_bytes(b"x")
    with pytest.raises(SourceError, match=r"choose 订单.xlsx"):
        read_tables(tmp_path / "~$订单.xlsx")
    with pytest.raises(SourceError, match="no file"):
        read_tables(tmp_path / "absent.csv")


CELL = st.text(st.sampled_from("ab1 ,;\"'\t\n=-—中，\u3000\xa0é#"), max_size=6)


@settings(max_examples=120, deadline=None)
@given(
    body=st.lists(st.lists(CELL, min_size=1, max_size=4) | st.just([]), min_size=1, max_size=8),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_no_row_is_lost_and_cells_survive(
    tmp_path_factory: pytest.TempPathFactory,
    body: list[list[str]],
    encoding: str,
    end: str,
    quoting: int,
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(["订单编号", "总金额", "宝贝标题"])
    body = [*body, ["end", "", "of file"]]
    writer.writerows(body)
    path = tmp_path_factory.mktemp("p") / "x.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    known = ["订单编号", "总金额", "宝贝标题"]
    options = ReadOptions(delimiter=",", encoding=encoding)
    (raw,) = read_tables(path, known_headers=known, options=options)
    loaded = raw.load(duckdb.connect())
    assert loaded.read == len(body)
    assert loaded.read == loaded.data + sum(loaded.non_data.values()) + loaded.malformed
    expected = {
        number: tuple(clean(cell) for cell in [*row, "", "", ""][:3])
        for number, row in enumerate(body, start=2)
    }
    kept = {row[0]: row[1:] for row in rows(loaded)}
    for kind in loaded.non_data:
        kept |= {number: cells[:3] for number, cells in loaded.rows(kind, 1000)}
    kept |= {issue.row: issue.cells[:3] for issue in loaded.malformed_rows()}
    assert kept == expected


@settings(max_examples=60, deadline=None)
@given(
    body=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_both_ways_in_agree(
    tmp_path_factory: pytest.TempPathFactory, body: list[list[str]], quoting: int
) -> None:
    path = tmp_path_factory.mktemp("p") / "x.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=quoting)  # type: ignore[arg-type]
        writer.writerows([["a", "b", "c"], *body, ["e", "n", "d"]])
    (raw,) = read_tables(path, options=ReadOptions(delimiter=",", header_row=1))
    connection = duckdb.connect()
    fast = raw.load(connection)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited_module, "_fast", lambda *_: False)
        slow = raw.load(connection)
    assert rows(fast) == rows(slow)
    assert fast.non_data == slow.non_data
