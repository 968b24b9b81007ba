"""Exports hold what they should, whole or not at all, and no cell is a formula."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from playbook.errors import ParameterError
from playbook.progress import Attempted, Opened, TookHint, read_log
from playbook.progress.export import neutral, statements, write_csv, write_xapi, write_xlsx
from playbook.progress.summaries import exercises
from tests.progress.logs import write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "mei", Opened("l"), TookHint("e", 1, 2), Attempted("e", "passed"))
    return tmp_path


def test_a_learner_gets_the_very_statements_back(folder: Path) -> None:
    record = read_log(folder)
    written = [json.loads(line) for line in record.files[0].read_bytes().splitlines()]
    assert statements(record, "learner") == written
    assert write_xapi(record, folder / "out" / "all.json", "learner") == 3
    assert json.loads((folder / "out" / "all.json").read_text(encoding="utf-8")) == written


def test_a_lead_gets_days_and_no_hints(folder: Path) -> None:
    made = statements(read_log(folder))
    assert [one["verb"]["display"]["en"] for one in made] == ["opened", "attempted"]
    assert {one["timestamp"] for one in made} == {"2026-05-04T00:00:00Z"}


def test_xapi_statements_have_their_parts(folder: Path) -> None:
    for made in statements(read_log(folder)):
        assert {"id", "actor", "verb", "object", "timestamp"} <= set(made)
        assert len(made["id"]) == 36
        assert made["actor"]["account"]["homePage"].startswith("https://")
        assert all(name.startswith("https://") for name in made["context"]["extensions"])


EVIL = pd.DataFrame(
    {"learner": ["=cmd()", "+1", "-1", "@x", "\tx", "ok", None], "n": [1, 2, 3, -4, 5, 6, None]}
)


def test_csv_cells_are_neutral_and_chinese_survives_excel(tmp_path: Path) -> None:
    write_csv(EVIL.assign(名=["梅"] * 7), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["learner", "n", "名"]
    assert [row[0] for row in rows[1:]] == ["'=cmd()", "'+1", "'-1", "'@x", "'\tx", "ok", ""]
    assert [float(row[1]) for row in rows[1:-1]] == [1, 2, 3, -4, 5, 6]


def test_xlsx_cells_are_text_and_numbers(tmp_path: Path) -> None:
    write_xlsx({"learners": EVIL, "空": EVIL.head(0)}, tmp_path / "a.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["learners", "空"]
    rows = book.get_sheet_by_name("learners").to_python()
    assert rows[1] == ["'=cmd()", 1.0]
    assert rows[4] == ["'@x", -4.0]


def test_lists_days_and_truth_become_cells(folder: Path, tmp_path: Path) -> None:
    record = read_log(folder)
    write_csv(exercises(record, "learner"), tmp_path / "e.csv")
    text = (tmp_path / "e.csv").read_text(encoding="utf-8-sig")
    assert "2026-05-04," in text
    assert "00:00" not in text
    frame = pd.DataFrame({"a": [["x", "y"]], "b": [True], "c": [pd.Timestamp("2026-05-04 09:30")]})
    write_xlsx({"s": frame}, tmp_path / "s.xlsx")
    row = CalamineWorkbook.from_path(tmp_path / "s.xlsx").get_sheet_by_name("s").to_python()[1]
    assert row == ["x, y", True, "2026-05-04 09:30:00"]


def test_cells_hold_no_control_characters_and_are_not_too_long() -> None:
    assert neutral("a\x00b\x1fc\ud800") == "abc"
    assert neutral("\x00=1") == "'=1"
    assert len(neutral("=" + "x" * 40_000)) == 32_767


def test_what_cannot_be_written_is_a_sentence(folder: Path) -> None:
    (folder / "dir").mkdir()
    with pytest.raises(ParameterError, match="cannot be written"):
        write_csv(EVIL, folder / "dir")
    assert [path.name for path in folder.iterdir()].count("dir") == 1
    assert not list(folder.glob(".dir-*"))
    with pytest.raises(ParameterError, match="There is no table"):
        write_xlsx({}, folder / "a.xlsx")
    with pytest.raises(ParameterError, match=r"The workbook .* cannot be written"):
        write_xlsx({"a/b": EVIL}, folder / "a.xlsx")
    with pytest.raises(ParameterError, match=r"The workbook .* cannot be written"):
        write_xlsx({"a": EVIL, "A": EVIL}, folder / "a.xlsx")
