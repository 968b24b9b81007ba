"""1.234,56 and 1,234.56: each file is read one way, and never by a guess."""

from pathlib import Path

import pytest

from playbook.errors import SourceError
from playbook.i18n import use_language
from playbook.sources import ImportResult, import_file
from playbook.sources.decimals import mark_lines
from tests.sources.shop import D, balanced, reasons, shop, values
from tests.sources.test_hard_files import workbook

ORDERS = """rows = "orders"
{file}
[columns]
order_id = "Bestellung"
created_at = "Datum"
units = "Stück"
paid_amount = "Betrag"
"""


def run(folder: Path, *amounts: str, decimal: str = "", units: str = "1") -> ImportResult:
    lines = [f"{n};2024-05-01;{units};{amount}" for n, amount in enumerate(amounts, start=1)]
    path, mapping = folder / "b.csv", folder / "b.toml"
    path.write_text("\n".join(["Bestellung;Datum;Stück;Betrag", *lines, ""]), encoding="utf-8")
    stated = f"[file]\ndecimal = '{decimal}'" if decimal else ""
    mapping.write_text(ORDERS.format(file=stated), encoding="utf-8")
    result = import_file(shop(folder, "EUR", "Europe/Berlin"), path, mapping=mapping)
    assert balanced(result.record)
    return result


def amounts(result: ImportResult) -> list[D]:
    return [row[0] for row in values(result.store, "SELECT paid_amount FROM orders ORDER BY 1")]


def test_a_stated_comma_parts_decimals_and_points_part_thousands(tmp_path: Path) -> None:
    given = ["1.234,56", "12,5 €", "1.234", "2 345 678,90", "7", "-", "１２，５０"]
    found = amounts(run(tmp_path, *given, decimal=","))
    assert found[:-1] == [D("7.00"), D("12.50"), D("12.50"), D("1234.00"), D("1234.56"),
                          D("2345678.90")]  # fmt: skip
    assert found[-1] is None


def test_with_a_stated_comma_a_point_before_two_digits_is_no_decimal(tmp_path: Path) -> None:
    result = run(tmp_path, "1.23", "4,50", decimal=",")
    assert amounts(result) == [D("4.50")]
    (row,) = result.store.quarantine().to_dict("records")
    assert (row["reason"], row["value"]) == ("not an amount", '1.23 (decimal = ",")')


def test_a_stated_point_leaves_the_comma_to_thousands(tmp_path: Path) -> None:
    result = run(tmp_path, "1,234", "12,50", decimal=".")
    assert amounts(result) == [D("1234.00")]
    assert reasons(result.store) == ["not an amount"]


def test_a_file_that_shows_its_comma_is_read_with_it_and_says_so(tmp_path: Path) -> None:
    result = run(tmp_path, "1.234", "99,90")
    assert amounts(result) == [D("99.90"), D("1234.00")]
    assert "Numbers were read with a decimal comma, as in 99,90." in result.message


def test_a_file_that_shows_its_point_is_read_with_it(tmp_path: Path) -> None:
    result = run(tmp_path, "1,234", "99.90")
    assert amounts(result) == [D("99.90"), D("1234.00")]
    assert "decimal comma" not in result.message


@pytest.mark.parametrize("given", [["1,234", "1.234"], ["1,234"], ["1.234", "500"], ["2.500 EUR"]])
def test_numbers_that_show_nothing_are_not_guessed(tmp_path: Path, given: list[str]) -> None:
    with pytest.raises(SourceError, match=r'Write decimal = "\." or decimal = ","') as refused:
        run(tmp_path, *given)
    assert "b.csv: no number shows whether" in str(refused.value)
    assert "orders" not in shop(tmp_path / "x").tables


def test_a_count_in_thousands_shows_the_mark(tmp_path: Path) -> None:
    # 1,200 pieces cannot be one piece and a fifth
    assert amounts(run(tmp_path, "2,400", units="1,200")) == [D("2400.00")]


def test_two_ways_in_one_file_are_told_where_a_third_number_hangs_on_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"99\.90 has a decimal point and 12,50 a decimal comma"):
        run(tmp_path, "99.90", "12,50", "1,234")


def test_a_slip_in_one_cell_stops_no_file(tmp_path: Path) -> None:
    result = run(tmp_path, "99.90", "12,50")
    assert amounts(result) == [D("99.90")]
    assert reasons(result.store) == ["not an amount"]


def test_the_refusal_is_told_in_chinese(tmp_path: Path) -> None:
    with (
        use_language("zh"),
        pytest.raises(SourceError, match=r"请在映射的 \[file\] 下写明 decimal"),
    ):
        run(tmp_path, "1,234", "1.234")


def test_another_mark_is_refused_by_the_mapping(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"b\.toml: decimal = ';' is not known"):
        run(tmp_path, "1", decimal=";")


def test_numbers_of_a_workbook_are_numbers_beside_texts_with_a_comma(tmp_path: Path) -> None:
    import xlsxwriter

    path, mapping = tmp_path / "b.xlsx", tmp_path / "b.toml"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Bestellung", "Datum", "Stück", "Betrag"])
        sheet.write_row(1, 0, ["1", "2024-05-01", 1, 1234.5])
        sheet.write_row(2, 0, ["2", "2024-05-01", 1, "1.234,56"])
    mapping.write_text(ORDERS.format(file='[file]\ndecimal = ","'), encoding="utf-8")
    store = shop(tmp_path, "EUR", "Europe/Berlin")
    result = import_file(store, path, mapping=mapping)
    assert amounts(result) == [D("1234.50"), D("1234.56")]


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (["12,50", "1.234"], ['decimal = ","']),
        (["12.50", "1,234"], []),
        (["12", ""], []),
        (["1.234"], ["# 1.234 can be read in more than one way; keep one line:",
                     '# decimal = "."', '# decimal = ","']),
    ],
)  # fmt: skip
def test_a_proposal_states_the_mark_or_asks(given: list[str], lines: list[str]) -> None:
    assert mark_lines(given) == lines


def test_a_proposed_mapping_reads_a_file_with_commas(tmp_path: Path) -> None:
    rows = [
        ["Order ID", "Date", "Paid"],
        ["1", "2024-05-01", "12,50"],
        ["2", "2024-05-01", "1.200"],
    ]
    path = workbook(tmp_path / "w.xlsx", {"a": rows})
    store = shop(tmp_path, "EUR", "Europe/Berlin")
    proposal = import_file(store, path).proposal
    assert proposal is not None
    assert '[file]\ndecimal = ","' in proposal.read_text(encoding="utf-8")
    assert amounts(import_file(store, path, mapping=proposal)) == [D("12.50"), D("1200.00")]
