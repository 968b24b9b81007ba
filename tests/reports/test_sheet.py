"""What people typed into the action sheet is never lost, whatever the report writes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbook.errors import StoreError
from playbook.reports import sheet
from playbook.reports.sheet import COLUMNS, FILE, JUDGED, Sheet, header
from playbook.reports.sheet_write import write

ROW = {
    "key": "2026-05-30/gmv_paid/shop", "day": "2026-05-30", "changed": "Paid sales -10%",
    "evidence": "90 against 100", "metric": "gmv_paid", "where": "",
}  # fmt: skip


def people_write(path: Path, cells: list[list[Any]], **others: list[list[Any]]) -> None:
    """Save a workbook as a person would: own columns, own rows, own sheets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in {"actions": cells, **others}.items():
        page = book.add_worksheet(name)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    book.close()


def test_a_first_sheet_holds_the_evidence_and_empty_cells_for_people(tmp_path: Path) -> None:
    assert write(tmp_path, sheet.merged(sheet.read(tmp_path), [ROW])) == ""
    (row,) = sheet.read(tmp_path).rows
    assert row["changed"] == "Paid sales -10%"
    assert [row[name] for name in JUDGED] == [""] * 5


def test_judgement_survives_a_second_run_with_other_evidence(tmp_path: Path) -> None:
    write(tmp_path, sheet.merged(Sheet(), [ROW | {"cause": "never taken"}]))
    held = sheet.read(tmp_path)
    held.rows[0].update(cause="rain", owner="Li", action="banner", due=dt.date(2026, 6, 6))
    write(tmp_path, held)
    write(tmp_path, sheet.merged(sheet.read(tmp_path), [ROW | {"evidence": "91 against 100"}]))
    (row,) = sheet.read(tmp_path).rows
    assert (row["cause"], row["owner"], row["evidence"]) == ("rain", "Li", "91 against 100")
    assert sheet.due(row) == dt.date(2026, 6, 6)


def test_own_columns_rows_and_sheets_stay(tmp_path: Path) -> None:
    head = [header(name) for name in COLUMNS] + ["Our note", ""]
    known = [
        ROW["key"],
        "2026-05-30",
        "old",
        "old",
        "rain",
        "",
        "",
        "",
        "",
        "gmv_paid",
        "",
        "keep",
        7,
    ]
    own = ["", "", "my own row", "", "", "", "", "", "", "", "", "mine", ""]
    people_write(tmp_path / FILE, [head, known, own], budget=[["a", 1], ["b", 2.5]])
    write(tmp_path, sheet.merged(sheet.read(tmp_path), [ROW, ROW | {"key": "new"}]))
    after = sheet.read(tmp_path)
    assert [row["changed"] for row in after.rows] == [ROW["changed"], "my own row", ROW["changed"]]
    assert (after.rows[0]["Our note"], after.rows[0]["column 13"]) == ("keep", 7)
    assert after.rows[1]["Our note"] == "mine"
    assert after.others["budget"] == [["a", 1.0], ["b", 2.5]]


def test_columns_may_be_moved_and_lines_put_above(tmp_path: Path) -> None:
    people_write(
        tmp_path / FILE,
        [["Our action list", "", ""], [header("owner"), "key", "原因"], ["Li", ROW["key"], "x"]],
    )
    write(tmp_path, sheet.merged(sheet.read(tmp_path), [ROW]))
    (row,) = sheet.read(tmp_path).rows
    assert (row["owner"], row["原因"], row["changed"]) == ("Li", "x", ROW["changed"])


def test_a_copy_of_the_file_before_is_kept(tmp_path: Path) -> None:
    write(tmp_path, sheet.merged(Sheet(), [ROW]))
    before = (tmp_path / FILE).read_bytes()
    write(tmp_path, sheet.merged(sheet.read(tmp_path), [ROW | {"key": "other"}]))
    assert (tmp_path / "sheets" / "actions.xlsx.bak").read_bytes() == before


@pytest.mark.parametrize("lock", ["~$actions.xlsx", ".~lock.actions.xlsx#"])
def test_an_open_file_is_left_alone_and_the_user_told(tmp_path: Path, lock: str) -> None:
    write(tmp_path, sheet.merged(Sheet(), [ROW]))
    before = (tmp_path / FILE).read_bytes()
    (tmp_path / "sheets" / lock).write_text("")
    note = write(tmp_path, sheet.merged(Sheet(), [ROW, ROW | {"key": "b"}]))
    assert (tmp_path / FILE).read_bytes() == before
    assert "actions-new.xlsx" in note
    assert (tmp_path / "sheets" / "actions-new.xlsx").exists()


def test_a_file_that_cannot_be_replaced_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, sheet.merged(Sheet(), [ROW]))
    replace = Path.replace

    def refused(self: Path, target: Path) -> Path:
        if target.name == "actions.xlsx":
            raise PermissionError(13, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    assert "actions-new.xlsx" in write(tmp_path, sheet.merged(Sheet(), [ROW | {"key": "b"}]))
    assert sheet.read(tmp_path).rows[0]["key"] == ROW["key"]


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@a", "\tx", "\rx"])
def test_text_from_data_cannot_become_a_formula(tmp_path: Path, title: str) -> None:
    write(tmp_path, sheet.merged(Sheet(), [ROW | {"changed": title}]))
    assert str(sheet.read(tmp_path).rows[0]["changed"]).startswith("'")


def test_what_people_typed_is_written_back_as_typed(tmp_path: Path) -> None:
    typed = Sheet([{**ROW, "cause": "-5% because of rain", "owner": "@Li"}])
    write(tmp_path, typed)
    write(tmp_path, sheet.merged(sheet.read(tmp_path), [ROW]))
    row = sheet.read(tmp_path).rows[0]
    assert (row["cause"], row["owner"]) == ("-5% because of rain", "@Li")


def test_a_damaged_file_is_named_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.parent.mkdir()
    path.write_bytes(b"not a workbook")
    with pytest.raises(StoreError, match=r"actions\.xlsx"):
        sheet.read(tmp_path)


def test_a_sheet_without_its_key_column_is_refused(tmp_path: Path) -> None:
    people_write(tmp_path / FILE, [["Something", "else"], ["a", "b"]])
    with pytest.raises(StoreError, match="Key"):
        sheet.read(tmp_path)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2026-06-06", dt.date(2026, 6, 6)), ("2026/6/6", dt.date(2026, 6, 6)),
     ("2026年6月6日", dt.date(2026, 6, 6)), (dt.datetime(2026, 6, 6, 9), dt.date(2026, 6, 6)),
     ("next week", None), ("", None), (None, None), ("2026-13-01", None)],
)  # fmt: skip
def test_due_dates_as_people_type_them(typed: Any, read: dt.date | None) -> None:
    assert sheet.due({"due": typed}) == read


TEXT = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Co", "Cn"]), max_size=20)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(causes=st.lists(TEXT.map(str.strip), min_size=1, max_size=4))
def test_any_text_survives_any_number_of_runs(tmp_path: Path, causes: list[str]) -> None:
    (tmp_path / FILE).unlink(missing_ok=True)
    rows = [ROW | {"key": str(at), "cause": cause} for at, cause in enumerate(causes)]
    write(tmp_path, Sheet(rows))
    for _run in range(2):
        write(tmp_path, sheet.merged(sheet.read(tmp_path), [ROW | {"key": "0"}]))
    assert [str(row["cause"]) for row in sheet.read(tmp_path).rows] == causes
