"""The committed notebooks are what their code gives today, and are read before they are trusted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

from playbook.i18n.prose import compare as compare_prose
from playbook.i18n.prose import read_catalogue
from playbook.runner.golden import notebooks
from playbook.runner.normalise import as_text, normalise
from tests.notebooks.golden_check import compare, compared_cells

# How many cells of each notebook are compared, at least: nbval passes when it compares nothing.
COMPARED = {"daily": 15, "weekly": 14}
NOTEBOOKS = notebooks()
NAMES = [path.stem for path in NOTEBOOKS]


def test_every_notebook_states_how_much_of_it_is_compared() -> None:
    assert sorted(NAMES) == sorted(COMPARED)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_enough_cells_are_really_compared(path: Path) -> None:
    assert len(compared_cells(path)) >= COMPARED[path.stem]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_stored_outputs_are_what_the_code_gives(path: Path, tmp_path: Path) -> None:
    outcome = compare(path, tmp_path)
    assert outcome.good, outcome.report


def test_a_changed_number_is_noticed(tmp_path: Path) -> None:
    cell = nbformat.v4.new_code_cell("6 * 7", metadata={"tags": ["nbval-check-output"]})
    cell.execution_count = 1
    output = {"output_type": "execute_result", "data": {"text/plain": "41"}, "metadata": {}}
    cell.outputs = [nbformat.from_dict(output | {"execution_count": 1})]
    path = tmp_path / "wrong.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    outcome = compare(path, tmp_path)
    assert not outcome.good
    assert "41" in outcome.report


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_they_are_stored_normalised(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert as_text(normalise(nbformat.reads(text, as_version=4))) == text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_they_hold_no_picture_no_error_and_no_place_of_a_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "image/png" not in text
    assert '"output_type": "error"' not in text
    assert not re.search(r"/(home|work|tmp|Users)/", text)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_they_are_laid_out_for_readers(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert cells[0]["cell_type"] == "markdown"
    assert "Time to read" in "".join(cells[0]["source"])
    assert cells[1]["metadata"]["tags"] == ["parameters"]
    for line in "".join(cells[1]["source"]).splitlines():
        assert re.fullmatch(r"[a-z_]+: (str|int|float|bool) = .+  # .+", line), line
    assert all(len(cell["source"]) <= 15 for cell in cells if cell["cell_type"] == "code")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=NAMES)
def test_their_prose_is_complete_in_chinese(path: Path) -> None:
    report = compare_prose(nbformat.read(path, as_version=4), read_catalogue(path))
    assert report.missing == ()
    assert report.stale == ()
