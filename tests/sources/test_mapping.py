"""A user's own file: proposed first, imported only when confirmed, nothing guessed."""

import tomllib
from pathlib import Path

import pytest

from playbook.errors import SourceError
from playbook.sources import import_file, propose_mapping
from playbook.sources.mapping import read_mapping
from tests.sources.shop import D, balanced, chinese_shop, reasons, shop, values, write

LINES = ["Order No", "Date", "Product", "SKU", "Qty", "Price", "Amount", "Status"]


def row(number: str, date: str, amount: str = "20.00", **more: str) -> dict[str, str]:
    given = {"Order No": number, "Date": date, "Product": "Mug", "SKU": "M-1", "Qty": "2",
             "Price": "10.00", "Amount": amount, "Status": "Paid"}  # fmt: skip
    return given | more


def mapping(folder: Path, text: str) -> Path:
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


BASE = """rows = "orders"
[columns]
order_id = "Order No"
created_at = "Date"
paid_amount = "Amount"
"""


def test_without_a_mapping_one_is_proposed_and_nothing_imported(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [*LINES, "Odd"], [row("1", "2024-05-01")])
    result = import_file(shop(tmp_path), path)
    assert (result.status, result.store.version, result.record) == ("proposed", 0, None)
    assert result.proposal == tmp_path / "list.csv.mapping.toml"
    spec = tomllib.loads(result.proposal.read_text(encoding="utf-8"))
    assert spec["rows"] == "lines"
    assert spec["columns"]["quantity"] == "Qty"
    assert spec["values"] == {"status": {"Paid": "paid"}}
    assert "# Not used: Odd" in result.message
    assert "Nothing was imported." in result.message


def test_the_proposal_as_it_stands_imports_what_is_clear(tmp_path: Path) -> None:
    path = write(
        tmp_path / "list.csv", LINES, [row("1", "2024-05-01"), row("2", "2024-05-02", "21.50")]
    )
    proposed = import_file(shop(tmp_path), path)
    result = import_file(proposed.store, path, mapping=proposed.proposal)
    assert balanced(result.record)
    found = (
        "SELECT order_id, paid_amount, units, status, paid_at::DATE::VARCHAR FROM orders ORDER BY 1"
    )
    assert values(result.store, found) == [
        ("1", D("20.00"), 2, "paid", "2024-05-01"),
        ("2", D("21.50"), 2, "paid", "2024-05-02"),
    ]
    assert import_file(result.store, path, mapping=proposed.proposal).status == "already"


def test_an_edited_mapping_is_never_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", LINES, [row("1", "2024-05-01")])
    (tmp_path / "list.csv.mapping.toml").write_text("# mine", encoding="utf-8")
    result = import_file(shop(tmp_path), path)
    assert "exists and was left as it is" in result.message
    assert (tmp_path / "list.csv.mapping.toml").read_text("utf-8") == "# mine"


def test_chinese_headers_are_understood(tmp_path: Path) -> None:
    header = ["订单号", "下单时间", "付款时间", "实付金额", "渠道", "备注"]
    path = write(
        tmp_path / "单.csv",
        header,
        [dict(zip(header, ["1", "2024-05-01 10:00", "", "5.00", "门店", "x"], strict=True))],
    )
    text = import_file(shop(tmp_path), path).message
    for expected in (
        'rows = "orders"',
        'order_id = "订单号"',
        'paid_at = "付款时间"',
        'channel = "渠道"',
    ):
        assert expected in text
    assert 'paid = "when placed"' not in text


def test_two_ways_to_read_a_date_are_left_open_and_then_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", LINES, [row("1", "03/04/2024")])
    proposed = import_file(shop(tmp_path), path)
    assert '# created_at = "%d/%m/%Y"' in proposed.message
    assert '# created_at = "%m/%d/%Y"' in proposed.message
    with pytest.raises(SourceError, match="no value of created_at, such as '03/04/2024'"):
        import_file(proposed.store, path, mapping=proposed.proposal)
    chosen = mapping(tmp_path, BASE + '[formats]\ncreated_at = "%d/%m/%Y"\n')
    store = import_file(proposed.store, path, mapping=chosen).store
    assert values(store, "SELECT created_at::DATE::VARCHAR FROM orders") == [("2024-04-03",)]


def test_a_date_that_can_be_read_one_way_is_stated(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", LINES, [row("1", "03/04/2024"), row("2", "25/04/2024")])
    text = import_file(shop(tmp_path), path).message
    assert '\ncreated_at = "%d/%m/%Y"' in text
    assert "%m/%d/%Y" not in text


def test_two_candidates_for_a_column_are_left_open(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [*LINES, "Total"], [row("1", "2024-05-01", Total="20.00")])
    text = import_file(shop(tmp_path), path).message
    assert "# Several columns could be paid_amount; keep one line:" in text
    assert '# paid_amount = "Total"\n# paid_amount = "Amount"' in text


def test_without_a_time_of_payment_nothing_is_paid_unless_said(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", LINES, [row("1", "2024-05-01")])
    store = import_file(shop(tmp_path), path, mapping=mapping(tmp_path, BASE)).store
    assert values(store, "SELECT status, paid_at FROM orders") == [("unpaid", None)]
    said = mapping(tmp_path, 'paid = "when placed"\n' + BASE)
    store = import_file(store, path, mapping=said).store
    assert values(store, "SELECT status, paid_at::DATE::VARCHAR FROM orders") == [
        ("paid", "2024-05-01")
    ]


def test_daily_totals_become_traffic_of_the_whole_shop(tmp_path: Path) -> None:
    header = ["日期", "访客数", "支付金额", "支付买家数"]
    rows = [
        dict(zip(header, cells, strict=True))
        for cells in (["2024-05-01", "1.2万", "￥3,299.00", "41"], ["2024-05-02", "-", "0.00", "0"])
    ]
    path = write(tmp_path / "days.csv", header, rows)
    proposed = import_file(chinese_shop(tmp_path), path)
    store = import_file(proposed.store, path, mapping=proposed.proposal).store
    found = "SELECT date::VARCHAR, grain, scope, uv, paid_amount, buyers FROM traffic ORDER BY 1"
    assert values(store, found) == [
        ("2024-05-01", "day", "shop", 12000, D("3299.00"), 41),
        ("2024-05-02", "day", "shop", None, D("0.00"), 0),
    ]


def test_a_status_of_its_own_words_is_set_aside_by_name(tmp_path: Path) -> None:
    text = (
        BASE.replace("[columns]", '[columns]\nstatus = "Status"')
        + '[values.status]\nPaid = "paid"\n'
    )
    path = write(
        tmp_path / "list.csv",
        LINES,
        [row("1", "2024-05-01"), row("2", "2024-05-01", Status="Lost")],
    )
    result = import_file(shop(tmp_path), path, mapping=mapping(tmp_path, text))
    assert reasons(result.store) == ["not one of: unpaid, paid, shipped, completed, closed"]
    assert list(result.store.quarantine()["value"]) == ["Lost"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rows = ", "is not a valid mapping"),
        ('rows = "order"', "rows = 'order' is not known. Write rows = one of: orders, lines, days"),
        ('rows = "orders"\n[columns]\norder_id = "A"', "no column is chosen for created_at"),
        (
            BASE + 'payd_amount = "X"',
            "'payd_amount' is no column of orders. Did you mean 'paid_amount'",
        ),
        (BASE + '[file]\nencodng = "gbk"', "has no setting 'encodng'. Did you mean 'encoding'"),
    ],
)
def test_a_faulty_mapping_is_explained(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=message.replace(".", r"\.")):
        read_mapping(mapping(tmp_path, text))


def test_a_missing_mapping_or_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="There is no mapping"):
        read_mapping(tmp_path / "none.toml")
    path = write(tmp_path / "list.csv", LINES, [row("1", "2024-05-01")])
    wrong = mapping(tmp_path, BASE.replace('"Amount"', '"Amont"'))
    with pytest.raises(SourceError, match=r"missing: Amont"):
        import_file(shop(tmp_path), path, mapping=wrong)


def test_a_file_with_nothing_familiar_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", ["apples", "pears", "plums"], [{"apples": "1"}])
    with pytest.raises(SourceError, match="not an export that playbook knows"):
        import_file(shop(tmp_path), path)
    assert not list(tmp_path.glob("*.toml"))


def test_a_mapping_can_be_proposed_without_a_store(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", LINES, [row("1", "2024-05-01")])
    proposal = propose_mapping(path)
    assert tomllib.loads(proposal.path.read_text(encoding="utf-8"))["rows"] == "lines"


def test_a_header_that_names_its_unit_is_known_but_ten_thousands_are_left_to_the_user(
    tmp_path: Path,
) -> None:
    header = ["订单号", "下单时间", "实付金额（元）", "运费(元)", "优惠金额(万元)"]
    path = write(
        tmp_path / "单.csv",
        header,
        [dict(zip(header, ["1", "2024-05-01", "20", "5", "1"], strict=True))],
    )
    spec = tomllib.loads(propose_mapping(path).path.read_text(encoding="utf-8"))
    assert spec["columns"] == {
        "order_id": "订单号",
        "created_at": "下单时间",
        "paid_amount": "实付金额(元)",
        "shipping_amount": "运费(元)",
    }
